"""Make the Word templates of official documents: caseflow/templates/documents/*.docx.

    python tools/make_document_templates.py [folder]

The bureau may edit the files in Word or WPS; the tags in braces are filled by docxtpl from
core/documents/sheet.py. Run again, the script writes the same parts.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from caseflow.core.documents.items import (
    FORMS,
    INQUIRY,
    LETTERS,
    ORDER,
    PHOTOGRAPHS,
    SCENE,
    SERVICE,
    Form,
)
from caseflow.core.documents.sheet import ADDED

FOLDER = Path(__file__).parents[1] / "caseflow" / "templates" / "documents"
BODY, HEAD = "仿宋", "宋体"
LATIN = "Times New Roman"
SIZE = {
    SCENE: 12,
    INQUIRY: 12,
    ORDER: 15,
    SERVICE: 14,
    PHOTOGRAPHS: 12,
    **dict.fromkeys(LETTERS, 15),
}
"""Points of the running text."""
LABEL_CM = 4.2
WIDE_CM = 15.6
"""Of the text between the margins of an A4 page."""


def font(run: Any, name: str = BODY, size: float = 0, *, bold: bool = False) -> Any:
    """Set the font of a run, for Chinese and Latin letters."""
    run.font.name = LATIN
    properties = run._element.get_or_add_rPr().get_or_add_rFonts()
    properties.set(qn("w:eastAsia"), name)
    if size:
        run.font.size = Pt(size)
    run.font.bold = bold
    return run


def add(place: Any, text: str, align: Any = None, **more: Any) -> Any:
    """Add a paragraph of one run to a document, cell or footer."""
    paragraph = place.add_paragraph()
    font(paragraph.add_run(text), **more)
    if align is not None:
        paragraph.alignment = align
    return paragraph


def page_field(paragraph: Any, name: str) -> None:
    """Add a field that Word counts itself: PAGE or NUMPAGES."""
    for kind, text in (("begin", ""), ("", name), ("separate", ""), ("text", "1"), ("end", "")):
        run = font(paragraph.add_run(), size=9)
        if kind == "text":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._element.append(mark)
        else:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {text} "
            run._element.append(code)


def set_page(document: Any, form: Form) -> None:
    """Make the page A4 and give it its foot: signers of every page, mark, page numbers."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(2.8), Cm(2.6)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    section.footer_distance = Cm(1.2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(SIZE[form.code])
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.5 if form.code == ORDER else 1.3
    foot = section.footer
    foot.is_linked_to_previous = False
    last = foot.paragraphs[0]
    if form.is_signed_on_each_page:
        font(last.add_run("{{ page_line }}"), size=10)
        last.paragraph_format.space_after = Pt(4)
        last = foot.add_paragraph()
    last.alignment = ALIGN.CENTER
    font(last.add_run("内容校验码 {{ sheet.mark }}    第 "), size=9)
    page_field(last, "PAGE")
    font(last.add_run(" 页 共 "), size=9)
    page_field(last, "NUMPAGES")
    font(last.add_run(" 页"), size=9)


def grid(document: Any, rows: int, *widths: float) -> Any:
    """Add a table with lines and columns of fixed width in centimetres."""
    table = document.add_table(rows, len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    return table


def fill(cell: Any, text: str, size: float, *, bold: bool = False) -> None:
    font(cell.paragraphs[0].add_run(text), size=size, bold=bold)
    cell.paragraphs[0].paragraph_format.line_spacing = 1.15


def pairs_table(document: Any, source: str, size: float) -> None:
    """Add a table of (name, value) with a row for each pair of `source`."""
    table = grid(document, 3, LABEL_CM, WIDE_CM - LABEL_CM)
    for row, text in ((0, f"{{%tr for line in {source} %}}"), (2, "{%tr endfor %}")):
        fill(table.cell(row, 0), text, size)
    fill(table.cell(1, 0), "{{ line[0] }}", size, bold=True)
    fill(table.cell(1, 1), "{{ line[1] }}", size)


def indent(paragraph: Any, size: float) -> None:
    paragraph.paragraph_format.first_line_indent = Pt(2 * size)


def loop(document: Any, name: str, source: str, size: float) -> None:
    """Add a paragraph for each text of `source`, its first line set in by two characters."""
    add(document, f"{{%p for {name} in {source} %}}")
    indent(add(document, f"{{{{ {name} }}}}", size=size), size)
    add(document, "{%p endfor %}")


def add_parts(document: Any, source: str, size: float) -> None:
    add(document, f"{{%p for part in {source} %}}")
    add(document, "{%p if part.title %}")
    head = add(document, "{{ part.title }}：", size=size, bold=True)
    head.paragraph_format.space_before = Pt(6)
    head.paragraph_format.keep_with_next = True
    add(document, "{%p endif %}")
    loop(document, "text", "part.paragraphs", size)
    add(document, "{%p endfor %}")


def add_evidence(document: Any) -> None:
    """Add the table of evidence: number, name, time, provider, what it proves."""
    widths = (1.2, 3.4, 3.8, 2.2, 5.0)
    table = grid(document, 4, *widths)
    for column, text in enumerate(("序号", "证据名称", "取得时间", "提供人", "证明内容")):
        fill(table.cell(0, column), text, 11, bold=True)
        fill(table.cell(2, column), f"{{{{ row[{column}] }}}}", 11)
    fill(table.cell(1, 0), "{%tr for row in sheet.evidence %}", 11)
    fill(table.cell(3, 0), "{%tr endfor %}", 11)


def add_photographs(document: Any) -> None:
    add(document, "{%p for photograph in photographs %}")
    picture = add(document, "{{ photograph.picture }}", ALIGN.CENTER)
    picture.paragraph_format.space_before = Pt(8)
    picture.paragraph_format.keep_with_next = True
    pairs_table(document, "photograph.lines", 11)
    add(document, "{%p endfor %}")


def add_signatures(document: Any, size: float) -> None:
    add(document, "{%p for one in signatures %}")
    line = add(document, "{{ one.label }}（签名）：", size=size)
    line.paragraph_format.space_before = Pt(10)
    font(line.add_run("{{ one.picture }}"), size=size)
    font(line.add_run("{{ one.note }}    {{ one.day }}"), size=size)
    add(document, "{%p endfor %}")


def add_added(document: Any, size: float) -> None:
    """Add what came to the record after it was signed, under a line that says so."""
    add(document, "{%p if sheet.added %}")
    line = add(document, ADDED, size=size, bold=True)
    line.paragraph_format.space_before = Pt(16)
    indent(line, size)
    add(document, "{%p endif %}")
    add_parts(document, "sheet.added", size)


def add_seal(document: Any, size: float) -> None:
    seal = add(document, "{{ sheet.office }}（盖章）", ALIGN.RIGHT, size=size)
    seal.paragraph_format.space_before = Pt(36)
    add(document, "{{ sheet.day }}", ALIGN.RIGHT, size=size)


def add_approval(document: Any) -> None:
    """Add the sheet that stays in the file."""
    title = add(document, "审核审批页（存卷，不送达）", ALIGN.CENTER, name=HEAD, size=16, bold=True)
    title.paragraph_format.page_break_before = True
    add(document, "{{ sheet.title }}  {{ sheet.number }}", ALIGN.CENTER, size=12)
    pairs_table(document, "sheet.approval", 12)
    for who in ("承办人意见及签名", "审核人意见及签名", "审批人意见及签名"):
        line = add(document, f"{who}：                        年    月    日", size=12)
        line.paragraph_format.space_before = Pt(24)


def make(form: Form) -> Any:
    """Return the template of a form."""
    document, size = Document(), SIZE[form.code]
    set_page(document, form)
    add(document, "{{ sheet.office }}", ALIGN.CENTER, name=HEAD, size=18)
    add(document, form.title, ALIGN.CENTER, name=HEAD, size=22, bold=True)
    number = add(document, "{{ sheet.number }}", ALIGN.CENTER, size=12)
    number.paragraph_format.space_after = Pt(8)
    pairs_table(document, "sheet.lines", min(size, 12))
    if form.code == ORDER:
        loop(document, "text", "sheet.lead", size)
        add_evidence(document)
        loop(document, "text", "sheet.after", size)
    elif form.code == PHOTOGRAPHS:
        add_photographs(document)
    else:
        add_parts(document, "sheet.parts", size)
    add(document, "（以下空白）", ALIGN.CENTER, size=size)
    if form.code in {SCENE, INQUIRY, PHOTOGRAPHS}:
        indent(add(document, "{{ sheet.remark }}", size=size, bold=True), size)
    if form.code != ORDER and form.code not in LETTERS:
        add_signatures(document, size)
    if form.code == SCENE:
        add_added(document, size)
    add_seal(document, size) if form.is_sealed else add(document, "{{ sheet.day }}", ALIGN.RIGHT)
    if form.code == ORDER:
        add_approval(document)
    fixed = document.core_properties
    fixed.title, fixed.author, fixed.comments = form.title, "", ""
    fixed.created = fixed.modified = datetime(2026, 11, 28, tzinfo=UTC)
    return document


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for form in (*FORMS.values(), *LETTERS.values()):
        make(form).save(str(folder / f"{form.code}.docx"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
