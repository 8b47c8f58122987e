"""What officials make of the passages before an advice opens: two joined, one split, a text corrected.

Pieces that were made by hand remember the paragraphs of the proposal that they came from. So when the proposal changes,
what was made of paragraphs that stayed is made again, and what was made of others is lost.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from wijkstem.domain.passages import Paragraph, Piece
from wijkstem.domain.texts import text_error
from wijkstem.errors import Conflict, FieldError, Invalid, NotFound, RuleBroken
from wijkstem.kit.text import clean

#: As much as a part of a proposal may hold.
TEXT_MOST: Final = 20_000


@dataclass(frozen=True)
class _Run:
    """Paragraphs of the proposal that follow each other, and the texts that stand for them now."""

    source: tuple[Paragraph, ...]
    now: tuple[Paragraph, ...]

    @property
    def whole(self) -> bool:
        """Whether it reads as the proposal does."""
        return self.source == self.now


def _runs(pieces: Sequence[Piece]) -> list[_Run]:
    """The pieces that are there, in their order; those that were made of the same paragraphs together."""
    there = [one for one in pieces if not one.gone]
    grouped = groupby(enumerate(there), lambda one: (one[1].source_at, one[1].source or one[0]))
    return [_run([piece for _, piece in found]) for _, found in grouped]


def _run(pieces: Sequence[Piece]) -> _Run:
    part, now = pieces[0].part, tuple((one.part, one.text) for one in pieces)
    source = pieces[0].source
    return _Run(tuple((part, one) for one in source.split("\n\n")) if source else now, now)


def _pieces(runs: Sequence[_Run]) -> tuple[Piece, ...]:
    """Numbered in their order from one, as for the first time."""
    made, at = list[Piece](), 0
    for run in runs:
        source = "" if run.whole else "\n\n".join(text for _, text in run.source)
        for part, text in run.now:
            made.append(
                Piece(len(made) + 1, part, text, source=source, source_at=at * bool(source))
            )
        at += len(run.source)
    return tuple(made)


def joined(pieces: Sequence[Piece], number: int) -> tuple[Piece, ...]:
    """The passage and the one behind it as one. Raises NotFound, RuleBroken for the last of its part."""
    at = _place(pieces, number)
    there = [one for one in pieces if not one.gone]
    if at + 1 >= len(there) or there[at + 1].part is not there[at].part:
        raise RuleBroken("last_of_part", "Hierachter staat geen stuk om mee samen te voegen.")
    text = f"{there[at].text}\n\n{there[at + 1].text}"
    return _replaced(pieces, at, 2, (text,))


def split_up(pieces: Sequence[Piece], number: int, text: str) -> tuple[Piece, ...]:
    """The passage in pieces, one for each blank line in ``text``. Raises NotFound, Invalid for other words and for no blank line."""
    at = _place(pieces, number)
    said = _checked(text)
    if " ".join(said.split()) != " ".join(pieces[at].text.split()):
        other = FieldError(
            "other_words", "Bij splitsen blijft de tekst gelijk. Zet alleen witregels."
        )
        raise Invalid({"text": other})
    texts = said.split("\n\n")
    if len(texts) < 2:
        raise Invalid(
            {"text": FieldError("no_blank", "Zet een witregel waar het nieuwe stuk begint.")}
        )
    return _replaced(pieces, at, 1, tuple(texts))


def corrected(pieces: Sequence[Piece], number: int, text: str) -> tuple[Piece, ...]:
    """The passage with another text; the same pieces when it says this already. Raises NotFound and Invalid."""
    at, said = _place(pieces, number), _checked(text)
    return tuple(pieces) if said == pieces[at].text else _replaced(pieces, at, 1, (said,))


def _checked(text: str) -> str:
    """Cleaned, with one blank line between paragraphs. Raises Invalid."""
    said = clean(text)
    if error := text_error(said, TEXT_MOST):
        raise Invalid({"text": error})
    lines = [line.strip() for line in said.split("\n")]
    paragraphs = groupby(lines, bool)
    return "\n\n".join("\n".join(found) for filled, found in paragraphs if filled)


def _place(pieces: Sequence[Piece], number: int) -> int:
    found = next((at for at, one in enumerate(pieces) if one.number == number and not one.gone), -1)
    if found < 0:
        raise NotFound("unknown_passage", "Dit stuk tekst is er niet.")
    return found


def _replaced(
    pieces: Sequence[Piece], at: int, many: int, texts: Sequence[str]
) -> tuple[Piece, ...]:
    """``many`` pieces from ``at`` on say ``texts``; the runs that they are in become one."""
    before, touched, behind, start = list[_Run](), list[_Run](), list[_Run](), 0
    for run in _runs(pieces):
        end = start + len(run.now)
        (before if end <= at else behind if start >= at + many else touched).append(run)
        start = end
    first = sum(len(run.now) for run in before)
    now = [one for run in touched for one in run.now]
    now[at - first : at - first + many] = [(pieces[at].part, text) for text in texts]
    one = _Run(tuple(found for run in touched for found in run.source), tuple(now))
    return _pieces([*before, *_alone(one), *behind])


def _alone(run: _Run) -> Iterator[_Run]:
    """A run that reads as the proposal again is no run."""
    if run.whole:
        yield from (_Run((one,), (one,)) for one in run.source)
    else:
        yield run


def made_again(pieces: Sequence[Piece], now: Sequence[Paragraph]) -> tuple[Piece, ...]:
    """The paragraphs of a text, with what was made by hand of those that are still there; numbered from one.

    Of paragraphs that stand there more than once, the run goes to those that are nearest to where it was.
    """
    cuts, at = list[tuple[int, _Run]](), 0
    for run in _runs(pieces):
        if not run.whole:
            cuts.append((at, run))
        at += len(run.source)
    placed = dict[int, _Run]()
    for was_at, run in cuts:
        taken = {n for start, one in placed.items() for n in range(start, start + len(one.source))}
        if (found := _nearest(run.source, now, was_at, taken)) is not None:
            placed[found] = run
    return _pieces(list(_put_in(placed, now)))


def _nearest(
    source: Sequence[Paragraph], now: Sequence[Paragraph], was_at: int, taken: set[int]
) -> int | None:
    long = len(source)
    found = [
        at
        for at in range(len(now) - long + 1)
        if tuple(now[at : at + long]) == tuple(source) and taken.isdisjoint(range(at, at + long))
    ]
    return min(found, key=lambda at: (abs(at - was_at), at), default=None)


def _put_in(placed: dict[int, _Run], now: Sequence[Paragraph]) -> Iterator[_Run]:
    at = 0
    while at < len(now):
        run = placed.get(at, _Run((now[at],), (now[at],)))
        yield run
        at += len(run.source)


def check_not_begun(*, begun: bool) -> None:
    """Raises RuleBroken once people can say something of the passages: then each keeps its number."""
    if begun:
        raise RuleBroken("begun", "Mensen kunnen al reageren. De stukken liggen nu vast.")


def check_cut(now: int, shown: int) -> None:
    """Raises Conflict for a page that shows the passages as they were before somebody else changed them."""
    if now != shown:
        raise Conflict(
            "changed_meanwhile",
            "De stukken zijn net veranderd. Kijk hieronder hoe het nu is.",
        )
