"""What is personal data in a text, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.nl import bsn

from wijkstem.domain.personal_data import (
    Found,
    Kind,
    check_no_bsn,
    has_bsn,
    named_people,
    personal_data,
)
from wijkstem.errors import Invalid


def kinds(text: str) -> list[tuple[Kind, str]]:
    return [(one.kind, one.text) for one in personal_data(text)]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Mijn nummer is 123456782.", Kind.BSN, "123456782"),
        ("1234.56.782", Kind.BSN, "1234.56.782"),
        ("123 456 782 hoort bij mij", Kind.BSN, "123 456 782"),
        ("123-456-782", Kind.BSN, "123-456-782"),
        ("123\u00a0456\u00a0782", Kind.BSN, "123\u00a0456\u00a0782"),
        ("BSN: 1 2 3 4 5 6 7 8 2", Kind.BSN, "1 2 3 4 5 6 7 8 2"),
        ("mijn burgerservicenummer is 12345672", Kind.BSN, "12345672"),
        ("(111222333)", Kind.BSN, "111222333"),
        ("NL91ABNA0417164300", Kind.IBAN, "NL91ABNA0417164300"),
        ("op nl91 abna 0417 1643 00 ten name van Jan", Kind.IBAN, "nl91 abna 0417 1643 00"),
        ("DE89 3704 0044 0532 0130 00.", Kind.IBAN, "DE89 3704 0044 0532 0130 00"),
        ("Bel 06-12345678!", Kind.PHONE, "06-12345678"),
        ("bel 0612345678", Kind.PHONE, "0612345678"),
        ("06 12 34 56 78", Kind.PHONE, "06 12 34 56 78"),
        ("+31 6 12345678", Kind.PHONE, "+31 6 12345678"),
        ("0031612345678", Kind.PHONE, "0031612345678"),
        ("+31 (0)53 481 81 81", Kind.PHONE, "+31 (0)53 481 81 81"),
        ("(053) 481 81 81", Kind.PHONE, "(053) 481 81 81"),
        ("0546-123456", Kind.PHONE, "0546-123456"),
        ("+49 2562 123456", Kind.PHONE, "+49 2562 123456"),
        ("Mail jan.jansen@voorbeeld.nl.", Kind.EMAIL, "jan.jansen@voorbeeld.nl"),
        ("(a_b+c@sub.voorbeeld.co.uk)", Kind.EMAIL, "a_b+c@sub.voorbeeld.co.uk"),
        ("De auto met 12-ABC-3 staat er altijd.", Kind.PLATE, "12-ABC-3"),
        ("g-123-bb", Kind.PLATE, "g-123-bb"),
        ("XX-99-XX", Kind.PLATE, "XX-99-XX"),
        ("Kenteken: 12ABC3", Kind.PLATE, "12ABC3"),
    ],
)
def test_found(text: str, kind: Kind, found: str) -> None:
    assert kinds(text) == [(kind, found)]
    [one] = personal_data(text)
    assert text[one.start : one.end] == found


@pytest.mark.parametrize(
    "text",
    [
        "123456789",  # fails the eleven-test
        "000000000",
        "1234567820",  # ten digits
        "a123456782",
        "€ 123.456.782 voor de hele wijk",
        "123.456.782 euro",
        "nummer 2026-0042 van 12-03-2026",
        "op 01-02-2026 14:00 uur",
        "van 03-04-2026 12:30 tot 13:45",
        "1 2 3 4 5 6 7 8 2",  # a list, unless it says what it is
        "NL91ABNA0417164301",  # fails the check of its digits
        "Bel 112, 14 053, 0800-1234 of 0900-8844",
        "0900 1234567",
        "postcode 7511 AB en huisnummer 12",
        "1234 AB 56",
        "10-12-26",
        "de jaren 2010-2020 en 1990-1995",
        "Twitter @wijkraad",
        "iets@ergens",
        "A-12 en N-35",
        "mijn kenteken staat er niet",
        "wijk WK014700, buurt BU01470001",
        "0,50 meter bij 1.200.000 stenen",
        "",
    ],
)
def test_not_found(text: str) -> None:
    assert kinds(text) == []


def test_several_in_their_order_and_none_twice() -> None:
    text = "Jan (123456782), NL91ABNA0417164300, 06-12345678, jan@voorbeeld.nl, 12-ABC-3."
    assert [one.kind for one in personal_data(text)] == [
        Kind.BSN,
        Kind.IBAN,
        Kind.PHONE,
        Kind.EMAIL,
        Kind.PLATE,
    ]
    assert personal_data("a@b.nl")[0] == Found(Kind.EMAIL, "a@b.nl", 0, 6)


def test_no_text_may_hold_a_bsn() -> None:
    check_no_bsn({"title": "Een bankje", "why": "06-12345678"})
    with pytest.raises(Invalid) as refused:
        check_no_bsn({"title": "Een bankje", "why": "Ik ben 123456782"})
    assert {name: error.code for name, error in refused.value.fields.items()} == {"why": "bsn"}


@given(st.integers(10_000_000, 999_999_999))
def test_bsn_is_found_when_the_eleven_test_says_so(number: int) -> None:
    digits = f"{number:09}"
    assert has_bsn(f"Hier staat {digits} in de tekst.") == bsn.is_valid(digits)


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    for one in personal_data(text):
        assert text[one.start : one.end] == one.text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Wij spraken de heer Snorrewind over de bomen.", ["Snorrewind"]),
        ("De heer J.P. van der Kwast belde.", ["J.P. van der Kwast"]),
        ("de heer en mevrouw De Kwast", ["De Kwast"]),
        ("Mevrouw Roos Kwast-Van Snorren woont er al lang", ["Roos Kwast-Van Snorren"]),
        ("Dank aan mw. Kwast, dhr. B. Snorrewind en fam. 't Kwastje.", ["Kwast", "B. Snorrewind"]),
        ("familie van Öst en het gezin Kwast", ["van Öst", "Kwast"]),
        ("Meneer\u00a0Snorrewind", ["Snorrewind"]),
    ],
)
def test_names_are_seen_by_what_goes_before_them(text: str, names: list[str]) -> None:
    found = named_people(text)
    assert [one.text for one in found][: len(names)] == names
    assert {one.kind for one in found} == {Kind.NAME}
    assert all(text[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "De heer des huizes is er niet.",
        "Een familie met kinderen. Het plein is leeg.",
        "Met mijn familie. Ook de buurt doet mee.",
        "Aan de heer Burgemeester",
        "mevrouw en meneer",
        "De Snorrewindstraat wordt groener.",
        "familieleden van Kwast",
        "",
    ],
)
def test_no_name_is_seen_where_nobody_is_named(text: str) -> None:
    assert named_people(text) == []


def test_resident_is_not_warned_of_names() -> None:
    """Whoever writes of their own street names people they know; what the official is shown is a help."""
    assert kinds("De heer Snorrewind helpt mee.") == []


@given(st.text(alphabet="de her.vanmwJO \u00a0'-", max_size=200))
def test_names_in_any_text_can_be_looked_for(text: str) -> None:
    for one in named_people(text):
        assert text[one.start : one.end] == one.text
