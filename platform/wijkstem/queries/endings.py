"""What became of earlier plans: the last ones that ended in a given way, with what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, bindparam, select, union_all

from wijkstem.kit.rows import table_of
from wijkstem.tables.initiatives import Initiative, StepReason
from wijkstem.words import Milestone

_initiative = table_of(Initiative)
_reason = table_of(StepReason)

#: What is carried out, what is not, and what was asked and answered.
CARRIED_OUT: Final = (
    Milestone.ADOPTED,
    Milestone.PARTLY_ADOPTED,
    Milestone.EVALUATED,
    Milestone.SETTLED,
    Milestone.CHOSEN,
)
TURNED_DOWN: Final = (
    Milestone.REJECTED,
    Milestone.NOT_PLACED,
    Milestone.NOT_AGREED,
    Milestone.NOT_FEASIBLE,
    Milestone.NOT_CHOSEN,
)
ANSWERED: Final = (Milestone.ANSWERED,)


@dataclass(frozen=True)
class Ending:
    """A plan that came to an end."""

    number: str
    slug: str
    title: str
    instrument: str
    rules_version: str
    neighbourhood_code: str
    step: str
    closed_on: date
    result: Milestone
    valid_for: int
    #: What was said with the decision.
    reasons: str | None


def last_endings(
    connection: Connection, municipality_id: str, *, most: int
) -> dict[Milestone, list[Ending]]:
    """The last public ones of each kind, the newest first; in one statement."""
    wanted = (*CARRIED_OUT, *TURNED_DOWN, *ANSWERED)
    asked = {"here": municipality_id, "most": most}
    asked |= {f"result_{n}": result for n, result in enumerate(wanted)}
    found: dict[Milestone, list[Ending]] = {result: [] for result in wanted}
    for row in connection.execute(_statement(len(wanted)), asked):
        ending = Ending(*tuple(row))
        found[ending.result].append(ending)
    return found


def newest(
    found: dict[Milestone, list[Ending]], of: Sequence[Milestone], most: int
) -> list[Ending]:
    """The newest of some kinds together."""
    some = [ending for result in of for ending in found[result]]
    return sorted(some, key=lambda one: (one.closed_on, one.number), reverse=True)[:most]


@cache
def _statement(results: int) -> Any:
    """One look in the index for each kind, so that it costs the same however many there are."""
    return union_all(*(select(_of_one(number).subquery()) for number in range(results)))


def _of_one(number: int) -> Select[Any]:
    columns = [name for name in Ending.__dataclass_fields__ if name != "reasons"]
    return (
        select(*(_initiative.c[name] for name in columns), _reason.c.reasons)
        .outerjoin_from(_initiative, _reason, _of_the_last_step())
        .where(
            _initiative.c.municipality_id == bindparam("here"),
            _initiative.c.result == bindparam(f"result_{number}"),
            _initiative.c.public,
            _initiative.c.closed_on.is_not(None),
        )
        .order_by(_initiative.c.closed_on.desc(), _initiative.c.number.desc())
        .limit(bindparam("most"))
    )


def _of_the_last_step() -> Any:
    return and_(
        _reason.c.municipality_id == _initiative.c.municipality_id,
        _reason.c.initiative_id == _initiative.c.id,
        _reason.c.step_seq == _initiative.c.step_seq - 1,
    )
