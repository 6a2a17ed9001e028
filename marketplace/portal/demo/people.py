"""Invented organisations and people of the demo city; any likeness to a real one is chance."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Firm:
    name: str
    name_en: str
    kind: str
    region: str
    fields: tuple[str, ...]
    introduction: str = ""
    introduction_en: str = ""
    is_unchecked: bool = False


def _holder(name: str, en: str, region: str, *fields: str, kind: str = "firm", zh: str = "", intro: str = "") -> Firm:
    return Firm(name, en, kind, region, fields, zh, intro)


HOLDERS = (
    _holder(
        "鞍山铎远重型装备股份有限公司",
        "Anshan Duoyuan Heavy Equipment",
        "210303",
        "equipment",
        "steel",
        zh="制造轧机、起重和矿山设备，自有试验场。",
        intro="Makes rolling-mill, lifting and mining equipment on a proving ground of its own.",
    ),
    _holder(
        "海城砺镁新材料有限公司",
        "Haicheng Limei New Materials",
        "210381",
        "magnesite",
        zh="从矿石到高纯氧化镁和耐火制品。",
        intro="From ore to high-purity magnesia and refractories.",
    ),
    _holder(
        "鞍山澄泽精细化工有限公司",
        "Anshan Chengze Fine Chemicals",
        "210304",
        "chemicals",
        zh="煤焦油深加工和水性涂料。",
        intro="Coal-tar chemistry and water-borne paints.",
    ),
    _holder(
        "鞍山曜石激光科技有限公司",
        "Anshan Yaoshi Laser Technology",
        "210311",
        "laser",
        zh="激光焊接、熔覆和检测。",
        intro="Laser welding, cladding and inspection.",
    ),
    _holder(
        "辽东理工学院",
        "Liaodong Institute of Technology",
        "210302",
        "steel",
        "equipment",
        "laser",
        "chemicals",
        "magnesite",
        kind="university",
        zh="以冶金、材料和机械见长的地方高校。",
        intro="A regional institute strong in metallurgy, materials and machinery.",
    ),
    _holder(
        "海城拓岫箱包有限公司",
        "Haicheng Tuoxiu Bags",
        "210381",
        "bags",
        zh="箱包设计和制造。",
        intro="Designs and makes bags and cases.",
    ),
    _holder(
        "鞍山暖野服饰有限公司",
        "Anshan Nuanye Garments",
        "210303",
        "garments",
        zh="裤装和防寒工装。",
        intro="Trousers and cold-weather workwear.",
    ),
    _holder(
        "岫岩禾煦农业发展有限公司",
        "Xiuyan Hexu Agriculture",
        "210323",
        "farm",
        zh="果品、菌菇和绒山羊。",
        intro="Fruit, mushrooms and cashmere goats.",
    ),
    _holder("鞍山璟炉冶金技术有限公司", "Anshan Jinglu Metallurgical Technology", "210303", "steel"),
    _holder("台安沃岭食品有限公司", "Tai'an Woling Foods", "210321", "farm"),
    _holder("鞍山弘砂耐火材料有限公司", "Anshan Hongsha Refractories", "210311", "magnesite"),
    _holder("鞍山衡锻机械有限公司", "Anshan Hengduan Machinery", "210304", "equipment"),
    _holder("海城祺织纺织有限公司", "Haicheng Qizhi Textiles", "210381", "garments"),
    _holder("鞍山睿测仪器有限公司", "Anshan Ruice Instruments", "210302", "laser", "steel"),
    _holder("鞍山沁蓝涂料有限公司", "Anshan Qinlan Coatings", "210311", "chemicals"),
    _holder("鞍山市菱矿研究所", "Anshan Magnesite Research Institute", "210302", "magnesite", kind="university"),
    _holder("鞍山铭轧轧辊有限公司", "Anshan Mingzha Rolls", "210303", "steel"),
    _holder("鞍山途栖箱具有限公司", "Anshan Tuqi Luggage", "210311", "bags"),
    _holder("鞍山卓擎传动有限公司", "Anshan Zhuoqing Drives", "210304", "equipment"),
    _holder("海城煜镁矿业有限公司", "Haicheng Yumei Mining", "210381", "magnesite"),
    _holder("鞍山芯炬光电有限公司", "Anshan Xinju Photonics", "210311", "laser"),
    _holder("辽宁棣源生物科技有限公司", "Liaoning Diyuan Biotech", "210302", "farm", "chemicals"),
    _holder("鞍山矩工自动化有限公司", "Anshan Jugong Automation", "210302", "equipment", "steel"),
    _holder("何砚清", "He Yanqing", "210302", "equipment", kind="person"),
    _holder("Nordhavn Refractories ApS", "Nordhavn Refractories ApS", "", "magnesite", kind="foreign"),
)
OTHERS = (
    Firm("鞍山知识产权运营服务中心", "Anshan IP Operations Centre", "operator", "210302", ()),
    Firm("辽砚商业银行鞍山分行", "Liaoyan Commercial Bank, Anshan Branch", "bank", "210302", ()),
    Firm("岫川村镇银行", "Xiuchuan Rural Bank", "bank", "210311", ()),
    Firm("鞍山诚度融资担保有限公司", "Anshan Chengdu Guarantee", "guarantor", "210302", ()),
    Firm("辽宁岳衡再担保有限公司", "Liaoning Yueheng Re-guarantee", "re_guarantor", "210302", ()),
    Firm("渤辽财产保险鞍山支公司", "Boliao Property Insurance, Anshan", "insurer", "210302", ()),
    Firm("鞍山砚准知识产权评估有限公司", "Anshan Yanzhun IP Appraisal", "appraiser", "210302", ()),
    Firm("鞍山岑启专利代理有限公司", "Anshan Cenqi Patent Agency", "agency", "210302", ()),
    Firm("鞍山风险补偿资金管理中心", "Anshan Risk Fund Management", "fund_manager", "210302", ()),
    Firm("鞍山市财金示范科", "Anshan Treasury Demonstration Office", "treasury", "210302", ()),
    Firm("鞍山市知识产权示范局", "Anshan IP Demonstration Bureau", "government", "210302", ()),
    Firm("知融展会服务台", "Zhirong Expo Desk", "expo_booth", "210302", ()),
    Firm("沈南渠信贸易有限公司", "Shennan Quxin Trading", "firm", "", ()),
    Firm("大连岚屿装备采购有限公司", "Dalian Lanyu Equipment Procurement", "firm", "", ()),
    Firm("营川冶金工程有限公司", "Yingchuan Metallurgical Engineering", "firm", "", ()),
    Firm("鞍山舟序密封件有限公司", "Anshan Zhouxu Seals", "firm", "210303", (), is_unchecked=True),
)


@dataclass(frozen=True)
class Person:
    """A demo login: role label, name, e-mail, organisation (by name) and roles in it."""

    label: str
    name: str
    email: str
    organization: str
    roles: tuple[str, ...]


_H, _O = HOLDERS, OTHERS
PEOPLE = (
    Person("holder", "林禾", "holder@demo.zhirong.test", _H[0].name, ("owner",)),
    Person("holder_agent", "佟舟", "agent@demo.zhirong.test", _H[0].name, ("agent",)),
    Person("university", "温启明", "university@demo.zhirong.test", _H[4].name, ("owner",)),
    Person("magnesite_holder", "谷岚", "magnesite@demo.zhirong.test", _H[1].name, ("owner",)),
    Person("inventor", "何砚清", "inventor@demo.zhirong.test", _H[23].name, ("owner",)),
    Person("foreign_holder", "Signe Holt", "foreign@demo.zhirong.test", _H[24].name, ("owner",)),
    Person("buyer", "辛白露", "buyer@demo.zhirong.test", _O[13].name, ("owner",)),
    Person("second_buyer", "邢远", "buyer2@demo.zhirong.test", _O[14].name, ("owner",)),
    Person("patent_agent", "鲍书言", "agency@demo.zhirong.test", _O[7].name, ("owner",)),
    Person("moderator", "关瑾", "moderator@demo.zhirong.test", _O[0].name, ("moderator",)),
    Person("second_moderator", "尹拙", "moderator2@demo.zhirong.test", _O[0].name, ("moderator",)),
    Person("editor", "蓝采薇", "editor@demo.zhirong.test", _O[0].name, ("editor",)),
    Person("operator_owner", "卫岳", "operator@demo.zhirong.test", _O[0].name, ("owner",)),
    Person("auditor", "闻人策", "auditor@demo.zhirong.test", _O[0].name, ("auditor",)),
    Person("bank_owner", "商砚", "bank@demo.zhirong.test", _O[1].name, ("owner",)),
    Person("bank_reviewer", "廖知秋", "reviewer@demo.zhirong.test", _O[1].name, ("reviewer",)),
    Person("bank_approver", "程慎", "approver@demo.zhirong.test", _O[1].name, ("approver",)),
    Person("guarantor", "贺连城", "guarantor@demo.zhirong.test", _O[3].name, ("owner",)),
    Person("re_guarantor", "冷泉", "reguarantor@demo.zhirong.test", _O[4].name, ("owner",)),
    Person("insurer", "简宁", "insurer@demo.zhirong.test", _O[5].name, ("owner",)),
    Person("appraiser", "文衡", "appraiser@demo.zhirong.test", _O[6].name, ("owner",)),
    Person("fund_manager", "向公度", "fund@demo.zhirong.test", _O[8].name, ("owner",)),
    Person("treasury", "仲平", "treasury@demo.zhirong.test", _O[9].name, ("owner",)),
    Person("government", "苏敬", "government@demo.zhirong.test", _O[10].name, ("owner",)),
    Person("booth_staff", "小满", "booth@demo.zhirong.test", _O[11].name, ("owner", "booth_staff")),
    Person("bags_holder", "闵拓", "bags@demo.zhirong.test", _H[5].name, ("owner",)),
    Person("garments_holder", "裴暖", "garments@demo.zhirong.test", _H[6].name, ("owner",)),
    Person("farm_holder", "穆禾", "farm@demo.zhirong.test", _H[7].name, ("owner",)),
    Person("laser_holder", "曜辉", "laser@demo.zhirong.test", _H[3].name, ("owner",)),
    Person("newcomer", "钱小舟", "newcomer@demo.zhirong.test", _O[15].name, ("owner",)),
    Person("chemicals_holder", "澹台清", "chemicals@demo.zhirong.test", _H[2].name, ("owner",)),
)
