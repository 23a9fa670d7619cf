"""Leads: alarms of monitoring devices."""

from __future__ import annotations

from typing import Any

from caseflow.api.clients.rules import ApiScope
from caseflow.api.guarding import caller
from caseflow.api.v1 import schemas
from caseflow.api.v1.actions import checked_lead, take_lead
from caseflow.api.v1.blueprint import operation
from caseflow.api.v1.views.answering import answered
from caseflow.people.permissions.policy import Permission

EXAMPLE = {
    "device": "CEMS-500233-07",
    "alarm_reference": "A-20261008-0931",
    "measured": "SO2",
    "value": 412.5,
    "unit": "mg/m3",
    "limit": 200,
    "at": "2026-10-08T09:31:00+08:00",
    "place": "新生街道工业园区2号",
    "source": "某水泥有限公司",
    "categories": ["air-industry"],
}


@operation(
    "POST",
    "/leads",
    permission=Permission.CASE_ASSIGN,
    scope=ApiScope.LEADS_WRITE,
    body=schemas.LeadIn,
    example=EXAMPLE,
    answers={201: schemas.LeadOut, 200: schemas.LeadOut},
    problems=("conflict",),
    takes_key=True,
)
def lead(alarm: dict[str, Any]) -> Any:
    """Hand in a monitoring alarm; it opens an inspection case, once for device and number."""
    return answered(lambda: checked_lead(alarm), lambda lead: take_lead(lead, caller()))
