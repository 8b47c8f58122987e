"""Everybody who took part, counted once a year: who submitted a plan, supported one or voted for or against it.

Taking support back takes the person out again, unless there was more. So what is counted moves by steps of one
person, each on the day of the event, and the sum of the steps is the number of different people.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, delete, select

from wijkstem.events.accounts import PersonErased
from wijkstem.events.base import Event, Recorded
from wijkstem.events.comments import CommentGiven, CommentWithdrawn
from wijkstem.events.dialogue import DialogueJoined
from wijkstem.events.discussion import (
    ContributionMade,
    ContributionSupported,
    ContributionSupportTakenBack,
)
from wijkstem.events.initiatives import InitiativeSubmitted
from wijkstem.events.signatures import SignatureGiven, SignatureWithdrawn
from wijkstem.kit.db import upsert
from wijkstem.kit.rows import table_of
from wijkstem.projections.indicators.count import Count, Counted
from wijkstem.projections.indicators.tables import Participation

_participation = table_of(Participation)

#: Of one person: how often, by year and neighbourhood.
_Times = dict[tuple[int, str], int]


class Act(NamedTuple):
    """Somebody takes part, or takes that back."""

    person_id: UUID
    year: int
    neighbourhood_code: str
    number: int


def act(event: Event) -> Act | None:
    """The taking part in an event; where a submitter lives it does not tell."""
    match event:
        case SignatureGiven():
            place = event.neighbourhood_code or ""
            return Act(event.person_id, event.signed_on.year, place, 1)
        case SignatureWithdrawn():
            place, on = event.neighbourhood_code or "", event.signed_on or event.withdrawn_on
            return Act(event.person_id, on.year, place, -1)
        case CommentGiven():
            return Act(event.person_id, event.given_on.year, event.neighbourhood_code or "", 1)
        case CommentWithdrawn():
            return Act(event.person_id, event.given_on.year, event.neighbourhood_code or "", -1)
        case DialogueJoined():
            return Act(event.person_id, event.joined_on.year, event.neighbourhood_code or "", 1)
        case InitiativeSubmitted():
            return Act(event.submitter_id, event.filed_on.year, "", 1)
    return _discussed(event)


def _discussed(event: Event) -> Act | None:
    """The same in discussions, of which the log does not know where people live; an office is nobody."""
    match event:
        case ContributionMade(official=False):
            return Act(event.person_id, event.said_on.year, "", 1)
        case ContributionSupported():
            return Act(event.person_id, event.supported_on.year, "", 1)
        case ContributionSupportTakenBack():
            return Act(event.person_id, event.supported_on.year, "", -1)
    return None


class People:
    """Who took part, as far as a batch is about them."""

    def __init__(
        self, connection: Connection, municipality_id: str, events: Sequence[Recorded]
    ) -> None:
        self._times: defaultdict[UUID, _Times] = defaultdict(dict)
        self._changed: set[tuple[UUID, int, str]] = set()
        self._erased: set[UUID] = set()
        ids = {found.person_id for recorded in events if (found := act(recorded.event))}
        asked = select(_participation).where(
            _participation.c.municipality_id == municipality_id,
            _participation.c.person_id.in_(sorted(ids)),
        )
        for row in connection.execute(asked) if ids else ():
            self._times[row.person_id][row.year, row.neighbourhood_code] = row.times

    def counted(self, event: Event) -> Iterator[Counted]:
        """By how much the numbers of people move."""
        if isinstance(event, PersonErased):
            self._forget(event.person_id)
            return
        found = act(event)
        if found is None:
            return
        times, where = self._times[found.person_id], (found.year, found.neighbourhood_code)
        before = _standing(times)
        times[where] = times.get(where, 0) + found.number
        self._changed.add((found.person_id, *where))
        after = _standing(times)
        for key in sorted(after - before):
            yield key, 1
        for key in sorted(before - after):
            yield key, -1

    def _forget(self, person_id: UUID) -> None:
        """What they did keeps counting; that it was one person who did it is not needed any more."""
        self._erased.add(person_id)
        self._times.pop(person_id, None)
        self._changed = {one for one in self._changed if one[0] != person_id}

    def save(self, connection: Connection, municipality_id: str) -> None:
        if self._erased:
            connection.execute(
                delete(_participation).where(
                    _participation.c.municipality_id == municipality_id,
                    _participation.c.person_id.in_(sorted(self._erased)),
                )
            )
        rows = [
            {
                "municipality_id": municipality_id,
                "person_id": person_id,
                "year": year,
                "neighbourhood_code": place,
                "times": self._times[person_id][year, place],
            }
            for person_id, year, place in sorted(self._changed)
        ]
        upsert(connection, _participation, rows, replace=["times"])


def _standing(times: _Times) -> set[Count]:
    """As what somebody is counted: once in each year, and as new in the first; the same where they live."""
    totals: defaultdict[int, int] = defaultdict(int)
    for (year, _), number in times.items():
        totals[year] += number
    years = {year for year, number in totals.items() if number > 0}
    counted = {Count("people", date(year, 1, 1)) for year in years}
    if years:
        counted.add(Count("new_people", date(min(years), 1, 1)))
    first: dict[str, int] = {}
    for (year, place), number in times.items():
        if place and number > 0:
            counted.add(Count("people_from", date(year, 1, 1), neighbourhood_code=place))
            first[place] = min(year, first.get(place, year))
    counted |= {
        Count("new_people_from", date(year, 1, 1), neighbourhood_code=place)
        for place, year in first.items()
    }
    return counted
