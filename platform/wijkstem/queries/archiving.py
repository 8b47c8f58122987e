"""What goes to the archive of a plan: its words, its decision, and who supported it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.accounts import Person
from wijkstem.tables.archiving import LastStatement
from wijkstem.tables.initiatives import Initiative, InitiativeText, Signature, StepReason

_plan = table_of(Initiative)
_text = table_of(InitiativeText)
_reason = table_of(StepReason)
_signature = table_of(Signature)
_person = table_of(Person)
_last = table_of(LastStatement)


@dataclass(frozen=True)
class Dossier:
    """A plan as the archive keeps it."""

    initiative_id: UUID
    number: str
    content: dict[str, Any]


def dossier(connection: Connection, municipality_id: str, initiative_id: UUID) -> Dossier:
    """Everything that the law keeps of a plan. Who was erased before stays without a name."""
    plan = connection.execute(
        select(_plan).where(_plan.c.municipality_id == municipality_id, _plan.c.id == initiative_id)
    ).one()
    content = {
        "number": plan.number,
        "instrument": plan.instrument,
        "title": plan.title,
        "rules_version": plan.rules_version,
        "filed_on": plan.filed_on.isoformat(),
        "closed_on": plan.closed_on.isoformat(),
        "result": plan.result.value,
        "valid_for": plan.valid_for,
        "texts": _texts(connection, municipality_id, initiative_id),
        "decisions": _decisions(connection, municipality_id, initiative_id),
        "statements": _statements(connection, municipality_id, initiative_id),
    }
    return Dossier(initiative_id, plan.number, content)


def _texts(connection: Connection, here: str, initiative_id: UUID) -> dict[str, str]:
    found = select(_text.c.field, _text.c.text).where(
        _text.c.municipality_id == here, _text.c.initiative_id == initiative_id
    )
    return {row.field: row.text for row in connection.execute(found.order_by(_text.c.field))}


def _decisions(connection: Connection, here: str, initiative_id: UUID) -> list[dict[str, Any]]:
    found = select(_reason.c.step_seq, _reason.c.reasons).where(
        _reason.c.municipality_id == here, _reason.c.initiative_id == initiative_id
    )
    rows = connection.execute(found.order_by(_reason.c.step_seq))
    return [{"step": row.step_seq, "reasons": row.reasons} for row in rows]


def _statements(connection: Connection, here: str, initiative_id: UUID) -> list[dict[str, Any]]:
    found = (
        select(
            _signature.c.signed_on,
            _signature.c.channel,
            _signature.c.valid,
            _signature.c.neighbourhood_code,
            _person.c.display_name,
            _person.c.birth_date,
        )
        .outerjoin_from(
            _signature,
            _person,
            and_(
                _person.c.municipality_id == _signature.c.municipality_id,
                _person.c.id == _signature.c.person_id,
            ),
        )
        .where(_signature.c.municipality_id == here, _signature.c.initiative_id == initiative_id)
        .order_by(_signature.c.signed_at, _signature.c.signer_tag)
    )
    statements = [
        _statement(row, row.display_name, row.birth_date) for row in connection.execute(found)
    ]
    # Who was erased on the way stands among these without a name, and apart with it.
    for row in connection.execute(
        select(_last).where(_last.c.municipality_id == here, _last.c.initiative_id == initiative_id)
    ):
        nameless = _statement(row, None, None)
        if nameless in statements:
            statements[statements.index(nameless)] = _statement(row, row.name, row.birth_date)
    return statements


def _statement(row: Any, name: str | None, birth_date: date | None) -> dict[str, Any]:
    return {
        "name": name,
        "birth_date": birth_date.isoformat() if birth_date else None,
        "neighbourhood": row.neighbourhood_code,
        "signed_on": row.signed_on.isoformat(),
        "channel": row.channel.value,
        "valid": row.valid,
    }
