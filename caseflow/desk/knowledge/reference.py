"""The answers that come with the program, each with its source. Pure.

Read (`is_verified`): the text of the article, in the law texts of 2026. The others rest on reports
or on another place's figures and say so wherever they are shown. Who is competent here is assigned
by the local government: no answer names a department of the county.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

CHECKED_BY = "随软件附带，未经本局审核"
_CHECKED_ON = date(2026, 11, 24)
_CODE, _CODE_FROM = "《生态环境法典》", date(2026, 8, 15)
_LETTERS, _LETTERS_FROM = "《信访工作条例》", date(2022, 5, 1)


@dataclass(frozen=True, slots=True)
class ShippedAnswer:
    """One entry; `key` never changes, so that an entry written over here is not added again."""

    key: str
    topic: str
    question: str
    keywords: str
    answer: str
    instrument: str = ""
    article: str = ""
    in_force_from: date | None = None
    is_verified: bool = False
    checked_on: date = _CHECKED_ON


def _code(
    key: str, topic: str, question: str, keywords: str, article: str, answer: str
) -> ShippedAnswer:
    return ShippedAnswer(key, topic, question, keywords, answer, _CODE, article, _CODE_FROM, True)


def _letters(
    key: str, topic: str, question: str, keywords: str, article: str, answer: str
) -> ShippedAnswer:
    return ShippedAnswer(
        key, topic, question, keywords, answer, _LETTERS, article, _LETTERS_FROM, True
    )


ENTRIES: tuple[ShippedAnswer, ...] = (
    _code(
        "how-to-report", "channels", "怎样举报环境污染？", "举报 投诉 电话 12345 12369",
        "第一百四十五条",
        "任何公民、法人和其他组织发现污染环境、破坏生态的行为，都有权向负有生态环境保护监督管理职责的"
        "部门举报。可以打电话、来信、来访或者在网上反映；请尽量说明地点、时间、污染情况和被反映的单位。",
    ),
    _code(
        "kept-secret", "rights", "举报会保密吗？实名举报有反馈吗？", "保密 匿名 实名 反馈 报复",
        "第一百四十六条",
        "接受举报的机关应当及时处理，并对举报人的相关信息保密；对实名举报，应当反馈处理结果等情况。"
        "举报所在单位的，单位不得以解除、变更合同等方式打击报复。",
    ),
    _letters(
        "not-passed-on", "rights", "会把我的材料转给被举报的单位吗？", "泄露 透露 转给 被举报人",
        "第三十条",
        "不会。检举、揭发材料以及有关情况不得透露或者转给被检举、揭发的人员或者单位。",
    ),
    _letters(
        "how-to-look-up", "channels", "怎样查询办理进展？", "查询 进度 编号 查询码",
        "第十八条、第二十一条",
        "凭受理编号和查询码，可以在本局的查询网页查看办理情况，也可以来电查询；办理机关应当公布查询的"
        "方式，方便信访人查询和评价。通过12345反映的，也可以向12345查询工单。",
    ),
    _letters(
        "told-within", "terms", "提交以后多久告诉我收到了？", "收到 受理 告知 15日",
        "第二十三条",
        "能够当场告知的当场书面告知；不能当场告知的，自收到之日起15日内书面告知，姓名（名称）、"
        "住址不清的除外。不属于本机关职权的，会告知您向有权处理的机关提出。",
    ),
    _letters(
        "matter-closed-within", "terms", "信访事项多久办结？", "办结 60日 延长 期限",
        "第三十四条",
        "按信访程序出具处理意见书的事项，自受理之日起60日内办结；情况复杂的，经本机关负责人批准可以"
        "延长不超过30日，并告知延期理由。能够通过行政处罚等程序处理的，按相应程序的期限办理。",
    ),
    _letters(
        "report-closed-within", "terms", "举报违法排污也是60天办结吗？", "举报 查处 多久 60天",
        "第三十一条",
        "不一定。属于申请查处违法行为的，由有权机关依法履行职责或者答复，不适用60日办结的规定；"
        "需要监测、立案的，按法定程序进行。通过12345反映的，按工单载明的时限答复。",
    ),
    ShippedAnswer(
        "order-closed-within", "terms", "12345工单几个工作日办结？", "12345 工单 时限 工作日",
        "以工单载明的时限为准。其他省份的例子：咨询类3个工作日，求助、建议类7个工作日，"
        "投诉、举报类15个工作日；本地的时限请向热线平台核实。",
        "四川省12345热线办理时限（2025年12月，外地示例）", "", date(2025, 12, 25),
    ),
    _letters(
        "review", "rights", "对处理意见不服怎么办？", "复查 复核 不服 30日",
        "第三十五条、第三十六条",
        "对信访处理意见不服的，自收到书面答复之日起30日内，可以请求原办理机关的上一级机关复查，"
        "复查机关自收到请求之日起30日内答复；对复查意见不服的，自收到之日起30日内可以请求复核，"
        "复核机关自收到请求之日起30日内提出意见（听证时间不计算在内）。",
    ),
    _letters(
        "after-recheck", "rights", "复核以后还能就同一件事再反映吗？", "复核 不再受理 重复",
        "第三十六条",
        "对复核意见不服，仍以同一事实和理由提出的，不再受理。以不同的事实和理由提出的，另行登记办理。",
    ),
    _code(
        "night-work", "noise", "晚上几点以后不能施工？什么情况可以夜间施工？",
        "夜间施工 施工证明 连续施工 打桩 公示", "第五百七十二条",
        "在噪声敏感建筑物集中区域，晚上十点至次日早晨六点（设区的市级以上人民政府可以另行规定，时长八小时）"
        "禁止进行产生噪声的施工作业。抢修、抢险，以及因生产工艺要求或者其他特殊需要必须连续施工的除外；"
        "因特殊需要连续施工的，应当取得住房城乡建设主管部门、生态环境主管部门或者地方人民政府指定的部门的证明，"
        "并在现场显著位置公示或者公告附近居民。",
    ),
    _code(
        "night-work-who", "who", "工地夜间施工扰民由谁查处？", "工地噪声 谁管 住建 城管 夜间施工",
        "第一千一百八十五条",
        "由工程所在地人民政府指定的部门查处：超过排放标准，或者没有连续施工作业证明而在噪声敏感建筑物"
        "集中区域夜间施工的，责令改正并处罚款，拒不改正的可以责令暂停施工。您反映的情况我们登记后，"
        "会按本地的职责分工转有权部门。",
    ),
    _code(
        "neighbour-noise", "noise", "广场舞、邻居装修噪声找谁？", "广场舞 装修 邻居 音响 物业",
        "第五百九十三条、第五百九十五条、第五百九十九条",
        "公共场所的娱乐、健身活动应当遵守场所管理者规定的区域、时段和音量；室内装修应当在限定的时间内进行。"
        "可以先由居民委员会、业主委员会或者物业服务人劝阻、调解；无效的，可以向负有监督管理职责的部门"
        "或者地方人民政府指定的部门投诉。",
    ),
    _code(
        "fumes", "air", "楼下餐馆油烟扰民，有什么规定？", "油烟 餐馆 净化器 住宅楼 烟道",
        "第二百五十条、第一千一百三十二条",
        "排放油烟的餐饮经营者应当安装油烟净化设施并保持正常使用，达标排放。居民住宅楼、未配套专用烟道的"
        "商住综合楼，以及商住综合楼内与居住层相邻的商业楼层，禁止新建、改建、扩建产生油烟、异味、废气的"
        "餐饮项目。由县级以上地方人民政府确定的监督管理部门查处。",
    ),
    _code(
        "barbecue", "air", "露天烧烤归谁管？", "烧烤 露天烧烤 夜市",
        "第二百五十条、第一千一百三十二条",
        "在当地人民政府禁止的时段和区域露天烧烤或者为其提供场地的，由县级以上地方人民政府确定的监督管理"
        "部门责令改正，没收烧烤工具和违法所得，并处罚款。禁止的时段和区域以当地人民政府的公告为准。",
    ),
    _code(
        "burning", "air", "焚烧秸秆、垃圾违法吗？", "秸秆 焚烧 烧垃圾 落叶 烟",
        "第二百四十六条、第一千一百三十一条",
        "在人口集中地区、机场周围、交通干线附近以及省级以上人民政府划定的区域和时段，禁止露天焚烧秸秆、"
        "落叶等产生烟尘污染的物质；在人口集中地区等区域焚烧塑料、橡胶、垃圾等产生有毒有害烟尘和恶臭气体的"
        "物质，也会受到处罚。由地方人民政府确定的监督管理部门查处。",
    ),
    ShippedAnswer(
        "gb-22337", "standards", "商铺、娱乐场所的噪声限值是多少？", "噪声限值 分贝 社会生活 娱乐",
        "边界噪声限值（昼间／夜间，分贝）：0类50／40，1类55／45，2类60／50，3类65／55，4类70／55。"
        "昼间为6:00至22:00，夜间为22:00至次日6:00（县级以上人民政府可以另行规定）。"
        "是否超标以监测为准，声环境功能区类别以当地划定为准。",
        "《社会生活环境噪声排放标准》GB 22337-2008", "", None, True,
    ),
    ShippedAnswer(
        "gb-12523", "standards", "建筑工地的噪声限值是多少？", "工地噪声 限值 分贝 施工",
        "昼间70分贝，夜间55分贝；夜间最大声级超过限值的幅度不得高于15分贝。是否超标以监测为准。",
        "《建筑施工噪声排放标准》GB 12523-2025", "", date(2026, 1, 1),
    ),
    ShippedAnswer(
        "db50-859", "standards", "重庆餐饮油烟排放限值是多少？", "油烟 限值 重庆 餐饮",
        "油烟最高允许排放浓度1.0毫克每立方米；未经净化直接排放的按超标认定。是否超标以监测为准。",
        "重庆市《餐饮业大气污染物排放标准》DB50/859-2018", "", date(2019, 1, 1),
    ),
    ShippedAnswer(
        "reward", "channels", "举报环境违法有奖励吗？", "奖励 有奖举报 奖金",
        "重庆市有生态环境违法行为有奖举报的规定，符合条件的举报可以获得奖励，可以匿名；"
        "受理渠道、条件和金额以市生态环境局公布的办法为准。",
        "重庆市有奖举报办法（2025年版，渝环规〔2025〕1号）",
    ),
)  # fmt: skip
