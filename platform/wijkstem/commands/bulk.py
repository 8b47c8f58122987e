"""Many cases at once: looked at first, undone for a while, and then each decided by itself like any other.

Nothing is told before the moment that undoing ends, so that undoing leaves no trace with anybody. What changed
meanwhile is left as it is, and is listed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, exists, insert, select, update

from wijkstem.commands.initiatives import TakeStep, course_of, take_step
from wijkstem.commands.moderation import give_case, is_official, load_case
from wijkstem.domain import path
from wijkstem.domain.moderation import CLAIM, check_free, check_open
from wijkstem.domain.path import Answer
from wijkstem.domain.people import Actor
from wijkstem.domain.permissions import may_operate, may_triage, require
from wijkstem.errors import Conflict, FieldError, Invalid, NotFound, RuleBroken, WijkstemError
from wijkstem.kit.db import insert_new
from wijkstem.kit.rows import table_of
from wijkstem.kit.text import clean
from wijkstem.services import Work
from wijkstem.tables.accounts import RoleGrant
from wijkstem.tables.bulk import DONE, BulkAction, BulkLine, BulkState
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.moderation import Case
from wijkstem.words import CaseKind, Need, Role, Taker

_action = table_of(BulkAction)
_line = table_of(BulkLine)
_case = table_of(Case)
_role = table_of(RoleGrant)

#: How long many decisions can be undone.
UNDO = timedelta(minutes=5)
#: Cases in one go.
MOST = 200


@dataclass(frozen=True)
class Picked:
    """A case as the page showed it: in which step, and whose."""

    case_id: UUID
    step_seq: int | None = None
    was: UUID | None = None


@dataclass(frozen=True)
class Outlook:
    """What would become of a case; ``refusal`` says why it would be left as it is."""

    case_id: UUID
    refusal: WijkstemError | None = None


@dataclass(frozen=True)
class DecideTogether:
    """One decision on many cases; ``look``: say what would become of them, and do nothing."""

    bulk_id: UUID
    cases: Sequence[Picked]
    outcome: str
    ground: str = ""
    reasons: str = ""
    look: bool = False


def decide_together(command: DecideTogether, work: Work) -> list[Outlook]:
    """Raises Invalid for what the outcome needs and was not given, RuleBroken when no case can be decided."""
    require(may_triage(work.actor))
    _check_number(command.cases)
    answer = Answer(command.ground, clean(command.reasons))
    if not command.look:
        _lock([one.case_id for one in command.cases], work)
    outlooks = [_outlook(one, command.outcome, answer, work) for one in command.cases]
    if not command.look and not _is_there(command.bulk_id, work):
        possible = [one.case_id for one in outlooks if one.refusal is None]
        if not possible:
            raise RuleBroken("nothing_left", "Geen van deze zaken kan dit besluit nog krijgen.")
        due_at = work.now + UNDO
        _keep(command.bulk_id, BulkState.PLANNED, work, due_at=due_at, outcome=command.outcome,
              ground=answer.ground, reasons=answer.reasons)  # fmt: skip
        _keep_lines(command, outlooks, work, done=None)
        # Until then no colleague starts on them.
        _hold(possible, work, claimed_by=work.actor.person_id, claimed_until=due_at + CLAIM)
    return outlooks


def _check_number(cases: Sequence[Picked]) -> None:
    if not cases:
        raise RuleBroken("nothing_picked", "Kies eerst een of meer zaken.")
    if len(cases) > MOST:
        raise RuleBroken("too_many_picked", "Kies hoogstens %(most)s zaken.", most=MOST)


def _outlook(picked: Picked, outcome_id: str, answer: Answer, work: Work) -> Outlook:
    """As it is now: it is looked at again when the decision is taken."""
    try:
        _check(picked, outcome_id, answer, work)
    except Invalid:
        raise
    except WijkstemError as refusal:
        return Outlook(picked.case_id, refusal)
    return Outlook(picked.case_id)


def _check(picked: Picked, outcome_id: str, answer: Answer, work: Work) -> None:
    case = work.session.get(Case, (work.municipality_id, picked.case_id))
    if case is None:
        raise NotFound("unknown_case", "Deze zaak bestaat niet.")
    if case.kind is not CaseKind.STEP:
        raise RuleBroken("not_together", "Over deze zaak besluit u apart.")
    check_open(case.closed_at)
    check_free(case.claimed_by, case.claimed_until, me=work.actor.person_id, now=work.now)
    if _is_planned(case.id, work):
        raise RuleBroken("planned_already", "Over deze zaak is al besloten, samen met andere.")
    plan = work.session.get_one(Initiative, (work.municipality_id, case.initiative_id))
    course = course_of(plan, work)
    outcome = path.outcome_for_person(plan, course, outcome_id, picked.step_seq or 0)
    if outcome.by is not Taker.OFFICIAL or Need.MEETING in outcome.needs:
        raise RuleBroken("not_together", "Over deze zaak besluit u apart.")
    path.check_answer(outcome, answer, course)


@dataclass(frozen=True)
class AssignTogether:
    """Many cases for one colleague, at once; ``to`` None: for nobody."""

    bulk_id: UUID
    cases: Sequence[Picked]
    to: UUID | None


def assign_together(command: AssignTogether, work: Work) -> list[Outlook]:
    """Those that were ended or given to somebody else meanwhile are left. Raises Invalid for who is no official."""
    require(may_triage(work.actor))
    _check_number(command.cases)
    if command.to is not None and not is_official(command.to, work):
        raise Invalid({"aan": FieldError("no_official", "Kies een collega uit de lijst.")})
    if _is_there(command.bulk_id, work):
        return []
    outlooks = [_given(one, command.to, work) for one in _in_order(command.cases)]
    _keep(command.bulk_id, BulkState.DONE, work, due_at=work.now, assigned_to=command.to)
    _keep_lines(command, outlooks, work, done=DONE)
    return outlooks


def _in_order(cases: Iterable[Picked]) -> list[Picked]:
    """Everybody locks cases in this order."""
    return sorted(cases, key=lambda one: one.case_id)


def _given(picked: Picked, to: UUID | None, work: Work) -> Outlook:
    try:
        case = load_case(picked.case_id, work)
        check_open(case.closed_at)
        if case.assigned_to != picked.was:
            raise Conflict(
                "assigned_meanwhile", "Een collega heeft deze zaak net aan iemand gegeven."
            )
    except WijkstemError as refusal:
        return Outlook(picked.case_id, refusal)
    if case.assigned_to != to:
        give_case(case, to, work)
    return Outlook(picked.case_id)


@dataclass(frozen=True)
class UndoBulk:
    """An official takes back what was done with many cases."""

    bulk_id: UUID


def undo_bulk(command: UndoBulk, work: Work) -> None:
    """Raises RuleBroken when the decisions were taken, because people know of them."""
    require(may_triage(work.actor))
    action = _load(command.bulk_id, work)
    if action.state is BulkState.UNDONE:
        return
    if action.outcome is None:
        _give_back(action, work)
    elif action.state is BulkState.DONE or action.due_at <= work.now:
        raise RuleBroken(
            "told_already",
            "De besluiten zijn genomen en de berichten zijn verstuurd. Dat kunt u niet meer ongedaan maken.",
        )
    else:
        cases = [line.case_id for line in _lines(action.id, work) if line.result is None]
        _hold(cases, work, claimed_by=None, claimed_until=None)
    _set_state(action.id, BulkState.UNDONE, work)


def _give_back(action: Row[Any], work: Work) -> None:
    """To whom had them before, but for what went on meanwhile."""
    for line in _lines(action.id, work):
        case = load_case(line.case_id, work)
        theirs = case.closed_at is None and case.assigned_to == action.assigned_to
        if line.result == DONE and theirs and case.assigned_to != line.was:
            give_case(case, line.was, work)


@dataclass(frozen=True)
class CarryOutLine:
    """The moment came: the decision is taken on one of the cases, in the name of who made it."""

    bulk_id: UUID
    case_id: UUID


def carry_out_line(command: CarryOutLine, work: Work) -> None:
    """Twice is once. What changed meanwhile is left, and the line says why."""
    require(may_operate(work.actor))
    action = _load(command.bulk_id, work)
    if action.state is not BulkState.PLANNED or action.due_at > work.now:
        return
    lines = {line.case_id: line for line in _lines(action.id, work)}
    line = lines.get(command.case_id)
    if line is not None and line.result is None:
        _set_result(line, _take(action, line, work), work)
    if all(one.result for one in lines.values() if one.case_id != command.case_id):
        _set_state(action.id, BulkState.DONE, work)


def _take(action: Row[Any], line: Row[Any], work: Work) -> str:
    case = work.session.get_one(Case, (work.municipality_id, line.case_id))
    assert case.initiative_id is not None
    step = TakeStep(
        case.initiative_id,
        line.step_seq,
        action.outcome,
        ground=action.ground,
        reasons=action.reasons,
    )
    try:
        with work.uow.attempt():
            take_step(step, replace(work, actor=_maker(action, work)))
            work.session.flush()
    except WijkstemError as refusal:
        return refusal.code
    return DONE


def _maker(action: Row[Any], work: Work) -> Actor:
    """Who made it, with the roles of today: who left since decides nothing any more."""
    roles = work.connection.execute(
        select(_role.c.role).where(
            _role.c.municipality_id == work.municipality_id, _role.c.person_id == action.made_by
        )
    ).scalars()
    return Actor(action.made_by, frozenset(Role(role) for role in roles))


def _is_planned(case_id: UUID, work: Work) -> bool:
    """Whether it is decided already, and only waits for its moment."""
    found = exists().where(
        _line.c.municipality_id == work.municipality_id,
        _line.c.case_id == case_id,
        _line.c.result.is_(None),
        _action.c.municipality_id == _line.c.municipality_id,
        _action.c.id == _line.c.bulk_id,
        _action.c.state == BulkState.PLANNED,
    )
    return bool(work.connection.scalar(select(found)))


def _is_there(bulk_id: UUID, work: Work) -> bool:
    """A form that is sent twice is done once."""
    found = exists().where(
        _action.c.municipality_id == work.municipality_id, _action.c.id == bulk_id
    )
    return bool(work.connection.scalar(select(found)))


def _keep(bulk_id: UUID, state: BulkState, work: Work, **values: object) -> None:
    row = {
        "municipality_id": work.municipality_id,
        "id": bulk_id,
        "state": state,
        "made_by": work.actor.person_id,
        "made_at": work.now,
        "ground": "",
        "reasons": "",
        **values,
    }
    if not insert_new(work.connection, _action, row):
        raise Conflict("sent_twice", "U hebt dit net al gedaan.")


def _keep_lines(
    command: DecideTogether | AssignTogether,
    outlooks: Sequence[Outlook],
    work: Work,
    *,
    done: str | None,
) -> None:
    said = {one.case_id: one.refusal.code if one.refusal else done for one in outlooks}
    known = set(
        work.connection.execute(
            select(_case.c.id).where(
                _case.c.municipality_id == work.municipality_id, _case.c.id.in_(said)
            )
        ).scalars()
    )
    rows = [
        {
            "municipality_id": work.municipality_id,
            "bulk_id": command.bulk_id,
            "case_id": one.case_id,
            "step_seq": one.step_seq,
            "was": one.was,
            "result": said[one.case_id],
        }
        for one in command.cases
        if one.case_id in known
    ]
    if rows:
        work.connection.execute(insert(_line), rows)


def _lock(cases: Sequence[UUID], work: Work) -> None:
    """Nobody takes one of them in hand until this is done. Everybody locks cases in this order."""
    work.connection.execute(
        select(_case.c.id)
        .where(_case.c.municipality_id == work.municipality_id, _case.c.id.in_(cases))
        .order_by(_case.c.id)
        .with_for_update()
    ).all()


def _hold(cases: Sequence[UUID], work: Work, **claim: object) -> None:
    _lock(cases, work)
    work.connection.execute(
        update(_case)
        .where(_case.c.municipality_id == work.municipality_id, _case.c.id.in_(cases))
        .values(**claim)
    )


def _load(bulk_id: UUID, work: Work) -> Row[Any]:
    """It, locked until the transaction ends: who undoes and who carries out take turns."""
    found = work.connection.execute(
        select(_action)
        .where(_action.c.municipality_id == work.municipality_id, _action.c.id == bulk_id)
        .with_for_update()
    ).first()
    if found is None:
        raise NotFound("unknown_bulk", "Dit bestaat niet of niet meer.")
    return found


def _lines(bulk_id: UUID, work: Work) -> list[Row[Any]]:
    found = select(_line).where(
        _line.c.municipality_id == work.municipality_id, _line.c.bulk_id == bulk_id
    )
    return list(work.connection.execute(found.order_by(_line.c.case_id)))


def _set_state(bulk_id: UUID, state: BulkState, work: Work) -> None:
    work.connection.execute(
        update(_action)
        .where(_action.c.municipality_id == work.municipality_id, _action.c.id == bulk_id)
        .values(state=state)
    )


def _set_result(line: Row[Any], result: str, work: Work) -> None:
    work.connection.execute(
        update(_line)
        .where(
            and_(
                _line.c.municipality_id == work.municipality_id,
                _line.c.bulk_id == line.bulk_id,
                _line.c.case_id == line.case_id,
            )
        )
        .values(result=result)
    )
