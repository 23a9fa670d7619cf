"""Settings: read from the environment once, checked at the start, frozen afterwards."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flask import current_app

from caseflow.ground.errors import BadSetting

RUNNING_REDIS = Path("redis/url")
"""Under CASEFLOW_HOME: the address of the embedded Redis while `caseflow up` runs."""

KNOWN_NAMES = frozenset(
    {
        "CASEFLOW_ADMIN_PASSWORD",
        "CASEFLOW_ARGON2_MEMORY_KIB",
        "CASEFLOW_AUDIT_KEY_FILE",
        "CASEFLOW_AUTHORITY",
        "CASEFLOW_BUREAU_KEYS_FILE",
        "CASEFLOW_CALLBACK_SEED",
        "CASEFLOW_CALLBACK_SHARE",
        "CASEFLOW_DEMO",
        "CASEFLOW_DEMO_CASES",
        "CASEFLOW_DEMO_PASSWORD",
        "CASEFLOW_DESK_DATABASE_URL",
        "CASEFLOW_EXPORT_KEEP_DAYS",
        "CASEFLOW_FILES",
        "CASEFLOW_HOME",
        "CASEFLOW_HOOK_HTTP",
        "CASEFLOW_HOST",
        "CASEFLOW_IDLE_MINUTES",
        "CASEFLOW_JOB_WORKERS",
        "CASEFLOW_MAX_UPLOAD_MB",
        "CASEFLOW_NUMBER_PREFIX",
        "CASEFLOW_OUTBOX_LEASE_S",
        "CASEFLOW_OUTBOX_RETRY_S",
        "CASEFLOW_PORT",
        "CASEFLOW_PUBLIC_URL",
        "CASEFLOW_RATE_LIMITS",
        "CASEFLOW_READER_DATABASE_URL",
        "CASEFLOW_RETURN_ONCE",
        "CASEFLOW_S3_ENDPOINT",
        "CASEFLOW_SEAL_KEYS_FILE",
        "CASEFLOW_REWARD_CLAIM_DAYS",
        "CASEFLOW_REWARD_PAYEE_DAYS",
        "CASEFLOW_SECRET_FILE",
        "CASEFLOW_SHARED_DATA",
        "CASEFLOW_SITE",
        "CASEFLOW_SITE_URL",
        "CASEFLOW_SMS_BODY",
        "CASEFLOW_SMS_KEY_FILE",
        "CASEFLOW_SMS_URL",
        "CASEFLOW_SMTP_FROM",
        "CASEFLOW_SMTP_HOST",
        "CASEFLOW_SMTP_PASSWORD_FILE",
        "CASEFLOW_SMTP_PORT",
        "CASEFLOW_SMTP_TLS",
        "CASEFLOW_SMTP_USER",
        "CASEFLOW_SOAK",
        "CASEFLOW_SOAK_SEED",
        "CASEFLOW_TESTING",
        "CASEFLOW_TIANDITU_KEY",
        "CASEFLOW_TLS_CERT",
        "CASEFLOW_TLS_KEY",
        "CASEFLOW_TRUSTED_PROXIES",
        "CASEFLOW_UNDO_MINUTES",
        "CASEFLOW_UPGRADE_BACKUP",
        "CASEFLOW_WEB_THREADS",
        "CASEFLOW_WEB_WORKERS",
        "CASEFLOW_WECOM_FILE",
        "CASEFLOW_WORKING_HOURS",
    }
)


DEFAULT_SMS_BODY = '{"id": "{id}", "phone": "{phone}", "text": "{text}"}'
"""JSON that the gateway is sent, with places for the message."""

EVERYBODY = "*"
"""The group of robots that stands in for every group without one of its own."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an installation may decide. Units stand in the names."""

    home: Path
    database_url: str
    redis_url: str | None
    """REDIS_URL, else the embedded server's address while `caseflow up` runs, else None."""
    desk_database_url: str | None = None
    """The user of the portal, who may insert and read by code only; None: as database_url."""
    host: str = "127.0.0.1"
    port: int = 8000
    demo: bool = True
    demo_password: str | None = None
    demo_cases: int = 300
    admin_password: str | None = None
    tls_cert: Path | None = None
    tls_key: Path | None = None
    trusted_proxies: int = 0
    """How many reverse proxies stand in front; their X-Forwarded-* headers are believed."""
    public_url: str | None = None
    reader_database_url: str | None = None
    """Of the user that may only read what is published; None: the pages use `database_url`."""
    site_address: str | None = None
    """Where the static bundle is written: a folder or s3://BUCKET/PREFIX; None: nowhere."""
    site_url: str | None = None
    """Where the public reads what is published; None: `public_url`."""
    secret_file: Path = Path("keys/secret.key")
    seal_keys_file: Path = Path("keys/seal.keys")
    audit_key_file: Path = Path("keys/audit.key")
    bureau_keys_file: Path = Path("keys/bureau.keys")
    files_address: str | None = None
    """s3://BUCKET/PREFIX; None: CASEFLOW_HOME/files."""
    s3_endpoint: str | None = None
    authority: str = "忠县生态环境局"
    number_prefix: str = "忠环"
    web_workers: int = 2
    web_threads: int = 24
    """Of each web worker; one is held by each tablet whose piece of a file is on its way."""
    job_workers: int = 1
    idle_minutes: int = 30
    export_keep_days: int = 7
    """How long the file of an export can be fetched."""
    reward_claim_days: int = 60
    """How long a reward can be claimed after its reporter could know of it. Unverified."""
    reward_payee_days: int = 90
    """How long the payee of a reward is kept here after the payment: for transfers that come back
    and for questions of the auditors; the voucher itself stays with the accounts."""
    undo_minutes: int = 30
    callback_share: int = 100
    """Percent of the answered petitioners who are called back; the others stand excluded."""
    callback_seed: str = "caseflow"
    """With the number of a petition it draws the sample, so that the draw can be repeated."""
    return_once: bool = True
    """Refuse a second return after a ruling on competence (another city's rule: 潍坊 22)."""
    outbox_lease_s: int = 60
    outbox_retry_s: int = 60
    hook_http: bool = False
    """Allow web hooks to http:// addresses beyond this machine; their words then go in the open."""
    argon2_memory_kib: int = 40960
    """For one hash; with two passes it takes 50–100 ms on two cores."""
    max_upload_mb: int = 64
    rate_limits: bool = True
    working_hours: tuple[int, int] = (9, 18)
    """Local hours between which reminders that are not urgent may go out."""
    smtp_host: str | None = None
    smtp_port: int = 25
    smtp_user: str | None = None
    smtp_password: str | None = None
    smtp_from: str = "caseflow@localhost"
    smtp_tls: bool = False
    sms_url: str | None = None
    sms_key: str | None = None
    sms_body: str = DEFAULT_SMS_BODY
    wecom_robots: Mapping[str, str] = field(default_factory=dict)
    """Group → the robot's address, which is a secret."""
    upgrade_backup: bool = True
    """Back up before a newer version changes the schema; off where the database is backed up."""
    tianditu_key: str | None = None
    """Lets the map of cases fetch tiles of 天地图; None: it draws by itself."""
    testing: bool = False

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def serves_tls(self) -> bool:
        return self.tls_cert is not None and self.tls_key is not None

    @property
    def is_secure_context(self) -> bool:
        """Whether tablets reach `/field/` over https, by our own certificate or a trusted proxy."""
        return self.serves_tls or bool(self.public_url and self.public_url.startswith("https://"))


def _share(env: Mapping[str, str]) -> int:
    share = _whole(env, "CASEFLOW_CALLBACK_SHARE", 100)
    if share > 100:
        raise BadSetting("CASEFLOW_CALLBACK_SHARE must be a percentage from 0 to 100.")
    return share


def _whole(env: Mapping[str, str], name: str, default: int, least: int = 0) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit() or int(text) < least:
        raise BadSetting(f"{name} must be a whole number of at least {least}, not “{text}”.")
    return int(text)


def _switch(env: Mapping[str, str], name: str, default: bool) -> bool:
    text = env.get(name, "").strip().lower()
    if not text:
        return default
    if text not in {"0", "1", "true", "false", "yes", "no"}:
        raise BadSetting(f"{name} must be 1 or 0, not “{text}”.")
    return text in {"1", "true", "yes"}


def _path(env: Mapping[str, str], name: str, default: Path | None) -> Path | None:
    text = env.get(name, "").strip()
    return Path(text).expanduser().absolute() if text else default


def _hours(env: Mapping[str, str]) -> tuple[int, int]:
    text = env.get("CASEFLOW_WORKING_HOURS", "").strip() or "9-18"
    start, dash, end = text.partition("-")
    if not dash or not start.isdigit() or not end.isdigit() or not 0 <= int(start) < int(end) <= 24:
        raise BadSetting(f"CASEFLOW_WORKING_HOURS must look like 9-18, not “{text}”.")
    return int(start), int(end)


def _secret(env: Mapping[str, str], name: str) -> str | None:
    path = _path(env, name, None)
    if path is None:
        return None
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadSetting(f"{name}: cannot read {path}: {error.strerror}.") from error


def _sms_body(env: Mapping[str, str]) -> str:
    """Return the template of a text message's request, which must be JSON with both places."""
    text = env.get("CASEFLOW_SMS_BODY", "").strip() or DEFAULT_SMS_BODY
    try:
        json.loads(text)
    except ValueError as error:
        raise BadSetting(f"CASEFLOW_SMS_BODY is not JSON: {error}.") from error
    if "{phone}" not in text or "{text}" not in text:
        raise BadSetting("CASEFLOW_SMS_BODY must have the places {phone} and {text}.")
    return text


def _http_url(env: Mapping[str, str], name: str) -> str | None:
    url = env.get(name, "").strip()
    if url and not url.startswith(("http://", "https://")):
        raise BadSetting(f"{name} must begin with https:// or http://.")
    return url or None


def _http_root(env: Mapping[str, str], name: str) -> str | None:
    """Return the address of a whole site, without the stroke at its end."""
    return (_http_url(env, name) or "").rstrip("/") or None


def _robots(env: Mapping[str, str]) -> dict[str, str]:
    """Read the file of group robots: one a line, the group's name and the address, or only that."""
    found: dict[str, str] = {}
    for line in (_secret(env, "CASEFLOW_WECOM_FILE") or "").splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        group, url = (EVERYBODY, words[0]) if len(words) == 1 else (words[0], words[-1])
        if len(words) > 2 or not url.startswith(("http://", "https://")):
            raise BadSetting("CASEFLOW_WECOM_FILE: a line is GROUP ADDRESS, or ADDRESS alone.")
        found[group] = url
    return found


def _database_url(env: Mapping[str, str], name: str, default: str) -> str:
    url = env.get(name, "").strip() or default
    for old in ("postgres://", "postgresql://"):
        if url.startswith(old):
            url = "postgresql+psycopg://" + url[len(old) :]
    if url and not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise BadSetting(f"{name} must begin with sqlite:/// or postgresql://.")
    return url


def _bucket(env: Mapping[str, str]) -> str | None:
    found = env.get("CASEFLOW_FILES", "").strip().rstrip("/")
    if found and not (found.startswith("s3://") and found.removeprefix("s3://")):
        raise BadSetting("CASEFLOW_FILES must be s3://BUCKET or s3://BUCKET/PREFIX.")
    return found or None


def _site(env: Mapping[str, str], home: Path) -> str | None:
    """Return where the static bundle goes: `off`, a folder, or a bucket; a folder by default."""
    found = env.get("CASEFLOW_SITE", "").strip()
    if found == "off":
        return None
    if found.startswith("s3:"):
        bucket = found.removeprefix("s3://").strip("/")
        if not bucket or not found.startswith("s3://"):
            raise BadSetting(
                "CASEFLOW_SITE must be off, a folder, s3://BUCKET or s3://BUCKET/PREFIX."
            )
        return f"s3://{bucket}"
    return str(_path(env, "CASEFLOW_SITE", home / "public-site"))


def _running_redis(home: Path) -> str | None:
    try:
        return (home / RUNNING_REDIS).read_text(encoding="utf-8").strip() or None
    except OSError:
        return None


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of `environment` (default: the process's own).

    Raises BadSetting for a malformed value or an unknown CASEFLOW_ name.
    """
    env = os.environ if environment is None else environment
    unknown = sorted(n for n in env if n.startswith("CASEFLOW_") and n not in KNOWN_NAMES)
    if unknown:
        raise BadSetting(f"Unknown setting {unknown[0]}: see docs/operations.md for the list.")
    home = _path(env, "CASEFLOW_HOME", Path("var").absolute())
    assert home is not None
    return Settings(
        home=home,
        database_url=_database_url(env, "DATABASE_URL", f"sqlite:///{home / 'caseflow.sqlite3'}"),
        redis_url=env.get("REDIS_URL", "").strip() or _running_redis(home),
        desk_database_url=_database_url(env, "CASEFLOW_DESK_DATABASE_URL", "") or None,
        host=env.get("CASEFLOW_HOST", "").strip() or "127.0.0.1",
        port=_whole(env, "CASEFLOW_PORT", 8000, 1),
        demo=_switch(env, "CASEFLOW_DEMO", True),
        demo_password=env.get("CASEFLOW_DEMO_PASSWORD") or None,
        demo_cases=_whole(env, "CASEFLOW_DEMO_CASES", 300),
        admin_password=env.get("CASEFLOW_ADMIN_PASSWORD") or None,
        tls_cert=_path(env, "CASEFLOW_TLS_CERT", None),
        tls_key=_path(env, "CASEFLOW_TLS_KEY", None),
        trusted_proxies=_whole(env, "CASEFLOW_TRUSTED_PROXIES", 0),
        public_url=env.get("CASEFLOW_PUBLIC_URL", "").strip().rstrip("/") or None,
        reader_database_url=_database_url(env, "CASEFLOW_READER_DATABASE_URL", "") or None,
        site_address=_site(env, home),
        site_url=_http_root(env, "CASEFLOW_SITE_URL"),
        secret_file=_path(env, "CASEFLOW_SECRET_FILE", home / "keys/secret.key") or home,
        seal_keys_file=_path(env, "CASEFLOW_SEAL_KEYS_FILE", home / "keys/seal.keys") or home,
        audit_key_file=_path(env, "CASEFLOW_AUDIT_KEY_FILE", home / "keys/audit.key") or home,
        bureau_keys_file=_path(env, "CASEFLOW_BUREAU_KEYS_FILE", home / "keys/bureau.keys") or home,
        files_address=_bucket(env),
        s3_endpoint=env.get("CASEFLOW_S3_ENDPOINT", "").strip() or None,
        authority=env.get("CASEFLOW_AUTHORITY", "").strip() or "忠县生态环境局",
        number_prefix=env.get("CASEFLOW_NUMBER_PREFIX", "").strip() or "忠环",
        web_workers=_whole(env, "CASEFLOW_WEB_WORKERS", 2, 1),
        web_threads=_whole(env, "CASEFLOW_WEB_THREADS", 24, 1),
        job_workers=_whole(env, "CASEFLOW_JOB_WORKERS", 1, 1),
        idle_minutes=_whole(env, "CASEFLOW_IDLE_MINUTES", 30, 1),
        export_keep_days=_whole(env, "CASEFLOW_EXPORT_KEEP_DAYS", 7, 1),
        reward_claim_days=_whole(env, "CASEFLOW_REWARD_CLAIM_DAYS", 60, 1),
        reward_payee_days=_whole(env, "CASEFLOW_REWARD_PAYEE_DAYS", 90, 1),
        undo_minutes=_whole(env, "CASEFLOW_UNDO_MINUTES", 30),
        callback_share=_share(env),
        callback_seed=env.get("CASEFLOW_CALLBACK_SEED", "").strip() or "caseflow",
        return_once=_switch(env, "CASEFLOW_RETURN_ONCE", True),
        outbox_lease_s=_whole(env, "CASEFLOW_OUTBOX_LEASE_S", 60, 1),
        outbox_retry_s=_whole(env, "CASEFLOW_OUTBOX_RETRY_S", 60, 1),
        hook_http=_switch(env, "CASEFLOW_HOOK_HTTP", False),
        argon2_memory_kib=_whole(env, "CASEFLOW_ARGON2_MEMORY_KIB", 40960, 8),
        max_upload_mb=_whole(env, "CASEFLOW_MAX_UPLOAD_MB", 64, 1),
        rate_limits=_switch(env, "CASEFLOW_RATE_LIMITS", True),
        working_hours=_hours(env),
        smtp_host=env.get("CASEFLOW_SMTP_HOST", "").strip() or None,
        smtp_port=_whole(env, "CASEFLOW_SMTP_PORT", 25, 1),
        smtp_user=env.get("CASEFLOW_SMTP_USER", "").strip() or None,
        smtp_password=_secret(env, "CASEFLOW_SMTP_PASSWORD_FILE"),
        smtp_from=env.get("CASEFLOW_SMTP_FROM", "").strip() or "caseflow@localhost",
        smtp_tls=_switch(env, "CASEFLOW_SMTP_TLS", False),
        sms_url=_http_url(env, "CASEFLOW_SMS_URL"),
        sms_key=_secret(env, "CASEFLOW_SMS_KEY_FILE"),
        sms_body=_sms_body(env),
        wecom_robots=_robots(env),
        upgrade_backup=_switch(env, "CASEFLOW_UPGRADE_BACKUP", True),
        tianditu_key=env.get("CASEFLOW_TIANDITU_KEY", "").strip() or None,
        testing=_switch(env, "CASEFLOW_TESTING", False),
    )


def settings() -> Settings:
    """Return the settings of the running application."""
    found = current_app.config["SETTINGS"]
    assert isinstance(found, Settings)
    return found
