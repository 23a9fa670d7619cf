"""The acts on accounts that are written down, and their names. Pure."""

from __future__ import annotations

from caseflow.ground.i18n import N_

ACTS: dict[str, str] = {
    "user_created": N_("Account created"),
    "user_changed": N_("Account changed"),
    "user_deactivated": N_("Account closed"),
    "user_reactivated": N_("Account opened again"),
    "work_handed_over": N_("Work handed over"),
    "password_reset": N_("Password reset"),
    "password_changed": N_("Password changed by the person"),
    "account_locked": N_("Account locked after wrong passwords"),
    "account_unlocked": N_("Account unlocked"),
    "session_ended": N_("Session ended"),
    "sessions_ended": N_("All sessions ended"),
    "unit_created": N_("Unit created"),
    "unit_changed": N_("Unit changed"),
    "unit_merged": N_("Unit merged into another"),
    "absence_added": N_("Absence entered"),
    "absence_removed": N_("Absence removed"),
    "api_client_created": N_("API client made"),
    "api_token_created": N_("API token made"),
    "api_token_revoked": N_("API token revoked"),
    "device_registered": N_("Tablet registered"),
    "device_lost": N_("Tablet reported lost"),
    "device_found": N_("Report of a lost tablet taken back"),
    "device_wiped": N_("Tablet wiped"),
    "hook_created": N_("Web hook set up"),
    "hook_changed": N_("Web hook changed"),
    "hook_paused": N_("Web hook paused"),
    "hook_resumed": N_("Web hook resumed"),
    "hook_ended": N_("Web hook ended"),
    "hook_secret_rotated": N_("Secret of a web hook replaced"),
    "hook_event_sent_again": N_("Web hook event sent again"),
    "hook_event_skipped": N_("Web hook event skipped"),
}
"""Act → its name on the page."""
