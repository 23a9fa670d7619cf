"""The canned texts that come with the program: examples for a bureau to decide on. Pure.

Who punishes construction noise, social-life noise, fumes and site dust is assigned by the local
government (生态环境法典 1128, 1132, 1185, 1190): such texts leave a mark where the assignment goes.
Articles named here were read in the texts in force on 2026-08-15 or later; no text promises a
result, a penalty or a day that the case does not carry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

CODE_FROM = date(2026, 8, 15)
"""生态环境法典 in force (article 1242)."""

_SINCE = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class ShippedText:
    """One text; `key` never changes, so that a text written over here is not added again."""

    key: str
    keywords: str
    title: str
    places: tuple[str, ...]
    body: str
    valid_from: date = _SINCE


_REGISTRATION, _NOTICE, _REPLY, _NOTE = ("registration",), ("notice",), ("reply",), ("note",)
_TOLD = ("notice", "reply")

TEXTS: tuple[ShippedText, ...] = (
    # What the caller says, asked for in full (the fields the handling unit needs).
    ShippedText(
        "ask-night-work", "夜间施工 打桩", "夜间施工：登记要点", _REGISTRATION,
        "来电人反映：{{place}}的{{source}}工地夜间施工，[请填写：打桩、浇筑、切割、装卸等]，"
        "时间为[请填写：几点至几点、已持续几天]，影响休息。现场有无连续施工作业证明的公示："
        "[请填写：有／没有／不清楚]。",
    ),
    ShippedText(
        "ask-fumes", "油烟 餐饮", "餐饮油烟：登记要点", _REGISTRATION,
        "来电人反映：{{place}}的{{source}}油烟扰民，经营时段为[请填写：几点至几点]，"
        "排烟口位置在[请填写：朝向、楼层]，所在建筑是[请填写：住宅楼／商住楼／独立商铺]，"
        "是否看到油烟净化设施运行：[请填写：是／否／不清楚]。",
    ),
    ShippedText(
        "ask-dust", "扬尘 工地扬尘", "工地扬尘：登记要点", _REGISTRATION,
        "来电人反映：{{place}}的{{source}}扬尘，[请填写：裸土未覆盖／未喷淋／车辆带泥上路／"
        "围挡缺失]，时间为[请填写：日期和时段]。",
    ),
    ShippedText(
        "ask-odour", "异味 臭气", "异味：登记要点", _REGISTRATION,
        "来电人反映：{{place}}有异味，气味像[请填写：焦糊、塑料、臭鸡蛋、油漆等]，"
        "出现时间为[请填写：日期、时段、是否有规律]，当时风向[请填写：风向或不清楚]，"
        "怀疑来源为{{source}}。有无人员不适：[请填写：有（症状）／没有]。",
    ),
    ShippedText(
        "ask-water", "污水 排污口", "污水排放：登记要点", _REGISTRATION,
        "来电人反映：{{place}}有污水排入[请填写：河流、沟渠名称]，水的颜色[请填写]、"
        "气味[请填写]，排放时间为[请填写：是否正在排放、是否夜间排放]，有无死鱼：[请填写]，"
        "怀疑来源为{{source}}。",
    ),
    ShippedText(
        "wants-confidentiality", "保密 不要透露", "要求保密", _REGISTRATION,
        "来电人要求对其姓名、电话、住址保密，请承办单位不要向被反映人透露任何可能识别来电人的信息。",
    ),
    # Notices.
    ShippedText(
        "accepted", "受理 收到", "受理告知", _NOTICE,
        "您好！您反映的事项我局已收到并登记，受理编号{{number}}，由{{unit}}办理，"
        "预计于{{promised_on}}前向您答复。您可以凭受理编号和查询码查询办理进展。"
        "我们会依法对您的个人信息保密。{{authority}} {{today}}",
    ),
    ShippedText(
        "not-ours", "不属于 告知去向", "不属于本机关职权：告知向有权机关提出", _NOTICE,
        "您好！您反映的事项（受理编号{{number}}）不属于我局职权范围。根据《信访工作条例》"
        "（2022年5月1日起施行）第二十三条，请您向[请填写：有权处理的机关全称]提出，"
        "联系电话[请填写]。职责依据：[请填写：本地职责分工文件名称和文号]。{{authority}} {{today}}",
    ),
    ShippedText(
        "to-urban-management", "转城管 城管", "转城市管理部门", _NOTICE,
        "您好！您反映的{{source}}的问题（受理编号{{number}}），按照本地职责分工"
        "（[请填写：文件名称和文号]）由[请填写：城市管理部门全称]负责监督管理，"
        "我局已于{{today}}将线索移送该部门，移送时未附您的个人信息[请填写：如经您同意附送，请改写]。"
        "该部门联系电话：[请填写]。{{authority}}",
    ),
    ShippedText(
        "to-housing", "转住建 住建", "转住房城乡建设部门", _NOTICE,
        "您好！您反映的{{place}}工地的问题（受理编号{{number}}），按照本地职责分工"
        "（[请填写：文件名称和文号]）由[请填写：住房城乡建设部门全称]负责监督管理，"
        "我局已于{{today}}将线索移送该部门，移送时未附您的个人信息[请填写：如经您同意附送，请改写]。"
        "该部门联系电话：[请填写]。{{authority}}",
    ),
    ShippedText(
        "ask-details", "补充 补充材料", "请补充情况", _NOTICE,
        "您好！为便于核查您反映的事项（受理编号{{number}}），请您补充：一、发生的具体地点；"
        "二、发生的时间和规律；三、能够说明情况的照片、录音或者录像（请注意自身安全，"
        "不要进入他人场所拍摄）。您可以拨打[请填写：联系电话]或者通过原渠道补充。"
        "{{authority}} {{today}}",
    ),
    ShippedText(
        "extended", "延期 延长", "延长办理期限告知", _NOTICE,
        "您好！您反映的事项（受理编号{{number}}）因[请填写：情况复杂的具体原因]，"
        "经本机关负责人批准，办理期限延长至[请填写：日期]。依据：[请填写：适用的规定和条款]。"
        "已经完成的工作：[请填写]。{{authority}} {{today}}",
    ),
    # Replies.
    ShippedText(
        "how-12345-works", "12345 热线 怎么办理", "12345工单怎样办理", _REPLY,
        "您通过12345热线反映的事项会生成工单，由热线平台派给有职责的单位办理；派到我局的，"
        "我局登记后交承办单位核实处理，并按工单载明的时限答复。您可以向12345查询工单进展，"
        "也可以凭我局的受理编号和查询码查询。紧急情况（正在排放、有人不适）请在来电时说明。",
    ),
    ShippedText(
        "night-certificate", "夜间施工证明 连续施工", "夜间施工和连续施工证明", _TOLD,
        "根据《生态环境法典》（2026年8月15日起施行）第五百七十二条，在噪声敏感建筑物集中区域，"
        "夜间（晚上十点至次日早晨六点，设区的市级以上人民政府另有规定的从其规定）禁止进行产生噪声的"
        "施工作业；抢修、抢险，以及因生产工艺要求或者其他特殊需要必须连续施工的除外。因特殊需要连续施工的，"
        "应当取得证明，并在施工现场显著位置公示或者以其他方式公告附近居民。经核实，该工地"
        "[请填写：是否取得证明、出证部门、起止时间]。",
        CODE_FROM,
    ),
    ShippedText(
        "fumes-duty", "油烟净化 餐饮油烟", "餐饮油烟的要求", _TOLD,
        "根据《生态环境法典》（2026年8月15日起施行）第二百五十条，排放油烟的餐饮服务业经营者应当安装"
        "油烟净化等污染防治设施并保持正常使用，使污染物达标排放。经核实，{{source}}"
        "[请填写：设施安装、运行和清洗情况]。该类行为由县级以上地方人民政府确定的监督管理部门查处，"
        "本地为[请填写：部门和依据]。",
        CODE_FROM,
    ),
    ShippedText(
        "renovation-noise", "装修 邻居装修", "住宅装修噪声", _TOLD,
        "根据《生态环境法典》（2026年8月15日起施行）第五百九十五条，室内装修应当在限定的作业时间内进行，"
        "并采取措施减轻噪声；本地限定的时间为[请填写：时间和依据]。您可以先请居民委员会、业主委员会或者"
        "物业服务人劝阻、调解（第五百九十九条）；无效的，可以向[请填写：地方人民政府指定的部门]投诉。",
        CODE_FROM,
    ),
    ShippedText(
        "checked-not-found", "未发现 现场未见", "核查时未发现所反映的情况", _REPLY,
        "您好！{{unit}}于[请填写：日期和时段]对{{source}}（{{place}}）进行了现场检查，"
        "[请填写：检查和监测的情况]，当时未发现您反映的情况。我们会[请填写：后续安排，如择期再查]。"
        "如再次出现，请及时来电并说明时间，便于执法人员到场核实。受理编号{{number}}。"
        "{{authority}} {{today}}",
    ),
    ShippedText(
        "ordered", "责令改正 已整改", "已责令改正", _REPLY,
        "您好！经核实，您反映的情况[请填写：属实／部分属实]。我局已依法要求{{source}}"
        "[请填写：改正的内容和期限]，并将在到期后复查。是否给予行政处罚，将依照法定程序另行决定。"
        "受理编号{{number}}。{{authority}} {{today}}",
    ),
    # Notes for colleagues.
    ShippedText(
        "note-contact", "联系 未接通", "联系记录", _NOTE,
        "{{today}} {{operator}}联系来电人：[请填写：接通／未接通、次数、时间]。"
        "来电人表示：[请填写]。下一步：[请填写]。",
    ),
    ShippedText(
        "note-shift", "交班 移交", "交班说明", _NOTE,
        "案件{{case_number}}交班：已办[请填写]；待办[请填写]；需要注意[请填写：来电人要求、时限、安全]。",
    ),
)  # fmt: skip
