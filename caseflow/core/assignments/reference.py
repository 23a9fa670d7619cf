"""The example rows with which the dispatch matrix begins. Pure.

Who may punish what is fixed by local assignment, which was not found for the county: every row is
unverified and says so where it is shown. Articles are of 生态环境法典 (in force 2026-08-15).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

IN_FORCE_FROM = date(2026, 8, 15)
TOWNSHIP = ""
"""In place of a unit's code: the office of the township in which the matter lies."""

_CODE = "生态环境法典"
_LOCAL = "本地分工文件待填写"


@dataclass(frozen=True, slots=True)
class Example:
    """Category (None: any), kind (None: any), leading unit, co-handling units, basis."""

    category_code: str | None
    track: str | None
    lead: str
    co_handling: tuple[str, ...]
    basis: str


# fmt: off
EXAMPLES: tuple[Example, ...] = (
    Example("noise-construction", None, "housing", ("urban", "squad-1"),
            f"{_CODE} 1185、1186（由地方政府指定的部门）"),
    Example("noise-industry", None, "squad-1", (), f"{_CODE} 1107（生态环境部门）"),
    Example("noise-social", None, "urban", ("police",),
            f"{_CODE} 1189、1190（由地方政府指定的部门）"),
    Example("noise-traffic", None, "police", (), f"{_CODE} 1187（公安交管）"),
    Example("air-fumes", None, "urban", ("market",),
            f"{_CODE} 1132（县级以上政府确定的监督管理部门）"),
    Example("air-dust", None, "housing", ("urban",),
            f"{_CODE} 1128（住房城乡建设等部门）"),
    Example("air-odour", None, "squad-2", (),
            f"{_CODE} 1130（生态环境等部门）"),
    Example("air-industry", None, "squad-2", (), f"{_CODE} 1107（生态环境部门）"),
    Example("air-burning", None, TOWNSHIP, ("agriculture",),
            f"{_CODE} 1131（由地方政府指定的部门）"),
    Example("water", None, "squad-3", ("water", "agriculture"), _LOCAL),
    Example("solid", None, "squad-3", ("urban",), _LOCAL),
    Example("hazardous", None, "enforcement", ("police",),
            f"{_CODE} 1169、1175（生态环境部门）、1178、1179（公安）"),
    Example("ecology", None, "squad-3", (), _LOCAL),
    Example("radiation", None, "enforcement", (), _LOCAL),
    Example(None, "consultation", "hotline", (), "信访工作条例 31(1)"),
    Example(None, "suggestion", "dispatch", (), "信访工作条例 31(1)"),
    Example(None, None, "enforcement", (), _LOCAL),
)
# fmt: on
