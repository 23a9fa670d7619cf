"""Titles that stand behind a surname or a name; longer ones before their beginnings. Pure."""

from __future__ import annotations

TITLES = (
    "副局长|副科长|副主任|副镇长|副队长|副大队长|副经理|副书记|副厂长|副支队长|大队长|支队长|科员|"
    "先生|女士|小姐|同志|老师|师傅|大爷|大妈|大姐|大哥|大嫂|大叔|大伯|大婶|大娘|大孃|阿姨|叔叔|"
    "伯伯|婆婆|爷爷|奶奶|"
    "嬢嬢|孃孃|幺妹|老板娘|老板|老汉|老头|老太|太婆|医生|大夫|经理|总经理|主任|队长|书记|支书|"
    "镇长|村长|局长|科长|"
    "厂长|站长|校长|院长|警官|律师|教授|工程师|班长|组长|社长|会计|姐|哥|嫂|叔|姨|婶|总|工|老"
)

KIN = (
    "先生|女士|小姐|同志|老师|师傅|大爷|大妈|大姐|大哥|大嫂|大叔|大伯|大婶|大娘|大孃|阿姨|叔叔|"
    "伯伯|婆婆|爷爷|奶奶|嬢嬢|孃孃|幺妹|姐姐|哥哥|姐|哥|嫂|叔|姨|婶"
)
"""Of the titles, those that stand behind a given name alone, and behind no shop's or town's."""
