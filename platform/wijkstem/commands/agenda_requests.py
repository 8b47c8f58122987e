"""Filling in what goes to the council, and the clerk who finds nothing missing."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from wijkstem.commands.initiatives import load
from wijkstem.domain.agenda_requests import (
    Dossier,
    begun,
    check_open,
    check_revision,
    check_whole,
    checked,
)
from wijkstem.domain.people import Actor
from wijkstem.domain.permissions import may_clerk, may_edit, may_triage, require
from wijkstem.events.agenda_requests import DossierFilled, RequestAccepted
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.agenda_requests import AgendaDossier
from wijkstem.tables.council import AgendaRequest
from wijkstem.tables.initiatives import Initiative, InitiativeText
from wijkstem.words import Competence, Taker

_text = table_of(InitiativeText)


@dataclass(frozen=True)
class FillDossier:
    """Somebody fills in what is missing; ``revision`` is the one that their page showed."""

    initiative_id: UUID
    revision: int
    decision: str
    explanation: str
    costs: str
    euros: int | None = None
    #: Whose power it is; what the submitter says of it is left out.
    competence: Competence | None = None


def fill_dossier(command: FillDossier, work: Work) -> None:
    """Raises Invalid for the texts, Conflict when somebody was first, RuleBroken when it asks for no place now."""
    initiative = load(command.initiative_id, work)
    by = _filler(work.actor, initiative)
    check_open(work.session.get(AgendaRequest, (work.municipality_id, initiative.id)))
    before = _dossier(initiative, work)
    check_revision(before.revision, command.revision)
    said = {
        "decision": command.decision,
        "explanation": command.explanation,
        "costs": command.costs,
    }
    texts = checked(said, command.euros)
    competence = before.competence if by is Taker.SUBMITTER else command.competence
    row = AgendaDossier(
        municipality_id=work.municipality_id,
        initiative_id=initiative.id,
        revision=before.revision + 1,
        euros=command.euros,
        competence=competence,
        filled_on=work.today,
        **texts,
    )
    work.session.merge(row)
    work.record(
        DossierFilled(
            initiative_id=initiative.id,
            revision=row.revision,
            euros=command.euros,
            competence=competence,
            filled_by=by.value,
            filled_on=work.today,
        )
    )


def _filler(actor: Actor, initiative: Initiative) -> Taker:
    """As whom somebody fills it in; who submitted it does so as that, whatever else they are."""
    if may_edit(actor, submitter_id=initiative.submitter_id):
        return Taker.SUBMITTER
    require(may_triage(actor) or may_clerk(actor))
    return Taker.CLERK if may_clerk(actor) else Taker.OFFICIAL


def _dossier(initiative: Initiative, work: Work) -> Dossier:
    row = work.session.get(AgendaDossier, (work.municipality_id, initiative.id))
    if row is not None:
        return Dossier(
            row.decision, row.explanation, row.costs, row.euros, row.competence, row.revision
        )
    found = select(_text.c.field, _text.c.text).where(
        _text.c.municipality_id == work.municipality_id, _text.c.initiative_id == initiative.id
    )
    return begun({row.field: row.text for row in work.connection.execute(found)})


@dataclass(frozen=True)
class AcceptRequest:
    """The clerk finds nothing missing; ``revision`` is the one that their page showed."""

    initiative_id: UUID
    revision: int


def accept_request(command: AcceptRequest, work: Work) -> None:
    """Raises RuleBroken when something is missing or it was accepted, Conflict when it changed meanwhile."""
    require(may_clerk(work.actor))
    initiative = load(command.initiative_id, work)
    request = check_open(work.session.get(AgendaRequest, (work.municipality_id, initiative.id)))
    dossier = _dossier(initiative, work)
    check_revision(dossier.revision, command.revision)
    check_whole(dossier)
    request.accepted_on = work.today
    work.record(
        RequestAccepted(
            initiative_id=initiative.id, revision=dossier.revision, accepted_on=work.today
        )
    )
