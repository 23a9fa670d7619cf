"""Errors that people see: each carries an HTTP status and a sentence fit to be shown."""

from __future__ import annotations


class CaseflowError(Exception):
    """An act that cannot be done; `str(error)` is the sentence that says why."""

    status = 400

    def __init__(self, sentence: object, status: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        if status is not None:
            self.status = status

    def __str__(self) -> str:
        return str(self.sentence)


class BadSetting(CaseflowError):
    """A setting that is unknown or malformed: the start stops."""

    status = 500


class BadInput(CaseflowError):
    """What was typed or sent cannot be understood."""

    status = 422


class NotVisible(CaseflowError):
    """Out of the person's scope: for them it does not exist."""

    status = 404


class NotPermitted(CaseflowError):
    """Visible, but not theirs to do; the sentence names the missing right."""

    status = 403


class Refused(CaseflowError):
    """The rules of the case refuse the act; `reasons` holds one sentence each."""

    status = 409

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class StaleCase(CaseflowError):
    """The case, or another row that has a version, was changed since the page was loaded."""

    status = 409
