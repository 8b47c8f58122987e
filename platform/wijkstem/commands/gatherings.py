"""The municipality announces, changes, cancels and reports gatherings; `commands/signing_up.py` has who comes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, insert, select

from wijkstem.commands.signing_up import load, seated, settle, signed_up
from wijkstem.domain import gatherings
from wijkstem.domain.gatherings import GatheringForm, Report, check_coming, check_revision
from wijkstem.domain.permissions import may_clerk, may_convene, may_host, require
from wijkstem.domain.texts import text_error
from wijkstem.errors import FieldError, Invalid, RuleBroken
from wijkstem.events.gatherings import (
    GatheringAnnounced,
    GatheringCancelled,
    GatheringChanged,
    GatheringNear,
    GatheringReported,
)
from wijkstem.kit.clock import AMSTERDAM
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.kit.text import clean
from wijkstem.services import Work
from wijkstem.tables.gatherings import Gathering, GatheringPlan
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import GatheringState

_gathering = table_of(Gathering)
_plan = table_of(GatheringPlan)
_initiative = table_of(Initiative)
#: More plans than anybody can talk about in an evening.
PLANS_MOST = 10
REASONS_MOST = 2000


@dataclass(frozen=True)
class AnnounceGathering:
    """An official makes known that there will be one; a form that is sent twice, with its id, announces one."""

    form: GatheringForm
    form_id: UUID | None = None


def announce_gathering(command: AnnounceGathering, work: Work) -> UUID:
    """Raises Invalid with an error for each field that must change."""
    require(may_convene(work.actor) or may_clerk(work.actor))
    it = gatherings.checked(command.form, work.rules.municipality, work.now)
    require(may_host(work.actor, it.kind))
    plans = plans_by_number(command.form.plans, work)
    gathering_id = command.form_id or new_id()
    row = {
        "municipality_id": work.municipality_id,
        "id": gathering_id,
        "state": GatheringState.ANNOUNCED,
        "revision": 1,
        "reminded": False,
    }
    if not insert_new(work.connection, _gathering, row | asdict(it)):
        return gathering_id
    _link(gathering_id, plans, work)
    work.record(
        GatheringAnnounced(
            gathering_id=gathering_id,
            kind=it.kind.value,
            neighbourhood_code=it.neighbourhood_code,
            held_on=it.held_on,
            places=it.places,
            initiatives=tuple(plans),
            official_id=work.actor.person_id,
        )
    )
    return gathering_id


def plans_by_number(numbers: Sequence[str], work: Work) -> list[UUID]:
    """The public plans with these numbers. Raises Invalid for a number that none has."""
    wanted = sorted(set(numbers))
    if len(wanted) > PLANS_MOST:
        most = FieldError("too_many_plans", "Noem hoogstens %(most)s plannen.", most=PLANS_MOST)
        raise Invalid({"plans": most})
    found = work.connection.execute(
        select(_initiative.c.number, _initiative.c.id).where(
            _initiative.c.municipality_id == work.municipality_id,
            _initiative.c.number.in_(wanted),
            _initiative.c.public,
        )
    )
    known = {row.number: row.id for row in found}
    if missing := [number for number in wanted if number not in known]:
        raise Invalid(
            {
                "plans": FieldError(
                    "unknown_plan",
                    "Plan %(number)s staat niet op de website. Een nummer ziet er zo uit: 2026-0042.",
                    number=missing[0],
                )
            }
        )
    return [known[number] for number in wanted]


def _link(gathering_id: UUID, plans: Sequence[UUID], work: Work) -> None:
    here = work.municipality_id
    work.connection.execute(
        delete(_plan).where(_plan.c.municipality_id == here, _plan.c.gathering_id == gathering_id)
    )
    rows = [
        {"municipality_id": here, "gathering_id": gathering_id, "initiative_id": one}
        for one in plans
    ]
    if rows:
        work.connection.execute(insert(_plan), rows)


@dataclass(frozen=True)
class ChangeGathering:
    """An official changes what was announced; ``revision`` is the one that their page showed."""

    gathering_id: UUID
    revision: int
    form: GatheringForm


def change_gathering(command: ChangeGathering, work: Work) -> bool:
    """Whether day, time or place became another. Who waits gets the places that come with a larger room.

    Raises Conflict after somebody else's change, RuleBroken for what has begun, Invalid for what is not right.
    """
    gathering = load(command.gathering_id, work)
    require(may_host(work.actor, gathering.kind))
    check_revision(gathering, command.revision)
    check_coming(gathering, work.now)
    it = gatherings.checked(command.form, work.rules.municipality, work.now)
    plans = plans_by_number(command.form.plans, work)
    gatherings.check_room(it.places, seated(gathering, work))
    moved = (it.starts_at, it.ends_at, it.place) != (
        gathering.starts_at,
        gathering.ends_at,
        gathering.place,
    )
    for name, value in asdict(it).items():
        setattr(gathering, name, value)
    gathering.revision += 1
    if moved:
        # Who comes is told of another day now, and again on the day before that.
        gathering.reminded = False
    _link(gathering.id, plans, work)
    work.record(_changed(gathering, tuple(plans), work, moved=moved))
    settle(gathering, work)
    return moved


def _changed(
    gathering: Gathering, plans: tuple[UUID, ...], work: Work, *, moved: bool
) -> GatheringChanged:
    return GatheringChanged(
        gathering_id=gathering.id,
        revision=gathering.revision,
        kind=gathering.kind.value,
        neighbourhood_code=gathering.neighbourhood_code,
        held_on=gathering.held_on,
        places=gathering.places,
        initiatives=plans,
        moved=moved,
        official_id=work.actor.person_id,
    )


@dataclass(frozen=True)
class CancelGathering:
    """An official says that it does not go on, and why."""

    gathering_id: UUID
    revision: int
    reasons: str


def cancel_gathering(command: CancelGathering, work: Work) -> None:
    """Raises as changing does; Invalid without reasons."""
    gathering = load(command.gathering_id, work)
    require(may_host(work.actor, gathering.kind))
    check_coming(gathering, work.now)
    check_revision(gathering, command.revision)
    reasons = clean(command.reasons)
    if error := text_error(reasons, REASONS_MOST):
        raise Invalid({"reasons": error})
    call_off(gathering, reasons, work)


def call_off(gathering: Gathering, reasons: str, work: Work) -> None:
    """A gathering that is locked, and was still to come, does not go on."""
    gathering.state, gathering.reasons = GatheringState.CANCELLED, reasons
    gathering.revision += 1
    work.record(
        GatheringCancelled(
            gathering_id=gathering.id,
            kind=gathering.kind.value,
            neighbourhood_code=gathering.neighbourhood_code,
            held_on=gathering.held_on,
            signed_up=signed_up(gathering, work),
            official_id=work.actor.person_id,
        )
    )


def shift(gathering: Gathering, by: timedelta, work: Work) -> None:
    """A gathering that is locked, and is still to come, is so many days later at the same time of day."""
    gathering.held_on += by
    gathering.starts_at = gathering.starts_at.astimezone(AMSTERDAM) + by
    gathering.ends_at = gathering.ends_at.astimezone(AMSTERDAM) + by
    gathering.reminded = False
    gathering.revision += 1
    plans = work.connection.scalars(
        select(_plan.c.initiative_id)
        .where(
            _plan.c.municipality_id == work.municipality_id, _plan.c.gathering_id == gathering.id
        )
        .order_by(_plan.c.initiative_id)
    )
    work.record(_changed(gathering, tuple(plans), work, moved=True))


@dataclass(frozen=True)
class ReportGathering:
    """An official tells how many came, what they said and what follows; or puts that right."""

    gathering_id: UUID
    revision: int
    report: Report


def report_gathering(command: ReportGathering, work: Work) -> None:
    """Raises RuleBroken before it began, Conflict after somebody else's report, Invalid for what is not right."""
    gathering = load(command.gathering_id, work)
    require(may_host(work.actor, gathering.kind))
    gatherings.check_held(gathering, work.now)
    check_revision(gathering, command.revision)
    report = command.report.cleaned()
    assert report.came is not None
    before, gathering.came = gathering.came, report.came
    gathering.heard, gathering.follow_up = report.heard, report.follow_up
    gathering.state = GatheringState.REPORTED
    gathering.reported_on = gathering.reported_on or work.today
    gathering.revision += 1
    work.record(
        GatheringReported(
            gathering_id=gathering.id,
            kind=gathering.kind.value,
            neighbourhood_code=gathering.neighbourhood_code,
            held_on=gathering.held_on,
            came=report.came,
            came_before=before,
            reported_on=work.today,
            official_id=work.actor.person_id,
        )
    )


@dataclass(frozen=True)
class RemindOfGathering:
    """The clock found one that is tomorrow."""

    gathering_id: UUID


def remind_of_gathering(command: RemindOfGathering, work: Work) -> None:
    """Raises RuleBroken when that was said, or it does not go on: a second call does nothing."""
    gathering = load(command.gathering_id, work)
    check_coming(gathering, work.now)
    if gathering.reminded or gathering.held_on > gatherings.remind_until(work.now):
        raise RuleBroken("no_reminder", "Een herinnering is nu niet nodig.")
    gathering.reminded = True
    work.record(GatheringNear(gathering_id=gathering.id, held_on=gathering.held_on))
