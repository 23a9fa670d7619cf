"""Private details in words: homes, times, what points to the complainant, minors, health."""

from __future__ import annotations

from random import Random

from caseflow.bench.labelled.numbers import Spelling, own, words

_UNITS = "一二三四五六七八九"
_COMPOUNDS = words(
    "滨江花园 翠屏雅苑 香山美域 金科星城 江南名都 鸣玉花苑 巴王还建小区 白公嘉园 阳光华庭 州屏公寓 "
    "锦绣豪庭 皇华新村 乌杨移民小区 玉溪家属院 中博御府"
)
_ROADS = words("果园路 中博大道 州屏环路 乐天路 红星路 香山二路 滨江路 民族路 白公路 巴王路")
_VILLAGES = words("鱼箭 杨柳 石桥 双柏 永安 大堰 凉亭 新屋")


def _n(r: Random, top: int) -> int:
    return r.randint(1, top)


def _flat(r: Random) -> str:
    return f"{_n(r, 29)}0{_n(r, 6)}"


HOME: dict[str, Spelling] = {
    "block unit room": lambda r: (
        f"{r.choice(_ROADS)}{own(f'{_n(r, 90)}号{_n(r, 12)}栋{_n(r, 4)}单元{_flat(r)}室')}"
    ),
    "dashed": lambda r: (
        f"{r.choice(_ROADS)}{own(f'{_n(r, 90)}号{_n(r, 9)}-{_n(r, 4)}-{_flat(r)}')}"
    ),
    "compound": lambda r: own(r.choice(_COMPOUNDS)),
    "compound and block": lambda r: own(f"{r.choice(_COMPOUNDS)}{_n(r, 20)}栋"),
    "compound and block of flats": lambda r: own(
        f"{r.choice(_COMPOUNDS)}{_n(r, 9)}号楼{_n(r, 3)}单元{_n(r, 18)}楼"
    ),
    "in Chinese numerals": lambda r: own(
        f"{r.choice(_COMPOUNDS)}{r.choice(_UNITS)}栋{r.choice('一二三四')}单元{r.choice(_UNITS)}楼"
    ),
    "lettered block": lambda r: own(f"{r.choice(_COMPOUNDS)}{r.choice('ABCD')}栋{_flat(r)}"),
    "house number": lambda r: f"{r.choice(_ROADS)}{own(f'{_n(r, 300)}号')}",
    "house number with addition": lambda r: (
        f"{r.choice(_ROADS)}{own(f'{_n(r, 99)}号附{_n(r, 9)}号')}"
    ),
    "village group": lambda r: f"{r.choice(_VILLAGES)}村{own(f'{_n(r, 9)}组{_n(r, 99)}号')}",
    "village group in words": lambda r: f"{r.choice(_VILLAGES)}村{own(f'{r.choice(_UNITS)}组')}",
    "room": lambda r: own(f"{_n(r, 4)}单元{_flat(r)}"),
}

_HOURS = words("一 两 三 四 五 六 七 八 九 十 十一 十二")


def _day(r: Random) -> str:
    return f"{_n(r, 12)}月{_n(r, 28)}日"


def _clock(r: Random, colon: str = ":") -> str:
    return f"{r.randint(0, 23):02}{colon}{r.randint(0, 59):02}"


TIME: dict[str, Spelling] = {
    "day and clock": lambda r: own(f"{_day(r)}{_clock(r)}"),
    "day, part and hour": lambda r: own(f"{_day(r)}晚上{r.randint(8, 11)}点{_n(r, 59)}分"),
    "year and minutes": lambda r: own(f"2026年{_day(r)}{r.randint(0, 23)}时{r.randint(10, 59)}分"),
    "hour in words": lambda r: own(f"晚上{r.choice(_HOURS[7:])}点半"),
    "small hours": lambda r: own(f"凌晨{r.choice(_HOURS[:5])}点多"),
    "full width colon": lambda r: own(f"{_day(r)}{_clock(r, '：')}"),
    "to the second": lambda r: own(
        f"2026-{_n(r, 12):02}-{_n(r, 28):02} {_clock(r)}:{_n(r, 49) + 10}"
    ),
    "dots": lambda r: own(f"2026.{_n(r, 12):02}.{_n(r, 28):02} {_clock(r)}"),
    "quarter": lambda r: own(f"下午{r.choice(_HOURS[:6])}点一刻"),
}

COMPLAINANT: dict[str, Spelling] = {
    "upstairs": lambda r: own(r.choice(["楼上住户", "楼上的住户", "楼上居民", "楼上一户人家"])),
    "next door": lambda r: own(r.choice(["隔壁邻居", "隔壁的住户", "隔壁人家", "隔壁业主"])),
    "the only one": lambda r: own(r.choice(["唯一一户居民", "唯一的住户", "唯一一家住户"])),
    "opposite": lambda r: own(r.choice(["对面住户", "对门邻居", "正对面的居民", "对面楼的业主"])),
    "the one": lambda r: own(r.choice(["投诉人", "举报人", "来电人", "信访人"])),
    "old couple": lambda r: own(r.choice(["楼上的老两口", "隔壁的老两口", "楼下老夫妻"])),
    "nearest": lambda r: own(r.choice(["紧邻烟囱的那户", "离厂区最近的一户", "紧挨围墙的一家人"])),
    "floor": lambda r: own(
        f"{r.choice(['三楼', '二楼', '5楼', '顶楼', '一楼'])}{r.choice(['住户', '的租户', '业主'])}"
    ),
    "job": lambda r: own(r.choice(["该小区退休教师", "住在厂旁的退休医生", "同楼栋的出租车司机"])),
}

MINOR: dict[str, Spelling] = {
    "age": lambda r: own(f"{_n(r, 15)}岁") + r.choice(["的孩子", "男孩", "女童"]),
    "age in words": lambda r: (
        own(f"{r.choice('两三四五六七八九')}岁")
        + "的"
        + own(r.choice(["小孙子", "女儿", "儿子", "小孩"]))
    ),
    "school year": lambda r: (
        "读"
        + own(r.choice(["小学三年级", "初二", "初中一年级", "小学五年级", "高三", "幼儿园大班"]))
    ),
    "months": lambda r: own(f"{r.choice('三五六七八九')}个月大的婴儿"),
    "word": lambda r: own(r.choice(["未成年女儿", "未成年人", "未成年子女"])),
    "pupil": lambda r: own(r.choice(["小学生", "初中生", "高中生"])),
    "just born": lambda r: own(r.choice(["刚满月的宝宝", "刚出生的婴儿", "新生儿"])),
    "grandchild": lambda r: own(r.choice(["小孙女", "外孙", "孙子", "外孙女"])),
}

_ILL = words(
    "高血压 心脏病 哮喘 糖尿病 抑郁症 冠心病 神经衰弱 慢性支气管炎 尿毒症 癫痫 过敏性鼻炎 焦虑症"
)

HEALTH: dict[str, Spelling] = {
    "illness": lambda r: "患有" + own(r.choice(_ILL)),
    "operation": lambda r: own(r.choice(["做过心脏搭桥手术", "刚做完手术", "术后在家休养"])),
    "pregnant": lambda r: own(r.choice(["怀孕七个月", "已有身孕", "孕妇", "怀有身孕"])),
    "hospital": lambda r: own(r.choice(["住院治疗", "住进县医院", "住院半个月", "到医院就诊"])),
    "tumour": lambda r: own(r.choice(["肺癌", "肿瘤", "乳腺癌", "白血病", "癌症晚期"])),
    "sleep": lambda r: own(r.choice(["长期失眠", "失眠", "耳鸣", "偏头痛"])),
    "disabled": lambda r: own(r.choice(["肢体残疾", "二级残疾", "瘫痪在床", "精神残疾"])),
    "treatment": lambda r: own(r.choice(["正在化疗", "长期服药", "每周透析", "服用安眠药"])),
}
