"""What the app is told of words: sentences in the user's language, tables of codes, sizes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from caseflow.core.cases.codes import STAGES
from caseflow.core.sources.reference import RISK_GRADES
from caseflow.core.visits import rules
from caseflow.field.app.sentences import SENTENCES
from caseflow.ground.storage.kinds import KINDS
from caseflow.ground.web.locale import html_language

TABLES: dict[str, Mapping[str, str]] = {
    "kinds": rules.KINDS,
    "bases": rules.BASES,
    "results": rules.RESULTS,
    "answers": rules.ANSWERS,
    "signers": rules.SIGNERS,
    "rights": rules.RIGHTS,
    "scene_parts": rules.SCENE_PARTS,
    "order_parts": rules.ORDER_PARTS,
    "stages": STAGES,
    "risk_grades": RISK_GRADES,
}
"""Name → code → msgid. The app's twin of `faults()` names parts by msgid, as rules.py does."""


def words_for_app() -> dict[str, Any]:
    """Return {"language", "words": {msgid: sentence}, "tables": {name: [[code, msgid], …]},
    "limits"}.

    Tables are lists because their order matters and JSON objects have none.
    `limits.file_mb`: content type → most megabytes of a file that is kept.
    """
    labels = {label for table in TABLES.values() for label in table.values()}
    return {
        "language": html_language(),
        "words": {msgid: _(msgid) for msgid in sorted(labels.union(SENTENCES))},
        "tables": {name: [list(row) for row in table.items()] for name, table in TABLES.items()},
        "limits": {"file_mb": {kind.content_type: kind.most_mb for kind in KINDS}},
    }
