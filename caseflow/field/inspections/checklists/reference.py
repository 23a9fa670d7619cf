"""The checklists that come with the program: noise, cooking fumes, dust, hazardous waste. Pure.

Each item names its instrument and carries the mark of the research it comes from (rules.py
MARKS): F the text was read; F2 read second-hand; K not found. 生态环境法典 is in force since
2026-08-15 (article 1242); for acts before that day the repealed laws may apply (article 1057).
“十四五”规划 is the county's plan, quoted word by word.
"""

from __future__ import annotations

from dataclasses import dataclass

from caseflow.field.inspections.checklists.rules import Item

_CODE = "《生态环境法典》（2026年8月15日起施行）第{}条"
_PLAN = "忠县生态环境保护“十四五”规划{}"
_INDUSTRY = "GB 12348-2008；GB 22337-2008（2008年10月1日起实施）"
_FUMES = "GB 18483-2001（2002年1月1日起实施）"
_LOCAL_FUMES = "DB50/859-2018（2019年1月1日起实施）"
_MANIFEST = "《危险废物转移管理办法》（部令第23号）"
_LEDGER = "HJ 1259-2022"


@dataclass(frozen=True, slots=True)
class ShippedList:
    """A checklist as shipped; `code` never changes."""

    code: str
    kind: str
    name: str
    name_en: str
    items: tuple[Item, ...]


def _dust(code: str, words: str, words_en: str, basis: str = "", mark: str = "F") -> Item:
    """Every item of the dust list asks for a photograph (the plan's demand in 四章二节)."""
    return Item(code, words, words_en, basis or _CODE.format("二百四十"), True, mark)


NOISE = ShippedList("noise", "noise", "噪声检查", "Noise", (
    Item("noise-weather", "测量时无雨雪、无雷电，风速5 m/s以下",
         "No rain, snow or thunder; wind below 5 m/s", _INDUSTRY),
    Item("noise-calibration", "测量前后均已校准，示值偏差不大于0.5 dB",
         "Calibrated before and after, at most 0.5 dB apart", _INDUSTRY, True),
    Item("noise-point", "测点和气象、主要声源、工况均已记录并绘制示意图",
         "Points, weather, main source and working condition recorded, with a sketch",
         _INDUSTRY, True),
    Item("noise-background", "已测量背景值并按标准修正",
         "Background measured and corrected for", _INDUSTRY),
    Item("noise-near", "厂界距敏感建筑不足1米的，已在室内开窗测量，限值减10 dB",
         "Boundary less than 1 m from a sensitive building: measured indoors, window open, "
         "limit less 10 dB", _INDUSTRY),
    Item("noise-site-limit", "建筑施工场界噪声按现行施工噪声标准测量",
         "Building sites: measured by the standard for construction noise in force",
         "GB 12523-2025（2026年1月1日起实施）", False, "F2"),
    Item("noise-night", "夜间（22时至次日6时）无禁止的施工作业；必须连续施工的有证明，"
         "并已公示或者公告附近居民",
         "No forbidden building work at night (22:00–06:00); where it must go on, the certificate "
         "is there and neighbours were told", _CODE.format("五百七十二"), True),
    Item("noise-night-review", "夜间作业已按审核制度办理，证明时段与现场作业时段相符",
         "Night work was reviewed; the certificate's hours fit the work seen",
         _PLAN.format("四章五节（“严格执行夜间作业审核制度”）"), True),
    Item("noise-exams", "高考、中考等重要考试期间未产生扰民噪声",
         "No disturbing noise during important examinations",
         _PLAN.format("四章五节（“加强高考、中考等重要考试期间噪声监管”）")),
))  # fmt: skip

FUMES = ShippedList("fumes", "fumes", "餐饮油烟检查", "Cooking fumes", (
    Item("fumes-purifier", "已安装油烟净化等污染防治设施并保持正常使用",
         "Purification is installed and in normal use", _CODE.format("二百五十"), True),
    Item("fumes-idle", "油烟净化装置未闲置", "The purifier does not stand idle",
         _PLAN.format("四章二节（“油烟净化装置闲置等违法行为”）"), True),
    Item("fumes-collected", "油烟经收集后排放，无未经收集的直接排放（未收集的视同超标）",
         "Fumes are collected; what is not collected counts as exceeding", _FUMES, True),
    Item("fumes-stoves", "基准灶头数和规模（小型、中型、大型）已核定",
         "Reference stoves and size (small, medium, large) established", _FUMES),
    Item("fumes-unpurified", "无未经净化的排放（未经净化的视同超标）",
         "Nothing is discharged without purification; it would count as exceeding",
         _LOCAL_FUMES, True, "F2"),
    Item("fumes-cleaning", "净化设施至少每月清洗一次",
         "The purifier is cleaned at least once a month", _LOCAL_FUMES, False, "F2"),
    Item("fumes-log", "清洗维护记录保存不少于一年",
         "The log of cleaning and maintenance is kept for a year at least",
         _LOCAL_FUMES, True, "F2"),
    Item("fumes-monitoring", "敏感点周边餐饮已定期开展监测",
         "Regular monitoring near sensitive places",
         _PLAN.format("四章二节（“定期开展监测”）")),
))  # fmt: skip

DUST = ShippedList("dust", "dust", "扬尘检查", "Dust", (
    _dust("dust-enclosure", "施工工地设置硬质围挡", "The site has a hard enclosure"),
    _dust("dust-enclosure-height", "围挡高度不低于1.8米", "The enclosure is 1.8 m high at least",
          "重庆市以往做法（2016年），依据未核实", "F2"),
    _dust("dust-cover", "采取覆盖措施", "Covered where needed"),
    _dust("dust-cover-48h", "不能在48小时内清运的已覆盖",
          "What is not removed in 48 hours is covered",
          "重庆市以往做法（2016年），依据未核实", "F2"),
    _dust("dust-segment", "采取分段作业、择时施工措施", "Work in segments, at chosen times"),
    _dust("dust-wetting", "采取洒水抑尘措施", "Wetting down"),
    _dust("dust-washing", "采取冲洗地面和车辆措施", "Roads and vehicles are washed"),
    _dust("dust-removal", "渣土、建筑垃圾及时清运", "Spoil and rubble are removed in time"),
    _dust("dust-nets", "在场地内堆存的采用密闭式防尘网遮盖",
          "What is heaped on the site is under dense nets"),
    _dust("dust-board", "公示扬尘污染防治措施、负责人、监督管理主管部门",
          "A board names the measures, who answers for them, and the authority"),
    _dust("dust-idle", "暂时不能开工的裸露地面已覆盖；超过三个月的已绿化",
          "Idle bare ground is covered; after three months it is greened"),
    _dust("dust-vehicles", "运输车辆采取密闭等措施并按照规定路线行驶",
          "Vehicles are closed and keep to their routes", _CODE.format("二百四十一")),
    _dust("dust-open-work", "设置密闭围栏以及降尘、抑尘设施，无敞开式作业",
          "Closed fence and dust suppression; no open work",
          _PLAN.format("四章二节（“严禁敞开式作业”）")),
))  # fmt: skip

WASTE = ShippedList("hazardous_waste", "hazardous_waste", "危险废物检查", "Hazardous waste", (
    Item("waste-licence-year", "危险废物经营单位贮存不超过一年（延长的已经批准）",
         "Licensed businesses store for one year at most, unless an extension was approved",
         _CODE.format("五百三十五")),
    Item("waste-point", "贮存点实时贮存量不超过3吨", "A storage point holds 3 t at most",
         "GB 18597-2023（2023年7月1日起实施）", True, "K"),
    Item("waste-manifest", "一车（船）一次一类危险废物一份转移联单，编号14位",
         "One manifest for one vehicle, one trip and one kind of waste, numbered in 14 digits",
         _MANIFEST + "第十五条", True),
    Item("waste-confirmation", "接受人在5个工作日内确认接受",
         "The receiver confirmed within 5 working days", _MANIFEST),
    Item("waste-plan", "危险废物管理计划于3月31日前制定",
         "The management plan was made by 31 March", _LEDGER, True),
    Item("waste-ledger", "产生、入库、出库、自行利用处置、委托环节均有台账",
         "Ledgers of producing, storing, taking out, own treatment and entrusting", _LEDGER, True),
    Item("waste-ledger-kept", "台账保存5年以上", "Ledgers are kept for 5 years at least", _LEDGER),
    Item("waste-reports", "按管理类别按时申报（月报、季报、年报）",
         "Reported in time, monthly, quarterly or yearly by class", _LEDGER),
    Item("waste-reconciled", "转移联单与申报登记、台账数据一致（无“两张皮”）",
         "Manifests, declarations and ledgers agree",
         _PLAN.format("七章三节（“杜绝……‘两张皮’问题”）")),
    Item("waste-code", "废物类别、代码与国家危险废物名录相符",
         "Class and code are those of the national catalogue",
         "《国家危险废物名录（2025年版）》（部令第36号，2025年1月1日起施行）", False, "F2"),
    Item("waste-illegal", "无非法转移、排放、倾倒、处置（3吨以上涉嫌犯罪，应当移送）",
         "No illegal transfer, discharge, dumping or disposal; from 3 t it is to be passed on as a "
         "suspected crime", "法释〔2023〕7号第一条第（二）项", True),
))  # fmt: skip

LISTS: tuple[ShippedList, ...] = (NOISE, FUMES, DUST, WASTE)
