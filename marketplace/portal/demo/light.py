"""Invented technology of garments, bags and farm products, in both languages."""

from .shapes import Deed, Field, Thing

GARMENTS = Field(
    "garments",
    (
        Thing("保暖裤装", "thermal trousers", "A41D 1/06"),
        Thing("防寒工装", "cold-weather workwear", "A41D 13/00"),
        Thing("针织衫", "knitwear", "D04B 1/24"),
        Thing("羽绒服", "down jacket", "A41D 3/00"),
    ),
    (
        Deed(
            "一种{t}的无缝拼接结构",
            "Seamless joint for {t}",
            "水洗 {n} 次不开线，穿着无压痕。",
            "No seam opens in {n} washes and none is felt.",
            "接缝处漏风、磨皮肤。本结构以热熔胶膜和错位编织代替车缝。",
            "Seams leak and chafe. Hot-melt film and offset knitting replace stitches.",
            "weave",
        ),
        Deed(
            "{t}自动充填装置",
            "Automatic filling of {t}",
            "克重误差小于 {n}‰，一人看三台。",
            "Filling weight within {n} per mille; one person tends three machines.",
            "手工充填不匀、粉尘多。本装置称重分舱、负压送料。",
            "Manual filling is uneven and dusty. Weighed chambers and suction mend it.",
            "press",
        ),
        Deed(
            "{t}用发热织物及其控制器",
            "Heating fabric and controller for {t}",
            "零下 {n} 度保温八小时，可机洗。",
            "Keeps warm for eight hours at minus {n} degrees, machine washable.",
            "发热丝易断、不耐洗。本织物以导电纱并联编织。",
            "Heating wires break in the wash. Conductive yarn knitted in parallel does not.",
            "weave",
        ),
    ),
)
BAGS = Field(
    "bags",
    (
        Thing("拉杆箱", "trolley case", "A45C 5/14"),
        Thing("折叠旅行包", "folding travel bag", "A45C 7/00"),
        Thing("通勤双肩包", "commuter backpack", "A45F 3/04"),
        Thing("儿童书包", "school bag", "A45C 3/00"),
    ),
    (
        Deed(
            "一种{t}的静音脚轮",
            "Quiet castor for a {t}",
            "噪声下降 {n} 分贝，滚动一百公里不松动。",
            "{n} dB quieter and tight after a hundred kilometres.",
            "硬质轮在石板路上噪声大。本脚轮用双硬度包胶和浮动轴。",
            "Hard wheels rattle on stone. Dual-hardness tyres on a floating axle do not.",
            "wheel",
        ),
        Deed(
            "{t}的一键折叠结构",
            "One-touch folding of a {t}",
            "折叠后厚度仅 {n} 毫米，三秒完成。",
            "Folds to {n} mm in three seconds.",
            "空箱占地方。本结构以连杆同步收合四壁。",
            "An empty case takes room. Links fold four walls at once.",
            "press",
        ),
        Deed(
            "{t}的减负背带系统",
            "Load-relieving straps for a {t}",
            "肩部压力下降 {n}%，背带高度自动调节。",
            "Takes {n} % off the shoulders and adjusts by itself.",
            "重心偏后造成弯腰。本系统把载荷传到腰部。",
            "A load behind bends the back. This carries it on the hips.",
            "weave",
        ),
    ),
)
FARM = Field(
    "farm",
    (
        Thing("南果梨", "Nanguo pear", "A23B 7/148"),
        Thing("香菇", "shiitake", "A01G 18/00"),
        Thing("软枣猕猴桃", "hardy kiwi", "A23N 12/02"),
        Thing("绒山羊饲料", "cashmere-goat feed", "A23K 10/30"),
    ),
    (
        Deed(
            "一种{t}气调保鲜方法",
            "Controlled-atmosphere storage of {t}",
            "保鲜期延长 {n} 天，果香损失不到一成。",
            "Keeps {n} days longer and loses under a tenth of its aroma.",
            "采后易软化，走不出省。本方法分段控温控氧。",
            "It softens after picking and cannot travel. Staged control of heat and oxygen lets it.",
            "tower",
        ),
        Deed(
            "{t}分级分选装置",
            "Grading machine for {t}",
            "每小时处理 {n}00 公斤，破损率低于千分之三。",
            "Handles {n}00 kg an hour with damage below 3 per mille.",
            "人工分选慢、易碰伤。本装置柔性托盘并以图像判级。",
            "Sorting by hand is slow and bruises. Soft trays and imaging do it.",
            "rollers",
        ),
        Deed(
            "{t}加工副产物综合利用方法",
            "Using by-products of {t}",
            "每吨副产物增收 {n}00 元，废水减少一半。",
            "Earns {n}00 yuan more a tonne of by-product and halves the waste water.",
            "加工下脚料多被丢弃。本方法提取有用成分后制成饲料。",
            "Offcuts are thrown away. Useful parts are extracted, the rest becomes feed.",
            "crystal",
        ),
    ),
)
