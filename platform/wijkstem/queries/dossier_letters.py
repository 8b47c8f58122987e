"""What messages about dossiers say, looked up when they are read or go out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, func, select

from wijkstem.eventlog import log
from wijkstem.events.dossiers import DossierEntryAdded
from wijkstem.kit.rows import table_of
from wijkstem.queries.readers import Addressed, Asked, readers, reasons_to_tell
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.tables.council import AgendaItem, Meeting
from wijkstem.tables.dossiers import Dossier, DossierEntry
from wijkstem.words import Because

_dossier = table_of(Dossier)
_entry = table_of(DossierEntry)
_item = table_of(AgendaItem)
_meeting = table_of(Meeting)


@dataclass(frozen=True)
class DossierLetter(Addressed):
    """Everything that the templates may use; of what was put in as it is now."""

    title: str
    path: str
    kind: str
    #: What was put in; "" for a plan on an agenda, and for what was taken out again.
    entry: str
    text: str
    #: Of a meeting and of an item.
    meeting: str
    held_on: date | None


def dossier_letters(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
    lang: str | None = None,
) -> dict[Asked, DossierLetter]:
    """What people were told, in their languages or in ``lang``; nothing for who is gone, or of what was taken out.

    As many statements for a hundred as for one.
    """
    found = log.at(connection, municipality_id, {position for _, position in asked})
    events = {at: one for at, one in found.items() if isinstance(one.event, DossierEntryAdded)}
    if not events:
        return {}
    people = readers(connection, municipality_id, {person_id for person_id, _ in asked})
    because = reasons_to_tell(connection, municipality_id, people, events)
    ids = {one.event.entry_id for one in events.values()}  # type: ignore[attr-defined]  # each has one
    entries = _entries(connection, municipality_id, ids)
    made = {}
    for person_id, at in asked:
        if person_id not in people or at not in events:
            continue
        person, recorded = people[person_id], events[at]
        event = recorded.event
        assert isinstance(event, DossierEntryAdded)
        if (entry := entries.get(event.entry_id)) is None:
            continue
        made[person_id, at] = DossierLetter(
            position=recorded.position,
            at=recorded.occurred_at,
            because=because.get((person_id, at), Because.FOLLOWS),
            rhythm=person.mail_rhythm,
            language=lang or person.language,
            address=person.email,
            name=person.display_name,
            municipality=rules.municipality.name,
            title=entry.dossier,
            path=f"/dossiers/{entry.number}-{entry.slug}",
            kind=event.kind,
            entry=entry.title,
            text=entry.text,
            meeting=entry.meeting or "",
            held_on=entry.held_on,
        )
    return made


def _entries(
    connection: Connection, municipality_id: str, ids: Collection[UUID]
) -> dict[UUID, Row[*tuple[Any, ...]]]:
    here = municipality_id
    found = (
        select(
            _entry.c.id,
            _entry.c.title,
            _entry.c.text,
            _dossier.c.title.label("dossier"),
            _dossier.c.number,
            _dossier.c.slug,
            _meeting.c.name.label("meeting"),
            _meeting.c.held_on,
        )
        .select_from(
            _entry.join(
                _dossier,
                and_(_dossier.c.municipality_id == here, _dossier.c.id == _entry.c.dossier_id),
            )
            .outerjoin(_item, and_(_item.c.municipality_id == here, _item.c.id == _entry.c.item_id))
            .outerjoin(
                _meeting,
                and_(
                    _meeting.c.municipality_id == here,
                    _meeting.c.id == func.coalesce(_entry.c.meeting_id, _item.c.meeting_id),
                ),
            )
        )
        .where(_entry.c.municipality_id == here, _entry.c.id.in_(ids))
    )
    return {row.id: row for row in connection.execute(found)}
