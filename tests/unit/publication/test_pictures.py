"""A published picture: pixels only, upright, not large, and what was marked gone for good."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from caseflow.public.publication.pictures import (
    LONGEST_SIDE,
    MOSAIC_CELLS,
    Manner,
    Region,
    UnreadablePicture,
    publishable,
)

SECRETS = (b"MAKER-OF-PHONES", b"OWNER-NAME", b"COMMENT-OF-OWNER", b"xmpmeta", b"ICC_PROFILE")
HEIC = Path(__file__).parent / "data" / "place.heic"
PLAIN_MARKERS = {0xD8, 0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA, 0xD9, 0xDD}
"""Start, JFIF, tables, frame, scan, end: a JPEG of nothing but pixels."""


def noise(size: tuple[int, int] = (640, 400)) -> Image.Image:
    return Image.frombytes("RGB", size, Random(7).randbytes(size[0] * size[1] * 3))


def dim_noise(seed: int) -> Image.Image:
    """Return noise whose average is well inside one step of a mosaic."""
    found = bytes(value * 220 // 255 for value in Random(seed).randbytes(270_000))
    return Image.frombytes("RGB", (300, 300), found)


def told(orientation: int = 1) -> Image.Exif:
    """Return an EXIF that tells device, owner and place."""
    exif = Image.Exif()
    exif[0x010F], exif[0x013B], exif[0x0112] = "MAKER-OF-PHONES", "OWNER-NAME", orientation
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (30.0, 17.0, 58.0), "E", (108.0, 2.0, 21.0)
    return exif


def saved(picture: Image.Image, form: str, **more: Any) -> bytes:
    target = io.BytesIO()
    picture.save(target, form, **more)
    return target.getvalue()


def telling_jpeg(picture: Image.Image, orientation: int = 1) -> bytes:
    return saved(
        picture,
        "JPEG",
        quality=95,
        exif=told(orientation),
        comment=b"COMMENT-OF-OWNER",
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
        xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>OWNER-NAME</x:xmpmeta>",
    )


def telling_png(picture: Image.Image) -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "OWNER-NAME")
    words.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>OWNER-NAME</x:xmpmeta>")
    return saved(picture, "PNG", pnginfo=words, exif=told())


def telling_webp(picture: Image.Image) -> bytes:
    return saved(picture, "WEBP", exif=told(), xmp=b"<x:xmpmeta>OWNER-NAME</x:xmpmeta>")


SENT = {
    "JPEG": lambda: telling_jpeg(noise()),
    "PNG": lambda: telling_png(noise()),
    "WebP": lambda: telling_webp(noise()),
    "HEIC": HEIC.read_bytes,
}


def reopened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=("JPEG",))


def markers(content: bytes) -> set[int]:
    """Return the markers of a JPEG's segments up to its first scan."""
    found, at = {content[1]}, 2
    while content[at + 1] != 0xDA:
        assert content[at] == 0xFF
        found.add(content[at + 1])
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return found


@pytest.mark.parametrize("form", SENT)
def test_nothing_but_pixels_is_left_of_what_a_camera_tells(form: str) -> None:
    sent = SENT[form]()
    assert b"MAKER-OF-PHONES" in sent  # it was there
    made = publishable(sent).content
    assert [secret for secret in (*SECRETS, b"Exif", b"http", b"GPS") if secret in made] == []
    assert markers(made) <= PLAIN_MARKERS
    assert not dict(reopened(made).getexif())
    assert set(reopened(made).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}


@pytest.mark.parametrize("form", SENT)
def test_its_bytes_size_and_sum_agree_and_come_out_the_same_again(form: str) -> None:
    made = publishable(SENT[form]())
    assert reopened(made.content).size == (made.width, made.height)
    assert hashlib.sha256(made.content).hexdigest() == made.sha256
    assert publishable(SENT[form]()) == made


def test_a_heic_picture_is_shown_as_it_was_taken() -> None:
    made = reopened(publishable(HEIC.read_bytes()).content)
    assert made.size == (320, 200)
    red, white = made.getpixel((40, 100)), made.getpixel((280, 100))
    assert isinstance(red, tuple)
    assert isinstance(white, tuple)
    assert red[0] > 150 > red[1]
    assert min(white) > 240


@pytest.mark.parametrize(("orientation", "at"), [(1, (0.1, 0.1)), (3, (0.9, 0.9)), (6, (0.9, 0.1)),
                                                 (8, (0.1, 0.9)), (2, (0.9, 0.1))])  # fmt: skip
def test_a_turned_picture_stands_upright(orientation: int, at: tuple[float, float]) -> None:
    picture = Image.new("RGB", (300, 200), "white")
    picture.paste((200, 0, 0), (0, 0, 100, 66))  # the corner where the camera began
    made = reopened(publishable(telling_jpeg(picture, orientation)).content)
    assert made.size == ((200, 300) if orientation in {6, 8} else (300, 200))
    corner = made.getpixel((int(at[0] * made.width), int(at[1] * made.height)))
    assert isinstance(corner, tuple)
    assert corner[0] > 150 > corner[1]


@pytest.mark.parametrize(("size", "wanted"), [((4000, 3000), (1600, 1200)),
                                              ((1000, 3200), (500, 1600)),
                                              ((320, 200), (320, 200))])  # fmt: skip
def test_the_longer_side_is_no_longer_than_a_page_needs(
    size: tuple[int, int], wanted: tuple[int, int]
) -> None:
    made = publishable(saved(Image.new("RGB", size, "grey"), "JPEG"))
    assert (made.width, made.height) == wanted
    assert max(wanted) <= LONGEST_SIDE


def test_a_black_place_holds_one_colour_and_nothing_of_what_was_there() -> None:
    place = Region(0.25, 0.25, 0.5, 0.5)
    made = reopened(publishable(telling_jpeg(noise()), [place]).content)
    left, top, right, bottom = place.box(*made.size)
    # A block of a JPEG is eight pixels: inside of it nothing of the surroundings is left.
    inside = made.crop((left + 16, top + 16, right - 16, bottom - 16))
    assert inside.getextrema() == ((0, 0),) * 3
    other = noise().transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    other.paste(noise().crop((0, 0, 640, 90)), (0, 0))
    again = reopened(publishable(telling_jpeg(other), [place]).content)
    assert again.crop((left + 16, top + 16, right - 16, bottom - 16)).tobytes() == inside.tobytes()


def test_a_mosaic_has_a_few_cells_however_large_the_place_is() -> None:
    place = Region(0.0, 0.0, 1.0, 1.0, Manner.MOSAIC)
    made = reopened(publishable(saved(noise((960, 960)), "PNG"), [place]).content)
    cell = 960 // MOSAIC_CELLS
    for row in range(MOSAIC_CELLS):
        for column in range(MOSAIC_CELLS):
            start = (column * cell + 16, row * cell + 16)
            inside = made.crop((*start, start[0] + cell - 32, start[1] + cell - 32))
            assert all(high - low <= 2 for low, high in inside.getextrema())  # type: ignore[misc]


def test_two_faces_of_like_brightness_come_out_as_the_same_mosaic() -> None:
    place = Region(0.0, 0.0, 1.0, 1.0, Manner.MOSAIC)
    seen = {
        publishable(
            saved(dim_noise(seed), "PNG"),
            [place],
        ).sha256
        for seed in range(5)
    }
    assert len(seen) == 1


def test_a_place_is_found_again_in_a_turned_picture() -> None:
    picture = Image.new("RGB", (300, 200), "white")
    picture.paste((0, 160, 0), (0, 0, 60, 40))  # seen upright, at the right above
    made = publishable(telling_jpeg(picture, 6), [Region(0.75, 0.0, 0.25, 0.25)])
    corner = reopened(made.content).getpixel((made.width - 12, 12))
    assert isinstance(corner, tuple)
    assert max(corner) < 20


@pytest.mark.parametrize(
    ("region", "box"),
    [
        (Region(0, 0, 1, 1), (0, 0, 100, 50)),
        (Region(0.101, 0.1, 0.1, 0.1), (10, 5, 21, 10)),
        (Region(-0.5, -0.5, 0.6, 0.6), (0, 0, 10, 5)),
        (Region(0.95, 0.95, 9, 9), (95, 47, 100, 50)),
        (Region(2, 2, 1, 1), (100, 50, 100, 50)),
        (Region(0.5, 0.5, 0.0001, 0.0001), (50, 25, 51, 26)),
    ],
)
def test_a_place_takes_every_pixel_it_touches_and_none_outside(
    region: Region, box: tuple[int, int, int, int]
) -> None:
    assert region.box(100, 50) == box


@pytest.mark.parametrize(
    "sides", [(0, 0, 0, 1), (0, 0, 1, -1), (0, 0, float("nan"), 1), (float("inf"), 0, 1, 1)]
)
def test_a_place_of_no_size_is_refused(sides: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="a size"):
        Region(*sides)


def test_what_is_transparent_becomes_white() -> None:
    made = publishable(saved(Image.new("RGBA", (50, 50), (255, 0, 0, 0)), "PNG"))
    assert reopened(made.content).getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1", "LA"])
def test_pictures_of_other_colour_systems_are_read(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    made = publishable(saved(noise().convert(mode if mode != "LA" else "L").convert(mode), form))
    assert (made.width, made.height) == (640, 400)


BROKEN = {
    "nothing": b"",
    "words": "这不是图片".encode(),
    "half a JPEG": saved(noise(), "JPEG")[:2000],
    "half a PNG": saved(noise(), "PNG")[:2000],
    "half a HEIC": HEIC.read_bytes()[:400],
    "a GIF": saved(Image.new("P", (5, 5)), "GIF"),
    "a picture's name only": b"\xff\xd8\xff\xe0",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_gives_a_clear_sentence(content: bytes) -> None:
    with pytest.raises(UnreadablePicture) as caught:
        publishable(content)
    assert caught.value.sentence == "The picture is damaged: it cannot be opened."


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    huge = saved(Image.new("1", (20_000, 6_000)), "PNG")
    with pytest.raises(UnreadablePicture) as caught:
        publishable(huge)
    assert caught.value.sentence == "The picture is too large to be published."
