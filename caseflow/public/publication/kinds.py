"""What is published: every kind, one row each, with its basis, clock, names and note. Pure.

An instrument whose text was not read is `is_verified=False`: whoever drafts is told so.
"""

from __future__ import annotations

from datetime import date

from caseflow.ground.i18n import N_
from caseflow.people.permissions.policy import Permission
from caseflow.public.publication.kind import (
    Basis,
    ImpactNote,
    Naming,
    Need,
    PublicationKind,
)

__all__ = ["KINDS", "SUMMARY", "Naming", "Need", "PublicationKind", "kind_of"]

SUMMARY = "summary"

_DRAFT, _APPROVE = Permission.PUBLICATION_DRAFT, Permission.PUBLICATION_APPROVE
_REVIEWED = date(2026, 11, 29)

_OPENNESS = Basis(
    "政府信息公开条例", "第十九条", date(2019, 5, 15), False, note="第十九条未逐字核对原文。"
)
_ON_ITS_OWN = Basis("政府信息公开条例", "第二十六条", date(2019, 5, 15), True)
_SILENCE = Basis("信访工作条例", "第三十条（不泄露信访人）", date(2022, 5, 1), True)
_CODE = Basis("生态环境法典", "第一百四十六条（为举报人保密）", date(2026, 8, 15), True)
_PENALTY_LAW = Basis("行政处罚法", "第四十八条", date(2021, 7, 15), True)
_ORDER_30 = Basis(
    "生态环境行政处罚办法（生态环境部令第30号）", "第六十二条、第六十四条", date(2023, 7, 1), False,
    note="公开内容（案号、当事人名称、统一社会信用代码、法定代表人等）条文未核对原文。",
)  # fmt: skip
_RANDOM = Basis(
    "国务院关于在市场监管领域全面推行部门联合“双随机、一公开”监管的意见（国发〔2019〕5号）", "",
    date(2019, 1, 1), False, note="二十个工作日的期限未核对原文。",
)  # fmt: skip
_PLAN = "忠县生态环境保护“十四五”规划和二〇三五年远景目标"
_EXPOSE_NIGHT = Basis(_PLAN, "第四章第五节（夜间违法作业曝光）", None, True)
_EXPOSE_HORN = Basis(_PLAN, "第四章第五节（违法鸣笛曝光台）", None, True)
_CASES = Basis(_PLAN, "第八章第三节（公开典型案例）", None, True)
_PROGRESS = Basis(_PLAN, "第八章第三节（公开突出环境问题整改进度）", None, True)
_DANGERS = Basis(_PLAN, "第七章第一节（隐患排查整治、销号制度）", None, True)
_WASTE = Basis(_PLAN, "第七章第三节（危险废物整治）", None, True)

_NEVER = (
    "信访人和举报人的一切信息、楼栋门牌、具体来电时间、信访件原文、编号；"
    "执法人员、证人和其他自然人姓名"
)


def _note(purpose: str, data: str, risk: str, measures: str) -> ImpactNote:
    return ImpactNote(purpose, data, risk, measures, _REVIEWED)


_MASKED = (
    "系统逐处提示、起草人逐处确认隐去、另一人审核；公开表中没有可存放信访人信息的列；可随时撤回。"
)

KINDS: dict[str, PublicationKind] = {
    row.key: row
    for row in (
        PublicationKind(
            SUMMARY, N_("Case summary"), "summary", Need.CASE, Naming.ON_DECISION, _DRAFT, _APPROVE,
            "INT-PUBLISH", (_OPENNESS, _CODE, _SILENCE),
            "乡镇（街道）、污染类别、查处和整改情况；被反映单位仅在处罚决定生效后可写名称",
            _NEVER + "；决定生效前的被反映单位名称",
            _note("让公众了解群众反映问题的办理结果。",
                  "案情摘要；不含信访人信息，可能含被查处单位名称。",
                  "从地点、时间、措辞推断出信访人；过早点名损害被反映单位权益。",
                  _MASKED + "决定生效前点名不能提交。"),
        ),
        PublicationKind(
            "typical_case", N_("Typical case"), "typical_case", Need.CASES, Naming.ON_DECISION,
            _DRAFT, _APPROVE, "", (_OPENNESS, _CASES, _SILENCE),
            "违法事实、查处结果、警示意义；单位仅在处罚决定生效后可写名称，个人写“姓＋某”",
            _NEVER + "；法定代表人；决定生效前的单位名称",
            _note("以案释法，教育警示。", "一件或数件案件的事实和结果。",
                  "多件并列可能指向同一住户；点名超出必要范围。", _MASKED),
        ),
        PublicationKind(
            "rectification_progress", N_("Rectification progress"), "rectification_progress",
            Need.PERIOD, Naming.ON_DECISION, _DRAFT, _APPROVE, "PUB-OTHER",
            (_ON_ITS_OWN, _PROGRESS),
            "问题、整改要求、责任单位、完成时限、进展；责任单位在决定生效前写“某餐饮店”等",
            _NEVER + "；责任人姓名；决定生效前的单位名称",
            _note("公开突出环境问题的整改进度，接受监督。", "责令改正的要求、时限、进展。",
                  "以整改事项反推举报人。", _MASKED),
        ),
        PublicationKind(
            "penalty_decision", N_("Penalty decision made public"), "penalty_decision", Need.FACT,
            Naming.GROUNDS, _DRAFT, _APPROVE, "PUB-PENALTY", (_PENALTY_LAW, _ORDER_30),
            "决定书文号、被处罚单位名称、统一社会信用代码、法定代表人；被处罚个人的姓名；"
            "主要违法事实、处罚依据和结果、作出机关和日期",
            "被处罚个人的身份证号、住址、电话、账号、肖像；其他自然人姓名；未成年人；"
            "单位账号、商业秘密；" + _NEVER,
            _note("履行处罚决定公开义务。", "被处罚当事人的名称或姓名、违法事实和处罚结果。",
                  "个人姓名长期留存影响信用和生活；错误或被撤销的决定继续流传。",
                  _MASKED + "决定被变更、撤销、确认违法或无效的，三个工作日内撤回并说明。"),
        ),
        PublicationKind(
            "random_inspection", N_("Random inspection results"), "random_inspection", Need.DRAW,
            Naming.GROUNDS, _DRAFT, _APPROVE, "PUB-RANDOM", (_RANDOM, _ON_ITS_OWN),
            "抽查计划、检查对象名称、检查事项、检查日期和结果",
            "检查人员姓名和证号、企业人员姓名、现场笔录原文、商业秘密",
            _note("公开“双随机、一公开”抽查结果。", "被抽查单位名称和结果。",
                  "个体工商户名称可能含自然人姓名。", _MASKED),
        ),
        PublicationKind(
            "night_exposure", N_("Sites that disturb the night repeatedly"), "night_exposure",
            Need.SITES, Naming.GROUNDS, _DRAFT, _APPROVE, "", (_EXPOSE_NIGHT, _ON_ITS_OWN),
            "工地或场所名称、夜间违法的日期、每次所依据的生效决定或已送达且未提出异议的认定",
            _NEVER + "；投诉件数（投诉数量从不作为列入依据）",
            _note("督促反复夜间扰民的场所改正。", "场所名称、违法日期、决定文号。",
                  "错误曝光损害商誉；曝光期过长；以投诉多少点名会暴露投诉人。",
                  "只依据生效决定或已送达且未提出异议的认定；发布前书面告知并听取申辩；"
                  "到期自动下架；" + _MASKED),
            expires_days=180, has_right_of_reply=True,
        ),
        PublicationKind(
            "horn_exposure", N_("Unlawful horn use"), "horn_exposure", Need.FILE, Naming.NEVER,
            _DRAFT, _APPROVE, "", (_EXPOSE_HORN,),
            "时段、路段、行为、查处机关（公安交通管理部门提供）",
            "驾驶人姓名、车牌号码（录入明确的法律依据后方可公开）",
            _note("配合公安交通管理部门曝光违法鸣笛。", "时段、路段、行为；默认不含姓名和车牌。",
                  "车牌和姓名可识别到个人。", "没有录入法律依据的，含姓名、车牌的列不予接收；"
                  + _MASKED),
            expires_days=90,
        ),
        PublicationKind(
            "hazardous_waste_progress", N_("Hazardous waste progress"), "hazardous_waste_progress",
            Need.PERIOD, Naming.ON_DECISION, _DRAFT, _APPROVE, "PUB-OTHER", (_ON_ITS_OWN, _WASTE),
            "检查次数、发现问题和整改完成的数量，逐项进展；单位在决定生效前不写名称",
            _NEVER + "；联单号、处置价格、客户",
            _note("公开危险废物整治进展。", "检查和整改的汇总数量与逐项进展。",
                  "小数量可指向一家单位或一名举报人。", _MASKED),
        ),
        PublicationKind(
            "hidden_danger_progress", N_("Hidden danger progress"), "hidden_danger_progress",
            Need.PERIOD, Naming.ON_DECISION, _DRAFT, _APPROVE, "PUB-OTHER",
            (_ON_ITS_OWN, _DANGERS),
            "重大和较大风险源的隐患、整改要求、时限、销号情况；决定生效前不写单位名称",
            _NEVER + "；应急预案细节、安保信息",
            _note("公开环境风险隐患整治和销号情况。", "隐患事项和整改进展。",
                  "细节被利用危害安全；以事项反推举报人。", _MASKED),
        ),
        PublicationKind(
            "monthly_statistics", N_("Monthly statistics"), "monthly_statistics", Need.PERIOD,
            Naming.NEVER, _DRAFT, _APPROVE, "PUB-OTHER", (_ON_ITS_OWN,),
            "各乡镇（街道）各类别的信访件数；小于5的数字不公开",
            "任何个人和单位；小于5的数字以及可据以推算的数字",
            _note("公开信访举报总体情况。", "分乡镇、分类别的汇总数。",
                  "小数字可指向一户人家。",
                  "小于5的以“<5”代替，并隐去可由合计推算的数字；统计期不得重叠。"),
            periods_may_overlap=False,
        ),
    )
}  # fmt: skip


def kind_of(key: str) -> PublicationKind:
    """Return the row of a kind; raises KeyError for one that there never was."""
    return KINDS[key]
