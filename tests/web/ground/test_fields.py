"""Fields that know what they ask for."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from caseflow.ground import clock
from caseflow.ground.web.base_form import BaseForm, VersionedForm
from caseflow.ground.web.fields import (
    ChecksField,
    DayField,
    EmailField,
    LongTextField,
    OneOfField,
    PinyinChoiceField,
    SelectOneField,
    TextField,
    WholeNumberField,
    YesField,
)

NOON = datetime(2026, 9, 24, 4, 0, tzinfo=UTC)


class Everything(BaseForm):
    subject = TextField("s", thing=_l("a subject"), required=True)
    note = LongTextField("n")
    email = EmailField("e", thing=_l("a subject"))
    days = WholeNumberField("d", thing=_l("a number of days"))
    on = DayField("o")
    due = DayField("u", is_ahead=True)
    unit = SelectOneField("t", choices=[("1", "一"), ("2", "二")])
    place = PinyinChoiceField("p", choices=[("5001", "白公街道")])
    kind = OneOfField("k", choices=[("a", "甲")])
    many = ChecksField("m", choices=[("x", "子"), ("y", "丑")])
    sure = YesField("y", thing=_l("a subject"), required=True)


@pytest.fixture
def fill(design_app):
    """Return a function: what was typed → the form, checked."""
    with design_app.test_request_context("/?lang=en"), clock.pretend(NOON):

        def check(**typed: object) -> Everything:
            form = Everything(MultiDict({"subject": "x", "sure": "y", **typed}))
            form.validate()
            return form

        yield check


def test_control_characters_are_dropped_and_lines_stay(fill) -> None:
    form = fill(subject="\x00 夜间\x1b施工\x9f \x00", note="一\r\n\t二\x00\x0b", email="a@\x00b.cn")
    assert form.subject.data == "夜间施工"
    assert form.note.data == "一\r\n\t二"
    assert form.email.data == "a@b.cn"
    assert fill(subject="\x00").errors == {"subject": ["Enter a subject."]}


def test_an_empty_field_says_what_to_enter(fill) -> None:
    form = fill(subject="   ")
    assert form.errors == {"subject": ["Enter a subject."]}
    assert form.problems() == [("subject", "Enter a subject.")]


def test_text_loses_the_blanks_at_its_ends(fill) -> None:
    assert fill(subject="  噪声 \n").subject.data == "噪声"


def test_text_that_is_too_long_says_how_long_it_may_be(fill) -> None:
    assert fill(subject="字" * 201).errors == {"subject": ["Enter at most 200 characters."]}


def test_an_unticked_box_asks_for_the_confirmation(design_app) -> None:
    with design_app.test_request_context("/?lang=en"):
        form = Everything(MultiDict({"subject": "x"}))
        form.validate()
        assert form.errors == {"sure": ["Tick the box to confirm a subject."]}


@pytest.mark.parametrize("typed", ["12", " 12 ", "１２"])
def test_whole_numbers_may_be_full_width(fill, typed: str) -> None:
    assert fill(days=typed).days.data == 12


def test_a_number_that_is_none_is_refused_and_kept(fill) -> None:
    form = fill(days="many")
    assert form.errors == {"days": ["Enter a whole number."]}
    assert 'value="many"' in str(form.days())


@pytest.mark.parametrize(
    ("typed", "behind", "ahead"),
    [
        ("9-30", date(2025, 9, 30), date(2026, 9, 30)),
        ("9-1", date(2026, 9, 1), date(2027, 9, 1)),
        ("2026-09-01", date(2026, 9, 1), date(2026, 9, 1)),
        ("今天", date(2026, 9, 24), date(2026, 9, 24)),
    ],
)
def test_days_are_typed_freely(fill, typed: str, behind: date, ahead: date) -> None:
    form = fill(on=typed, due=typed)
    assert (form.on.data, form.due.data) == (behind, ahead)


def test_a_day_that_does_not_exist_is_refused_and_kept(fill) -> None:
    form = fill(on="2026-02-30")
    assert list(form.errors) == ["on"]
    assert 'value="2026-02-30"' in str(form.on())


@pytest.mark.parametrize("typed", ["name", "name@", "@x.cn", "a b@x.cn", "name@host"])
def test_a_mistyped_address_is_refused(fill, typed: str) -> None:
    assert list(fill(email=typed).errors) == ["email"]


def test_choices_left_open_are_none(fill) -> None:
    form = fill(unit="", place="")
    assert (form.unit.data, form.place.data, form.kind.data, form.many.data) == (
        None,
        None,
        None,
        [],
    )
    assert form.errors == {}


def test_a_choice_that_is_not_on_the_list_is_refused(fill) -> None:
    form = fill(unit="3", kind="z")
    assert form.errors["unit"] == ["Select one of the choices shown."]
    assert form.errors["kind"] == ["Select one of the choices shown."]


def test_a_list_to_type_in_carries_pinyin_and_initials(fill) -> None:
    html = str(fill().place())
    assert 'data-pinyin="baigongjiedao"' in html
    assert 'data-initials="bgjd"' in html


def test_a_page_without_its_version_is_incomplete(design_app) -> None:
    with design_app.test_request_context("/?lang=en"):
        form = VersionedForm(MultiDict())
        form.validate()
        assert form.problems() == [(None, "The page is incomplete: reload it and try again.")]
