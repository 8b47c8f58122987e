"""Every Dutch sentence on the screens is B1 as far as a formula can tell; what fails is named, to be written anew.

Also shows what the measure is worth: sentences from laws fail it, and sentences of a neighbour pass.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.support.reading import ease, faults, known_words, sentences, words
from wijkstem.kit.i18n import sources
from wijkstem.settings import Settings

RULES: Final = Path(Settings.model_fields["rules_dir"].default)


def lines(name: str) -> tuple[str, ...]:
    """What stands in a file beside this one, a sentence a line."""
    read = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return tuple(line for line in read if line and not line.startswith("#"))


LAWS: Final = lines("laws.txt")
NEIGHBOURS: Final = lines("neighbours.txt")
EXCEPTIONS: Final = frozenset(lines("exceptions.txt"))


def in_rules(value: Any) -> Iterator[str]:
    """Every Dutch text in a rules file, but for the names of sources, which are somebody else's."""
    if isinstance(value, dict):
        if set(value) == {"nl", "en"}:
            yield value["nl"]
            return
        for key, inner in value.items():
            if key != "source":
                yield from in_rules(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from in_rules(inner)


def rules_texts() -> set[str]:
    """What the municipalities' rules and paths say. Figures keep the names that their budget gives them."""
    files = [file for file in RULES.rglob("*.toml") if file.name != "indicatoren.toml"]
    return {text for file in files for text in in_rules(tomllib.loads(file.read_text("utf-8")))}


def too_hard(texts: set[str]) -> dict[str, list[str]]:
    """The sentences that fail, each with why."""
    found = {sentence: faults(sentence) for text in texts for sentence in sentences(text)}
    return {sentence: why for sentence, why in sorted(found.items()) if why}


def without_exceptions(texts: set[str]) -> dict[str, list[str]]:
    return {one: why for one, why in too_hard(texts).items() if one not in EXCEPTIONS}


def told(hard: dict[str, list[str]]) -> str:
    named = (f"  {sentence}\n      {', '.join(why)}" for sentence, why in hard.items())
    return "Write these anew, in more and shorter sentences with shorter words:\n" + "\n".join(
        named
    )


@pytest.mark.parametrize("sentence", LAWS)
def test_law_is_too_hard(sentence: str) -> None:
    assert any(map(faults, sentences(sentence)))


@pytest.mark.parametrize("sentence", NEIGHBOURS)
def test_neighbour_is_understood(sentence: str) -> None:
    assert [why for one in sentences(sentence) for why in faults(one)] == []


def test_the_formula_tells_laws_from_neighbours_without_words_that_are_known() -> None:
    """The list of known words must not be what makes the difference."""
    both = {word.casefold() for text in (*LAWS, *NEIGHBOURS) for word in words(text)}
    assert both & known_words() <= {"gemeente", "informatie"}
    assert max(map(ease, LAWS)) < min(ease(one) for text in NEIGHBOURS for one in sentences(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kies <strong>%(count)s</strong> plannen. Stuur ze op!", ["Kies drie plannen.", "Stuur ze op!"]),
        ("%(name)s schreef:", ["drie schreef:"]),
        ("1. 2. 3.", []),
    ],
)  # fmt: skip
def test_a_text_is_cut_into_its_sentences(text: str, found: list[str]) -> None:
    assert list(sentences(text)) == found


def test_screens_are_easy_to_read() -> None:
    hard = without_exceptions(set(sources()))
    assert hard == {}, told(hard)


def test_rules_are_easy_to_read() -> None:
    hard = without_exceptions(rules_texts())
    assert hard == {}, told(hard)


def test_every_exception_is_still_needed() -> None:
    assert too_hard(set(sources()) | rules_texts()).keys() >= EXCEPTIONS
