"""What came of a dialogue, in words, in a picture and as rows: of few people nothing, and never by colour alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from wijkstem.kit.i18n import N_
from wijkstem.queries.dialogue import DialogueRoom, ResultFacts
from wijkstem.web.language import translated
from wijkstem.words.dialogue import Stance, StatementState

STANCES = {
    Stance.AGREE: N_("Eens"),
    Stance.DISAGREE: N_("Oneens"),
    Stance.PASS: N_("Geen mening"),
}
STATES = {
    StatementState.WAITING: N_("De gemeente kijkt er eerst naar."),
    StatementState.PLACED: N_("Iedereen kan hierop antwoorden."),
    StatementState.REFUSED: N_("Deze stelling is niet geplaatst."),
    StatementState.LAPSED: N_("Deze stelling kwam te laat."),
}
#: What stands where so few people answered that nothing is shown.
HIDDEN = N_("te weinig mensen")
GROUP = N_("Groep %(letter)s")
_LETTERS = "ABCDE"


@dataclass(frozen=True)
class Sentence:
    """A statement with how many of a hundred agree and disagree."""

    words: str
    agrees: bool
    #: By group, or of one group and of the others.
    shares: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class GroupTold:
    """A group of opinion."""

    name: str
    letter: str
    size: int
    typical: tuple[Sentence, ...]


@dataclass(frozen=True)
class Circle:
    """A group in the picture: where, how large, and with which kind of line."""

    letter: str
    x: float
    y: float
    r: float


@dataclass(frozen=True)
class ResultTold:
    """What came out."""

    people: int
    answers: int
    final: bool
    groups: tuple[GroupTold, ...]
    shared: tuple[Sentence, ...]
    circles: tuple[Circle, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    #: How many answered precisely the same as others, and whether the same comes out when these count as one.
    copies: int
    steady: bool
    digest: str


def result_told(room: DialogueRoom, lang: str) -> ResultTold | None:
    """In the visitor's language; None while there is nothing."""
    if room.result is None:
        return None
    found, words = room.result.found, _words(room)
    several = len(found["groups"]) > 1
    groups = _groups(room.result, words, lang) if several else ()
    return ResultTold(
        found["people"],
        found["answers"],
        room.result.final,
        groups,
        tuple(_shared(one, room.result, words, groups, lang) for one in found["shared"]),
        circles(found["groups"]) if several else (),
        *table(room, lang),
        found["copies"],
        found["steady"],
        room.result.digest,
    )


def _words(room: DialogueRoom) -> list[str]:
    """By the place of a statement in the result."""
    assert room.result is not None
    known = {one.id: one.words for one in room.statements}
    return [known.get(one, "") for one in room.result.statements]


def group_letter(number: int) -> str:
    """By which a group is called."""
    return _LETTERS[number]


def group_name(number: int, lang: str) -> str:
    return translated(GROUP, lang, {"letter": _LETTERS[number]})


def _groups(result: ResultFacts, words: Sequence[str], lang: str) -> tuple[GroupTold, ...]:
    found = result.found
    return tuple(
        GroupTold(
            group_name(number, lang),
            _LETTERS[number],
            group["size"],
            tuple(_typical(one, number, result, words, lang) for one in found["typical"][number]),
        )
        for number, group in enumerate(found["groups"])
    )


def _typical(
    one: Mapping[str, Any], group: int, result: ResultFacts, words: Sequence[str], lang: str
) -> Sentence:
    tallies = result.found["by_group"][one["statement"]]
    said = "agree" if one["agrees"] else "disagree"
    others = [each for number, each in enumerate(tallies) if number != group]
    shares = (
        (group_name(group, lang), percent(tallies[group], said)),
        (translated(N_("Anderen"), lang), percent(_together(others), said)),
    )
    return Sentence(words[one["statement"]], one["agrees"], shares)


def _shared(
    one: Mapping[str, Any],
    result: ResultFacts,
    words: Sequence[str],
    groups: Sequence[GroupTold],
    lang: str,
) -> Sentence:
    tallies = result.found["by_group"][one["statement"]]
    said = "agree" if one["agrees"] else "disagree"
    names = [group.name for group in groups] or [translated(N_("Iedereen"), lang)]
    shares = zip(names, (percent(each, said) for each in tallies), strict=True)
    return Sentence(words[one["statement"]], one["agrees"], tuple(shares))


def _together(tallies: Sequence[Mapping[str, int]]) -> dict[str, int]:
    return {name: sum(one[name] for one in tallies) for name in ("agree", "disagree", "passed")}


def percent(tally: Mapping[str, int], said: str) -> int:
    """Of a hundred people who answered."""
    return round(100 * tally[said] / (sum(tally.values()) or 1))


def table(room: DialogueRoom, lang: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The heads, and a row for each statement: what all said, and which part of each group agrees."""
    assert room.result is not None
    found = room.result.found
    names = [group_name(one, lang) for one in range(len(found["groups"]))]
    several = len(names) > 1
    columns = (
        translated(N_("Stelling"), lang),
        *(translated(one, lang) for one in STANCES.values()),
        *(names if several else ()),
    )
    rows = zip(_words(room), found["tallies"], found["by_group"], strict=True)
    return columns, tuple(
        (words, *_all(tally, lang), *(_each(groups, len(names), lang) if several else ()))
        for words, tally, groups in rows
    )


def _all(tally: Mapping[str, int] | None, lang: str) -> tuple[str, ...]:
    if tally is None:
        return (translated(HIDDEN, lang),) * len(STANCES)
    return tuple(f"{percent(tally, name)}%" for name in ("agree", "disagree", "passed"))


def _each(groups: Sequence[Mapping[str, int]] | None, count: int, lang: str) -> tuple[str, ...]:
    if groups is None:
        return (translated(HIDDEN, lang),) * count
    said = translated(N_("%(percent)s%% eens"), lang)
    return tuple(said % {"percent": percent(one, "agree")} for one in groups)


#: The picture, in units that are about a pixel on a telephone; and the largest circle.
WIDTH, HEIGHT, LARGEST, EDGE = 340, 240, 46, 54


def circles(groups: Sequence[Mapping[str, Any]]) -> tuple[Circle, ...]:
    """One for each group: how far apart they lie is how differently they answer, how large they are how many people."""
    xs, ys = [one["x"] for one in groups], [one["y"] for one in groups]
    most = max(one["size"] for one in groups)
    reach = max(max(xs) - min(xs), (max(ys) - min(ys)) * WIDTH / HEIGHT) or 1.0
    scale = (WIDTH - 2 * EDGE) / reach
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return tuple(
        Circle(
            _LETTERS[number],
            round(WIDTH / 2 + (one["x"] - middle_x) * scale, 1),
            round(HEIGHT / 2 - (one["y"] - middle_y) * min(scale, _upright(ys)), 1),
            round(max(14.0, LARGEST * sqrt(one["size"] / most)), 1),
        )
        for number, one in enumerate(groups)
    )


def _upright(ys: Sequence[float]) -> float:
    """What still fits from the top to the bottom."""
    return (HEIGHT - 2 * EDGE) / ((max(ys) - min(ys)) or 1.0)
