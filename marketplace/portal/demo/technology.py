"""Invented technology by industry, and invented marks."""

from .fine import CHEMICALS, LASER
from .heavy import EQUIPMENT, MAGNESITE, STEEL
from .light import BAGS, FARM, GARMENTS

FIELDS = (STEEL, MAGNESITE, CHEMICALS, LASER, EQUIPMENT, GARMENTS, BAGS, FARM)
# Marks: word, spelling, Nice class, field.
MARKS = (
    ("海岚", "HAILAN", 18, "bags"),
    ("千嶂", "QIANZHANG", 7, "equipment"),
    ("镁都源", "MEIDUYUAN", 19, "magnesite"),
    ("玉麓", "YULU", 31, "farm"),
    ("炉青", "LUQING", 6, "steel"),
    ("锦棠西裤", "JINTANG", 25, "garments"),
    ("光楔", "GUANGXIE", 9, "laser"),
    ("蓝蒽", "LANEN", 1, "chemicals"),
    ("梨白", "LIBAI", 29, "farm"),
    ("行岫", "XINGXIU", 18, "bags"),
    ("暖垄", "NUANLONG", 25, "garments"),
    ("钢韵工坊", "GANGYUN", 6, "steel"),
    ("稳轧", "WENZHA", 7, "equipment"),
    ("镁阶", "MEIJIE", 19, "magnesite"),
    ("澄川", "CHENGCHUAN", 1, "chemicals"),
    ("锐熔", "RUIRONG", 9, "laser"),
    ("山枣郎", "SHANZAOLANG", 30, "farm"),
    ("步云箱", "BUYUN", 18, "bags"),
    ("织北", "ZHIBEI", 25, "garments"),
    ("炽砖", "CHIZHUAN", 19, "magnesite"),
    ("轮语", "LUNYU", 12, "equipment"),
    ("澈焦", "CHEJIAO", 4, "chemicals"),
    ("辽绒记", "LIAORONGJI", 24, "garments"),
    ("光栈", "GUANGZHAN", 42, "laser"),
    ("鸣泉菌", "MINGQUAN", 31, "farm"),
    ("铸年", "ZHUNIAN", 6, "steel"),
    ("磐托", "PANTUO", 7, "equipment"),
    ("云折", "YUNZHE", 18, "bags"),
)
