"""The texts for WeChat and Weibo: they fit, and end after a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.public.publication.sharing import WECHAT, WEIBO, shared_texts

ADDRESS = "https://public.example.test/results/2026-1"


def test_a_short_page_is_told_whole() -> None:
    wechat, weibo = shared_texts("工地夜间施工", "已责令整改。\n\n已复查。", ADDRESS)
    assert wechat.words == f"工地夜间施工\n\n已责令整改。\n\n已复查。\n\n详情：{ADDRESS}"
    assert weibo.words == f"【工地夜间施工】已责令整改。 已复查。 {ADDRESS}"
    assert not wechat.is_cut
    assert not weibo.is_cut


def test_a_long_page_is_cut_after_a_sentence() -> None:
    _wechat, weibo = shared_texts("标题", "这是一句话。" * 40, "")
    assert weibo.is_cut
    assert weibo.words.endswith("。…")
    assert weibo.length <= WEIBO


@pytest.mark.parametrize("address", ["", ADDRESS, "https://" + "x" * 300])
@given(title=st.text(max_size=200), body=st.text(max_size=3000))
def test_every_text_fits(address: str, title: str, body: str) -> None:
    for text, longest in zip(shared_texts(title, body, address), (WECHAT, WEIBO), strict=True):
        assert text.length <= longest
        assert text.longest == longest
