"""What messages about dossiers say, looked up when they are read or go out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, func, select

from wijkstem.events.dossiers import DossierEntryAdded
from wijkstem.kit.rows import table_of
from wijkstem.queries.readers import Addressed, Asked, tellings
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
    told = tellings(
        connection, municipality_id, (DossierEntryAdded,), rules=rules, asked=asked, lang=lang,
        otherwise=Because.FOLLOWS,
    )  # fmt: skip
    if not told:
        return {}
    entries = _entries(connection, municipality_id, {one.event.entry_id for one in told})
    made = {}
    for one in told:
        if (entry := entries.get(one.event.entry_id)) is None:
            continue
        made[one.asked] = DossierLetter(
            **one.envelope,
            title=entry.dossier,
            path=f"/dossiers/{entry.number}-{entry.slug}",
            kind=one.event.kind,
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
