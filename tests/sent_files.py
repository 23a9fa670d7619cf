"""Files as people send them, good and bad: each made here, byte by byte."""

from __future__ import annotations

import io
import struct
import wave
import zipfile
import zlib

from PIL import Image

CONTENT_TYPES = "[Content_Types].xml"


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48), **saved: object) -> bytes:
    """Return a picture that is not of one colour."""
    kept = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(kept, form, **saved)  # type: ignore[arg-type]
    return kept.getvalue()


def archive(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", method) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return kept.getvalue()


def archive_of_64_bits() -> bytes:
    """Return a ZIP whose end mark says nothing but that another one tells."""
    whole = archive({"a.exe": b"MZ"})
    other = b"PK\x06\x06" + struct.pack("<Q", 44) + bytes(44)
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, len(whole) - 22, 1)
    return whole[:-22] + other + locator + b"PK\x05\x06" + bytes(4) + b"\xff" * 12 + bytes(2)


def docx(**members: bytes) -> bytes:
    """Return what passes for a Word file by its members; `members` are put under word/."""
    parts = {CONTENT_TYPES: b"<Types/>", "word/document.xml": b"<document/>"}
    return archive(parts | {f"word/{name}": content for name, content in members.items()})


def xlsx(sheet: bytes = b"<worksheet/>") -> bytes:
    parts = {CONTENT_TYPES: b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
    return archive(parts | {"xl/worksheets/sheet1.xml": sheet})


def pdf() -> bytes:
    return b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"


def wav() -> bytes:
    kept = io.BytesIO()
    with wave.open(kept, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(8000)
        made.writeframes(b"\0\1" * 800)
    return kept.getvalue()


def mp3() -> bytes:
    """Return three silent frames of 128 kbit/s at 44.1 kHz, 417 bytes each."""
    return (b"\xff\xfb\x90\x00" + bytes(413)) * 3


def mp4(brand: bytes = b"isom") -> bytes:
    def box(name: bytes, content: bytes) -> bytes:
        return struct.pack(">L4s", 8 + len(content), name) + content

    return box(b"ftyp", brand + bytes(8)) + box(b"mdat", bytes(64)) + box(b"moov", bytes(32))


def camera_jpeg() -> bytes:
    """Return a photograph as telephones make them: EXIF with a place, a short film behind it."""
    exif = Image.Exif()
    exif[0x010F] = "SomeMaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 17.0, 58.0), 3: "E", 4: (108.0, 2.0, 14.0)})
    return picture(exif=exif) + mp4(b"mp42")


def png_header(width: int, height: int) -> bytes:
    """Return a PNG that says how large it is and has no pixel: decoding it must fail."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">L", zlib.crc32(name + content))
        return struct.pack(">L", len(content)) + name + content + check

    size = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IEND", b"")


def docx_with_false_sizes(real: int) -> bytes:
    """Return a Word file with a member of `real` bytes that declares ten, in both its headers."""
    whole = bytearray(docx(**{"big.xml": bytes(real)}))
    declared = struct.pack("<L", real)
    at = whole.find(declared)
    while at >= 0:
        whole[at : at + 4] = struct.pack("<L", 10)
        at = whole.find(declared, at + 4)
    return bytes(whole)


HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
GIF_JS = b"GIF89a/*" + bytes(8) + b"*/=1;alert(1);"
