"""Who may do what, and how far: permission × role × scope in one table. Pure."""

from __future__ import annotations

from enum import StrEnum

from caseflow.ground.i18n import N_


class Role(StrEnum):
    OPERATOR = "operator"
    DISPATCHER = "dispatcher"
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    TOWNSHIP = "township"
    LEADER = "leader"
    """局领导: sees the county, asks for answers by notices; no complainant."""
    PUBLISHER = "publisher"
    AUDITOR = "auditor"
    REWARD_OFFICER = "reward_officer"
    """奖励经办: pays rewards and knows of no case; nobody who handles cases holds this role."""
    ADMINISTRATOR = "administrator"


class Scope(StrEnum):
    """How far a right reaches: one's own cases, those of one's unit and below, the whole county."""

    OWN = "own"
    UNIT = "unit"
    COUNTY = "county"


class Permission(StrEnum):
    ACCOUNT_MANAGE = "account:manage"
    AUDIT_VIEW = "audit:view"
    CALENDAR_MANAGE = "calendar:manage"
    CASE_ACCEPT = "case:accept"
    CASE_ASSIGN = "case:assign"
    CASE_BULK = "case:bulk"
    CASE_COMMENT = "case:comment"
    CASE_EXTEND = "case:extend"
    CASE_HAND_OVER = "case:hand_over"
    CASE_INSPECT = "case:inspect"
    CASE_INVESTIGATE = "case:investigate"
    CASE_MERGE = "case:merge"
    CASE_RECEIPT = "case:receipt"
    CASE_REGISTER = "case:register"
    CASE_REOPEN = "case:reopen"
    CASE_RETURN = "case:return"
    CASE_SIGN_OFF = "case:sign_off"
    CASE_VIEW = "case:view"
    CASE_WITHDRAW = "case:withdraw"
    CHECKLIST_MANAGE = "checklist:manage"
    CHECKLIST_VIEW = "checklist:view"
    COMPLAINANT_VIEW = "complainant:view"
    DEVICE_MANAGE = "device:manage"
    DISPATCH_MANAGE = "dispatch:manage"
    DISPATCH_VIEW = "dispatch:view"
    DOCUMENT_VIEW = "document:view"
    DOCUMENT_VOID = "document:void"
    DOCUMENT_WRITE = "document:write"
    ENFORCEMENT_RECORD = "enforcement:record"
    EVIDENCE_ADD = "evidence:add"
    EVIDENCE_TRACE = "evidence:trace"
    EXPORT_MAKE = "export:make"
    EXPORT_VIEW_LOG = "export:view_log"
    FIELD_DECIDE = "field:decide"
    FIELD_SEND = "field:send"
    FIGURES_FREEZE = "figures:freeze"
    FIGURES_VIEW = "figures:view"
    IMPORT_UNDO = "import:undo"
    IMPORT_VIEW = "import:view"
    INBOX_VIEW = "inbox:view"
    INSPECTION_PLAN = "inspection:plan"
    INSPECTION_VIEW = "inspection:view"
    JOINT_MANAGE = "joint:manage"
    JOINT_RECORD = "joint:record"
    MESSAGE_RETRY = "message:retry"
    NOTICE_ANSWER = "notice:answer"
    NOTICE_ISSUE = "notice:issue"
    NOTICE_VIEW = "notice:view"
    ORDER_ISSUE = "order:issue"
    PETITION_CALL_BACK = "petition:call_back"
    PETITION_IMPORT = "petition:import"
    PETITION_REPLY = "petition:reply"
    PUBLIC = "public"
    PUBLICATION_APPROVE = "publication:approve"
    PUBLICATION_DRAFT = "publication:draft"
    PUBLICATION_LOOK_BACK = "publication:look_back"
    PUBLICATION_VIEW = "publication:view"
    REPLY_APPROVE = "reply:approve"
    REPLY_DRAFT = "reply:draft"
    REWARD_APPROVE = "reward:approve"
    REWARD_ASSESS = "reward:assess"
    REWARD_PAY = "reward:pay"
    REWARD_PROPOSE = "reward:propose"
    REWARD_VIEW = "reward:view"
    SOURCE_EDIT = "source:edit"
    SOURCE_VIEW = "source:view"
    SUPERVISION_VIEW = "supervision:view"
    SYSTEM_CONFIGURE = "system:configure"
    TASK_ANSWER = "task:answer"
    TASK_GIVE = "task:give"
    TERM_MANAGE = "term:manage"
    TERM_VIEW = "term:view"
    TEXT_MANAGE = "text:manage"
    TEXT_VIEW = "text:view"


ROLE_LABELS: dict[Role, str] = {
    Role.OPERATOR: N_("Hotline operator"),
    Role.DISPATCHER: N_("Dispatcher"),
    Role.OFFICER: N_("Enforcement officer"),
    Role.SUPERVISOR: N_("Supervisor"),
    Role.TOWNSHIP: N_("Township handler"),
    Role.LEADER: N_("Bureau leader"),
    Role.PUBLISHER: N_("Publisher"),
    Role.AUDITOR: N_("Auditor"),
    Role.REWARD_OFFICER: N_("Reward officer"),
    Role.ADMINISTRATOR: N_("Administrator"),
}

PERMISSION_LABELS: dict[Permission, str] = {
    Permission.ACCOUNT_MANAGE: N_("manage accounts and units"),
    Permission.AUDIT_VIEW: N_("look at the audit trail"),
    Permission.CALENDAR_MANAGE: N_("manage the working calendar"),
    Permission.CASE_ACCEPT: N_("accept, decline or transfer petitions"),
    Permission.CASE_ASSIGN: N_("assign cases"),
    Permission.CASE_BULK: N_("decide on many cases at once"),
    Permission.CASE_COMMENT: N_("add notes to cases"),
    Permission.CASE_EXTEND: N_("extend or suspend deadlines"),
    Permission.CASE_HAND_OVER: N_("hand over the work of others"),
    Permission.CASE_INSPECT: N_("record inspections"),
    Permission.CASE_INVESTIGATE: N_("investigate cases"),
    Permission.CASE_MERGE: N_("merge and split cases"),
    Permission.CASE_RECEIPT: N_("acknowledge receipt of cases"),
    Permission.CASE_REGISTER: N_("register petitions"),
    Permission.CASE_REOPEN: N_("reopen cases"),
    Permission.CASE_RETURN: N_("return cases to the dispatcher"),
    Permission.CASE_SIGN_OFF: N_("sign cases off"),
    Permission.CASE_VIEW: N_("look at cases"),
    Permission.CASE_WITHDRAW: N_("record a withdrawal"),
    Permission.CHECKLIST_MANAGE: N_("write the checklists of visits"),
    Permission.CHECKLIST_VIEW: N_("look at the checklists of visits"),
    Permission.COMPLAINANT_VIEW: N_("see who complained"),
    Permission.DEVICE_MANAGE: N_("manage everybody's tablets"),
    Permission.DISPATCH_MANAGE: N_("edit the dispatch matrix"),
    Permission.DISPATCH_VIEW: N_("look at the dispatch matrix"),
    Permission.DOCUMENT_VIEW: N_("look at official documents"),
    Permission.DOCUMENT_VOID: N_("void official documents"),
    Permission.DOCUMENT_WRITE: N_("draft and issue official documents"),
    Permission.ENFORCEMENT_RECORD: N_("record facts of penalties and transfers"),
    Permission.EVIDENCE_ADD: N_("add evidence"),
    Permission.EVIDENCE_TRACE: N_("see who looked at evidence"),
    Permission.EXPORT_MAKE: N_("take lists out as files"),
    Permission.EXPORT_VIEW_LOG: N_("look at the log of exports"),
    Permission.FIELD_DECIDE: N_("decide on records of tablets"),
    Permission.FIELD_SEND: N_("send records from a tablet"),
    Permission.FIGURES_FREEZE: N_("freeze figures and set how townships are assessed"),
    Permission.FIGURES_VIEW: N_("look at the figures"),
    Permission.IMPORT_UNDO: N_("take imports back"),
    Permission.IMPORT_VIEW: N_("look at the void numbers of imports"),
    Permission.INBOX_VIEW: N_("read the inbox"),
    Permission.INSPECTION_PLAN: N_("plan and draw inspections"),
    Permission.INSPECTION_VIEW: N_("look at planned inspections and draws"),
    Permission.JOINT_MANAGE: N_("mark cases for joint handling"),
    Permission.JOINT_RECORD: N_("record coordination minutes"),
    Permission.MESSAGE_RETRY: N_("retry messages that could not be delivered"),
    Permission.NOTICE_ANSWER: N_("answer supervision notices"),
    Permission.NOTICE_ISSUE: N_("issue supervision notices"),
    Permission.NOTICE_VIEW: N_("look at supervision notices"),
    Permission.ORDER_ISSUE: N_("order rectification"),
    Permission.PETITION_CALL_BACK: N_("record call-backs"),
    Permission.PETITION_IMPORT: N_("import petitions"),
    Permission.PETITION_REPLY: N_("reply to petitions"),
    Permission.PUBLIC: N_("open public pages"),
    Permission.PUBLICATION_APPROVE: N_("approve publications"),
    Permission.PUBLICATION_DRAFT: N_("draft publications"),
    Permission.PUBLICATION_LOOK_BACK: N_("look up what was public when"),
    Permission.PUBLICATION_VIEW: N_("look at publications"),
    Permission.REPLY_APPROVE: N_("approve replies"),
    Permission.REPLY_DRAFT: N_("draft replies"),
    Permission.REWARD_APPROVE: N_("approve or refuse rewards"),
    Permission.REWARD_ASSESS: N_("assess rewards"),
    Permission.REWARD_PAY: N_("pay rewards out"),
    Permission.REWARD_PROPOSE: N_("propose rewards"),
    Permission.REWARD_VIEW: N_("look at rewards"),
    Permission.SOURCE_EDIT: N_("edit pollution sources"),
    Permission.SOURCE_VIEW: N_("look at pollution sources"),
    Permission.SUPERVISION_VIEW: N_("open the supervision lists"),
    Permission.SYSTEM_CONFIGURE: N_("configure the system"),
    Permission.TASK_ANSWER: N_("answer tasks of cases"),
    Permission.TASK_GIVE: N_("give tasks to co-handling units"),
    Permission.TERM_MANAGE: N_("set terms of practice"),
    Permission.TERM_VIEW: N_("look at the terms"),
    Permission.TEXT_MANAGE: N_("write canned texts and the knowledge base"),
    Permission.TEXT_VIEW: N_("look at canned texts and the knowledge base"),
}

HANDLERS = frozenset({Role.OFFICER, Role.TOWNSHIP})
"""Roles to whom cases and tasks are assigned by name."""

STANDS_IN: dict[Role, frozenset[Role]] = {
    Role.OFFICER: frozenset({Role.OFFICER}),
    Role.TOWNSHIP: frozenset({Role.TOWNSHIP, Role.OFFICER}),
    Role.DISPATCHER: frozenset({Role.DISPATCHER, Role.SUPERVISOR}),
    Role.SUPERVISOR: frozenset({Role.SUPERVISOR}),
    Role.LEADER: frozenset({Role.LEADER, Role.SUPERVISOR}),
    Role.REWARD_OFFICER: frozenset({Role.REWARD_OFFICER}),
}
"""Who may stand in for whom: only somebody who may do what waits. Roles not named: anybody."""

_R, _S = Role, Scope
_EVERYONE_AT_WORK = {role: Scope.COUNTY for role in Role}

POLICY: dict[Permission, dict[Role, Scope]] = {
    Permission.ACCOUNT_MANAGE: {_R.ADMINISTRATOR: _S.COUNTY},
    Permission.AUDIT_VIEW: {_R.AUDITOR: _S.COUNTY, _R.SUPERVISOR: _S.COUNTY},
    Permission.CALENDAR_MANAGE: {_R.ADMINISTRATOR: _S.COUNTY, _R.SUPERVISOR: _S.COUNTY},
    Permission.CASE_ACCEPT: {_R.DISPATCHER: _S.COUNTY, _R.SUPERVISOR: _S.COUNTY},
    Permission.CASE_ASSIGN: {_R.DISPATCHER: _S.COUNTY, _R.SUPERVISOR: _S.COUNTY},
    Permission.CASE_BULK: {_R.DISPATCHER: _S.COUNTY, _R.SUPERVISOR: _S.COUNTY},
    Permission.CASE_COMMENT: {
        _R.OPERATOR: _S.COUNTY,
        _R.DISPATCHER: _S.COUNTY,
        _R.OFFICER: _S.UNIT,
        _R.SUPERVISOR: _S.COUNTY,
        _R.TOWNSHIP: _S.UNIT,
    },
    Permission.CASE_EXTEND: {_R.SUPERVISOR: _S.COUNTY},
    Permission.CASE_HAND_OVER: {
        _R.DISPATCHER: _S.COUNTY,
        _R.SUPERVISOR: _S.COUNTY,
        _R.ADMINISTRATOR: _S.COUNTY,
    },
    Permission.CASE_INSPECT: {_R.OFFICER: _S.UNIT},
    Permission.CASE_INVESTIGATE: {_R.OFFICER: _S.UNIT, _R.TOWNSHIP: _S.UNIT},
    Permission.CASE_MERGE: {_R.DISPATCHER: _S.COUNTY, _R.SUPERVISOR: _S.COUNTY},
    Permission.CASE_RECEIPT: {_R.OFFICER: _S.UNIT, _R.TOWNSHIP: _S.UNIT},
    Permission.CASE_REGISTER: {_R.OPERATOR: _S.COUNTY, _R.DISPATCHER: _S.COUNTY},
    Permission.CASE_REOPEN: {_R.SUPERVISOR: _S.COUNTY},
    Permission.CASE_RETURN: {_R.OFFICER: _S.UNIT, _R.TOWNSHIP: _S.UNIT},
    Permission.CASE_SIGN_OFF: {_R.SUPERVISOR: _S.COUNTY},
    Permission.CASE_VIEW: {
        _R.OPERATOR: _S.COUNTY,
        _R.DISPATCHER: _S.COUNTY,
        _R.OFFICER: _S.UNIT,
        _R.SUPERVISOR: _S.COUNTY,
        _R.LEADER: _S.COUNTY,
        _R.PUBLISHER: _S.COUNTY,
        _R.AUDITOR: _S.COUNTY,
        _R.TOWNSHIP: _S.UNIT,
    },
    Permission.CASE_WITHDRAW: {
        _R.OPERATOR: _S.COUNTY,
        _R.DISPATCHER: _S.COUNTY,
        _R.OFFICER: _S.UNIT,
    },
    Permission.CHECKLIST_MANAGE: {_R.ADMINISTRATOR: _S.COUNTY, _R.SUPERVISOR: _S.COUNTY},
    Permission.CHECKLIST_VIEW: {
        _R.DISPATCHER: _S.COUNTY,
        _R.OFFICER: _S.COUNTY,
        _R.SUPERVISOR: _S.COUNTY,
        _R.AUDITOR: _S.COUNTY,
        _R.ADMINISTRATOR: _S.COUNTY,
    },
    Permission.COMPLAINANT_VIEW: {
        _R.OPERATOR: _S.COUNTY,
        _R.DISPATCHER: _S.COUNTY,
        _R.OFFICER: _S.UNIT,
        _R.SUPERVISOR: _S.COUNTY,
        _R.TOWNSHIP: _S.UNIT,
    },
    Permission.DEVICE_MANAGE: {_R.ADMINISTRATOR: _S.COUNTY},
    Permission.DISPATCH_MANAGE: {_R.ADMINISTRATOR: _S.COUNTY},
    Permission.DISPATCH_VIEW: {
        _R.OPERATOR: _S.COUNTY,
        _R.DISPATCHER: _S.COUNTY,
        _R.SUPERVISOR: _S.COUNTY,
        _R.AUDITOR: _S.COUNTY,
        _R.ADMINISTRATOR: _S.COUNTY,
    },
    Permission.DOCUMENT_VIEW: {
        _R.DISPATCHER: _S.COUNTY,
        _R.OFFICER: _S.UNIT,
        _R.SUPERVISOR: _S.COUNTY,
        _R.LEADER: _S.COUNTY,
        _R.AUDITOR: _S.COUNTY,
        _R.TOWNSHIP: _S.UNIT,
    },
    Permission.DOCUMENT_VOID: {_R.OFFICER: _S.UNIT, _R.SUPERVISOR: _S.COUNTY},
    Permission.DOCUMENT_WRITE: {_R.OFFICER: _S.UNIT},
    Permission.ENFORCEMENT_RECORD: {_R.OFFICER: _S.UNIT, _R.SUPERVISOR: _S.COUNTY},
    Permission.EVIDENCE_ADD: {
        _R.OPERATOR: _S.COUNTY,
        _R.DISPATCHER: _S.COUNTY,
        _R.OFFICER: _S.UNIT,
        _R.SUPERVISOR: _S.COUNTY,
        _R.TOWNSHIP: _S.UNIT,
    },
    Permission.EVIDENCE_TRACE: {
        _R.DISPATCHER: _S.COUNTY,
        _R.OFFICER: _S.UNIT,
        _R.SUPERVISOR: _S.COUNTY,
        _R.AUDITOR: _S.COUNTY,
    },
    Permission.EXPORT_MAKE: {
        _R.DISPATCHER: _S.COUNTY,
        _R.SUPERVISOR: _S.COUNTY,
        _R.AUDITOR: _S.COUNTY,
    },
    Permission.EXPORT_VIEW_LOG: {_R.AUDITOR: _S.COUNTY},
    Permission.FIELD_DECIDE: {_R.OFFICER: _S.UNIT, _R.SUPERVISOR: _S.COUNTY},
    Permission.FIELD_SEND: {_R.OFFICER: _S.UNIT},
    Permission.FIGURES_FREEZE: {_R.SUPERVISOR: _S.COUNTY},
    Permission.FIGURES_VIEW: {
        _R.DISPATCHER: _S.COUNTY,
        _R.OFFICER: _S.UNIT,
        _R.TOWNSHIP: _S.UNIT,
        _R.SUPERVISOR: _S.COUNTY,
        _R.LEADER: _S.COUNTY,
        _R.AUDITOR: _S.COUNTY,
    },
    Permission.IMPORT_UNDO: {
        _R.OPERATOR: _S.COUNTY,
        _R.DISPATCHER: _S.COUNTY,
        _R.SUPERVISOR: _S.COUNTY,
    },
    Permission.IMPORT_VIEW: {
        _R.OPERATOR: _S.COUNTY,
        _R.DISPATCHER: _S.COUNTY,
        _R.SUPERVISOR: _S.COUNTY,
        _R.AUDITOR: _S.COUNTY,
    },
    Permission.INBOX_VIEW: dict(_EVERYONE_AT_WORK),
    Permission.INSPECTION_PLAN: {_R.DISPATCHER: _S.COUNTY, _R.SUPERVISOR: _S.COUNTY},
    Permission.INSPECTION_VIEW: {
        _R.DISPATCHER: _S.COUNTY,
        _R.SUPERVISOR: _S.COUNTY,
        _R.LEADER: _S.COUNTY,
        _R.AUDITOR: _S.COUNTY,
    },
    Permission.JOINT_MANAGE: {_R.SUPERVISOR: _S.COUNTY},
    Permission.JOINT_RECORD: {
        _R.DISPATCHER: _S.COUNTY,
        _R.OFFICER: _S.UNIT,
        _R.SUPERVISOR: _S.COUNTY,
    },
    Permission.MESSAGE_RETRY: {_R.ADMINISTRATOR: _S.COUNTY, _R.SUPERVISOR: _S.COUNTY},
    Permission.NOTICE_ANSWER: {_R.OFFICER: _S.UNIT, _R.TOWNSHIP: _S.UNIT},
    Permission.NOTICE_ISSUE: {_R.SUPERVISOR: _S.COUNTY, _R.LEADER: _S.COUNTY},
    Permission.NOTICE_VIEW: {
        _R.DISPATCHER: _S.COUNTY,
        _R.OFFICER: _S.UNIT,
        _R.TOWNSHIP: _S.UNIT,
        _R.SUPERVISOR: _S.COUNTY,
        _R.LEADER: _S.COUNTY,
        _R.AUDITOR: _S.COUNTY,
    },
    Permission.ORDER_ISSUE: {_R.OFFICER: _S.UNIT},
    Permission.PETITION_CALL_BACK: {_R.OPERATOR: _S.COUNTY, _R.DISPATCHER: _S.COUNTY},
    Permission.PETITION_IMPORT: {_R.OPERATOR: _S.COUNTY, _R.DISPATCHER: _S.COUNTY},
    Permission.PETITION_REPLY: {
        _R.OPERATOR: _S.COUNTY,
        _R.DISPATCHER: _S.COUNTY,
        _R.OFFICER: _S.UNIT,
    },
    Permission.PUBLICATION_APPROVE: {_R.PUBLISHER: _S.COUNTY, _R.SUPERVISOR: _S.COUNTY},
    Permission.PUBLICATION_DRAFT: {_R.PUBLISHER: _S.COUNTY, _R.DISPATCHER: _S.COUNTY},
    Permission.PUBLICATION_LOOK_BACK: {
        _R.PUBLISHER: _S.COUNTY,
        _R.SUPERVISOR: _S.COUNTY,
        _R.AUDITOR: _S.COUNTY,
    },
    Permission.PUBLICATION_VIEW: {
        _R.PUBLISHER: _S.COUNTY,
        _R.DISPATCHER: _S.COUNTY,
        _R.SUPERVISOR: _S.COUNTY,
        _R.LEADER: _S.COUNTY,
        _R.AUDITOR: _S.COUNTY,
    },
    Permission.REPLY_APPROVE: {_R.SUPERVISOR: _S.COUNTY},
    Permission.REPLY_DRAFT: {
        _R.OPERATOR: _S.COUNTY,
        _R.DISPATCHER: _S.COUNTY,
        _R.OFFICER: _S.UNIT,
        _R.TOWNSHIP: _S.UNIT,
    },
    Permission.REWARD_APPROVE: {_R.LEADER: _S.COUNTY},
    Permission.REWARD_ASSESS: {_R.SUPERVISOR: _S.COUNTY},
    Permission.REWARD_PAY: {_R.REWARD_OFFICER: _S.COUNTY},
    Permission.REWARD_PROPOSE: {_R.SUPERVISOR: _S.COUNTY, _R.REWARD_OFFICER: _S.COUNTY},
    Permission.REWARD_VIEW: {
        _R.SUPERVISOR: _S.COUNTY,
        _R.LEADER: _S.COUNTY,
        _R.AUDITOR: _S.COUNTY,
        _R.REWARD_OFFICER: _S.COUNTY,
    },
    Permission.SOURCE_EDIT: {
        _R.OPERATOR: _S.COUNTY,
        _R.DISPATCHER: _S.COUNTY,
        _R.OFFICER: _S.COUNTY,
        _R.SUPERVISOR: _S.COUNTY,
    },
    Permission.SOURCE_VIEW: {
        _R.OPERATOR: _S.COUNTY,
        _R.DISPATCHER: _S.COUNTY,
        _R.OFFICER: _S.COUNTY,
        _R.SUPERVISOR: _S.COUNTY,
        _R.LEADER: _S.COUNTY,
        _R.PUBLISHER: _S.COUNTY,
        _R.AUDITOR: _S.COUNTY,
        _R.TOWNSHIP: _S.COUNTY,
    },
    Permission.SUPERVISION_VIEW: {
        _R.SUPERVISOR: _S.COUNTY,
        _R.LEADER: _S.COUNTY,
        _R.DISPATCHER: _S.COUNTY,
        _R.AUDITOR: _S.COUNTY,
    },
    Permission.SYSTEM_CONFIGURE: {_R.ADMINISTRATOR: _S.COUNTY},
    Permission.TASK_ANSWER: {
        _R.DISPATCHER: _S.COUNTY,
        _R.OFFICER: _S.UNIT,
        _R.SUPERVISOR: _S.COUNTY,
        _R.TOWNSHIP: _S.UNIT,
    },
    Permission.TASK_GIVE: {
        _R.DISPATCHER: _S.COUNTY,
        _R.OFFICER: _S.UNIT,
        _R.SUPERVISOR: _S.COUNTY,
        _R.TOWNSHIP: _S.UNIT,
    },
    Permission.TERM_MANAGE: {_R.ADMINISTRATOR: _S.COUNTY, _R.SUPERVISOR: _S.COUNTY},
    Permission.TERM_VIEW: dict(_EVERYONE_AT_WORK),
    Permission.TEXT_MANAGE: {
        _R.DISPATCHER: _S.COUNTY,
        _R.SUPERVISOR: _S.COUNTY,
        _R.ADMINISTRATOR: _S.COUNTY,
    },
    Permission.TEXT_VIEW: dict(_EVERYONE_AT_WORK),
}

PUBLIC_ENDPOINTS = frozenset(
    {
        "accounts.sign_in",
        "api_document.openapi",
        "api_document.read",
        "calendar_feed.feed",
        "health.healthz",
        "health.readyz",
        "home.index",
        "locale.set_language",
        "open311.definition",
        "open311.discovery",
        "open311.one",
        "open311.requests",
        "open311.services",
        "open311.token",
        "outlets.atom",
        "outlets.digest",
        "outlets.digest_file",
        "outlets.digests",
        "outlets.json_feed",
        "outlets.month_sitemap",
        "outlets.robots",
        "outlets.sitemap",
        "portal.add_words",
        "portal.begin_again",
        "portal.check",
        "portal.done",
        "portal.home",
        "portal.leave",
        "portal.lookup",
        "portal.lost_code",
        "portal.rate",
        "portal.rate_by_link",
        "portal.start",
        "portal.step",
        "portal_before.moved",
        "published.index",
        "published.kind_month",
        "published.kinds",
        "published.month",
        "published.of_kind",
        "published.page",
        "published.picture",
        "reward_claim.ask",
        "reward_claim.code",
        "static",
    }
)
"""The one reviewed list of routes that answer without sign-in."""


def scope_of(role: Role, permission: Permission) -> Scope | None:
    """Return how far `role` holds `permission`, or None if not at all."""
    if permission is Permission.PUBLIC:
        return Scope.COUNTY
    return POLICY[permission].get(role)
