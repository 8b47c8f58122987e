"""Text that people typed, made fit to keep."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkstem.kit.text import clean, has_control_characters, is_blank, slug


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  plan \n", "plan"),
        ("een\r\ntwee\rdrie", "een\ntwee\ndrie"),
        ("cafe\u0301", "café"),
        ("", ""),
        ("\u00a0 \t", ""),
        ("\v plan\x1f", "\v plan\x1f"),
    ],
)
def test_cleaning(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_what_pasting_leaves_is_taken_out() -> None:
    assert clean("\ufeffbur\u00adger\u00adinitiatief") == "burgerinitiatief"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    "text",
    [
        "nul\0",
        "bel\a",
        "\x1b[31m",
        "\x85",
        "\u200b",
        "\u202e",
        "\u2066",
        "\u2028",
        "\ufeff",
        "\ue000",
    ],
)
def test_what_is_not_seen_and_not_wanted_is_found(text: str) -> None:
    assert has_control_characters(f"een {text} plan")


@pytest.mark.parametrize(
    "text", ["een plan", "een\nplan", "een\tplan", "👩\u200d🚒", "naïef ’s", ""]
)
def test_what_people_type_is_left_alone(text: str) -> None:
    assert not has_control_characters(text)


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("", True),
        (" \n\t", True),
        ("\u200d\u200d\u200c", True),
        ("x", False),
        ("👩\u200d🚒", False),
    ],
)
def test_blank(text: str, blank: bool) -> None:
    assert is_blank(text) is blank


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Meer bomen in de straat!", "meer-bomen-in-de-straat"),
        ("Café ’t Hoekje", "cafe-t-hoekje"),
        ("中文", "plan"),
        ("--", "plan"),
        ("a" * 70, "a" * 60),
        ("a" * 59 + " b", "a" * 59),
    ],
)
def test_slug(text: str, short: str) -> None:
    assert slug(text) == short


@given(st.text())
def test_slug_always_fits_an_address(text: str) -> None:
    made = slug(text)

    assert 0 < len(made) <= 60
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
