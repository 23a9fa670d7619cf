"""The units a new installation starts with; the bureau edits them afterwards. Pure."""

from __future__ import annotations

from caseflow.ground.i18n import N_

UNITS: tuple[tuple[str, str | None, str, str, str], ...] = (
    ("bureau", None, "bureau", "忠县生态环境局", "Zhong County Ecological Environment Bureau"),
    ("hotline", "bureau", "section", "信访热线科", "Hotline Section"),
    ("dispatch", "bureau", "section", "综合调度科", "Dispatch Section"),
    ("publicity", "bureau", "section", "宣传信息科", "Publicity Section"),
    ("legal", "bureau", "section", "法制监督科", "Legal and Supervision Section"),
    ("enforcement", "bureau", "squad", "生态环境保护综合行政执法支队", "Enforcement Brigade"),
    ("squad-1", "enforcement", "squad", "执法一大队", "Enforcement Squad 1"),
    ("squad-2", "enforcement", "squad", "执法二大队", "Enforcement Squad 2"),
    ("squad-3", "enforcement", "squad", "执法三大队", "Enforcement Squad 3"),
    ("housing", None, "partner", "县住房城乡建委", "Housing and Construction Commission"),
    ("urban", None, "partner", "县城市管理局", "Urban Management Bureau"),
    ("police", None, "partner", "县公安局", "Public Security Bureau"),
    ("market", None, "partner", "县市场监管局", "Market Regulation Bureau"),
    ("water", None, "partner", "县水利局", "Water Resources Bureau"),
    ("agriculture", None, "partner", "县农业农村委", "Agriculture and Rural Affairs Commission"),
    ("townships", None, "bureau", "乡镇人民政府（街道办事处）", "Township Governments"),
)
"""Code, parent, kind, name, English name. Townships' own offices come from the region table.
The names of sections are plausible examples, not the bureau's confirmed structure."""

DEMO_ACCOUNTS: tuple[tuple[str, str], ...] = (
    ("operator", "operator"),
    ("dispatcher", "dispatcher"),
    ("officer", "officer"),
    ("officer2", "officer"),
    ("township", "township"),
    ("supervisor", "supervisor"),
    ("leader", "leader"),
    ("publisher", "publisher"),
    ("auditor", "auditor"),
    ("admin", "administrator"),
    ("reward", "reward_officer"),
)
"""User name and role of the accounts of demonstration mode; their one password is a setting."""

UNIT_KINDS: dict[str, str] = {
    "bureau": N_("Bureau"),
    "section": N_("Section"),
    "squad": N_("Enforcement squad"),
    "township": N_("Township office"),
    "partner": N_("Partner department"),
}
"""Kind of a unit → its name on the page."""
