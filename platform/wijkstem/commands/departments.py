"""A case goes to a department of the municipality; what it is about stays where it is on its path."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, insert, select

from wijkstem.commands.moderation import change_case, load_case
from wijkstem.domain.departments import check_was, checked_words
from wijkstem.domain.moderation import check_free, check_open
from wijkstem.domain.permissions import may_triage, require
from wijkstem.events.moderation import CaseForwarded
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.moderation import CaseForward

_forward = table_of(CaseForward)


@dataclass(frozen=True)
class ForwardCase:
    """To the officials of ``department``; None: to everybody at the desk. ``was`` is what the page showed."""

    case_id: UUID
    department: str | None
    was: str | None
    words: str


def forward_case(command: ForwardCase, work: Work) -> None:
    """Nobody owns it there yet; its term goes on.

    Raises:
        Conflict: it was ended or passed on meanwhile, or a colleague has it in hand.
        Invalid: for no department of the rules, the one that has it, or without a word.
    """
    require(may_triage(work.actor))
    case = load_case(command.case_id, work)
    check_open(case.closed_at)
    check_free(case.claimed_by, case.claimed_until, me=work.actor.person_id, now=work.now)
    check_was(case.department, command.was)
    known = work.rules.municipality.departments
    words = checked_words(command.department, command.words, case.department, known)
    change_case(
        case.id,
        work,
        department=command.department,
        assigned_to=None,
        claimed_by=None,
        claimed_until=None,
    )
    _keep(case.id, case.department, command.department, words, work)
    work.record(
        CaseForwarded(
            case_id=case.id,
            kind=case.kind.value,
            initiative_id=case.initiative_id,
            was=case.department,
            to=command.department,
            forwarded_on=work.today,
            by=work.actor.person_id,
        )
    )


def _keep(case_id: UUID, was: str | None, department: str | None, words: str, work: Work) -> None:
    """The case is locked, so the next number is nobody else's."""
    last = select(func.coalesce(func.max(_forward.c.turn), 0)).where(
        _forward.c.municipality_id == work.municipality_id, _forward.c.case_id == case_id
    )
    row = {
        "municipality_id": work.municipality_id,
        "case_id": case_id,
        "turn": work.connection.execute(last).scalar_one() + 1,
        "was": was,
        "department": department,
        "words": words,
        "forwarded_at": work.now,
        "forwarded_by": work.actor.person_id,
    }
    work.connection.execute(insert(_forward).values(row))
