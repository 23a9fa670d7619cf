"""What columns of files from other systems are called, field by field: one table. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from caseflow.core.petitions.reference import CATEGORIES
from caseflow.ground.i18n import N_


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a column may hold. `headers`: what it is called in files, normal form."""

    name: str
    label: str
    headers: tuple[str, ...]
    is_required: bool = False


def _f(name: str, label: str, headers: str, is_required: bool = False) -> Field:
    return Field(name, label, tuple(headers.split()), is_required)


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        _f("reference", N_("Reference number"),
           "留言编号 工单号 工单编号 信访件编号 信访编号 受理编号 受理号 举报编号 投诉编号 "
           "编号 单号 流水号 number reference referencenumber id bianhao no", True),
        _f("submitted_at", N_("Time of the message"),
           "留言时间 来电时间 受理时间 举报时间 投诉时间 提交时间 登记时间 诉求时间 "
           "来信时间 发布时间 时间 日期 submittedat submitted time date shijian createdat "
           "datetime url", True),
        _f("subject", N_("Subject"),
           "留言主题 主题 标题 诉求标题 工单标题 举报标题 投诉标题 事由 subject title "
           "wenti zhuti biaoti"),
        _f("body", N_("Text"),
           "留言详情 留言内容 诉求内容 工单内容 举报内容 投诉内容 反映内容 内容 详情 诉求 "
           "问题描述 content body text description details neirong"),
        _f("account", N_("Account on the sending platform"),
           "留言用户 用户 网友 网名 昵称 用户名 user username account nickname yonghu"),
        _f("name", N_("Name of the complainant"),
           "姓名 来电人 来电人姓名 联系人 举报人 举报人姓名 投诉人 投诉人姓名 信访人 "
           "诉求人 反映人 name xingming"),
        _f("phone", N_("Telephone of the complainant"),
           "来电号码 联系电话 电话 手机 手机号 手机号码 电话号码 举报人电话 联系方式 phone "
           "tel mobile dianhua"),
        _f("home", N_("Address of the complainant"),
           "联系地址 住址 举报人地址 投诉人地址 信访人地址 通讯地址"),
        _f("place", N_("Place of the matter"),
           "地址 事发地址 事发地点 地点 位置 详细地址 举报地址 污染地址 发生地址 问题地址 "
           "address location place dizhi"),
        _f("township", N_("Township"),
           "乡镇 乡镇街道 镇街 所属乡镇 所属街道 街道 属地 township town"),
        _f("respondent", N_("Complained of"),
           "被举报单位 被投诉单位 被举报人 被投诉人 被反映单位 污染单位 企业名称 "
           "被举报对象 涉事单位 被诉单位 被诉人 被诉对象 被诉企业 被投诉对象 被投诉企业 "
           "被举报企业 被反映对象 被反映人 涉事企业 respondent"),
        _f("request", N_("What is asked for"),
           "诉求目的 具体诉求 请求 要求 诉求事项 request"),
        _f("category", N_("Category"),
           "一级分类 一级标签 污染类型 污染类别 类别 分类 问题类型 category type fenlei"),
        _f("longitude", N_("Longitude"),
           "经度 longitude lng lon"),
        _f("latitude", N_("Latitude"),
           "纬度 latitude lat"),
        _f("reply", N_("Reply"),
           "答复意见 答复内容 答复 回复 回复内容 回复意见 办理结果 处理结果 reply answer "
           "response huifu dafu"),
        _f("replied_at", N_("Time of the reply"),
           "答复时间 回复时间 办结时间 办理时间 答复日期 回复日期 repliedat replytime "
           "answeredat"),
    )
}  # fmt: skip
"""Order is the order of the page; the first column that fits a field gets it."""


_CATEGORY_WORDS = (
    *((name.split("（")[0], code) for code, _parent, name, _english in CATEGORIES),
    ("扬尘", "air-dust"),
    ("恶臭", "air-odour"),
    ("异味", "air-odour"),
    ("废气", "air-industry"),
    ("废水", "water"),
)


def category_codes(label: str) -> tuple[str, ...]:
    """Return the categories that a file's own label names: the longest name in it, or none.

    Labels of other systems are coarser (环境保护) or finer; what is not ours is left to people.
    """
    found = [(len(word), code) for word, code in _CATEGORY_WORDS if word in label]
    return (max(found)[1],) if found else ()
