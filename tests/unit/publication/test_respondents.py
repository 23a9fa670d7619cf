"""Names of respondents, however short, and words that name nobody."""

from __future__ import annotations

import pytest

from caseflow.core.redaction import Known, strangers_hidden_in
from tests.unit.publication.redacting import assert_hidden, marked

NAMED = [
    # the respondent, a text, how it stands there
    ("福满楼", "福满楼应安装油烟净化器。", "福满楼"),
    ("福满楼", "责令福 满 楼停业。", "福 满 楼"),
    ("鑫达", "鑫达已停工。", "鑫达"),
    ("重庆鑫达有限公司", "鑫达公司夜间施工。", "鑫达公司"),
    ("重庆鑫达有限公司", "重庆鑫达有限公司夜间施工。", "重庆鑫达有限公司"),
    ("重庆鑫达有限公司", "经查，鑫达夜间施工。", "鑫达"),
    ("重庆鑫达（集团）有限公司", "鑫达（集团）有限公司夜间施工。", "鑫达（集团）有限公司"),
    ("重庆鑫达有限责任公司", "鑫达有限责任公司夜间施工。", "鑫达有限责任公司"),
    ("忠县长江有限公司", "长江公司夜间施工。", "长江公司"),
    ("重庆天成有限公司", "天成公司夜间施工。", "天成公司"),
    ("全聚德", "全聚德应安装油烟净化器。", "全聚德"),
    ("忠县老灶房火锅店", "老灶房火锅店油烟扰民。", "老灶房火锅店"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "words"), NAMED)
def test_a_respondent_is_marked_however_short_its_name(name: str, text: str, words: str) -> None:
    assert_hidden("respondent", text, words, Known(respondents=(name,)))


NOBODY = [
    # what a complainant or the file has for a name, a text that does not name it
    ("工地", "该工地夜间施工。"),
    ("餐馆", "餐馆油烟扰民。"),
    ("建筑", "建筑噪声扰民。"),
    ("火锅店", "火锅店油烟扰民。"),
    ("麻将馆", "麻将馆噪声扰民。"),
    ("KTV", "KTV噪声扰民。"),
    ("楼下", "楼下油烟扰民。"),
    ("不知道", "群众不知道是谁。"),
    ("一家店", "一家店油烟扰民。"),
    ("某店", "某店油烟扰民。"),
    ("3号", "3号夜间施工。"),
    ("忠县餐馆", "餐馆油烟扰民。"),
    ("重庆环保有限公司", "环保设施未运行。"),
    ("重庆长江有限公司", "长江边有臭味。"),
    ("重庆忠州有限公司", "忠州街道夜间有噪声。"),
    ("重庆中大有限公司", "其中大部分已整改。"),
    ("重庆鑫达有限公司", "鑫达路夜间有噪声。"),
]


@pytest.mark.parametrize(("name", "text"), NOBODY)
def test_a_word_for_any_business_is_no_name(name: str, text: str) -> None:
    kinds = {kind for kind, _words in marked(text, Known(respondents=(name,)))}
    assert "respondent" not in kinds


def test_somebody_complained_of_by_a_person_s_name_stays_hidden_in_what_leaves_the_office() -> None:
    told = strangers_hidden_in("对经营者王建国进行询问。", Known(respondents=("王建国",)))
    assert "王建国" not in told
