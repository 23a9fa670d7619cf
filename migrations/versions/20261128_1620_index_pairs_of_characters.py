"""Index case texts by pairs of neighbouring characters; origin references and channels of cases.

The pairs are made of the tokens that the index holds, so no text is read. The pinyin of sources'
names comes in with the next act on a case, or for all by `caseflow search rebuild`.
"""

from __future__ import annotations

import re
from itertools import pairwise

from alembic import op
from sqlalchemy import text

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BATCH = 1000
GAP = "zzgap"
JOINT = "\u01c0"
RUN = re.compile(r"[a-z0-9]+")
LEXEME = re.compile(r"'([^']+)'(?::([\dA-D,]+))?")
KEYS = {"sqlite": "rowid", "postgresql": "case_id"}


def upgrade() -> None:
    op.create_index("ix_cases_channel", "cases", ["channel_code", "id"])
    op.create_index(
        "ix_petitions_origin_reference", "petitions", ["origin_reference", "channel_code"]
    )
    _rewrite(by_pairs=True)


def downgrade() -> None:
    _rewrite(by_pairs=False)
    op.drop_index("ix_petitions_origin_reference", table_name="petitions")
    op.drop_index("ix_cases_channel", table_name="cases")


def _rewrite(*, by_pairs: bool) -> None:
    """Write every row of the index anew out of its own tokens."""
    bind = op.get_bind()
    dialect = bind.dialect.name
    key = KEYS[dialect]
    body = "body" if dialect == "sqlite" else "CAST(body AS text)"
    new = ":body" if dialect == "sqlite" else "CAST(:body AS tsvector)"
    read = text(
        f"SELECT {key}, {body} FROM case_texts WHERE {key} > :last ORDER BY {key} LIMIT {BATCH}"
    )
    write = text(f"UPDATE case_texts SET body = {new} WHERE {key} = :id")
    make = {
        ("sqlite", True): _pairs_in_a_row,
        ("sqlite", False): _tokens_in_a_row,
        ("postgresql", True): _pairs_with_places,
        ("postgresql", False): _tokens_with_places,
    }[dialect, by_pairs]
    last = 0
    while rows := bind.execute(read, {"last": last}).all():
        bind.execute(write, [{"id": row[0], "body": make(row[1])} for row in rows])
        last = rows[-1][0]


def _pairs(cut: list[str]) -> list[str]:
    return [
        one + JOINT + two if RUN.fullmatch(one) and RUN.fullmatch(two) else one + two
        for one, two in pairwise(cut)
    ]


def _parted(pair: str) -> tuple[str, str]:
    """Return the two tokens of a pair."""
    if JOINT in pair:
        one, _joint, two = pair.partition(JOINT)
        return one, two
    head = RUN.match(pair)
    cut = head.end() if head else 1
    return pair[:cut], pair[cut:]


def _pairs_in_a_row(body: str) -> str:
    cuts = [part.split() for part in body.split(GAP)]
    single = dict.fromkeys(token for cut in cuts for token in cut)
    runs = f" {GAP} ".join(" ".join(_pairs(cut)) for cut in cuts if len(cut) > 1)
    return f"{' '.join(single)} {GAP} {runs}"


def _tokens_in_a_row(body: str) -> str:
    single, *runs = [part.split() for part in body.split(GAP)]
    cuts = [[_parted(run[0])[0], *(_parted(pair)[1] for pair in run)] for run in runs if run]
    held = {token for cut in cuts for token in cut}
    cuts += [[token] for token in single if token not in held and not token.startswith("zzp")]
    return f" {GAP} ".join(" ".join(cut) for cut in cuts)


def _places(body: str) -> tuple[dict[int, str], list[str]]:
    """Return place → lexeme, and the lexemes that have no place."""
    found: dict[int, str] = {}
    without: list[str] = []
    for lexeme, places in LEXEME.findall(body):
        if not places:
            without.append(lexeme)
        for place in re.findall(r"\d+", places):
            found[int(place)] = lexeme
    return found, without


def _pairs_with_places(body: str) -> str:
    places, _without = _places(body)
    words = [f"'{token}'" for token in dict.fromkeys(places.values())]
    for place, token in places.items():
        if place + 1 in places:
            words.append(f"'{_pairs([token, places[place + 1]])[0]}':{place}")
    return " ".join(words)


def _tokens_with_places(body: str) -> str:
    places, single = _places(body)
    tokens: dict[int, str] = {}
    for place, pair in places.items():
        tokens[place], tokens[place + 1] = _parted(pair)
    held = set(tokens.values())
    end = max(tokens, default=0)
    for token in single:
        if token not in held and not token.startswith("zzp"):
            end += 2
            tokens[end] = token
    return " ".join(f"'{token}':{place}" for place, token in tokens.items())
