"""Setting a sheet: the DOCX from the bureau's template, and pictures without their metadata."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage
from PIL import Image, ImageOps

from caseflow.core.documents.sheet import Sheet, Signature
from caseflow.ground.storage.files import open_file
from caseflow.ground.storage.kinds import PICTURES

TEMPLATES = Path(__file__).parents[2] / "templates" / "documents"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_PIXELS = (1600, 1200)
PHOTOGRAPH_CM = (14.0, 9.5)
"""The widest and the highest a photograph is set."""
SIGNATURE_CM = 1.1
HAND_LINE = "＿＿＿＿＿＿＿＿"
HAND_DAY = "      年    月    日"
SHORT_LINE = "＿＿＿＿＿"
"""Three of them and a day stand in one line at the foot of a page."""


def picture(sha256: str) -> bytes:
    """Return a stored picture as an upright JPEG of at most MOST_PIXELS: nothing but pixels.

    Raises NotVisible if the file is not in the store.
    """
    with open_file(sha256) as file, Image.open(file, formats=_FORMATS) as whole:
        whole.draft("RGB", MOST_PIXELS)
        turned = ImageOps.exif_transpose(whole).convert("RGBA")
    turned.thumbnail(MOST_PIXELS)
    bare = Image.new("RGB", turned.size, "white")
    bare.paste(turned, mask=turned.getchannel("A"))
    target = io.BytesIO()
    bare.save(target, "JPEG", quality=82, optimize=True)
    return target.getvalue()


_FORMATS = tuple(sorted(set(PICTURES.values())))


def picture_address(sha256: str) -> str:
    """Return a picture as an address that holds it, for a page that is printed at once."""
    return "data:image/jpeg;base64," + base64.b64encode(picture(sha256)).decode("ascii")


def page_line(sheet: Sheet) -> str:
    """Return the line that everybody signs at the foot of every page."""
    signers = " ".join(f"{who}签名：{SHORT_LINE}" for who in sheet.page_signers)
    return f"{signers}    年  月  日"


def docx(sheet: Sheet) -> bytes:
    """Return the DOCX of a sheet."""
    template = DocxTemplate(str(TEMPLATES / f"{sheet.form}.docx"))
    template.render(
        {
            "sheet": sheet,
            "page_line": page_line(sheet),
            "photographs": [
                {"picture": _photograph(template, one.sha256), "lines": one.lines}
                for one in sheet.photographs
            ],
            "signatures": [_signature(template, one) for one in sheet.signatures],
        },
        autoescape=True,
    )
    target = io.BytesIO()
    template.save(target)
    return target.getvalue()


def _photograph(template: Any, sha256: str) -> Any:
    content = picture(sha256)
    with Image.open(io.BytesIO(content)) as opened:
        wide, high = opened.size
    is_wide = wide / high >= PHOTOGRAPH_CM[0] / PHOTOGRAPH_CM[1]
    size = {"width": Cm(PHOTOGRAPH_CM[0])} if is_wide else {"height": Cm(PHOTOGRAPH_CM[1])}
    return InlineImage(template, io.BytesIO(content), **size)


def _signature(template: Any, one: Signature) -> dict[str, Any]:
    if one.sha256:
        drawn: Any = InlineImage(template, io.BytesIO(picture(one.sha256)), height=Cm(SIGNATURE_CM))
        return {"label": one.label, "picture": drawn, "note": f"（{one.name}）", "day": ""}
    line = "" if one.note else HAND_LINE
    return {
        "label": one.label,
        "picture": line,
        "note": f"{one.name} {one.note}".strip(),
        "day": HAND_DAY,
    }
