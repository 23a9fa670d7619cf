"""Names with a cue and without, of every kind of surname; titles, lists, masks; what is no name."""

from __future__ import annotations

import pytest

from caseflow.core.redaction.lexicon import compound_surnames
from caseflow.core.redaction.names import masked_name, masks_of
from tests.unit.publication.redacting import assert_hidden, marked, shown

CUED = [
    "联系人：{}，说明情况。", "联系人{}已到场。", "店主{}当场整改。", "老板{}关停了机器。",
    "法定代表人：{}。", "负责人{}承诺整改。", "负责人是{}，未出示许可。", "当事人{}无异议。",
    "村民{}承包鱼塘。", "网格员{}负责巡查。", "执法人员{}出示证件。", "司机{}不知去向。",
    "经营者姓名：{}。", "姓名为{}，实际未到场。", "证人{}描述了过程。", "收款人：{}。",
    "（姓名：{}，已核对）", "项目经理{}到场。", "房东{}同意拆除。", "其妻子{}代为签收。",
]  # fmt: skip
UNCUED = [
    "{}称，设备上月检修。", "{}表示将尽快整改。", "对此，{}承认属实。", "由{}陪同检查。",
    "检查时{}在场。", "经向{}了解，已停用。", "对{}进行询问。", "已将结果告知{}。",
    "整改要求送达{}，其签收。", "该场系{}所有。", "地块由{}承包。", "经上门，{}同意移机。",
    "废油被{}倒入边沟。", "与{}取得联系。", "据{}介绍，已停产。", "次日，{}购买了消声器。",
]  # fmt: skip
NAMES = ["陈小河", "王建国", "李伟", "张秀兰", "谭德贵", "冉茂林", "秦孝全", "刘芳", "欧阳文静"]


@pytest.mark.parametrize("frame", CUED)
@pytest.mark.parametrize("name", NAMES)
def test_a_name_behind_a_cue_is_proposed(frame: str, name: str) -> None:
    assert_hidden("name", frame.format(name), name)


@pytest.mark.parametrize("frame", UNCUED)
@pytest.mark.parametrize("name", NAMES)
def test_a_name_without_a_cue_is_proposed(frame: str, name: str) -> None:
    assert_hidden("name", frame.format(name), name)


@pytest.mark.parametrize("surname", [one for one in compound_surnames() if len(one) == 2])
def test_every_compound_surname_is_known(surname: str) -> None:
    assert_hidden("name", f"联系人：{surname}志强，已核实。", f"{surname}志强")
    assert shown(f"联系人：{surname}志强，已核实。") == f"联系人：{surname}某，已核实。"


@pytest.mark.parametrize("surname", ["欧阳", "上官", "司马", "诸葛", "令狐", "东方"])
@pytest.mark.parametrize("frame", UNCUED[:8])
def test_compound_surnames_need_no_cue(frame: str, surname: str) -> None:
    assert_hidden("name", frame.format(f"{surname}志强"), f"{surname}志强")


TITLED = [
    "陈女士", "陈先生", "陈大姐", "王师傅", "李阿姨", "王大爷", "刘婆婆", "周老板", "谭书记",
    "冉副局长", "张医生", "老李", "小王", "老谭", "欧阳老师", "王建国师傅", "陈家媳妇",
    "李家老大", "陈姓", "陈总", "刘工",
]  # fmt: skip


@pytest.mark.parametrize("person", TITLED)
@pytest.mark.parametrize("frame", ["据{}说，已停工。", "{}表示满意。", "上门向{}解释。"])
def test_a_surname_with_a_title_is_proposed(frame: str, person: str) -> None:
    assert_hidden("name", frame.format(person), person)


OTHER_FORMS = [
    ("对当事人张 伟进行询问", "张 伟"),
    ("张　伟表示同意", "张　伟"),
    ("李*反映", "李*"),
    ("李**反映", "李**"),
    ("欧阳**反映", "欧阳**"),
    ("买买提·吐尔逊到场", "买买提·吐尔逊"),
    ("Zhang San留言", "Zhang San"),
    ("ZHANG Sanfeng留言", "ZHANG Sanfeng"),
    ("张三、李四到场", "张三"),
    ("张三、李四到场", "李四"),
    ("参与的有邓忠明、万超两人", "万超"),
    ("由李明、王强、陈静三人检查", "陈静"),
]


@pytest.mark.parametrize(("text", "secret"), OTHER_FORMS)
def test_names_in_other_forms_are_proposed(text: str, secret: str) -> None:
    assert_hidden("name", text, secret)


NO_NAMES = [
    "县生态环境局高度重视，严格落实要求。",
    "周边居民普遍反映环境有所改善。",
    "于是，双方约定调整运行时段。",
    "白石镇、任家镇、金声乡、石宝镇、黄金镇、马灌镇开展整治。",
    "向阳社区、方圆百米、马路对面、高峰时段均无异常。",
    "汪家沟、东溪河、汝溪河、松雅湖水质稳定。",
    "忠县金龙建材有限责任公司取得排污许可证。",
    "重庆市忠州混凝土有限公司完成改造。",
    "已委托第三方检测机构采样。",
    "施工单位承诺严格控制作业时间。",
    "老旧管网改造，小高层住宅隔声。",
    "温度、压力、石灰用量均正常。",
    "长江忠县段总体为Ⅱ类。",
    "明确专人负责，安排专项资金，方案已报备。",
    "负责人高度重视，当事人任何时候可以申辩。",
    "执法人员严格执法，工作人员安全意识强。",
    "施工现场安静，易燃物品已清理，金属碎屑已回收。",
    "向主任汇报后，经经理同意，由主任批示。",
    "张某表示同意，李某某在场，欧阳某签字。",
]


@pytest.mark.parametrize("text", NO_NAMES)
def test_ordinary_words_and_places_are_no_names(text: str) -> None:
    assert [words for kind, words in marked(text) if kind == "name"] == []


@pytest.mark.parametrize(
    ("name", "mask"),
    [
        ("张三", "张某"),
        ("欧阳锋", "欧阳某"),
        ("欧阳", "欧某"),
        ("冉茂林", "冉某"),
        ("令狐冲", "令狐某"),
    ],
)
def test_a_mask_keeps_the_surname(name: str, mask: str) -> None:
    assert masked_name(name) == mask


def test_two_people_of_one_surname_stay_two_and_one_stays_one() -> None:
    masks = masks_of(["张三", "张伟", "李四", "张三"])
    assert masks == {"张三": "张某甲", "张伟": "张某乙", "李四": "李某"}
    text = shown("对张三进行询问，张伟在场，张三表示同意，李四未到场。")
    assert text == "对张某甲进行询问，张某乙在场，张某甲表示同意，李某未到场。"


def test_a_compound_surname_and_its_first_character_are_told_apart() -> None:
    assert masks_of(["欧阳锋", "欧文", "欧阳克"]) == {
        "欧阳锋": "欧阳某甲",
        "欧文": "欧某",
        "欧阳克": "欧阳某乙",
    }


def test_a_published_mask_is_left_alone() -> None:
    assert marked("刘某、黄某某和欧阳某签字。") == []


BUILT = ["储存池", "储存罐", "冷却塔", "尾水池", "化粪槽", "柴油桶", "高压槽", "石粉仓", "温控房"]


@pytest.mark.parametrize("frame", ["粪污{}未加盖。", "{}未做防渗。", "责令其对{}进行整改。"])
@pytest.mark.parametrize("built", BUILT)
def test_what_a_plant_is_built_of_is_no_name(frame: str, built: str) -> None:
    assert not [one for one in marked(frame.format(built)) if one[0] == "name"]
