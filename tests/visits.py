"""A complete record of a visit, as a tablet sends it."""

from __future__ import annotations

from typing import Any


def visit_record(**changes: Any) -> dict[str, Any]:
    """Return a noise visit that ordered rectification, complete in every part."""
    signature = {"is_refused": False, "reason": "", "witness": ""}
    record: dict[str, Any] = {
        "schema": 1,
        "kind": "noise",
        "basis": "petition",
        "planned_id": None,
        "checklist": {"code": "noise", "version": 1},
        "officers": [
            {"user_id": 1, "name": "张三", "certificate": "50230101", "is_confirmed": True},
            {"user_id": 2, "name": "李四", "certificate": "50230102", "is_confirmed": True},
        ],
        "arrived_at": "2026-11-28T02:05:00.000Z",
        "arrived_place": {"latitude": 30.3, "longitude": 108.03, "accuracy_m": 12},
        "left_at": "2026-11-28T03:10:00.000Z",
        "left_place": None,
        "party": {
            "name": "果园路工地",
            "credit_code": "",
            "address": "忠州街道果园路",
            "present": [{"name": "王五", "post": "项目经理", "phone": "", "identity_document": ""}],
        },
        "are_certificates_shown": True,
        "rights_told": {"recusal": True, "statement": True, "defence": True, "duty": True},
        "items": [{"code": "noise.hours", "answer": "no", "words": "夜间施工", "evidence": []}],
        "readings": [{"entered": {"source": "construction", "leq": "62.3"}, "verdict": None}],
        "scene": {"production": "", "permits": "", "treatment": "", "sampling": ""},
        "findings": "夜间使用混凝土泵车施工，未取得夜间作业证明。",
        "statement": "因浇筑需要连续作业。",
        "signatures": [
            signature | {"role": "officer", "name": "张三", "evidence": "a"},
            signature | {"role": "second_officer", "name": "李四", "evidence": "b"},
            signature | {"role": "party", "name": "王五", "evidence": "c"},
        ],
        "result": "ordered",
        "result_words": "",
        "order": {
            "person": "王五",
            "duty": "项目负责人",
            "goal": "夜间不施工",
            "due_on": "2026-12-05",
            "task": "停止夜间施工",
            "standard": "夜间场界噪声不超过55分贝",
        },
        "passed_to": "",
    }
    return record | changes
