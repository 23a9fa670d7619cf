"""Cases whose every private field holds a string that stands nowhere else.

Each string is of a form that one pattern finds: names of two rare characters, telephone numbers
of one block, words that begin with 密语. What identifies a person (`PERSONAL`) may be seen by
nobody without the right; what was said inside (`INSIDE`) may not leave the office.
"""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from PIL import Image
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.evidence.models import Evidence
from caseflow.core.petitions.complainants import Person
from caseflow.core.petitions.models import Petition
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.storage.files import store_stream
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import present_cast
from tests.factories import WAYS, do, open_case
from tests.hooks import ORIGIN

_SURNAMES = "邱欧谭冉牟"
_FIRST = "翀甯昶骉淼焱垚犇燊晟玥珺赟骁璟翊芃彧旻昇珩祎羿骞"
_SECOND = "砉珉琨瑢瑭璆璁璘瓒甪畯畹皞皦睿砺碚祜祺禛稷穆窈"

PERSONAL = re.compile(rf"[{_FIRST}][{_SECOND}]|1390\d{{7}}|密语\d{{4}}(?:苑|号楼)")
"""Names without their surname, telephone numbers, homes."""
INSIDE = re.compile(r"密语\d{4}")
"""Everything else that was said or written inside; homes too."""


@dataclass(frozen=True)
class Planted:
    """The secrets of one case."""

    number: int

    @property
    def word(self) -> str:
        return f"密语{self.number:04}"

    @property
    def name(self) -> str:
        first, second = divmod(self.number, len(_SECOND))
        surname = _SURNAMES[self.number % len(_SURNAMES)]
        return surname + _FIRST[first % len(_FIRST)] + _SECOND[second]

    @property
    def phone(self) -> str:
        return f"1390{self.number:07}"

    @property
    def home(self) -> str:
        return f"忠州街道果园路{self.number}号{self.word}苑2栋1单元501室"

    @property
    def person(self) -> Person:
        return Person(name=self.name, phone=self.phone, address=self.home)

    @property
    def petition(self) -> dict[str, Any]:
        """Return the fields of the petition; for factories.open_case."""
        return {
            "person": self.person,
            "subject": f"夜间施工噪声扰民{self.said('主题')}",
            "body": f"{self.said('正文')}：夜里十一点后打桩，我住{self.home}，电话{self.phone}。",
            "request": self.said("请求"),
            "origin_system": ORIGIN,
            "origin_reference": self.said("工单"),
            "call_reference": self.said("录音"),
        }

    @property
    def findings(self) -> str:
        """Return what an officer wrote down who met the complainant at the site."""
        return f"现场检查时正在夜间打桩。诉求人{self.told}陪同。"

    @property
    def told(self) -> str:
        """Return the complainant as a colleague writes them down."""
        spoken = f"{self.phone[:3]} {self.phone[3:7]} {self.phone[7:]}"
        return f"{self.name}（电话{spoken}，住{self.home}）"

    def said(self, field: str) -> str:
        """Return the words of a field; each field has a tail of its own."""
        return f"{self.word}{field}"


def plant(number: int, *, is_told_by_officers: bool) -> Case:
    """Return a closed case full of secrets, in every private field that it has.

    `is_told_by_officers`: their findings name the complainant, whom no publication may name.
    """
    found = Planted(number)
    case = open_case(**found.petition).case
    for name in WAYS["closed"]:
        if name == "submit_for_sign_off":
            _work_inside(case, found)
        do(case, name, **_words(name, found, is_told_by_officers))
    words = f"{found.said('回访')}{found.told if is_told_by_officers else ''}"
    if number % 3:
        do(case, "call_back", words=words)
    else:
        do(case, "call_back", words=words, is_solved=False, satisfaction="no")
    return case


def _words(name: str, found: Planted, is_told_by_officers: bool) -> dict[str, Any]:
    told = found.findings if is_told_by_officers else "现场检查时正在夜间打桩。"
    return {
        "accept": {"words": found.said("受理")},
        "start_investigation": {"words": found.said("调查")},
        "record_inspection": {"findings": told},
        "submit_for_sign_off": {"words": found.said("报结")},
        "sign_off": {"words": found.said("签批")},
        "reply": {"reply_words": f"您好：{found.said('答复')}。"},
    }.get(name, {})


def _work_inside(case: Case, found: Planted) -> None:
    petition = db.session.scalars(select(Petition.id).where(Petition.case_id == case.id)).one()
    do(case, "record_contact", words=found.said("联系"))
    do(case, "note", words=f"{found.said('备注')}{found.told}")
    if found.number % 5 == 0:
        do(case, "issue_notice")
        do(case, "answer_notice", words=f"已电话联系{found.told}，{found.said('督办')}。")
        do(case, "accept_answer")
    do(case, "chase", petition_id=petition, words=found.said("催办"))
    do(case, "remind", words=found.said("提醒"))
    with unit_of_work():
        kept = store_stream(io.BytesIO(photograph(found)), 10_000_000)
        db.session.add(
            Evidence(
                case_id=case.id,
                file_id=kept.id,
                file_name=f"{found.said('照片')}.jpg",
                caption=found.said("图注"),
                stage="inspection",
                taken_at=clock.now() - timedelta(hours=3),
                added_at=clock.now(),
                added_by_id=present_cast().farid.id,
            )
        )


def photograph(found: Planted) -> bytes:
    """Return a JPEG whose metadata name the complainant."""
    image = Image.effect_noise((320, 240), 40).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = f"SECRET{found.number:04}"
    exif[0x013B] = f"{found.phone}"
    target = io.BytesIO()
    image.save(target, "JPEG", exif=exif, comment=f"SECRET{found.number:04}".encode())
    return target.getvalue()


IN_FILES = re.compile(rb"SECRET\d{4}|1390\d{7}")
"""What stands in the metadata of the photographs."""


def personal_in(text: str) -> set[str]:
    """Return what identifies somebody in a text, however its digits are written."""
    return set(PERSONAL.findall(_plain(text)))


def inside_in(text: str) -> set[str]:
    """Return what was said inside and stands in a text, personal strings included."""
    plain = _plain(text)
    return {*INSIDE.findall(plain), *PERSONAL.findall(plain)}


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"(?<=\d)[\s\-·.]+(?=\d)", "", folded)
