"""What is known when a box is locked: totals that go on the board, and everything that must be true of the box then.

What is not true stops the count and is named; nobody is ever left out in silence.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from wijkstem.domain.ballots import last_of_each, read
from wijkstem.errors import RuleBroken
from wijkstem.kit.canonical import canonical
from wijkstem.words.rounds import CountProblem, VotingMethod, VotingWay

FORMAT: Final = "wijkstem-closing-1"


@dataclass(frozen=True)
class InBox:
    """A row of the box, as far as the count is concerned."""

    area_id: UUID
    tag: str
    version: int
    picks: str
    commitment: str
    method: VotingMethod
    #: Whether this installation put it there.
    sealed: bool


@dataclass(frozen=True)
class AreaTotals:
    """Of one area; everything that must add up."""

    area: int
    #: Who may vote, and of those who used that.
    on_roll: int
    #: Voting codes that were given out and not revoked.
    codes: int
    #: Codes that were revoked, because somebody had lost theirs.
    reissued: int
    by_code: int
    by_login: int
    on_paper: int
    #: Ballots that came by internet: one a voter, whatever they changed.
    internet: int
    #: The same with what was changed.
    versions: int
    #: Sheets of paper that count, and that cannot be counted.
    sheets: int
    bad_sheets: int
    #: Numbers of the plans that were withdrawn during the vote.
    withdrawn: tuple[int, ...]

    @property
    def used(self) -> int:
        """Voters who used their vote."""
        return self.by_code + self.by_login + self.on_paper

    @property
    def ballots(self) -> int:
        """What is counted."""
        return self.internet + self.sheets

    @property
    def never_sent(self) -> int:
        """Who began to vote online and did not send a ballot."""
        return self.by_code + self.by_login - self.internet

    @property
    def not_handed_in(self) -> int:
        """Who took a ballot on paper and did not put it in the box."""
        return self.on_paper - self.sheets - self.bad_sheets

    @property
    def adds_up(self) -> bool:
        voters = self.on_roll >= self.used and self.codes >= self.by_code
        return voters and self.never_sent >= 0 and self.not_handed_in >= 0


def closing_text(number: str, closed_on: date, areas: Iterable[AreaTotals]) -> str:
    """The totals as they are published; their digest stands on the board."""
    said = [{**vars(one), "withdrawn": list(one.withdrawn)} for one in areas]
    return canonical(
        {"format": FORMAT, "round": number, "closed_on": closed_on.isoformat(), "areas": said}
    )


def totals_of(text: str) -> tuple[AreaTotals, ...]:
    """What was published, read again. Raises ValueError or TypeError for anything else."""
    said = json.loads(text)
    if said["format"] != FORMAT:
        raise ValueError(f"unknown format {said['format']}")
    areas = tuple(
        AreaTotals(**{**one, "withdrawn": tuple(one["withdrawn"])}) for one in said["areas"]
    )
    figures = (value for one in areas for value in vars(one).values())
    if any(type(value) not in (int, tuple) for value in figures):
        raise TypeError("a total that is no whole number")
    return areas


def more_codes(areas: Iterable[AreaTotals], given_out: int) -> bool:
    """Whether there are codes that nobody knew of when the rules were fixed; another one for who lost theirs is none more."""
    return sum(one.codes for one in areas) > given_out


def closing_day(text: str) -> date:
    """On which day the box was locked. Raises ValueError, KeyError or TypeError for what is no such text."""
    return date.fromisoformat(json.loads(text)["closed_on"])


@dataclass(frozen=True)
class Marked:
    """Voters of an area by the way in which they voted; None for who did not."""

    on_roll: int
    codes: int
    reissued: int
    ways: Mapping[VotingWay, int]


def area_totals(
    area: int,
    marked: Marked,
    box: Collection[tuple[str, VotingMethod]],
    *,
    bad_sheets: int,
    withdrawn: Iterable[int],
) -> AreaTotals:
    """``box`` has tag and method of every row of the area."""
    tags = {method: {tag for tag, how in box if how is method} for method in VotingMethod}
    return AreaTotals(
        area=area,
        on_roll=marked.on_roll,
        codes=marked.codes,
        reissued=marked.reissued,
        by_code=marked.ways.get(VotingWay.CODE, 0),
        by_login=marked.ways.get(VotingWay.LOGIN, 0),
        on_paper=marked.ways.get(VotingWay.PAPER, 0),
        internet=len(tags[VotingMethod.INTERNET]),
        versions=sum(method is VotingMethod.INTERNET for _, method in box),
        sheets=len(tags[VotingMethod.PAPER]),
        bad_sheets=bad_sheets,
        withdrawn=tuple(sorted(withdrawn)),
    )


@dataclass(frozen=True, order=True)
class Alarm:
    """Something that stops a count; ``digest`` is the commitment of the ballot that it is about."""

    problem: CountProblem
    digest: str = ""


def alarms(
    box: Sequence[InBox], board: Collection[str], totals: Collection[AreaTotals], codes: int
) -> tuple[Alarm, ...]:
    """Everything that is wrong with a box; ``board`` has the commitments that were published, ``codes`` the rules name."""
    found = {*_of_rows(box, frozenset(board))}
    found |= {Alarm(CountProblem.GONE, one) for one in set(board) - {b.commitment for b in box}}
    if more_codes(totals, codes) or not all(one.adds_up for one in totals):
        found.add(Alarm(CountProblem.TOO_MANY))
    areas: dict[str, set[UUID]] = {}
    for one in box:
        areas.setdefault(one.tag, set()).add(one.area_id)
    found |= {
        Alarm(CountProblem.TOO_MANY, one.commitment) for one in box if len(areas[one.tag]) > 1
    }
    return tuple(sorted(found))


def _of_rows(box: Iterable[InBox], board: frozenset[str]) -> Iterator[Alarm]:
    for one in box:
        if not one.sealed:
            yield Alarm(CountProblem.SEAL, one.commitment)
        if one.commitment not in board:
            yield Alarm(CountProblem.NOT_ON_BOARD, one.commitment)
        try:
            read(one.picks)
        except RuleBroken:
            yield Alarm(CountProblem.UNREADABLE, one.commitment)


def counting(box: Sequence[InBox]) -> dict[UUID, list[InBox]]:
    """The last version under each tag, by area."""
    last = last_of_each((one.tag, one.version) for one in box)
    found: dict[UUID, list[InBox]] = {}
    for one in box:
        if (one.tag, one.version) in last:
            found.setdefault(one.area_id, []).append(one)
    return found
