"""A council proposal in numbered passages: how its text is split, and which passage is which after it changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest

from wijkstem.words.council_proposals import ProposalPart

#: In which part of the proposal it stands, and what it says.
Paragraph = tuple[ProposalPart, str]


@dataclass(frozen=True)
class Piece:
    """A passage as it stands now."""

    number: int
    part: ProposalPart
    text: str
    version: int = 1
    gone: bool = False
    #: The paragraphs of the proposal that it was made of by hand, with those beside it of the same; "": it is one.
    source: str = ""
    #: And which paragraph of the proposal the first of them is, from 0 on.
    source_at: int = 0


def split(parts: Mapping[ProposalPart, str]) -> list[Paragraph]:
    """The paragraphs of a text in the order in which it is read: a blank line begins another one."""
    return [
        (part, text)
        for part in ProposalPart
        for one in parts.get(part, "").split("\n\n")
        if (text := one.strip())
    ]


def renumbered(pieces: Sequence[Piece], now: Sequence[Paragraph]) -> tuple[Piece, ...]:
    """The pieces of a text that changed, in its new order; behind them those that it has no more.

    A paragraph that is the same keeps its number and version. One that took the place of another is that one's next
    version; one that came in gets the next number that was never used. Deterministic.
    """
    there = [one for one in pieces if not one.gone]
    made, last = list[Piece](), max((one.number for one in pieces), default=0)
    for before, after in _matched(there, now):
        if after is None:
            assert before is not None  # a pair has one or the other
            made.append(replace(before, gone=True))
        elif before is None:
            last += 1
            made.append(Piece(last, *after))
        else:
            made.append(_now(before, after))
    gone = [one for one in (*pieces, *made) if one.gone]
    return (
        *(one for one in made if not one.gone),
        *sorted(gone, key=lambda one: one.number),
    )


def _now(before: Piece, after: Paragraph) -> Piece:
    part, text = after
    if text == before.text:
        return replace(before, part=part)
    return replace(before, part=part, text=text, version=before.version + 1)


_Pair = tuple[Piece | None, Paragraph | None]


def _matched(pieces: Sequence[Piece], now: Sequence[Paragraph]) -> Iterator[_Pair]:
    """Which paragraph is which: the same ones first, then in their gaps one after the other, part by part."""
    was = [(one.part, one.text) for one in pieces]
    found = SequenceMatcher(None, was, list(now), autojunk=False)
    for _, a, b, c, d in found.get_opcodes():
        yield from _in_gap(pieces[a:b], now[c:d])


def _in_gap(pieces: Sequence[Piece], now: Sequence[Paragraph]) -> Iterator[_Pair]:
    for part in ProposalPart:
        before = [one for one in pieces if one.part is part]
        yield from zip_longest(before, (one for one in now if one[0] is part))
