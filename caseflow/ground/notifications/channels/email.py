"""E-mail by SMTP: plain text, one connection for a batch, TLS and sign-in as the settings say."""

from __future__ import annotations

import smtplib
import ssl
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP as LINES
from email.utils import format_datetime

from caseflow.ground import clock
from caseflow.ground.config import Settings
from caseflow.ground.notifications.letters import Letter, Undeliverable, Unreachable

IMPLICIT_TLS_PORT = 465
LONGEST_WAIT_S = 10.0
"""How long an answer of the server is waited for."""
ANSWERS = 4
"""MAIL, RCPT, DATA and the message itself: what is waited for while a letter is handed over."""


class EmailSender:
    """Sends letters over one SMTP connection, opened at the first and again after a break."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._smtp: smtplib.SMTP | None = None
        self._wait_s = min(LONGEST_WAIT_S, settings.outbox_lease_s / (ANSWERS + 2))

    def send(self, letter: Letter) -> None:
        """Hand `letter` to the server; returning means that the server has accepted it.

        Raises Unreachable if the server cannot be spoken with, Undeliverable if it refuses this
        letter (for good with a code of 500 or more, RFC 5321 4.2.1) or falls silent over it (then
        it may have accepted: a repeat has the same id).
        """
        smtp = self._connection()
        if clock.now() + timedelta(seconds=ANSWERS * self._wait_s) > letter.finish_before_at:
            raise Unreachable("The mail server is too slow.")
        try:
            _hand_over(smtp, self._settings.smtp_from, letter)
        except smtplib.SMTPResponseException as error:
            self._forget(smtp)
            reason = f"{error.smtp_code} {_text(error.smtp_error)}"
            raise Undeliverable(reason, is_final=error.smtp_code >= 500) from error
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self._forget(smtp)
            raise Undeliverable(f"Not handed over: {type(error).__name__}.") from error

    def close(self) -> None:
        """Say good-bye to the server."""
        if self._smtp is None:
            return
        smtp, self._smtp = self._smtp, None
        try:
            smtp.quit()
        except (smtplib.SMTPException, OSError):
            smtp.close()

    def _forget(self, smtp: smtplib.SMTP) -> None:
        smtp.close()
        self._smtp = None

    def _connection(self) -> smtplib.SMTP:
        if self._smtp is not None:
            return self._smtp
        settings = self._settings
        if settings.smtp_host is None:
            raise Unreachable("No mail server is set.")
        try:
            self._smtp = self._connect(settings, settings.smtp_host)
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(f"{type(error).__name__}: {error}"[:300]) from error
        return self._smtp

    def _connect(self, settings: Settings, host: str) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if settings.smtp_tls and settings.smtp_port == IMPLICIT_TLS_PORT:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                host, settings.smtp_port, timeout=self._wait_s, context=context
            )
        else:
            smtp = smtplib.SMTP(host, settings.smtp_port, timeout=self._wait_s)
        try:
            if settings.smtp_tls and settings.smtp_port != IMPLICIT_TLS_PORT:
                smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
            if settings.smtp_user:
                smtp.login(settings.smtp_user, settings.smtp_password or "")
        except BaseException:
            smtp.close()
            raise
        return smtp


def _text(reply: bytes | str) -> str:
    return (reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply)[:300]


def _hand_over(smtp: smtplib.SMTP, sender: str, letter: Letter) -> None:
    """Speak MAIL, RCPT and DATA; raise SMTPResponseException at the first refusal."""
    bare_sender = sender.rpartition("<")[2].rstrip("> ")
    for code, reply in (smtp.mail(bare_sender), smtp.rcpt(letter.address)):
        if code not in (250, 251):
            raise smtplib.SMTPResponseException(code, reply)
    code, reply = smtp.data(compose(sender, letter).as_bytes(policy=LINES))
    if code != 250:
        raise smtplib.SMTPResponseException(code, reply)


def compose(sender: str, letter: Letter) -> EmailMessage:
    """Return the e-mail: text only, marked as a machine's so that no absence note answers it."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = letter.address
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = letter.message_id
    mail["Auto-Submitted"] = "auto-generated"
    if letter.is_urgent:
        mail["Importance"] = "high"
    mail.set_content(letter.body)
    return mail
