"""Comparing a bundle with what is published: everything is rendered again and nothing written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from caseflow.public.outlets.site.writing import alone, target_at, wanted_files
from caseflow.public.published.shelf import held_shelf


@dataclass(slots=True)
class Comparison:
    """Paths that are not as they must be."""

    count: int = 0
    missing: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)

    @property
    def fault_count(self) -> int:
        return len(self.missing) + len(self.different) + len(self.strange)


def check_site(address: str) -> Comparison:
    """Return how the bundle at `address` differs from one written now."""
    target = target_at(address)
    with alone(), held_shelf() as shelf:
        wanted = wanted_files(shelf)
        present = target.paths()
        found = Comparison(len(wanted | dict.fromkeys(present)))
        found.missing = sorted(wanted.keys() - present)
        found.strange = sorted(present - wanted.keys())
        for path in sorted(wanted.keys() & present):
            content = target.read(path)
            if content is None or hashlib.sha256(content).hexdigest() != wanted[path]:
                found.different.append(path)
    return found
