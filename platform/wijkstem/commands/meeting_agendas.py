"""What is on a meeting's agenda, kept by the clerk: items, their order, and where documents are."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, update
from sqlmodel import col

from wijkstem.commands.meetings import changed, load
from wijkstem.domain.meetings import (
    DocumentForm,
    ItemForm,
    check_goes_on,
    check_ours,
    check_revision,
)
from wijkstem.domain.outcomes import item_id_of
from wijkstem.domain.permissions import may_clerk, require
from wijkstem.errors import FieldError, Invalid, NotFound, RuleBroken
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.council import AgendaItem, Meeting, MeetingDocument
from wijkstem.tables.outcomes import MeansOutcome

_document = table_of(MeetingDocument)
_outcome = table_of(MeansOutcome)
#: More than any meeting gets through.
ITEMS_MOST, DOCUMENTS_MOST = 200, 500


@dataclass(frozen=True)
class AddAgendaItem:
    """The clerk puts something on the agenda that no initiative asked for; a form sent twice adds one."""

    meeting_id: UUID
    form: ItemForm
    form_id: UUID | None = None


def add_agenda_item(command: AddAgendaItem, work: Work) -> UUID:
    """Behind what is there. Raises RuleBroken for a meeting that was cancelled, Invalid for what is not right."""
    meeting = _open(command.meeting_id, work)
    it, item_id = command.form.cleaned(), command.form_id or new_id()
    items = _items(meeting, work)
    if any(one.id == item_id for one in items):
        return item_id
    if len(items) >= ITEMS_MOST:
        raise Invalid({"title": _too_many(ITEMS_MOST)})
    work.session.add(
        AgendaItem(
            municipality_id=work.municipality_id,
            id=item_id,
            meeting_id=meeting.id,
            sequence=max((one.sequence for one in items), default=0) + 1,
            title=it.title,
            description=it.description or None,
        )
    )
    changed(meeting, work)
    return item_id


def _too_many(most: int) -> FieldError:
    return FieldError("too_many", "Er kunnen er hoogstens %(most)s bij een vergadering.", most=most)


def _open(meeting_id: UUID, work: Work) -> Meeting:
    require(may_clerk(work.actor))
    meeting = load(meeting_id, work)
    check_goes_on(meeting)
    return meeting


def _items(meeting: Meeting, work: Work) -> Sequence[AgendaItem]:
    found = (
        select(AgendaItem)
        .where(
            col(AgendaItem.municipality_id) == work.municipality_id,
            col(AgendaItem.meeting_id) == meeting.id,
        )
        .order_by(col(AgendaItem.sequence), col(AgendaItem.id))
    )
    return work.session.execute(found).scalars().all()


@dataclass(frozen=True)
class OrderAgenda:
    """The clerk gives each item its number."""

    meeting_id: UUID
    revision: int
    #: The numbers that were typed; None: none, or no number. What has none keeps its place behind the others.
    numbers: dict[UUID, int | None]


def order_agenda(command: OrderAgenda, work: Work) -> None:
    """Same numbers stay in the order in which they were. Raises Conflict after somebody else's change."""
    meeting = _open(command.meeting_id, work)
    check_ours(meeting)
    check_revision(meeting, command.revision)
    items = _items(meeting, work)
    last = len(items) + max((one or 0 for one in command.numbers.values()), default=0) + 1

    def wanted(item: AgendaItem) -> int:
        number = command.numbers.get(item.id)
        return last if number is None else number

    for place, item in enumerate(sorted(items, key=wanted), start=1):
        item.sequence = place
    changed(meeting, work)


@dataclass(frozen=True)
class RemoveAgendaItem:
    """The clerk takes an item off that they put on."""

    meeting_id: UUID
    item_id: UUID


def remove_agenda_item(command: RemoveAgendaItem, work: Work) -> None:
    """Its documents stay with the meeting. Raises RuleBroken for a resident's plan, or what another system has."""
    meeting = _open(command.meeting_id, work)
    item = next((one for one in _items(meeting, work) if one.id == command.item_id), None)
    if item is None:
        raise NotFound("unknown_item", "Dit punt staat niet op deze agenda.")
    ours = item.initiative_id is not None or _of_outcome(item, work)
    if ours or item.source_id is not None:
        raise RuleBroken(
            "not_by_hand", "U kunt alleen punten weghalen die de griffie hier zelf toevoegde."
        )
    work.connection.execute(
        update(_document)
        .where(_document.c.municipality_id == work.municipality_id, _document.c.item_id == item.id)
        .values(item_id=None)
    )
    work.session.delete(item)
    changed(meeting, work)


def _of_outcome(item: AgendaItem, work: Work) -> bool:
    """Whether it is what came of taking part, that the clerk moves at its own desk."""
    found = select(_outcome.c.means_id).where(
        _outcome.c.municipality_id == work.municipality_id, _outcome.c.item_id == item.id
    )
    return any(item_id_of(one) == item.id for one in work.connection.scalars(found))


@dataclass(frozen=True)
class AddDocument:
    """The clerk says where a document is: with an item, or with the meeting as a whole."""

    meeting_id: UUID
    form: DocumentForm
    item_id: UUID | None = None
    form_id: UUID | None = None


def add_document(command: AddDocument, work: Work) -> UUID:
    """Only the address is kept, so nothing is fetched. Raises as adding an item does."""
    meeting = _open(command.meeting_id, work)
    it, document_id = command.form.cleaned(), command.form_id or new_id()
    if work.session.get(MeetingDocument, (work.municipality_id, document_id)) is not None:
        return document_id
    if command.item_id not in (None, *(one.id for one in _items(meeting, work))):
        unknown = FieldError("unknown_item", "Kies een punt van deze agenda.")
        raise Invalid({"item_id": unknown})
    if _documents(meeting, work) >= DOCUMENTS_MOST:
        raise Invalid({"document_title": _too_many(DOCUMENTS_MOST)})
    work.session.add(
        MeetingDocument(
            municipality_id=work.municipality_id,
            id=document_id,
            meeting_id=meeting.id,
            item_id=command.item_id,
            title=it.title,
            url=it.url,
        )
    )
    changed(meeting, work)
    return document_id


def _documents(meeting: Meeting, work: Work) -> int:
    found = select(func.count()).where(
        _document.c.municipality_id == work.municipality_id,
        _document.c.meeting_id == meeting.id,
    )
    return int(work.connection.execute(found).scalar_one())


@dataclass(frozen=True)
class RemoveDocument:
    """The clerk takes away a document that they named."""

    meeting_id: UUID
    document_id: UUID


def remove_document(command: RemoveDocument, work: Work) -> None:
    """Raises RuleBroken for what another system has."""
    meeting = _open(command.meeting_id, work)
    found = work.session.get(MeetingDocument, (work.municipality_id, command.document_id))
    if found is None or found.meeting_id != meeting.id:
        raise NotFound("unknown_document", "Dit document staat niet bij deze vergadering.")
    if found.source_id is not None:
        raise RuleBroken(
            "not_by_hand", "U kunt alleen stukken weghalen die de griffie hier zelf plaatste."
        )
    work.session.delete(found)
    changed(meeting, work)
