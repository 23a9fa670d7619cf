"""Private numbers and accounts: a row for each form they are written in. Pure.

The patterns are looked for in folded text (half-width digits, ASCII signs), in any case of letters;
a group of a pattern is the place of what is private, the whole match where it has none.
"""

from __future__ import annotations

from caseflow.core.redaction.signs import IS, SEP, digits

_D = digits("0123456789")
_THREE_TO_NINE, _TWO_TO_NINE = digits("3456789"), digits("23456789")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_AT = r"(?:\s?[@#]\s?|\s+at\s+|\s?[(\[]\s?at\s?[)\]]\s?|\s?艾特\s?)"
_DOT = r"(?:\s?\.\s?|\s+dot\s+|\s?[(\[]dot[)\]]\s?|点(?=[a-z]))"
_ENDINGS = r"(?:com|cn|net|org|edu|gov|io|me|cc|top|vip|xyz|info|biz|hk|tw|mo|example)"
_SOCIAL = (
    r"(?:社保|社会保障|社会保险|医保|医疗保险|养老保险|公积金|参保)(?:个人)?(?:卡|证)?"
    r"(?:编号|号码|号|账号|帐号)?"
)
_CARD_WORDS = r"(?:银行卡|信用卡|借记卡|储蓄卡|卡|账户|账|帐|帐户|对公账户)(?:号码|号)?"
_TAIL = r"(?:的)?(?:尾号|后[四六4六6]位|末[四4]位|尾数)(?:数)?(?:号)?(?:是|为|:)?\s*"
_LOCAL = (
    r"(?:电话|手机|座机|固话|热线|号码|联系方式|拨打|致电|来电|值班室|办公室|传真|联系)"
    r"(?:号码?)?(?:为|是|:)?"
)
_ACCOUNTS = (
    r"(?:微信|薇信|威信|徽信|维信|v信|wechat|weixin|(?<![a-z])wx|(?<![a-z])vx|(?<![a-z])v(?=[:号])|"
    r"(?<![a-z])qq|扣扣|企鹅|抖音|快手|微博|小红书|支付宝|钉钉|tiktok|telegram|昵称)"
)
_REFERENCES = (
    r"(?:工单|受理|信访|投诉|举报|登记|诉求|来件|热线|交办|转办|平台|案件|事项|查询|回执|取件|"
    r"快递|邮件|凭证|订单|"
    r"编号|单号|件号|工单号|流水号)"
)
_CODE = r"[A-Za-z]{0,6}[\d〔\[(][A-Za-z0-9〔〕\[\]()\-]{4,30}号?"
_CREDIT = r"[0-9A-HJ-NPQRTUWXY]"

NUMBERS: tuple[tuple[str, str], ...] = (
    ("email", rf"[a-z0-9._%+\-]+{_AT}[a-z0-9\-]+(?:{_DOT}[a-z0-9\-]+)*{_DOT}{_ENDINGS}(?![a-z])"),
    ("email", r"[a-z0-9._%+\-]+\s?@\s?[a-z0-9\-]+(?:\s?\.\s?[a-z0-9\-]+)+"),
    # Eighteen digits with the year of birth in them, whatever stands between; fifteen; starred.
    (
        "id",
        rf"(?<!\d)[1-9](?:{SEP}\d){{5}}{SEP}(?:19|20)(?:{SEP}\d){{2}}(?"
        rf":{SEP}\d){{7}}{SEP}[\dx×](?![\da-z])",
    ),
    ("id", rf"{digits('123456789')}(?:{SEP}{_D}){{16}}{SEP}(?:{_D}|x)(?!\d)"),
    ("id", r"(?<!\d)[1-9]\d{5}(?:\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))\d{3}(?!\d)"),
    ("card", r"(?<!\d)62\d{2,4}\s?\d{0,2}[*×]{2,12}(?:\s?[*×]{4})*\s?\d{3,4}(?!\d)"),
    ("id", r"(?<!\d)(?!1[3-9]\d?[*x×])[1-9]\d{2,9}[*x×]{4,14}\d{2,4}[\dx]?(?![\dx])"),
    ("id", rf"(?:身份证|证件)(?:号码|号)?{_TAIL}(\d{{3,6}}[\dx]?)(?!\d)"),
    (
        "id",
        rf"(?:身份证|证件|护照|驾驶证|军官证|居住证){IS}([a-z]?\d[\d*x×\s\-]{{5,22}}[\dx])(?!\d)",
    ),
    ("social", rf"{_SOCIAL}(?:是|为|:)?\s*\(?([a-z]{{0,2}}\d[\d*\s\-]{{5,24}}[\dx])(?!\d)"),
    ("card", r"(?<!\d)(?:62|4\d|5[1-5])(?:[\s\-]?\d){13,17}(?!\d)"),
    ("card", rf"{_CARD_WORDS}(?:是|为|:)?\s*(\d[\d\s*-]{{8,26}}\d)"),
    ("card", rf"(?:银行卡|信用卡|卡|账户|账号){_TAIL}(\d{{3,6}})(?!\d)"),
    (
        "phone",
        rf"(?<!{_D})(?:\(?(?:\+|00)?86\)?{SEP})?{digits('1')}{SEP}{_THREE_TO_NINE}(?"
        rf":{SEP}{_D}){{9}}(?!\d)",
    ),
    ("phone", r"(?<!\d)1[3-9]\d{0,2}[*x×]{3,8}\d{2,4}(?!\d)"),
    (
        "phone",
        rf"(?<!{_D})(?<!\d\.)\(?{digits('0')}{_D}{{2,3}}\)?{SEP}{_TWO_TO_NINE}(?"
        rf":{SEP}{_D}){{6,7}}(?!\d)"
        r"(?:\s?(?:转|-)\s?\d{2,5})?",
    ),
    ("phone", r"(?<!\d)[48]00[\s-]?\d{3}[\s-]?\d{4}(?!\d)"),
    ("phone", rf"{_LOCAL}\s*([2-9](?:{SEP}\d){{6,7}})(?!\d)"),
    ("phone", rf"(?:电话|手机|号码)?{_TAIL}(\d{{4}})(?!\d)"),
    (
        "plate",
        rf"[{_PROVINCES}]\s?[a-z][\s·.•‧\-]?(?:[a-z0-9*×]{{4,5}}[a-z0-9]|"
        rf"[a-z0-9]{{4}}[学警挂港澳领])(?![a-z0-9])",
    ),
    (
        "plate",
        rf"[{_PROVINCES}]\s?[a-z][\s·.•‧\-]?(?=[^,。]{{0,3}}{_D})(?:{_D}|[a-z]){{5,6}}(?![a-z0-9])",
    ),
    (
        "plate",
        rf"(?:车牌照|牌照|车牌|号牌|车号){IS}([a-z][\s·.•‧\-]?[a-z0-9*×]{{4,5}}[a-z0-9])(?"
        rf"![a-z0-9])",
    ),
    ("account", rf"{_ACCOUNTS}(?:群|好友)?{IS}(?:加|叫)?\s*([a-z0-9][a-z0-9_\-]{{4,19}})"),
    (
        "reference",
        r"[\u4e00-\u9fff]{1,4}[访案检改信转办]\s?[〔\[(【]\s?\d{4}\s?[〕\])】]\s?第?\d+\s?号",
    ),
    ("reference", rf"{_REFERENCES}(?:编号|单号|件号|单|码|号码|号)*\s*(?:为|是|:)?\s*({_CODE})"),
    (
        "reference",
        r"(?:[查取验领回兑][询看件证取执奖]码|查询密码|密码|口令)\s*(?:为|是|:)?"
        r"\s*([a-z0-9]{4,16})(?"
        r"![a-z0-9])",
    ),
    (
        "reference",
        r"(?:执法证|检查证|工作证|资格证|证书)(?:编号|号码|号)?\s*(?:为|是|:)?\s*(\d[\d\-]{5,20})",
    ),
    ("reference", r"(?<!\d)20\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{4,12}(?!\d)"),
    ("reference", r"(?<![a-z0-9])(?!qq|vx|wx)[a-z]{1,4}-?\d{9,16}(?![a-z0-9])"),
    ("respondent", rf"(?<![a-z0-9])9[0-9]\d{{6}}{_CREDIT}{{10}}(?![a-z0-9])"),
    (
        "respondent",
        rf"(?:信用代码|机构代码|注册号|执照号){IS}({_CREDIT}(?:[\s\-]?{_CREDIT}){{8,17}})(?"
        rf"![a-z0-9])",
    ),
)
