"""The content of a document: from records and typed words, as one canonical JSON. Pure.

{"schema": 1, "form", "office", "case", "number", "issued_on", "has_readings",
 "is_signed_by_hand", "items": {code: text | true}, "added": [code],
 "officers": [{user_id, name, certificate}],
 "signatures": [{role, name, sha256, is_refused, reason, witness}],
 "photographs": [{evidence_id, sha256, object, taken_at, place, taker, proves}],
 "evidence": [{name, taken_at, provider, proves}], "served": {document_id, name, number, issued_at}}

The hash of a version is SHA-256 over this JSON with sorted keys and no blanks, in UTF-8.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from caseflow.core.documents.bases import BASES
from caseflow.core.documents.facts import FIXED, SEEN_ON_SITE, SUGGESTED, CaseFacts
from caseflow.core.documents.items import ORDER, PHOTOGRAPHS, SCENE, SERVICE, Item, items_of

SCHEMA = 1
Content = dict[str, Any]
Typed = Mapping[str, Any]
"""Item code → what the officer typed; "photographs" → {evidence id: {object, place, proves}}."""

LISTS = frozenset({"officers", "signatures", "photographs", "evidence", "served"})
"""Kinds of items whose value is not a text."""


def compose(form: str, facts: CaseFacts, typed: Typed) -> Content:
    """Return the content of a draft; number and day are given when it is issued."""
    items = _items(form, facts, typed)
    return {
        "schema": SCHEMA,
        "form": form,
        "office": facts.office,
        "case": facts.case_number,
        "number": "",
        "issued_on": "",
        "has_readings": bool(facts.visit and facts.visit.has_readings),
        "is_signed_by_hand": not (facts.visit and facts.visit.is_from_tablet),
        "items": items,
        "added": _added(form, facts, items),
        "officers": _officers(form, facts),
        "signatures": _signatures(form, facts),
        "photographs": _photographs(form, facts, typed),
        "evidence": _evidence(form, facts),
        "served": _served(form, facts, typed),
    }


def recorded(form: str, code: str, facts: CaseFacts) -> Any:
    """Return what a record holds for an item that nobody types over; "" if none does."""
    reader = FIXED.get((form, code))
    return (reader(facts) or "") if reader else ""


def suggested(form: str, code: str, facts: CaseFacts) -> Any:
    """Return what a record suggests for an item; "" if none does."""
    reader = SUGGESTED.get((form, code))
    return (reader(facts) or "") if reader else ""


def _items(form: str, facts: CaseFacts, typed: Typed) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in items_of(form):
        if item.kind in LISTS or item.code == "office":
            continue
        value = recorded(form, item.code, facts) or _typed(item, facts, form, typed)
        if value:
            found[item.code] = value
    if form == ORDER:
        _fill_from_basis(found)
    return found


def _added(form: str, facts: CaseFacts, items: Mapping[str, Any]) -> list[str]:
    """Return what the party did not have before it when it signed on the tablet.

    It stands below the signatures, as added at the desk. Nothing does on a record that is printed
    before it is signed by hand.
    """
    if form != SCENE or facts.visit is None or not facts.visit.is_from_tablet:
        return []
    return [
        item.code
        for item in items_of(form)
        if item.kind not in LISTS and item.code != "office" and _is_added(item, facts, items)
    ]


def _is_added(item: Item, facts: CaseFacts, items: Mapping[str, Any]) -> bool:
    said = recorded(SCENE, item.code, facts)
    if item.code in SEEN_ON_SITE:
        said = suggested(SCENE, item.code, facts)
    if item.code in facts.party.unsaid:
        said = ""
    return item.where != "visit" or items.get(item.code, "") != said


def _typed(item: Item, facts: CaseFacts, form: str, typed: Typed) -> Any:
    """Return what was typed, else what a record suggests; an emptied field stays empty."""
    if item.code not in typed:
        return suggested(form, item.code, facts)
    value = typed[item.code]
    return value.strip() if isinstance(value, str) else value


def _fill_from_basis(found: dict[str, Any]) -> None:
    """Take the laws' names and words from the basis chosen, where nothing else was typed."""
    basis = BASES.get(found.get("basis", ""))
    if basis is None:
        return
    words = {
        "law_broken": basis.broken,
        "law_broken_words": basis.broken_words,
        "law_order": basis.order,
        "law_order_words": basis.order_words,
    }
    for code, text in words.items():
        if text and not found.get(code):
            found[code] = text


def _officers(form: str, facts: CaseFacts) -> list[dict[str, Any]]:
    if form == SERVICE or facts.visit is None:
        return []
    return [
        {"user_id": one.user_id, "name": one.name, "certificate": one.certificate}
        for one in facts.visit.officers
    ]


def _signatures(form: str, facts: CaseFacts) -> list[dict[str, Any]]:
    if form != SCENE or facts.visit is None:
        return []
    return [asdict(one) for one in facts.visit.signatures]


def _photographs(form: str, facts: CaseFacts, typed: Typed) -> list[dict[str, Any]]:
    if form != PHOTOGRAPHS:
        return []
    words = typed.get("photographs") or {}
    place = typed.get("place") or suggested(form, "place", facts)
    found = []
    for one in facts.evidence:
        said = words.get(str(one.evidence_id))
        if not one.is_picture or said is None:
            continue
        found.append(
            {
                "evidence_id": one.evidence_id,
                "sha256": one.sha256,
                "object": (said.get("object") or one.caption).strip(),
                "taken_at": one.taken_at,
                "place": (said.get("place") or place).strip(),
                "taker": one.provider,
                "proves": (said.get("proves") or "").strip(),
            }
        )
    return found


def _evidence(form: str, facts: CaseFacts) -> list[dict[str, Any]]:
    if form != ORDER:
        return []
    return [
        {
            "name": "现场照片" if one.is_picture else "书证、视听资料等",
            "taken_at": one.taken_at,
            "provider": one.provider,
            "proves": one.caption,
        }
        for one in facts.evidence
    ]


def _served(form: str, facts: CaseFacts, typed: Typed) -> dict[str, Any]:
    wanted = str(typed.get("served") or "")
    if form != SERVICE or not wanted:
        return {}
    return next((asdict(one) for one in facts.issued if str(one.document_id) == wanted), {})


def canonical(content: Content) -> bytes:
    """Return the JSON that is hashed."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def content_hash(content: Content) -> str:
    """Return the SHA-256 of a content, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()
