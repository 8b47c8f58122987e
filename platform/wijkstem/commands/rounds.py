"""Officials make a budget round, change it as long as that is possible, make it known, and stop it with reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, update
from sqlmodel import col

from wijkstem.commands.boxes import lock_box
from wijkstem.domain import making_rounds
from wijkstem.domain.making_rounds import AreaForm, PhaseForm, RoundForm
from wijkstem.domain.permissions import may_run_rounds, require
from wijkstem.errors import Conflict, NotFound
from wijkstem.events.rounds import (
    PlanRoundStopped,
    RoundAnnounced,
    RoundCancelled,
    RoundChanged,
    RoundMade,
)
from wijkstem.kit.db import insert_new, take_turns
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.rolls import RollEntry
from wijkstem.tables.rounds import (
    BallotPlan,
    BudgetRound,
    RoundArea,
    RoundAreaPlace,
    RoundChange,
    RoundPhase,
    VoteQuestion,
)
from wijkstem.words import Milestone
from wijkstem.words.rounds import OnBallot, RoundState

_round = table_of(BudgetRound)
_area = table_of(RoundArea)
_place = table_of(RoundAreaPlace)
_phase = table_of(RoundPhase)
_plan = table_of(BallotPlan)
_change = table_of(RoundChange)
_entry = table_of(RollEntry)
_question = table_of(VoteQuestion)


@dataclass(frozen=True)
class MakeRound:
    """An official begins a round; a form that is sent twice, with its id, makes one."""

    form: RoundForm
    form_id: UUID | None = None


def make_round(command: MakeRound, work: Work) -> str:
    """The number of the round. Raises Invalid with an error for each field that must change."""
    require(may_run_rounds(work.actor))
    form = making_rounds.checked(command.form, work.rules.municipality, instruments(work))
    round_id, number = command.form_id or new_id(), next_number(work)
    row = {
        "municipality_id": work.municipality_id,
        "id": round_id,
        "number": number,
        "state": RoundState.DRAFT,
        "revision": 1,
        **_columns(form),
    }
    if not insert_new(work.connection, _round, row):
        return _number_of(round_id, work)
    _write_areas(round_id, form.areas, work)
    _write_phases(round_id, form.phases, work)
    _keep(round_id, 1, form, work)
    work.record(
        RoundMade(
            round_id=round_id,
            number=number,
            instrument=form.instrument,
            made_on=work.today,
            official_id=work.actor.person_id,
        )
    )
    return number


def instruments(work: Work) -> Sequence[str]:
    """The instruments of today's rules whose plans residents can choose."""
    rules = work.rules.on(work.today)
    return [
        name
        for name in rules.instruments
        if any(o.means is Milestone.CHOSEN for s in rules.path(name).steps for o in s.outcomes)
    ]


def next_number(work: Work) -> str:
    """Of those who come at once, one stands here at a time."""
    take_turns(work.connection, work.municipality_id, "rounds")
    of_year = _round.c.number.like(f"{work.today.year}-%")
    held = select(func.count()).where(_round.c.municipality_id == work.municipality_id, of_year)
    return f"{work.today.year}-{work.connection.execute(held).scalar_one() + 1}"


def _number_of(round_id: UUID, work: Work) -> str:
    found = select(_round.c.number).where(
        _round.c.municipality_id == work.municipality_id, _round.c.id == round_id
    )
    return str(work.connection.execute(found).scalar_one())


def _columns(form: RoundForm) -> dict[str, Any]:
    return {
        "name": form.name,
        "about": form.about,
        "instrument": form.instrument,
        "rules": form.rules.to_json(),
    }


def _keep(round_id: UUID, revision: int, form: RoundForm, work: Work) -> None:
    row = {
        "municipality_id": work.municipality_id,
        "round_id": round_id,
        "revision": revision,
        "changed_on": work.today,
        "changed_by": work.actor.person_id,
        "rules": making_rounds.version_of(form),
    }
    work.connection.execute(insert(_change), [row])


@dataclass(frozen=True)
class ChangeRound:
    """An official changes a round whose rules are not fixed; ``revision`` is the one that their page showed."""

    round_id: UUID
    revision: int
    form: RoundForm


def change_round(command: ChangeRound, work: Work) -> None:
    """Raises RuleBroken once the rules are fixed, Conflict after somebody else's change, Invalid for what is not right."""
    require(may_run_rounds(work.actor))
    round_ = load(command.round_id, work)
    making_rounds.check_open(round_, command.revision)
    form = making_rounds.checked(command.form, work.rules.municipality, instruments(work))
    for name, value in _columns(form).items():
        setattr(round_, name, value)
    touch(round_)
    _write_areas(round_.id, form.areas, work)
    _write_phases(round_.id, form.phases, work)
    _keep(round_.id, round_.revision, form, work)
    work.record(
        RoundChanged(
            round_id=round_.id,
            number=round_.number,
            revision=round_.revision,
            changed_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def touch(round_: BudgetRound) -> None:
    """It is another than what a colleague was asked to look at."""
    round_.revision += 1
    round_.asked_by = round_.asked_digest = round_.rule_file = None


def _write_phases(round_id: UUID, phases: Sequence[PhaseForm], work: Work) -> None:
    here = work.municipality_id
    work.connection.execute(
        delete(_phase).where(_phase.c.municipality_id == here, _phase.c.round_id == round_id)
    )
    rows = [
        {
            "municipality_id": here,
            "round_id": round_id,
            "kind": phase.kind,
            "starts_at": phase.starts_at,
            "ends_at": phase.ends_at,
            "allows": phase.words,
        }
        for phase in phases
    ]
    work.connection.execute(insert(_phase), rows)


def _write_areas(round_id: UUID, areas: Sequence[AreaForm], work: Work) -> None:
    """An area that stays keeps its row, because plans and voters belong to it."""
    here = work.municipality_id
    of_round = (_area.c.municipality_id == here) & (_area.c.round_id == round_id)
    there = {row.seq: row.id for row in work.connection.execute(select(_area).where(of_round))}
    work.connection.execute(
        delete(_place).where(_place.c.municipality_id == here, _place.c.round_id == round_id)
    )
    kept = {area.seq for area in areas} & there.keys()
    _drop_areas([there[seq] for seq in there.keys() - kept], work)
    last = max(there, default=0)
    for area in areas:
        area_id = there.get(area.seq or 0) or new_id()
        values = {
            "name": area.name,
            "budget": area.budget,
            "inhabitants": area.inhabitants,
            "shape": area.shape,
        }
        if area.seq in kept:
            work.connection.execute(
                update(_area).where(of_round, _area.c.id == area_id).values(values)
            )
        else:
            last += 1
            key = {"municipality_id": here, "id": area_id, "round_id": round_id, "seq": last}
            work.connection.execute(insert(_area), [key | values])
        places = [
            {"municipality_id": here, "round_id": round_id, "area_id": area_id, "code": code}
            for code in area.places
        ]
        if places:
            work.connection.execute(insert(_place), places)


def _drop_areas(gone: Sequence[UUID], work: Work) -> None:
    """Raises Conflict for an area that has voters; its plans wait for another."""
    if not gone:
        return
    here = work.municipality_id
    voters = select(_entry.c.id).where(_entry.c.municipality_id == here, _entry.c.area_id.in_(gone))
    if work.connection.execute(voters.limit(1)).first():
        raise Conflict("area_has_voters", "Dit gebied heeft al kiezers. Het kan niet meer weg.")
    plans = (_plan.c.municipality_id == here) & _plan.c.area_id.in_(gone)
    work.connection.execute(update(_plan).where(plans).values(area_id=None))
    work.connection.execute(
        delete(_area).where(_area.c.municipality_id == here, _area.c.id.in_(gone))
    )


@dataclass(frozen=True)
class AnnounceRound:
    """An official shows the round to residents."""

    round_id: UUID
    revision: int


def announce_round(command: AnnounceRound, work: Work) -> None:
    """Raises RuleBroken for one that is shown already, Conflict after somebody else's change."""
    require(may_run_rounds(work.actor))
    round_ = load(command.round_id, work)
    making_rounds.check_announcing(round_)
    making_rounds.check_open(round_, command.revision)
    round_.state = RoundState.ANNOUNCED
    work.record(
        RoundAnnounced(
            round_id=round_.id,
            number=round_.number,
            announced_on=work.today,
            official_id=work.actor.person_id,
        )
    )


@dataclass(frozen=True)
class CancelRound:
    """An official stops a round; everybody can read why."""

    round_id: UUID
    reasons: str


def cancel_round(command: CancelRound, work: Work) -> None:
    """Raises RuleBroken once the vote is over, Invalid without reasons."""
    require(may_run_rounds(work.actor))
    lock_box(work, command.round_id)
    round_ = load(command.round_id, work)
    public = round_.state is not RoundState.DRAFT
    round_.cancelled_because = making_rounds.check_cancelling(round_, command.reasons)
    round_.state = RoundState.CANCELLED
    round_.look_at = round_.asked_by = round_.asked_digest = None
    if round_.rule_digest is None:
        round_.rule_file = None
    work.record(
        RoundCancelled(
            round_id=round_.id,
            number=round_.number,
            cancelled_on=work.today,
            official_id=work.actor.person_id,
        )
    )
    if public:
        _let_plans_go(round_.id, work)


def _let_plans_go(round_id: UUID, work: Work) -> None:
    """Who is concerned with a plan hears that its round stopped; of one that fell out they heard before."""
    found = select(_plan.c.initiative_id).where(
        _plan.c.municipality_id == work.municipality_id,
        _plan.c.round_id == round_id,
        _plan.c.standing.in_((OnBallot.PROPOSED, OnBallot.LISTED)),
    )
    for plan in work.connection.execute(found.order_by(_plan.c.initiative_id)):
        work.record(
            PlanRoundStopped(
                round_id=round_id,
                initiative_id=plan.initiative_id,
                stopped_on=work.today,
                official_id=work.actor.person_id,
            )
        )


def load(round_id: UUID, work: Work) -> BudgetRound:
    """The round, locked until the transaction ends; whoever only refers to it need not wait."""
    found: BudgetRound | None = work.session.execute(
        select(BudgetRound)
        .where(
            col(BudgetRound.municipality_id) == work.municipality_id,
            col(BudgetRound.id) == round_id,
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("unknown_round", "Deze ronde is er niet.")
    return found


def means_of(round_id: UUID, work: Work) -> UUID:
    """The means that a vote on a question is the room of."""
    found: UUID = work.connection.execute(
        select(_question.c.means_id).where(
            _question.c.municipality_id == work.municipality_id, _question.c.round_id == round_id
        )
    ).scalar_one()
    return found


def areas_of(round_id: UUID, work: Work) -> Sequence[Row[*tuple[Any, ...]]]:
    """The areas of a round, in their order."""
    found = select(_area).where(
        _area.c.municipality_id == work.municipality_id, _area.c.round_id == round_id
    )
    return work.connection.execute(found.order_by(_area.c.seq)).all()


def phases_of(round_id: UUID, work: Work) -> Sequence[Any]:
    """The phases of a round, as rows."""
    found = select(_phase).where(
        _phase.c.municipality_id == work.municipality_id, _phase.c.round_id == round_id
    )
    return work.connection.execute(found).all()
