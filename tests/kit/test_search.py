"""Words and their stems: what finds what, and that a question is never anything but words."""

import pytest

from wijkstem.kit.search import VERSION, Wanted, findable, wanted


def finds(looked_for: str, text: str) -> bool:
    """As both engines do it: every word, by one of its stems; a longer stem also as a beginning."""
    asked, words = wanted(looked_for), findable(text).split()
    assert asked is not None
    return all(
        any(w == stem or (len(stem) >= 4 and w.startswith(stem)) for stem in stems for w in words)
        for stems in asked.words
    )


@pytest.mark.parametrize(
    ("looked_for", "text"),
    [
        ("boom", "Meer bomen in de straat"),
        ("bomen", "Een boom erbij"),
        ("fiets", "Fietsen stallen"),
        ("fietsen", "Een veilig fietspad"),
        ("huis", "Huizen voor ouderen"),
        ("bankje", "Bankjes bij de vijver"),
        ("speel", "Een nieuwe speelplek"),
        ("SPEELPLEKKEN", "speelplek"),
        ("idee", "Goede ideeën"),
        ("cafe", "Repaircafé"[6:]),
        ("meer bomen in de", "Bomen, en nog meer"),
        ("2026-0042", "Nummer 2026 0042"),
        ("de", "de markt"),
    ],
)
def test_what_is_found(looked_for: str, text: str) -> None:
    assert finds(looked_for, text)


@pytest.mark.parametrize(
    ("looked_for", "text"),
    [("boom", "Een bankje"), ("bomen bankje", "Meer bomen"), ("de", "het plein")],
)
def test_what_is_not_found(looked_for: str, text: str) -> None:
    assert not finds(looked_for, text)


@pytest.mark.parametrize("nothing", ["", "  ", "!?*", "'; DROP", '"', "\u200b", "&|!()<->:*"])
def test_nothing_to_look_for_or_words_only(nothing: str) -> None:
    asked = wanted(nothing)
    assert asked is None or asked == Wanted((("drop",),))


@pytest.mark.parametrize("text", ["a:* | b", "x' OR 1=1 --", 'NEAR("a" b)', "bom\\'en", "ﬁets ٣"])
def test_question_holds_words_only(text: str) -> None:
    asked = wanted(text)
    assert asked is not None
    assert all(stem.isalnum() for stems in asked.words for stem in stems)


def test_question_has_a_most() -> None:
    asked = wanted(" ".join(f"woord{n}" for n in range(50)))
    assert asked is not None
    assert len(asked.words) == 8
    assert wanted("x" * 61) is None


def test_questions_for_both_engines() -> None:
    asked = wanted("de bomen op 3")
    assert asked is not None
    assert asked.for_engine("sqlite") == '("bom" OR "boom"*) AND ("3")'
    assert asked.for_engine("postgresql") == "('bom' | 'boom':*) & ('3')"


def test_stems_are_those_of_this_version() -> None:
    """Other stems than these make every stored word another: then `VERSION` goes up."""
    said = findable(
        "Speelplekken en bankjes bij de huizen van ouderen, veilig fietsen langs wandelpaden"
    )
    assert (VERSION, said.split()) == (1, STEMS)


STEMS = [
    "bank", "bankjes", "bij", "de", "en", "fiets", "huis", "huiz", "lang", "ouder", "speelplek",
    "van", "veil", "veilig", "wandelpaad", "wandelpad",
]  # fmt: skip
