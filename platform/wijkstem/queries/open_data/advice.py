"""Advice of neighbourhoods on plans that everybody can read: what was asked, said and answered. Nobody's own vote."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from wijkstem.kit.rows import table_of
from wijkstem.queries.open_data.keyset import Listing
from wijkstem.tables.advice import AdviceState as AdviceState
from wijkstem.tables.advice import NeighbourhoodAdvice
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Advice, Adviser, Heeded

_advice = table_of(NeighbourhoodAdvice)
_initiative = table_of(Initiative)


@dataclass(frozen=True)
class OpenAdvice:
    """An advice as its plan's page shows it."""

    id: UUID
    number: str
    slug: str
    neighbourhood_code: str
    by: Adviser
    state: AdviceState
    begun_on: date
    due_on: date | None
    advice: Advice | None
    given_on: date | None
    positive: int
    conditional: int
    negative: int
    none: int
    aside: int
    reasons: str
    conditions: str
    answer_due_on: date | None
    heeded: Heeded | None
    answered_on: date | None
    answer: str

    @property
    def voted(self) -> bool:
        """Whether there is a vote to tell of: not of one member, and not while it lasts."""
        of_many = self.by is not Adviser.MEMBER and self.state is AdviceState.GIVEN
        return of_many and bool(self.positive + self.conditional + self.negative + self.none)


def _all(municipality_id: str) -> Select[Any]:
    of_plan = {"number", "slug"}
    return (
        select(
            *(
                (_initiative if name in of_plan else _advice).c[name]
                for name in OpenAdvice.__dataclass_fields__
            )
        )
        .join_from(
            _advice,
            _initiative,
            and_(
                _initiative.c.municipality_id == _advice.c.municipality_id,
                _initiative.c.id == _advice.c.initiative_id,
            ),
        )
        .where(
            _advice.c.municipality_id == municipality_id,
            _initiative.c.public,
            # A vote that nobody asked for is nobody's business before it is given.
            or_(_advice.c.state != AdviceState.OPEN, _advice.c.step_seq.is_not(None)),
            _advice.c.state != AdviceState.DROPPED,
        )
    )


#: What was begun last stands first.
ADVICE: Final = Listing(_all, (_advice.c.begun_on, _advice.c.id), OpenAdvice)


def about(
    *, number: str | None = None, neighbourhood: str | None = None
) -> list[ColumnElement[bool]]:
    """What advice must be about; None: whatever."""
    of_plan = [] if number is None else [_initiative.c.number == number]
    here = [] if neighbourhood is None else [_advice.c.neighbourhood_code == neighbourhood]
    return [*of_plan, *here]


def open_advice(connection: Connection, municipality_id: str, key: UUID) -> OpenAdvice | None:
    """None for one that is not there, or not for everybody."""
    row = connection.execute(_all(municipality_id).where(_advice.c.id == key)).first()
    return OpenAdvice(*tuple(row)) if row else None
