"""The letter with which a request for the agenda reaches a council clerk; its files are made when it goes."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from wijkstem.queries.handover import RequestDossier, handover_told
from wijkstem.queries.handover_shapes import body_name
from wijkstem.queries.readers import readers
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.words.handover import HandoverKind


@dataclass(frozen=True)
class HandoverLetter:
    """Everything that the templates may use."""

    language: str
    address: str | None
    name: str
    municipality: str
    number: str
    title: str
    body: str
    due_on: date | None
    dossier: RequestDossier
    kind: HandoverKind
    #: It is an office's work: nobody can turn it off.
    stoppable: bool = False


def handover_letter(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    handover_id: UUID,
    to: UUID,
) -> HandoverLetter | None:
    """None for a reader or a plan that is gone."""
    told = handover_told(connection, municipality_id, handover_id)
    reader = readers(connection, municipality_id, {to}).get(to)
    if told is None or reader is None:
        return None
    dossier = told.dossier
    return HandoverLetter(
        language=reader.language,
        address=reader.email,
        name=reader.display_name,
        municipality=rules.municipality.name,
        number=dossier.number,
        title=dossier.title,
        body=body_name(dossier, rules),
        due_on=dossier.due_on,
        dossier=dossier,
        kind=told.kind,
    )
