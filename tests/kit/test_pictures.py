"""Pictures that people send: only what is to be seen on them stays, and what is no picture is refused in words."""

import io

import pytest
from PIL import Image

from tests.support.pictures import HIDDEN, PLACE, SVG, bomb, drawn, polyglot, sideways
from wijkstem.errors import FieldError
from wijkstem.kit.pictures import LARGE, MOST_BYTES, SMALL, Picture, made_safe


def safe(content: bytes) -> Picture:
    return made_safe(io.BytesIO(content), len(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_the_file_but_the_picture(kind: str) -> None:
    made = safe(drawn(kind=kind))
    for one in (made.large, made.small):
        assert PLACE.encode() not in one.content
        with Image.open(io.BytesIO(one.content)) as image:
            assert image.format == "WEBP"
            assert image.size == (one.width, one.height)
            assert dict(image.getexif()) == {}
            assert {"exif", "xmp", "icc_profile", "comment"} & image.info.keys() == set()
            red, green, blue = image.convert("RGB").getpixel((2, one.height - 2))  # type: ignore[misc]  # of RGB
            assert green > red
            assert green > blue


@pytest.mark.parametrize(
    ("size", "large", "small"),
    [
        ((2400, 1200), (LARGE, LARGE // 2), (SMALL, SMALL // 2)),
        ((1200, 2400), (LARGE // 2, LARGE), (SMALL // 2, SMALL)),
        ((60, 40), (60, 40), (60, 40)),
    ],
)
def test_two_sizes_and_never_larger(
    size: tuple[int, int], large: tuple[int, int], small: tuple[int, int]
) -> None:
    made = safe(drawn(*size))
    assert (made.large.width, made.large.height) == large
    assert (made.small.width, made.small.height) == small


def test_upright() -> None:
    made = safe(sideways())
    assert (made.large.width, made.large.height) == (200, 400)


def test_see_through_is_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(safe(out.getvalue()).large.content)) as image:
        assert min(image.convert("RGB").getpixel((5, 5))) > 250  # type: ignore[arg-type]  # three numbers


def test_what_is_hidden_behind_a_picture_is_gone() -> None:
    made = safe(polyglot())
    assert HIDDEN not in made.large.content + made.small.content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (SVG, "not_a_picture"),
        (b"", "not_a_picture"),
        (b"GIF89a" + b"\0" * 100, "not_a_picture"),
        (b"%PDF-1.4", "not_a_picture"),
        (HIDDEN + drawn(), "not_a_picture"),
        (drawn()[:300], "not_a_picture"),
        (drawn(kind="PNG")[:-200], "not_a_picture"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff" * 64, "not_a_picture"),
        (bomb(), "picture_too_many_dots"),
        (bomb(5500, 5500), "picture_too_many_dots"),
    ],
)
def test_refused_in_words(content: bytes, code: str) -> None:
    with pytest.raises(FieldError) as refused:
        safe(content)
    assert refused.value.code == code


def test_too_large_is_not_even_looked_at() -> None:
    with pytest.raises(FieldError) as refused:
        made_safe(io.BytesIO(drawn()), MOST_BYTES + 1)
    assert (refused.value.code, str(refused.value)[:34]) == (
        "picture_too_large",
        "Deze foto is te groot: 16 MB. Een ",
    )
