"""Statements of a dialogue: the municipality's own, those of residents that moderators look at first, and their judgement."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from wijkstem.commands.dialogue import join
from wijkstem.commands.means import load_means
from wijkstem.commands.moderation import close_case, close_cases, load_case, open_case
from wijkstem.commands.taking_part import held_open, is_announced, take_part
from wijkstem.domain import dialogue as rules
from wijkstem.domain.means import check_state
from wijkstem.domain.moderation import check_free, check_open
from wijkstem.domain.permissions import may_open_means, may_triage, require
from wijkstem.domain.reports import last_day
from wijkstem.errors import FieldError, Invalid, NotFound, RuleBroken
from wijkstem.events.dialogue import StatementPlaced, StatementProposed, StatementRefused
from wijkstem.kit.db import insert_new, take_turns
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.dialogue import Statement
from wijkstem.tables.means import Means
from wijkstem.tables.moderation import OVERTAKEN, Case
from wijkstem.words import CaseKind
from wijkstem.words.dialogue import StatementState
from wijkstem.words.means import MeansKind, MeansState

_statement = table_of(Statement)
_case = table_of(Case)

#: What can be decided on one.
VERDICTS = (StatementState.PLACED, StatementState.REFUSED)


def statement_cause(statement_id: UUID) -> str:
    """What makes the case of a statement one."""
    return f"{CaseKind.STATEMENT}:{statement_id}"


@dataclass(frozen=True)
class WriteStatement:
    """The municipality's own, to begin with; a form that is sent twice writes one."""

    means_id: UUID
    words: str
    form_id: UUID | None = None


def write_statement(command: WriteStatement, work: Work) -> UUID:
    """Its id. Raises Invalid for what is not right, RuleBroken for a dialogue that is over."""
    require(may_open_means(work.actor))
    words = rules.checked_statement(command.words)
    means = load_means(command.means_id, work, kind=MeansKind.DIALOGUE)
    check_state(means, MeansState.DRAFT, MeansState.ANNOUNCED)
    statement_id = command.form_id or new_id()
    held = _held(means.id, work)
    if statement_id in {one.id for one in held}:
        return statement_id
    rules.check_new(words, [one.words for one in held])
    rules.check_room(0, len(held), work.rules.municipality.dialogue)
    by = {"judged_at": work.now, "judged_by": work.actor.person_id}
    _keep(statement_id, means.id, words, StatementState.PLACED, work, **by)
    work.record(_placed(statement_id, means.id, None, work))
    return statement_id


@dataclass(frozen=True)
class ProposeStatement:
    """Somebody who takes part writes one; a form that is sent twice writes one."""

    means_id: UUID
    words: str = field(repr=False)
    form_id: UUID | None = None


def propose_statement(command: ProposeStatement, work: Work) -> UUID:
    """Its id. Raises as `take_part`, RuleBroken for who wrote enough, Invalid for what is not right."""
    taking = take_part(command.means_id, work, kind=MeansKind.DIALOGUE)
    words = rules.checked_statement(command.words)
    take_turns(work.connection, work.municipality_id, "statements", str(command.means_id))
    statement_id = command.form_id or new_id()
    held = _held(command.means_id, work)
    if statement_id in {one.id for one in held}:
        return statement_id
    own = sum(one.person_id == taking.person_id for one in held)
    rules.check_room(own, len(held), work.rules.municipality.dialogue)
    rules.check_new(words, [one.words for one in held if one.state is not StatementState.REFUSED])
    by = {"person_id": taking.person_id}
    _keep(statement_id, command.means_id, words, StatementState.WAITING, work, **by)
    municipality = work.rules.municipality
    case_id = open_case(
        CaseKind.STATEMENT,
        statement_cause(statement_id),
        work,
        due_on=last_day(municipality.moderation.answer_report, work.today, municipality),
        target_id=statement_id,
    )
    assert case_id is not None
    work.record(
        StatementProposed(
            statement_id=statement_id,
            means_id=command.means_id,
            dossier_id=taking.means.dossier_id,
            case_id=case_id,
            proposed_on=work.today,
        )
    )
    join(taking, work)
    return statement_id


def _held(means_id: UUID, work: Work) -> list[Row[Any]]:
    found = select(
        _statement.c.id, _statement.c.words, _statement.c.person_id, _statement.c.state
    ).where(_statement.c.municipality_id == work.municipality_id, _statement.c.means_id == means_id)
    return list(work.connection.execute(found))


def _keep(
    statement_id: UUID,
    means_id: UUID,
    words: str,
    state: StatementState,
    work: Work,
    **by: Any,
) -> None:
    row = {
        "municipality_id": work.municipality_id,
        "id": statement_id,
        "means_id": means_id,
        "words": words,
        "state": state,
        "said_at": work.now,
        "person_id": None,
        "judged_at": None,
        "judged_by": None,
        "reasons": "",
        **by,
    }
    if not insert_new(work.connection, _statement, row):
        raise RuleBroken("not_now", "Dit kan nu niet. Kijk hieronder hoe ver het is.")


def _placed(
    statement_id: UUID, means_id: UUID, case_id: UUID | None, work: Work
) -> StatementPlaced:
    return StatementPlaced(
        statement_id=statement_id,
        means_id=means_id,
        case_id=case_id,
        placed_on=work.today,
        official_id=work.actor.person_id,
    )


@dataclass(frozen=True)
class JudgeStatement:
    """A moderator places a statement, or refuses it and says why."""

    case_id: UUID
    verdict: str
    reasons: str = field(default="", repr=False)


def judge_statement(command: JudgeStatement, work: Work) -> None:
    """Raises Conflict for one that was judged or that a colleague has, RuleBroken once the dialogue is over, Invalid without reasons."""
    require(may_triage(work.actor))
    found = _of_case(command.case_id, work)
    means = held_open(found.means_id, work, kind=MeansKind.DIALOGUE)
    statement = _locked(found.id, work)
    case = load_case(command.case_id, work)
    check_open(case.closed_at)
    check_free(case.claimed_by, case.claimed_until, me=work.actor.person_id, now=work.now)
    rules.check_waiting(statement.state is StatementState.WAITING)
    verdict = next((one for one in VERDICTS if one == command.verdict), None)
    if verdict is None:
        raise Invalid({"verdict": FieldError("verdict_needed", "Kies wat u besluit.")})
    if not is_announced(means):
        raise RuleBroken("closed", "Meedoen kan niet meer: dit is gesloten.")
    refused = verdict is StatementState.REFUSED
    reasons = rules.checked_reasons(command.reasons) if refused else ""
    _set(statement.id, work, state=verdict, reasons=reasons, judged_by=work.actor.person_id)
    close_case(case.cause, verdict.value, work)
    about = {"statement_id": statement.id, "means_id": means.id, "case_id": case.id}
    work.record(
        StatementRefused(**about, refused_on=work.today, official_id=work.actor.person_id)
        if refused
        else _placed(work=work, **about)
    )


def _of_case(case_id: UUID, work: Work) -> Row[Any, Any]:
    """Which statement it is about. Raises NotFound for another kind of case."""
    found = work.connection.execute(
        select(_statement.c.id, _statement.c.means_id)
        .join_from(
            _case,
            _statement,
            (_statement.c.municipality_id == _case.c.municipality_id)
            & (_statement.c.id == _case.c.target_id),
        )
        .where(
            _case.c.municipality_id == work.municipality_id,
            _case.c.id == case_id,
            _case.c.kind == CaseKind.STATEMENT,
        )
    ).first()
    if found is None:
        raise NotFound("unknown_case", "Deze zaak bestaat niet.")
    return found


def _locked(statement_id: UUID, work: Work) -> Row[Any]:
    found: Row[Any] | None = work.connection.execute(
        select(_statement)
        .where(
            _statement.c.municipality_id == work.municipality_id, _statement.c.id == statement_id
        )
        .with_for_update(key_share=True)
    ).first()
    assert found is not None  # a statement is never thrown away
    return found


def _set(statement_id: UUID, work: Work, **values: Any) -> None:
    work.connection.execute(
        update(_statement)
        .where(
            _statement.c.municipality_id == work.municipality_id, _statement.c.id == statement_id
        )
        .values(judged_at=work.now, **values)
    )


def check_statements(means: Means, work: Work) -> None:
    """A dialogue opens with something to answer. Raises RuleBroken without."""
    rules.check_enough(len(_held(means.id, work)), work.rules.municipality.dialogue)


def close_dialogue(means: Means, work: Work) -> None:
    """What nobody judged in time is not placed any more; a worker makes the final result."""
    waiting = [one.id for one in _held(means.id, work) if one.state is StatementState.WAITING]
    if not waiting:
        return
    work.connection.execute(
        update(_statement)
        .where(_statement.c.municipality_id == work.municipality_id, _statement.c.id.in_(waiting))
        .values(state=StatementState.LAPSED)
    )
    close_cases([statement_cause(one) for one in sorted(waiting)], OVERTAKEN, work)
