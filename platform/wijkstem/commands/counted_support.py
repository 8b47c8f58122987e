"""What an initiative's support is counted on: alone at a glance, or locked for a group that is counted once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, CursorResult, Row, bindparam, select, update

from wijkstem.errors import Conflict, NotFound
from wijkstem.eventlog.unit_of_work import Seen
from wijkstem.events.initiatives import ThresholdReached
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.initiatives import Initiative, RunningTerm
from wijkstem.words import Stance

_initiative = table_of(Initiative)
_term = table_of(RunningTerm)

# Statements are built once: building one costs more than running it.
_STATE = (
    select(
        _initiative.c.id,
        _initiative.c.instrument,
        _initiative.c.neighbourhood_code,
        _initiative.c.rules_version,
        _initiative.c.filed_on,
        _initiative.c.step,
        _initiative.c.step_seq,
        _initiative.c.tag_key,
        _initiative.c.hiding_id,
        _initiative.c.valid_for,
        _initiative.c.valid_against,
        _initiative.c.threshold_reached_on,
        _term.c.due_on,
    )
    .outerjoin_from(
        _initiative,
        _term,
        (_term.c.municipality_id == _initiative.c.municipality_id)
        & (_term.c.initiative_id == _initiative.c.id)
        & (_term.c.step_seq == _initiative.c.step_seq),
    )
    .where(
        _initiative.c.municipality_id == bindparam("here"),
        _initiative.c.id.in_(bindparam("initiatives", expanding=True)),
    )
)

#: In the order of their ids, for whoever counts there; by a statement of its own, as what is read while waiting is old.
_LOCK = (
    select(_initiative.c.id)
    .where(
        _initiative.c.municipality_id == bindparam("here"),
        _initiative.c.id.in_(bindparam("initiatives", expanding=True)),
    )
    .order_by(_initiative.c.id)
    .with_for_update(key_share=True)
)

#: Counts only while the initiative is still in the step that was looked at.
_COUNT = (
    update(_initiative)
    .where(
        _initiative.c.municipality_id == bindparam("here"),
        _initiative.c.id == bindparam("initiative"),
        _initiative.c.step_seq == bindparam("seq"),
        # Hidden while it was being signed.
        _initiative.c.hiding_id.is_(None),
    )
    .values(
        valid_for=_initiative.c.valid_for + bindparam("more_for"),
        valid_against=_initiative.c.valid_against + bindparam("more_against"),
    )
    .returning(
        _initiative.c.id,
        _initiative.c.valid_for,
        _initiative.c.valid_against,
        _initiative.c.threshold_reached_on,
    )
)


@dataclass(frozen=True)
class _Held:
    """An initiative that a group has locked, with what its members counted and nobody wrote yet."""

    #: The columns of `_STATE`.
    as_found: Row[*tuple[Any, ...]]
    more_for: int = 0
    more_against: int = 0
    reached_on: date | None = None

    def counting(self, more_for: int, more_against: int) -> "_Held":
        return replace(
            self,
            more_for=self.more_for + more_for,
            more_against=self.more_against + more_against,
        )

    @property
    def counted(self) -> "Counted":
        it = self.as_found
        return Counted(
            it.id,
            it.valid_for + self.more_for,
            it.valid_against + self.more_against,
            self.reached_on or it.threshold_reached_on,
        )


class Counted(NamedTuple):
    """Where an initiative stands after a signature; what `_COUNT` returns."""

    id: UUID
    valid_for: int
    valid_against: int
    threshold_reached_on: date | None


def load_initiative(initiative_id: UUID, work: Work) -> Row[*tuple[Any, ...]]:
    """As the group holds it, or at a glance: who counts alone looks again at the step."""
    held: _Held | None = work.uow.seen.get(initiative_id)
    if held is not None:
        return held.as_found
    [*found] = _states(work.connection, work.municipality_id, [initiative_id])
    if not found:
        raise NotFound("unknown_initiative", "Dit plan bestaat niet.")
    return found[0]


def _states(
    connection: Connection, here: str, initiatives: Sequence[UUID]
) -> CursorResult[*tuple[Any, ...]]:
    return connection.execute(_STATE, {"here": here, "initiatives": initiatives})


def hold(connection: Connection, here: str, initiatives: Sequence[UUID]) -> Seen:
    """Locked until the group is committed: each of its members counts on from where the one before stopped."""
    connection.execute(_LOCK, {"here": here, "initiatives": initiatives})
    return {row.id: _Held(row) for row in _states(connection, here, initiatives)}


def settle(connection: Connection, here: str, seen: Seen) -> None:
    """One count for all who signed the same initiative.

    Raises:
        RuntimeError: when it is not what the signers are about to be told.
    """
    for held in seen.values():
        if not isinstance(held, _Held) or not (held.more_for or held.more_against):
            continue
        it = held.as_found
        counted = _count_now(connection, here, it.id, it.step_seq, held.more_for, held.more_against)
        if counted is None or Counted(*counted) != held.counted:
            raise RuntimeError("somebody counted while the initiative was locked")


def count(initiative: Row[*tuple[Any, ...]], stance: Stance, change: int, work: Work) -> Counted:
    """Add to the count: in what the group holds, or at once, if the initiative is still in the step that was looked at."""
    more_for = change if stance is Stance.FOR else 0
    more_against = change if stance is Stance.AGAINST else 0
    held: _Held | None = work.uow.seen.get(initiative.id)
    if held is not None:
        held = work.uow.seen[initiative.id] = held.counting(more_for, more_against)
        return held.counted
    counted = _count_now(
        work.connection,
        work.municipality_id,
        initiative.id,
        initiative.step_seq,
        more_for,
        more_against,
    )
    if counted is None:
        raise Conflict(
            "moved_on", "Dit plan is net naar de volgende stap gegaan. Steunen kan niet meer."
        )
    return Counted(*counted)


def _count_now(
    connection: Connection, here: str, initiative: UUID, seq: int, more_for: int, more_against: int
) -> Row[*tuple[Any, ...]] | None:
    names = {"here": here, "initiative": initiative, "seq": seq}
    return connection.execute(
        _COUNT, {**names, "more_for": more_for, "more_against": more_against}
    ).first()


def reach(counted: Counted, threshold: int | None, work: Work) -> None:
    """The row is locked at the latest since it was counted, so one signature alone finds the threshold reached for the first time."""
    if (
        threshold is None
        or counted.valid_for < threshold
        or counted.threshold_reached_on is not None
    ):
        return
    work.connection.execute(
        update(_initiative)
        .where(
            _initiative.c.municipality_id == work.municipality_id, _initiative.c.id == counted.id
        )
        .values(threshold_reached_on=work.today)
    )
    held: _Held | None = work.uow.seen.get(counted.id)
    if held is not None:
        work.uow.seen[counted.id] = replace(held, reached_on=work.today)
    work.record(
        ThresholdReached(initiative_id=counted.id, threshold=threshold, reached_on=work.today)
    )
