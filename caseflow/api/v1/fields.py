"""The fields of what comes in: words cleaned, instants with a zone, choices named in errors."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext as _
from marshmallow import RAISE, Schema, ValidationError, fields

from caseflow.api.v1.rules import EARLIEST_YEAR
from caseflow.desk.imports.cleaning import clean_line, clean_text


class Taken(Schema):
    """What comes in: fields that nobody knows are an error, not ignored."""

    class Meta:
        unknown = RAISE


class AtMost:
    """Stop text of more than `max` characters; the document shows the limit."""

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def __call__(self, value: str) -> None:
        if len(value) > self.longest:
            raise ValidationError(_("At most %(count)s characters.", count=self.longest))


class OneOf:
    """Stop a value that is not among the choices."""

    def __init__(self, choices: Iterable[str]) -> None:
        self.choices = tuple(choices)

    def __call__(self, value: str) -> None:
        if value not in self.choices:
            raise ValidationError(_("Must be one of: %(names)s.", names=", ".join(self.choices)))


class Within:
    """Stop a number outside least and most."""

    def __init__(self, least: float, most: float) -> None:
        self.least, self.most = least, most

    def __call__(self, value: float) -> None:
        if not self.least <= value <= self.most:
            raise ValidationError(
                _("Must be from %(least)s to %(most)s.", least=self.least, most=self.most)
            )


class Words(fields.String):
    """Text of many lines; control characters are dropped and the blanks at its ends gone."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        cleaned = clean_text(str(super()._deserialize(value, attr, data, **kwargs)))
        if self.required and not cleaned:
            raise ValidationError(_("Missing."))
        return cleaned


class Line(Words):
    """Text on one line."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return clean_line(super()._deserialize(value, attr, data, **kwargs))


class Instant(fields.DateTime):
    """An ISO 8601 date and time with its zone, as UTC."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        try:
            found: datetime = super()._deserialize(value, attr, data, **kwargs)
            if found.tzinfo is None:
                raise ValueError("no zone")
            at = found.astimezone(UTC)
        except (ValidationError, ValueError, OverflowError, TypeError) as error:
            raise ValidationError(
                _("Must be a date and time with a zone, such as 2026-10-08T09:30:00+08:00.")
            ) from error
        if at.year < EARLIEST_YEAR:
            raise ValidationError(_("Too long ago."))
        return at


def words(longest: int, *, required: bool = False, about: str = "", **more: Any) -> Words:
    """Return a field of long text."""
    return Words(**_text(longest, required, about, more))


def line(longest: int, *, required: bool = False, about: str = "", **more: Any) -> Line:
    """Return a field of one line."""
    return Line(**_text(longest, required, about, more))


def _text(longest: int, required: bool, about: str, more: dict[str, Any]) -> dict[str, Any]:
    known: dict[str, Any] = {"maxLength": longest}
    if about:
        known["description"] = about
    if required:
        known["minLength"] = 1
    else:
        more.setdefault("load_default", "")
    return {"required": required, "validate": AtMost(longest), "metadata": known, **more}


def one_of(choices: Iterable[str], **more: Any) -> fields.String:
    """Return a field of one code among a few."""
    known = tuple(choices)
    return fields.String(validate=OneOf(known), metadata={"enum": list(known)}, **more)


def degrees(most: float, about: str) -> fields.Float:
    """Return a field of a coordinate in degrees, WGS84."""
    return fields.Float(
        load_default=None,
        allow_none=True,
        validate=Within(-most, most),
        metadata={"minimum": -most, "maximum": most, "description": about},
    )
