"""Reference rows: tracks, reply ways, channels (facts C.1) and categories (facts C.2). Pure."""

from __future__ import annotations

from caseflow.ground.i18n import N_

TRACKS: dict[str, str] = {
    "report": N_("Report of a violation"),
    "petition": N_("Petition matter (60 days)"),
    "consultation": N_("Consultation"),
    "suggestion": N_("Suggestion"),
    "inspection": N_("Inspection"),
}
"""The track selects the clocks (信访工作条例 31)."""

REPLY_WAYS: dict[str, str] = {
    "phone": N_("By telephone"),
    "sms": N_("By text message"),
    "letter": N_("By letter"),
    "email": N_("By e-mail"),
    "channel": N_("Through the sending platform"),
    "none": N_("No way back was left"),
}

CHANNELS: tuple[tuple[str, str, str], ...] = (
    ("12345", "12345热线", "12345 hotline"),
    ("12369-phone", "12369电话", "12369 by telephone"),
    ("12369-wechat", "12369微信", "12369 by WeChat"),
    ("12369-web", "12369网上", "12369 online"),
    ("54812369", "54812369环保举报热线", "54812369 county hotline"),
    ("letter", "来信", "Letter"),
    ("visit", "来访", "Visit"),
    ("xinfang", "信访系统（网上信访）", "Letters-and-visits system"),
    ("wechat", "微信", "WeChat"),
    ("weibo", "微博", "Weibo"),
    ("website", "网站", "Website"),
    ("netizen", "网友提问", "Question from the web"),
    ("tv", "电视问政", "Television questioning"),
    ("media", "媒体", "Press and media"),
    ("superior", "上级交办", "Assigned by a superior authority"),
    ("inspectorate-central", "中央督察转办", "Central inspectorate"),
    ("inspectorate-city", "市级督察转办", "Municipal inspectorate"),
    ("department", "部门移送", "Transferred by another department"),
    ("grid", "巡查/网格上报", "Patrol or grid report"),
    ("random", "双随机", "Double random inspection"),
    ("campaign", "专项检查", "Special campaign"),
    ("monitoring", "自动监控/热点网格", "Automatic monitoring"),
    ("reward", "有奖举报", "Rewarded report"),
)

INSPECTION_CHANNELS = ("random", "campaign", "monitoring", "grid")
"""Where an inspection of the bureau's own comes from: nobody submitted anything."""

CATEGORIES: tuple[tuple[str, str | None, str, str], ...] = (
    ("noise", None, "噪声", "Noise"),
    ("noise-construction", "noise", "建设施工噪声", "Construction noise"),
    ("noise-industry", "noise", "工业噪声", "Industrial noise"),
    ("noise-social", "noise", "社会生活噪声", "Social-life noise"),
    ("noise-traffic", "noise", "交通噪声", "Traffic noise"),
    ("air", None, "大气", "Air"),
    ("air-fumes", "air", "油烟", "Cooking fumes"),
    ("air-dust", "air", "烟粉尘（扬尘）", "Dust"),
    ("air-odour", "air", "恶臭异味", "Odour"),
    ("air-industry", "air", "工业废气", "Industrial gas"),
    ("air-burning", "air", "露天焚烧", "Open burning"),
    ("water", None, "水", "Water"),
    ("solid", None, "固体废物", "Solid waste"),
    ("hazardous", None, "危险废物", "Hazardous waste"),
    ("ecology", None, "生态破坏", "Ecological damage"),
    ("radiation", None, "辐射", "Radiation"),
    ("other", None, "其他", "Other"),
)
