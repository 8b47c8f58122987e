"""The officials' cases: opened and closed with what they are about, taken in hand, and shared out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, exists, select, update

from wijkstem.domain.moderation import (
    CLAIM,
    check_free,
    check_open,
    in_hand_of_another,
    wakes_on,
)
from wijkstem.domain.permissions import may_operate, may_triage, require
from wijkstem.domain.reports import check_somebody_else
from wijkstem.domain.steps import in_steps, waiting_for
from wijkstem.errors import Conflict, FieldError, Invalid, NotFound
from wijkstem.events.moderation import CaseAssigned
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.rules.steps import Step
from wijkstem.services import Work
from wijkstem.tables.accounts import RoleGrant
from wijkstem.tables.initiatives import Initiative, RunningTerm
from wijkstem.tables.moderation import OVERTAKEN, Case, open_cases
from wijkstem.words import CaseKind, Role, Taker, Target

_case = table_of(Case)
_initiative = table_of(Initiative)
_term = table_of(RunningTerm)
_role = table_of(RoleGrant)

#: What a case was closed as that waited for something late, once that went on.
WENT_ON = "went_on"
#: How many cases one transaction of the repair opens or closes.
BATCH = 500


def step_cause(initiative_id: UUID, step_seq: int) -> str:
    """What makes the case of a step one."""
    return f"{CaseKind.STEP}:{initiative_id}:{step_seq}"


def overdue_cause(initiative_id: UUID, step_seq: int) -> str:
    """The same of a step that others than officials did not take in time."""
    return f"{CaseKind.OVERDUE}:{initiative_id}:{step_seq}"


def cancelled_cause(initiative_id: UUID, step_seq: int) -> str:
    """The same of a plan whose meeting does not go on, for the clerk."""
    return f"{CaseKind.MEETING_CANCELLED}:{initiative_id}:{step_seq}"


def is_officials(step: Step) -> bool:
    """Whether an official must end it."""
    return any(outcome.by is Taker.OFFICIAL for outcome in step.outcomes)


def open_case(
    kind: CaseKind,
    cause: str,
    work: Work,
    *,
    initiative_id: UUID | None = None,
    step_seq: int | None = None,
    due_on: date | None = None,
    wakes_on: date | None = None,
    assigned_to: UUID | None = None,
    department: str | None = None,
    target: Target | None = None,
    target_id: UUID | None = None,
    not_for: UUID | None = None,
) -> UUID | None:
    """The new case; None when there was one of this cause, open or closed."""
    case_id = new_id()
    row = {
        "municipality_id": work.municipality_id,
        "id": case_id,
        "kind": kind,
        "cause": cause,
        "initiative_id": initiative_id,
        "step_seq": step_seq,
        "opened_at": work.now,
        "due_on": due_on,
        "wakes_on": wakes_on,
        "assigned_to": assigned_to,
        "department": department,
        "target": target,
        "target_id": target_id,
        "not_for": not_for,
    }
    return case_id if insert_new(work.connection, _case, row) else None


def open_step_case(
    initiative: Initiative, step: Step, term: RunningTerm | None, work: Work
) -> None:
    """The case of the step that an initiative is in, when that is an official's; its owner and its department stay the same."""
    if is_officials(step):
        open_case(
            CaseKind.STEP,
            step_cause(initiative.id, initiative.step_seq),
            work,
            initiative_id=initiative.id,
            step_seq=initiative.step_seq,
            due_on=term.due_on if term else None,
            wakes_on=wakes_on(step.holder, term.due_on if term else None),
            **(_owner(initiative, work) if initiative.step_seq > 1 else {}),
        )


def _owner(initiative: Initiative, work: Work) -> dict[str, Any]:
    """Whose the last step of it was that waited for an official, and of which department."""
    row = work.connection.execute(
        select(_case.c.assigned_to, _case.c.department)
        .where(
            _case.c.municipality_id == work.municipality_id,
            _case.c.initiative_id == initiative.id,
            _case.c.kind == CaseKind.STEP,
        )
        .order_by(_case.c.step_seq.desc())
        .limit(1)
    ).first()
    return dict(row._mapping) if row else {}


def close_case(cause: str, closed_as: str, work: Work) -> bool:
    """Done; False when there was none."""
    return close_cases([cause], closed_as, work) > 0


def close_cases(causes: Collection[str], closed_as: str, work: Work) -> int:
    """How many of them were open."""
    if not causes:
        return 0
    closed = work.connection.execute(
        update(_case)
        .where(
            _case.c.municipality_id == work.municipality_id,
            _case.c.cause.in_(causes),
            open_cases(_case),
        )
        .values(
            closed_at=work.now,
            closed_by=work.actor.person_id,
            closed_as=closed_as,
            claimed_by=None,
            claimed_until=None,
        )
    )
    return closed.rowcount


def open_case_about(
    kind: CaseKind, initiative_id: UUID, target_id: UUID, work: Work
) -> UUID | None:
    """The case of this kind about one thing that nobody has ended yet; the plan is locked, so no other comes between."""
    found: UUID | None = work.connection.scalar(
        select(_case.c.id).where(
            _case.c.municipality_id == work.municipality_id,
            _case.c.initiative_id == initiative_id,
            _case.c.kind == kind,
            _case.c.target_id == target_id,
            open_cases(_case),
        )
    )
    return found


def close_step_cases(initiative_id: UUID, step_seq: int, closed_as: str, work: Work) -> None:
    """A step is over: the case of who had to take it, of who went after it, and of who had to find another meeting."""
    for cause in (step_cause, overdue_cause, cancelled_cause):
        close_case(cause(initiative_id, step_seq), closed_as, work)


def require_free(cause: str, work: Work) -> None:
    """Raises Conflict while a colleague has the case of ``cause`` in hand; locks it."""
    claim = work.connection.execute(
        select(_case.c.claimed_by, _case.c.claimed_until)
        .where(_case.c.municipality_id == work.municipality_id, _case.c.cause == cause)
        .with_for_update()
    ).first()
    if claim is not None:
        check_free(claim.claimed_by, claim.claimed_until, me=work.actor.person_id, now=work.now)


def load_case(case_id: UUID, work: Work) -> Row[Any]:
    """The case, locked until the transaction ends."""
    found = work.connection.execute(
        select(_case)
        .where(_case.c.municipality_id == work.municipality_id, _case.c.id == case_id)
        .with_for_update()
    ).first()
    if found is None:
        raise NotFound("unknown_case", "Deze zaak bestaat niet.")
    return found


def change_case(case_id: UUID, work: Work, **values: object) -> None:
    """A case that is locked."""
    work.connection.execute(
        update(_case)
        .where(_case.c.municipality_id == work.municipality_id, _case.c.id == case_id)
        .values(**values)
    )


@dataclass(frozen=True)
class ClaimCase:
    """An official takes a case in hand; ``over``: also when a colleague has it."""

    case_id: UUID
    over: bool = False


def claim_case(command: ClaimCase, work: Work) -> None:
    """Raises Conflict when a colleague has it in hand, or when it was ended."""
    require(may_triage(work.actor))
    case, me = load_case(command.case_id, work), work.actor.person_id
    check_open(case.closed_at)
    check_somebody_else(case.not_for, me)
    if not command.over:
        check_free(case.claimed_by, case.claimed_until, me=me, now=work.now)
    change_case(case.id, work, claimed_by=me, claimed_until=work.now + CLAIM)


@dataclass(frozen=True)
class ReleaseCase:
    """An official lets go of a case for a colleague."""

    case_id: UUID


def release_case(command: ReleaseCase, work: Work) -> None:
    """What is another's, or ended, stays as it is."""
    require(may_triage(work.actor))
    case, me = load_case(command.case_id, work), work.actor.person_id
    if not in_hand_of_another(case.claimed_by, case.claimed_until, me=me, now=work.now):
        change_case(case.id, work, claimed_by=None, claimed_until=None)


@dataclass(frozen=True)
class AssignCase:
    """Whose case it is from now on; None: whoever comes first. ``was`` is what the page showed."""

    case_id: UUID
    to: UUID | None
    was: UUID | None


def assign_case(command: AssignCase, work: Work) -> None:
    """Raises Conflict when it was ended or given to somebody else meanwhile, Invalid for who is no official."""
    require(may_triage(work.actor))
    case = load_case(command.case_id, work)
    check_open(case.closed_at)
    if case.assigned_to != command.was:
        raise Conflict("assigned_meanwhile", "Een collega heeft deze zaak net aan iemand gegeven.")
    if command.to == case.assigned_to:
        return
    if command.to is not None and not is_official(command.to, work):
        raise Invalid({"to": FieldError("no_official", "Kies een collega uit de lijst.")})
    if command.to is not None and command.to == case.not_for:
        raise Invalid(
            {
                "to": FieldError(
                    "decided_before_by", "Deze collega nam het besluit. Kies iemand anders."
                )
            }
        )
    give_case(case, command.to, work)


def give_case(case: Row[Any], to: UUID | None, work: Work) -> None:
    """A case that is locked gets another owner; who had it in hand lets go."""
    change_case(case.id, work, assigned_to=to, claimed_by=None, claimed_until=None)
    work.record(
        CaseAssigned(
            case_id=case.id,
            kind=case.kind.value,
            initiative_id=case.initiative_id,
            was=case.assigned_to,
            to=to,
            by=work.actor.person_id,
        )
    )


def is_official(person_id: UUID, work: Work) -> bool:
    """Whether somebody works at this municipality's desk."""
    found = select(
        exists().where(
            _role.c.municipality_id == work.municipality_id,
            _role.c.person_id == person_id,
            _role.c.role == Role.OFFICIAL,
        )
    )
    return bool(work.connection.scalar(found))


@dataclass(frozen=True)
class RepairCases:
    """Open the cases of steps that have none, and close those of steps that are over.

    They come and go with the steps; this is for what a release without cases did.
    """


def repair_cases(command: RepairCases, work: Work) -> int:
    """How many cases came or went; fewer than `BATCH`: there are no more."""
    del command
    require(may_operate(work.actor))
    return _close_overtaken(work) + _open_missing(work)


def _close_overtaken(work: Work) -> int:
    over = (
        select(_case.c.id)
        .join(
            _initiative,
            and_(
                _initiative.c.municipality_id == _case.c.municipality_id,
                _initiative.c.id == _case.c.initiative_id,
            ),
        )
        .where(
            _case.c.municipality_id == work.municipality_id,
            open_cases(_case),
            _case.c.kind == CaseKind.STEP,
            _case.c.step_seq != _initiative.c.step_seq,
        )
        .limit(BATCH)
    )
    ids = list(work.connection.execute(over).scalars())
    if ids:
        work.connection.execute(
            update(_case)
            .where(_case.c.municipality_id == work.municipality_id, _case.c.id.in_(ids))
            .values(closed_at=work.now, closed_as=OVERTAKEN, claimed_by=None, claimed_until=None)
        )
    return len(ids)


def _open_missing(work: Work) -> int:
    has_case = exists().where(
        _case.c.municipality_id == _initiative.c.municipality_id,
        _case.c.initiative_id == _initiative.c.id,
        _case.c.step_seq == _initiative.c.step_seq,
        _case.c.kind == CaseKind.STEP,
    )
    missing = (
        select(_initiative.c.id, _initiative.c.step_seq, _term.c.due_on)
        .outerjoin(
            _term,
            and_(
                _term.c.municipality_id == _initiative.c.municipality_id,
                _term.c.initiative_id == _initiative.c.id,
                _term.c.step_seq == _initiative.c.step_seq,
            ),
        )
        .where(
            _initiative.c.municipality_id == work.municipality_id,
            in_steps(_initiative, waiting_for(work.rules, Taker.OFFICIAL)),
            ~has_case,
        )
        .order_by(_initiative.c.id)
        .limit(BATCH)
        .with_for_update(key_share=True, of=_initiative)
    )
    rows = work.connection.execute(missing).all()
    for row in rows:
        open_case(
            CaseKind.STEP,
            step_cause(row.id, row.step_seq),
            work,
            initiative_id=row.id,
            step_seq=row.step_seq,
            due_on=row.due_on,
        )
    return len(rows)
