"""Legal bases that an order to put right may rest on, each with the days it is in force. Pure.

Read in public copies of the law texts: the Code (生态环境法典, in force 2026-08-15, whose article
1242 repeals the laws below) and 噪声污染防治法. Rows whose text was not read are not verified and
carry no words: the officer types them from the gazette.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from caseflow.ground.i18n import N_

CODE_ON = date(2026, 8, 15)
"""生态环境法典 1242: in force, and the laws of single media repealed."""
_LAST = date(2026, 8, 14)
_NOISE_ON = date(2022, 6, 5)
_AIR_ON = date(2018, 10, 26)
_WASTE_ON = date(2020, 9, 1)


@dataclass(frozen=True, slots=True)
class Basis:
    """One ground: the matter, the law broken (where known), the law that the order rests on."""

    code: str
    matter: str
    """As officers call it; printed nowhere."""
    broken: str
    broken_words: str
    order: str
    order_words: str
    from_on: date
    until_on: date | None
    """The last day; None: in force."""
    who: str
    """Who may order by it: assigned locally for much of noise, fumes and dust."""
    is_verified: bool = True

    def is_in_force(self, on: date) -> bool:
        """Return whether the law was in force on this day."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


CODE = "《中华人民共和国生态环境法典》"
NOISE = "《中华人民共和国噪声污染防治法》"
AIR = "《中华人民共和国大气污染防治法》"
WASTE = "《中华人民共和国固体废物污染环境防治法》"

BUREAU, DESIGNATED, HOUSING = (
    N_("the environment authority"),
    N_("the department that the local government designated"),
    N_("housing and other departments by their duties"),
)


def _code(code: str, matter: str, article: str, words: str, who: str) -> Basis:
    """Return a row of the Code. Its duty articles were not read: the law broken is typed."""
    return Basis(code, matter, "", "", f"{CODE}{article}", words, CODE_ON, None, who)


def _noise(
    code: str, matter: str, broken: tuple[str, str], article: str, words: str, who: str
) -> Basis:
    return Basis(code, matter, f"{NOISE}{broken[0]}", broken[1], f"{NOISE}{article}", words,
                 _NOISE_ON, _LAST, who)  # fmt: skip


def _unread(code: str, matter: str, law: str, article: str, on: date, who: str) -> Basis:
    return Basis(code, matter, "", "", f"{law}{article}", "", on, _LAST, who, is_verified=False)


_SITE = (
    "违反本法规定，建设单位、施工单位有下列情形之一的，由工程所在地人民政府指定的部门责令改正，"
    "处一万元以上十万元以下的罚款；拒不改正的，可以责令暂停施工："
)
_SOCIAL = (
    "违反本法规定，有下列情形之一的，由地方人民政府指定的部门责令改正，处五千元以上五万元以下的罚款；"
    "拒不改正的，处五万元以上二十万元以下的罚款，并可以报经有批准权的人民政府批准，责令停业："
)
_WASTE = "违反本法规定，有下列情形之一的，由生态环境主管部门责令改正，没收违法所得，并处以罚款："
_OLD_SITE = _SITE.replace("情形", "行为")
_OLD_SOCIAL = _SOCIAL.replace("情形", "行为")
_STANDARD = (
    "第二十二条第一款",
    "排放噪声、产生振动，应当符合噪声排放标准以及相关的环境振动控制标准和有关法律、法规、规章的要求。",
)
_NIGHT = (
    "第四十三条第一款",
    "在噪声敏感建筑物集中区域，禁止夜间进行产生噪声的建筑施工作业，但抢修、抢险施工作业，因生产工艺要求"
    "或者其他特殊需要必须连续施工作业的除外。",
)
_LOUDSPEAKER = (
    "第六十三条第一款",
    "禁止在商业经营活动中使用高音广播喇叭或者采用其他持续反复发出高噪声的方法进行广告宣传。",
)

BASES: dict[str, Basis] = {
    row.code: row
    for row in (
        _code("code-1107", "工业噪声超标", "第一千一百零七条",
              "违反本法规定，超过污染物排放标准……排放污染物的，由生态环境主管部门责令改正……其中，污染物为"
              "工业噪声的，罚款数额为二万元以上二十万元以下。", BUREAU),
        _code("code-1185-1", "建筑施工噪声超标", "第一千一百八十五条第一项",
              f"{_SITE}（一）超过噪声排放标准排放建筑施工噪声。", DESIGNATED),
        _code("code-1185-2", "夜间施工未取得证明", "第一千一百八十五条第二项",
              f"{_SITE}（二）未依法取得连续施工作业证明，在噪声敏感建筑物集中区域夜间进行产生噪声的建筑"
              "施工作业。", DESIGNATED),
        _code("code-1189-1", "社会生活噪声超标", "第一千一百八十九条第一项",
              f"{_SOCIAL}（一）超过噪声排放标准排放社会生活噪声。", DESIGNATED),
        _code("code-1189-2", "商业高音喇叭", "第一千一百八十九条第二项",
              f"{_SOCIAL}（二）在商业经营活动中使用高音广播喇叭或者采用其他持续反复发出高噪声的方法进行广告"
              "宣传。", DESIGNATED),
        _code("code-1132-1", "餐饮油烟超标", "第一千一百三十二条第一款",
              "违反本法规定，排放油烟的餐饮服务业经营者未安装油烟净化等污染防治设施，未保持正常使用油烟净化等"
              "污染防治设施，或者未采取其他油烟净化措施，致使超过排放标准排放油烟污染物的，由县级以上地方"
              "人民政府确定的监督管理部门责令改正，处五千元以上五万元以下的罚款；拒不改正的，责令停业整治。",
              DESIGNATED),
        _code("code-1128-1", "施工扬尘", "第一千一百二十八条第一款第一项",
              "违反本法规定，施工单位有下列情形之一的，由住房城乡建设等部门按照职责分工责令改正，处一万元以上"
              "十万元以下的罚款；拒不改正的，责令停工整治：（一）施工工地未设置硬质围挡，或者未采取覆盖、"
              "分段作业、择时施工、洒水抑尘、冲洗地面和车辆等有效防尘降尘措施。", HOUSING),
        _code("code-1130", "物料堆场、码头、矿山扬尘及恶臭", "第一千一百三十条",
              "违反本法规定，有下列情形之一的，由生态环境等部门按照职责分工责令改正，处一万元以上十万元以下的"
              "罚款；拒不改正的，责令停工整治或者停业整治：……", BUREAU),
        _code("code-1169", "擅自倾倒、堆放、焚烧固体废物", "第一千一百六十九条第一款",
              "违反本法规定，擅自倾倒、堆放、丢弃、抛撒、遗撒、焚烧固体废物的，由生态环境主管部门、城镇排水主管"
              "部门、环境卫生主管部门按照职责分工责令停止违法行为，采取治理措施消除污染……", BUREAU),
        _code("code-1175-1", "危险废物识别标志", "第一千一百七十五条第一款第一项",
              f"{_WASTE}（一）未设置危险废物识别标志。", BUREAU),
        _code("code-1175-3", "危险废物台账", "第一千一百七十五条第一款第三项",
              f"{_WASTE}（三）未建立危险废物管理台账并如实记录。", BUREAU),
        _code("code-1175-4", "危险废物贮存、利用、处置", "第一千一百七十五条第一款第四项",
              f"{_WASTE}（四）未按照国家规定和生态环境保护标准贮存、利用、处置危险废物，或者将危险废物混入非"
              "危险废物中贮存。", BUREAU),
        _noise("noise-75", "工业噪声超标（旧法）", _STANDARD, "第七十五条",
               "违反本法规定，无排污许可证或者超过噪声排放标准排放工业噪声的，由生态环境主管部门责令改正或者限制"
               "生产、停产整治，并处二万元以上二十万元以下的罚款；情节严重的，报经有批准权的人民政府批准，责令"
               "停业、关闭。", BUREAU),
        _noise("noise-77-1", "建筑施工噪声超标（旧法）", _STANDARD, "第七十七条第一项",
               f"{_OLD_SITE}（一）超过噪声排放标准排放建筑施工噪声的。", DESIGNATED),
        _noise("noise-77-2", "夜间施工未取得证明（旧法）", _NIGHT, "第七十七条第二项",
               f"{_OLD_SITE}（二）未按照规定取得证明，在噪声敏感建筑物集中区域夜间进行产生噪声的建筑施工作业"
               "的。", DESIGNATED),
        _noise("noise-81-1", "社会生活噪声超标（旧法）", _STANDARD, "第八十一条第一项",
               f"{_OLD_SOCIAL}（一）超过噪声排放标准排放社会生活噪声的。", DESIGNATED),
        _noise("noise-81-2", "商业高音喇叭（旧法）", _LOUDSPEAKER, "第八十一条第二项",
               f"{_OLD_SOCIAL}（二）在商业经营活动中使用高音广播喇叭或者采用其他持续反复发出高噪声的方法进行广告"
               "宣传的。", DESIGNATED),
        _unread("air-118", "餐饮油烟超标（旧法）", AIR, "第一百一十八条第一款", _AIR_ON,
                DESIGNATED),
        _unread("air-115", "施工扬尘（旧法）", AIR, "第一百一十五条", _AIR_ON, HOUSING),
        _unread("waste-112", "危险废物管理（旧法）", WASTE, "第一百一十二条", _WASTE_ON, BUREAU),
    )
}  # fmt: skip
