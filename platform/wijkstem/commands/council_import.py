"""Meetings that come from the council's information system; `commands/council.py` has those that are made here.

The source is right about its own meeting, item and document: what changed there changes here, what is gone there
goes here. What the platform put on an agenda itself has no source, and is left alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, delete, insert, select, update

from wijkstem.adapters.council import ImportedMeeting
from wijkstem.commands.council_items import dropped, placed_items, recognise, restored
from wijkstem.commands.meetings import tell_of_source
from wijkstem.domain.permissions import may_administer, may_clerk, require
from wijkstem.errors import RuleBroken
from wijkstem.events.council import MeetingImported
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.council import AgendaItem, Meeting, MeetingDocument

_meeting = table_of(Meeting)
_item = table_of(AgendaItem)
_document = table_of(MeetingDocument)

Values = Mapping[str, Any]


@dataclass(frozen=True)
class ImportMeeting:
    """Take over a meeting as it is at the source now."""

    meeting: ImportedMeeting
    #: Another municipality's meeting is taken as well: for trying things out with a sample.
    foreign: bool = False


@dataclass(frozen=True)
class ImportReport:
    """What came of it."""

    meeting_id: UUID
    items: int
    documents: int
    #: Whether anything differed from what was here.
    changed: bool


def import_meeting(command: ImportMeeting, work: Work) -> ImportReport:
    """Raises RuleBroken for another municipality's meeting, unless the command takes those too."""
    require(may_clerk(work.actor) or may_administer(work.actor))
    meeting = command.meeting
    if not command.foreign:
        _check_ours(meeting, work)
    before, changed = _take_over_meeting(meeting, work)
    meeting_id = before.id
    items, items_changed = _take_over_items(meeting, meeting_id, work)
    documents, documents_changed = _take_over(
        _document, _documents(meeting, meeting_id, items), work
    )
    changed = changed or items_changed or documents_changed
    # Documents first: one that stays may have stood with an item that goes.
    changed |= _remove(_document, meeting_id, documents, work)
    changed |= _remove(_item, meeting_id, items, work)
    if changed:
        work.record(
            MeetingImported(
                meeting_id=meeting_id,
                held_on=meeting.held_on,
                state=meeting.state.value,
                items=len(items),
                documents=len(documents),
            )
        )
        tell_of_source(before, work)
    return ImportReport(meeting_id, len(items), len(documents), changed)


def _check_ours(meeting: ImportedMeeting, work: Work) -> None:
    if not _is_ours(meeting, work):
        ours = work.rules.municipality
        raise RuleBroken(
            "other_municipality",
            "Deze vergadering is van een andere gemeente (%(theirs)s). %(name)s heeft %(ours)s.",
            theirs=meeting.municipality_code or meeting.organisation,
            name=ours.name,
            ours=ours.cbs_code if meeting.municipality_code else _known_as(work) or "-",
        )


def _is_ours(meeting: ImportedMeeting, work: Work) -> bool:
    """By the code of the municipality or by the supplier's number; a file with neither is whose it is said to be."""
    if meeting.municipality_code is not None:
        return meeting.municipality_code == work.rules.municipality.cbs_code
    return meeting.organisation in (None, _known_as(work))


def _known_as(work: Work) -> str | None:
    system = work.rules.municipality.council_system
    return system.known_as if system else None


def _take_over_meeting(meeting: ImportedMeeting, work: Work) -> tuple[Row[Any], bool]:
    values = {
        "body_id": _body_id(meeting, work),
        "body_name": meeting.body_name,
        "name": meeting.name,
        "held_on": meeting.held_on,
        "starts_at": meeting.starts_at,
        "location": meeting.location,
        "state": meeting.state,
    }
    row = _locked(meeting.source_id, work)
    new = row is None and insert_new(
        work.connection, _meeting, _key(work) | {"source_id": meeting.source_id} | values
    )
    # Also when somebody else inserted it meanwhile: then this waits until they are done.
    row = row or _locked(meeting.source_id, work)
    assert row is not None
    return row, new or _change(_meeting, row, values, work)


def _locked(source_id: str, work: Work) -> Row[Any] | None:
    """The meeting, locked so that two imports of it take turns."""
    found = select(_meeting).where(
        _meeting.c.municipality_id == work.municipality_id, _meeting.c.source_id == source_id
    )
    # NO KEY: who places an initiative on this meeting holds a key share on it and need not wait.
    return work.connection.execute(found.with_for_update(key_share=True)).first()


def _body_id(meeting: ImportedMeeting, work: Work) -> str | None:
    """Our body of that name, if the meeting is ours at all."""
    if not _is_ours(meeting, work):
        return None
    ours = work.rules.municipality
    name = meeting.body_name.casefold()
    return next((body.id for body in ours.bodies if body.name.casefold() == name), None)


def _items(meeting: ImportedMeeting, meeting_id: UUID) -> dict[str, Values]:
    return {
        item.source_id: {
            "meeting_id": meeting_id,
            "sequence": place,
            "title": item.title,
            "description": item.description,
            "source_result": item.result,
        }
        for place, item in enumerate(meeting.items, start=1)
    }


def _take_over_items(
    meeting: ImportedMeeting, meeting_id: UUID, work: Work
) -> tuple[dict[str, UUID], bool]:
    """Like `_take_over`. What the clerk placed stays on its meeting, also when the source has it elsewhere or nowhere."""
    recognise(meeting, meeting_id, work)
    wanted = _items(meeting, meeting_id)
    placed = placed_items(meeting_id, wanted, work)
    for row in placed:
        if row.meeting_id != meeting_id:
            del wanted[row.source_id]
    ids, changed = _take_over(_item, wanted, work)
    for row in placed:
        here, gone = row.source_id in wanted, row.gone_on is not None
        if here and gone:
            restored(row, work)
        elif not here and not gone:
            dropped(row, work)
        changed = changed or here == gone
    return ids, changed


def _documents(
    meeting: ImportedMeeting, meeting_id: UUID, items: Mapping[str, UUID]
) -> dict[str, Values]:
    return {
        document.source_id: {
            "meeting_id": meeting_id,
            "item_id": items.get(document.item_source_id or ""),
            "title": document.title,
            "url": document.url,
            "media_type": document.media_type,
            "size": document.size,
            "submitted_on": document.submitted_on,
            "category": document.category,
        }
        for document in meeting.documents
    }


def _take_over(
    table: Table, wanted: Mapping[str, Values], work: Work
) -> tuple[dict[str, UUID], bool]:
    """Insert what is new and change what differs; gives our ids by the source's, and whether anything did."""
    here = _of(table, work, table.c.source_id.in_(wanted))
    rows = {row.source_id: row for row in work.connection.execute(select(table).where(*here))}
    new = [
        {**_key(work), "source_id": source_id, **values}
        for source_id, values in wanted.items()
        if source_id not in rows
    ]
    if new:
        work.connection.execute(insert(table), new)
    changed = [_change(table, row, wanted[source_id], work) for source_id, row in rows.items()]
    ids = {source_id: row.id for source_id, row in rows.items()}
    return ids | {row["source_id"]: row["id"] for row in new}, bool(new) or any(changed)


def _change(table: Table, row: Row[Any], values: Values, work: Work) -> bool:
    """Bring a row up to date; one that is up to date is not written."""
    if all(getattr(row, name) == value for name, value in values.items()):
        return False
    here = _of(table, work, table.c.id == row.id)
    work.connection.execute(update(table).where(*here).values(**values))
    return True


def _remove(table: Table, meeting_id: UUID, kept: Mapping[str, UUID], work: Work) -> bool:
    """Remove what is gone at the source, except for items with an initiative; whether anything was."""
    here = _of(table, work, table.c.meeting_id == meeting_id, table.c.source_id.is_not(None))
    ids = set(work.connection.execute(select(table.c.id).where(*here)).scalars())
    gone = _of(table, work, table.c.id.in_(ids - set(kept.values())))
    if table is _item:
        gone = (*gone, _item.c.initiative_id.is_(None))
        _detach(ids - set(kept.values()), work)
    return bool(work.connection.execute(delete(table).where(*gone).returning(table.c.id)).all())


def _detach(items: set[UUID], work: Work) -> None:
    """Another meeting's documents may stand with an item that was on that agenda before; they stay there."""
    here = _of(_document, work, _document.c.item_id.in_(items))
    work.connection.execute(update(_document).where(*here).values(item_id=None))


def _of(table: Table, work: Work, *conditions: Any) -> tuple[Any, ...]:
    return (table.c.municipality_id == work.municipality_id, *conditions)


def _key(work: Work) -> dict[str, Any]:
    return {"municipality_id": work.municipality_id, "id": new_id()}
