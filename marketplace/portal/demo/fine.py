"""Invented technology of fine chemicals and laser, in both languages."""

from .shapes import Deed, Field, Thing

CHEMICALS = Field(
    "chemicals",
    (
        Thing("煤焦油沥青", "coal-tar pitch", "C10C 3/00"),
        Thing("工业咔唑", "industrial carbazole", "C07D 209/82"),
        Thing("聚羧酸减水剂", "polycarboxylate superplasticiser", "C04B 24/26"),
        Thing("精制蒽", "refined anthracene", "C07C 15/28"),
        Thing("针状焦", "needle coke", "C10B 55/00"),
        Thing("水性防锈涂料", "water-borne anti-rust paint", "C09D 5/08"),
    ),
    (
        Deed(
            "{t}的连续提纯方法",
            "Continuous purification of {t}",
            "纯度达到 {n}.5%，溶剂回收率高于 99%。",
            "Reaches {n}.5 % purity and recovers over 99 % of the solvent.",
            "间歇结晶批次差异大、溶剂损失多。本方法以三级逆流洗涤连续运行。",
            "Batch crystallisation varies and loses solvent. Three counter-current stages run continuously.",
            "tower",
        ),
        Deed(
            "一种{t}改性剂及其制备方法",
            "Modifier for {t} and its preparation",
            "掺入千分之{n}即可把软化点提高八度。",
            "{n} per mille raises the softening point by eight degrees.",
            "现有改性剂用量大、有气味。本改性剂以生物基原料合成，挥发物低。",
            "Known modifiers are used in bulk and smell. This one is bio-based and low in volatiles.",
            "crystal",
        ),
        Deed(
            "{t}生产尾气吸收装置",
            "Tail-gas absorber for {t} production",
            "非甲烷总烃去除率 {n}%，运行费用为焚烧法的三分之一。",
            "Removes {n} % of hydrocarbons at a third of the cost of burning.",
            "尾气浓度波动大，焚烧不经济。本装置以洗油循环吸收并回收有用组分。",
            "Varying concentrations make incineration dear. Wash-oil absorption recovers what is useful.",
            "tower",
        ),
        Deed(
            "{t}黏度在线分析方法",
            "On-line viscosity analysis of {t}",
            "每 {n} 秒给出一次结果，取代每班四次化验。",
            "A result every {n} seconds instead of four samples a shift.",
            "离线化验滞后两小时，产品易超差。本方法用振动式探头和温度修正模型。",
            "Laboratory results come two hours late. A vibrating probe with a temperature model gives them at once.",
            "circuit",
        ),
    ),
)
LASER = Field(
    "laser",
    (
        Thing("便携式激光焊缝", "portable laser weld seam", "B23K 26/04"),
        Thing("光纤激光切割头", "fibre-laser cutting head", "B23K 26/38"),
        Thing("激光熔覆送粉喷嘴", "laser-cladding powder nozzle", "B23K 26/144"),
        Thing("激光打标机", "laser marking machine", "B23K 26/362"),
        Thing("半导体激光器", "diode laser", "H01S 5/024"),
        Thing("激光粉尘仪", "laser dust meter", "G01N 15/06"),
    ),
    (
        Deed(
            "{t}跟踪传感器",
            "Tracking sensor for a {t}",
            "跟踪误差 {n} 微米，烟尘中也能稳定工作。",
            "Tracks within {n} micrometres, even in fume.",
            "弧光和烟尘使普通相机失效。本传感器用窄带滤光和双线结构光。",
            "Arc light and fume blind ordinary cameras. A narrow-band filter and two-line structured light see through.",
            "circuit",
        ),
        Deed(
            "{t}的微通道冷却结构",
            "Micro-channel cooling of a {t}",
            "热阻下降 {n}%，满功率连续运行八小时不降额。",
            "Lowers thermal resistance by {n} % and holds full power for eight hours.",
            "普通水冷温度不均，镜片易损。本结构分区供水，温差小于两度。",
            "Plain water cooling is uneven and hard on lenses. Zoned channels keep the difference below two degrees.",
            "wheel",
        ),
        Deed(
            "{t}功率闭环控制方法",
            "Closed-loop power control of a {t}",
            "功率波动由百分之五降到千分之{n}。",
            "Power ripple falls from five per cent to {n} per mille.",
            "电网波动造成加工质量不一。本方法用分光采样和前馈补偿。",
            "Mains ripple spoils uniformity. Beam sampling with feed-forward removes it.",
            "circuit",
        ),
        Deed(
            "{t}保护镜片快换机构",
            "Quick-change protective lens for a {t}",
            "{n} 秒完成更换，无须重新校准光路。",
            "Changes in {n} seconds without realigning the beam.",
            "更换镜片要停机、易进尘。本机构抽屉式密封，更换时正压吹扫。",
            "Changing lenses lets dust in. A sealed drawer with purge air keeps it out.",
            "press",
        ),
    ),
)
