"""The five forms and what each must hold, one row an item. Pure.

What is required stands in the ministry's review sheet 环执法发〔2024〕4号, read in a secondary
copy. Of 环办执法〔2024〕9号, which has the forms, only the notice was read, not the templates.
So every row names its source, and SOURCES how far that was read.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from caseflow.core.visits.rules import SCENE_PARTS
from caseflow.ground.i18n import N_

SCENE, INQUIRY, ORDER, SERVICE, PHOTOGRAPHS = (
    "scene",
    "inquiry",
    "order",
    "service",
    "photographs",
)


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its official name, its series of numbers, how its pages end."""

    code: str
    label: str
    """A msgid."""
    title: str
    """As printed."""
    series: str
    """A key of petitions/numbers.py TEMPLATES."""
    is_signed_on_each_page: bool = False
    is_sealed: bool = False
    needs_order_right: bool = False
    """Issued only by who may order rectification."""


FORMS: dict[str, Form] = {
    form.code: form
    for form in (
        Form(SCENE, N_("Record of the inspection of the scene"), "现场检查（勘察）笔录",
             "document_scene", is_signed_on_each_page=True),
        Form(INQUIRY, N_("Record of the inquiry"), "调查询问笔录",
             "document_inquiry", is_signed_on_each_page=True),
        Form(ORDER, N_("Decision ordering rectification"), "责令改正违法行为决定书",
             "rectification_order", is_sealed=True, needs_order_right=True),
        Form(SERVICE, N_("Proof of service"), "送达回证",
             "document_service", is_sealed=True),
        Form(PHOTOGRAPHS, N_("Photographs of the scene as evidence"), "现场照片证据",
             "document_photographs"),
    )
}  # fmt: skip

LETTERS: dict[str, Form] = {
    form.code: form
    for form in (
        Form("letter", N_("Letter of reply"), "答复函", "document_letter", is_sealed=True),
        Form("opinion", N_("Opinion on a petition"), "信访处理意见书", "document_opinion",
             is_sealed=True),
        Form("acceptance", N_("Notice of acceptance"), "受理告知书", "document_acceptance",
             is_sealed=True),
        Form("refusal", N_("Notice of refusal"), "不予受理告知书", "document_refusal",
             is_sealed=True),
    )
}  # fmt: skip
"""To a petitioner: issued by the step that tells them (documents/letters.py), never drafted here.

What an opinion holds stands in 信访工作条例 (2022-05-01) 32 and replies/rules.py SECTIONS.
"""


def form_named(code: str) -> Form:
    """Return the form of any document."""
    return FORMS.get(code) or LETTERS[code]


WAYS: dict[str, tuple[str, str]] = {
    "direct": (N_("Handed over"), "直接送达"),
    "left": (N_("Left before a witness"), "留置送达"),
    "post": (N_("By post"), "邮寄送达"),
    "electronic": (N_("Electronically"), "电子送达"),
    "entrusted": (N_("Through another body"), "委托送达"),
    "notice": (N_("By public notice"), "公告送达"),
}
"""How a document is served: (msgid, as printed)."""

REVIEW = "环执法发〔2024〕4号"
GUIDE = "环办执法〔2024〕9号"
FOUND, SECONDARY, NOT_FOUND = "found", "secondary", "not found"
"""How far a source was read: itself, in a secondary copy, or not at all."""
SOURCES: dict[str, str] = {
    REVIEW: SECONDARY,
    GUIDE: NOT_FOUND,
    "行政处罚法 (2021) 42": FOUND,
    "行政处罚法 (2021) 61": FOUND,
    "practice": NOT_FOUND,
}
"""Where a requirement stands; “practice” is the bureau's own, for its legal officer to confirm."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a form's contents."""

    code: str
    label: str
    """A msgid."""
    printed: str
    kind: str
    """text, long, moment, day, yes, way, basis, person, served; or a list that records hold:
    officers, signatures, photographs, evidence."""
    forms: tuple[str, ...]
    where: str
    """Whose record holds it: visit, source, order, evidence, settings; typed: nobody's."""
    is_typed: bool = True
    """Whether the officer can type it where no record holds it."""
    is_required: bool = True
    when: str = ""
    """Required only if: readings, left, post, electronic."""
    source: str = REVIEW
    names: dict[str, str] = field(default_factory=dict)
    """What it is called on a form where that differs."""

    @property
    def verified(self) -> str:
        """Return how far the source was read: found, secondary or not found."""
        return SOURCES[self.source]

    def name_on(self, form: str) -> str:
        """Return what the item is called on the printed form."""
        return self.names.get(form, self.printed)


ALL = (SCENE, INQUIRY, ORDER, SERVICE, PHOTOGRAPHS)
RECORDS = (SCENE, INQUIRY)


def _i(
    code: str,
    label: str,
    printed: str,
    kind: str,
    forms: tuple[str, ...] | str,
    where: str = "typed",
    **more: object,
) -> Item:
    on = (forms,) if isinstance(forms, str) else forms
    return Item(code, label, printed, kind, on, where, **more)  # type: ignore[arg-type]


ITEMS: tuple[Item, ...] = (
    _i("office", N_("Issuing office"), "制作机关", "text", ALL, "settings", is_typed=False),
    _i("party_name", N_("Name of the party"), "当事人", "text", ALL, "visit",
       names={SCENE: "被检查单位（人）", SERVICE: "受送达人", PHOTOGRAPHS: "被检查单位（人）"}),
    _i("party_address", N_("Address of the party"), "地址", "text",
       (SCENE, INQUIRY, ORDER), "visit"),
    _i("party_code", N_("Credit code or identity number of the party"),
       "统一社会信用代码（身份证件号码）", "text", (SCENE, INQUIRY, ORDER), "visit"),
    _i("legal_person", N_("Legal representative or person in charge"), "法定代表人（负责人）",
       "text", (SCENE, ORDER), is_required=False, source="practice"),
    _i("started_at", N_("Beginning"), "开始时间", "moment", (SCENE, INQUIRY, ORDER), "visit",
       names={SCENE: "检查开始时间", INQUIRY: "询问开始时间", ORDER: "调查时间"}),
    _i("ended_at", N_("End"), "结束时间", "moment", RECORDS, "visit",
       names={SCENE: "检查结束时间", INQUIRY: "询问结束时间"}),
    _i("place", N_("Place"), "地点", "text", (SCENE, INQUIRY, ORDER), "visit",
       names={SCENE: "检查（勘察）地点", INQUIRY: "询问地点", ORDER: "违法行为发生地点"}),
    _i("officers", N_("Officers with their certificates"), "执法人员及执法证号", "officers",
       (SCENE, INQUIRY, ORDER, PHOTOGRAPHS), "visit", is_typed=False,
       source="行政处罚法 (2021) 42",
       names={SCENE: "检查（勘察）人及执法证号", INQUIRY: "询问人及执法证号"}),
    _i("recorder", N_("Who wrote it down"), "记录人", "text", RECORDS, "visit"),
    _i("present", N_("Who was present for the party"), "现场负责人（陪同人）", "text", SCENE,
       "visit"),
    _i("present_identity", N_("Post and identity document of who was present"),
       "职务及身份证件号码", "text", SCENE, "visit"),
    _i("respondent", N_("Who was asked"), "被询问人", "text", INQUIRY, "visit"),
    _i("respondent_identity", N_("Identity document of who was asked"), "身份证件号码", "text",
       INQUIRY, "visit"),
    _i("respondent_post", N_("Work and post of who was asked"), "工作单位及职务", "text", INQUIRY,
       "visit"),
    _i("respondent_phone", N_("Telephone of who was asked"), "联系电话", "text", INQUIRY, "visit"),
    _i("certificates_shown", N_("Certificates were shown and confirmed"),
       "出示执法证件并经确认", "yes", RECORDS, "visit"),
    _i("rights_told", N_("Rights and duties were told and confirmed"),
       "告知回避、陈述、申辩的权利和配合调查的义务并经确认", "yes", RECORDS, "visit"),
    _i("production", SCENE_PARTS["production"], "生产、设备及原辅材料情况", "long", SCENE, "visit"),
    _i("permits", SCENE_PARTS["permits"], "环评、验收及排污许可情况", "long", SCENE, "visit"),
    _i("treatment", SCENE_PARTS["treatment"], "污染物产生及治理设施运行情况", "long", SCENE,
       "visit"),
    _i("findings", N_("What was found"), "检查发现的情况", "long", (SCENE, ORDER), "visit",
       names={ORDER: "违法事实"}),
    _i("sampling", SCENE_PARTS["sampling"], "采样、拍摄及陪同情况", "long", SCENE, "visit"),
    _i("statement", N_("Statement of the party"), "被检查人意见", "long", SCENE, "visit",
       is_required=False),
    _i("signatures", N_("Signatures"), "签名", "signatures", SCENE, "visit", is_typed=False),
    _i("questions", N_("Questions and answers"), "询问内容", "long", INQUIRY),
    _i("fault", N_("Intent or negligence"), "主观过错情况", "long", INQUIRY),
    _i("result_told", N_("How the result of the measurement was told"), "监测结果告知情况",
       "text", (INQUIRY, ORDER), when="readings"),
    _i("act_on", N_("Day of the act"), "违法行为发生时间", "day", ORDER),
    _i("motive", N_("Motive"), "违法动机", "long", ORDER),
    _i("consequence", N_("Circumstances and consequence"), "情节及后果", "long", ORDER),
    _i("evidence", N_("Evidence"), "证据", "evidence", ORDER, "evidence", is_typed=False),
    _i("basis", N_("Legal basis"), "法律依据", "basis", ORDER, is_required=False,
       source="practice"),
    _i("is_lighter", N_("The new law is lighter and therefore applies"),
       "新法处罚较轻，依法适用新法", "yes", ORDER, is_required=False, source="practice"),
    _i("law_broken", N_("Law that was broken, with the article"), "违反的规定", "text", ORDER),
    _i("law_broken_words", N_("Text of the law that was broken"), "违反的规定原文", "long", ORDER),
    _i("law_order", N_("Law that the order rests on, with the article"), "责令改正的依据", "text",
       ORDER),
    _i("law_order_words", N_("Text of the law that the order rests on"), "责令改正的依据原文",
       "long", ORDER, is_required=False, source="practice"),
    _i("correction", N_("What is to be put right"), "改正内容", "long", ORDER, "order",
       is_typed=False),
    _i("correct_by", N_("Put right by"), "改正期限", "day", ORDER, "order", is_typed=False),
    _i("default", N_("Consequences of default"), "逾期不改正的后果", "long", ORDER),
    _i("review_body", N_("Authority that reviews the decision"), "行政复议机关", "text", ORDER),
    _i("court", N_("Court that hears a suit"), "有管辖权的人民法院", "text", ORDER),
    _i("reviewer", N_("Who reviewed it"), "审核人", "person", ORDER),
    _i("reviewed_on", N_("Reviewed on"), "审核日期", "day", ORDER),
    _i("approver", N_("Who approved it"), "审批人", "person", ORDER),
    _i("approved_on", N_("Approved on"), "审批日期", "day", ORDER),
    _i("served", N_("Document served"), "送达文书名称及文号", "served", SERVICE),
    _i("way", N_("Way of service"), "送达方式", "way", SERVICE),
    _i("service_address", N_("Address for service"), "送达地址", "text", (INQUIRY, SERVICE)),
    _i("service_confirmed", N_("The party confirmed the address for service"),
       "送达地址已经当事人确认", "yes", (INQUIRY, SERVICE)),
    _i("electronic_consent", N_("The party signed for electronic service"),
       "当事人已签署电子送达确认书", "yes", SERVICE, when="electronic",
       source="行政处罚法 (2021) 61"),
    _i("recipient", N_("Who received it"), "收件人", "text", SERVICE),
    _i("relation", N_("Relation of who received it to the party"), "与受送达人关系", "text",
       SERVICE),
    _i("served_at", N_("Served at"), "送达时间", "moment", SERVICE),
    _i("servers", N_("Who served it"), "送达人", "text", SERVICE, "visit"),
    _i("witness", N_("Witness"), "见证人", "text", SERVICE, when="left"),
    _i("refusal", N_("Why the receipt was refused"), "拒收事由", "text", SERVICE, when="left"),
    _i("post_number", N_("Number of the postal receipt"), "邮件编号", "text", SERVICE,
       when="post"),
    _i("photographs", N_("Photographs with object, time, place, taker and what each proves"),
       "照片", "photographs", PHOTOGRAPHS, "evidence", is_typed=False),
    _i("place", N_("Place of the photographs"), "拍摄地点", "text", PHOTOGRAPHS, "visit"),
    _i("verified", N_("Compared with the original files"), "经核对与原件无误", "yes", PHOTOGRAPHS),
)  # fmt: skip


def items_of(form: str) -> tuple[Item, ...]:
    """Return the rows of a form, in the order of the table."""
    return tuple(item for item in ITEMS if form in item.forms)


def item_of(form: str, code: str) -> Item:
    """Return one row of a form."""
    return next(item for item in items_of(form) if item.code == code)
