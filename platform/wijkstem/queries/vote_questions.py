"""The vote of a means as its room and its desk show it: the question, its answers, how many voted where, and the result."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from wijkstem.domain.closing import AreaTotals, totals_of
from wijkstem.domain.disclosure import to_hide
from wijkstem.domain.vote_questions import QuestionRules
from wijkstem.kit.rows import table_of
from wijkstem.queries.rounds import Round, round_by_id
from wijkstem.tables.counting import RoundClosing, RoundCount
from wijkstem.tables.means import Means
from wijkstem.tables.rolls import RollEntry
from wijkstem.tables.rounds import BudgetRound, VoteOption, VoteQuestion
from wijkstem.words.rounds import RoundState

_round = table_of(BudgetRound)
_question = table_of(VoteQuestion)
_means = table_of(Means)
_option = table_of(VoteOption)
_entry = table_of(RollEntry)
_closing = table_of(RoundClosing)
_count = table_of(RoundCount)

#: From here on everybody may know how many voted: the totals stand on the board.
_LOCKED = frozenset({RoundState.CLOSED, RoundState.COUNTED, RoundState.PUBLISHED})


@dataclass(frozen=True)
class Option:
    """An answer that can be chosen."""

    number: int
    title: str
    about: str


@dataclass(frozen=True)
class Turnout:
    """Of voters of a neighbourhood, by its code; "" for who voted by letter or on paper without saying where."""

    code: str
    #: None: so few that it would point at somebody, or that others could be worked out from it.
    voters: int | None


@dataclass(frozen=True)
class VoteRoom:
    """A vote on a question with everything that may be known of it now."""

    round: Round
    options: tuple[Option, ...]
    #: None while people vote.
    totals: AreaTotals | None
    turnout: tuple[Turnout, ...]
    #: The published file, read; None until two officials let it out.
    said: Mapping[str, Any] | None

    @property
    def rules(self) -> QuestionRules:
        """What the rules are, or will be."""
        rules = self.round.terms
        assert isinstance(rules, QuestionRules)
        return rules


@dataclass(frozen=True)
class Home:
    """The means that a vote is the room of."""

    number: str
    slug: str
    title: str


def vote_of(
    connection: Connection, municipality_id: str, means_id: UUID, *, fewest: int
) -> VoteRoom | None:
    """None: nobody said yet what can be answered. ``fewest``: of fewer people nothing is shown."""
    found = connection.execute(
        select(_question.c.round_id).where(
            _question.c.municipality_id == municipality_id, _question.c.means_id == means_id
        )
    ).scalar()
    if found is None:
        return None
    it = round_by_id(connection, municipality_id, found)
    totals = _totals(connection, municipality_id, found) if it.state in _LOCKED else None
    return VoteRoom(
        it,
        options_of(connection, municipality_id, found),
        totals,
        _turnout(connection, municipality_id, found, fewest) if totals else (),
        _said(connection, municipality_id, found) if it.state is RoundState.PUBLISHED else None,
    )


def options_of(connection: Connection, municipality_id: str, round_id: UUID) -> tuple[Option, ...]:
    """The answers by their numbers."""
    found = select(_option.c.number, _option.c.title, _option.c.about).where(
        _option.c.municipality_id == municipality_id, _option.c.round_id == round_id
    )
    return tuple(Option(*row) for row in connection.execute(found.order_by(_option.c.number)))


def home_of(connection: Connection, municipality_id: str, number: str) -> Home | None:
    """Where a vote on a question lives, by the number of its round; None for a budget, or no round."""
    found = (
        select(_means.c.number, _means.c.slug, _means.c.title)
        .join_from(
            _round,
            _question,
            (_question.c.municipality_id == _round.c.municipality_id)
            & (_question.c.round_id == _round.c.id),
        )
        .join(
            _means,
            (_means.c.municipality_id == _question.c.municipality_id)
            & (_means.c.id == _question.c.means_id),
        )
        .where(_round.c.municipality_id == municipality_id, _round.c.number == number)
    )
    row = connection.execute(found).first()
    return None if row is None else Home(*row)


def _totals(connection: Connection, municipality_id: str, round_id: UUID) -> AreaTotals:
    text = connection.execute(
        select(_closing.c.totals).where(
            _closing.c.municipality_id == municipality_id, _closing.c.round_id == round_id
        )
    ).scalar_one()
    return totals_of(text)[0]


def _turnout(
    connection: Connection, municipality_id: str, round_id: UUID, fewest: int
) -> tuple[Turnout, ...]:
    """Small numbers are left out, and with them what they could be worked out from."""
    found = (
        select(_entry.c.neighbourhood_code, func.count())
        .where(
            _entry.c.municipality_id == municipality_id,
            _entry.c.round_id == round_id,
            _entry.c.marked_on.is_not(None),
        )
        .group_by(_entry.c.neighbourhood_code)
    )
    voters = {code or "": many for code, many in connection.execute(found)}
    hidden = to_hide(voters, fewest)
    return tuple(
        Turnout(code, None if code in hidden else many) for code, many in sorted(voters.items())
    )


def _said(connection: Connection, municipality_id: str, round_id: UUID) -> Mapping[str, Any]:
    text = connection.execute(
        select(_count.c.result).where(
            _count.c.municipality_id == municipality_id, _count.c.round_id == round_id
        )
    ).scalar_one()
    said: Mapping[str, Any] = json.loads(text)
    return said
