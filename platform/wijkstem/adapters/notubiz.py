"""Reads a council meeting in the shape of Notubiz (`/events/meetings/{id}`), as far as we use it.

Names of classes and fields are the supplier's own. There is no published description: what is known of it comes
from answers that were seen. Whose meeting it is, it says by a number of its own and never by the CBS code.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from wijkstem.adapters.council import ImportedDocument, ImportedItem, ImportedMeeting
from wijkstem.adapters.meeting_fields import (
    Day,
    MediaType,
    Name,
    Part,
    Place,
    Size,
    Title,
    Url,
    refused,
)
from wijkstem.kit.clock import AMSTERDAM
from wijkstem.tables.council import MeetingState

#: More items or documents than this no meeting has.
MOST_PARTS = 5_000
#: The field of an item, and of a meeting whose fields have no names, that is its title.
TITLE = 1
PUBLIC = "public"


def _moment(value: Any) -> Any:
    # Without a zone: as the clock in the hall says.
    if value is None or isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(value).replace(tzinfo=AMSTERDAM)
    except (TypeError, ValueError):
        raise PydanticCustomError("not_a_moment", "not a time") from None


def _or_none(value: Any) -> Any:
    return value or None


LocalMoment = Annotated[datetime | None, BeforeValidator(_moment)]
EmptyOrDay = Annotated[Day | None, BeforeValidator(_or_none)]


class Version(Part):
    """A version of a document's file."""

    id: int
    mime_type: MediaType | None = None
    file_size: Size | None = None


class Document(Part):
    """A document of the meeting or of an item."""

    id: int
    title: Title
    url: Annotated[Url | None, BeforeValidator(_or_none)] = None
    confidential: int = 0
    version: int | None = None
    versions: tuple[Version, ...] = ()
    publication_date: EmptyOrDay = None

    @property
    def file(self) -> Version | None:
        """The version that counts."""
        return next((one for one in self.versions if one.id == self.version), None)


class Attribute(Part):
    """A field, by its number: which one is what differs for each municipality, but for the title."""

    id: int
    value: Any = None


class TypeData(Part):
    """What stands in an item."""

    attributes: tuple[Attribute, ...] = ()


class AgendaItem(Part):
    """An item; one without a place in the order is not on the agenda that people see."""

    id: int
    order: int | None = None
    confidential: int = 0
    permission_group: str = PUBLIC
    type_data: TypeData
    documents: tuple[Document, ...] = ()
    agenda_items: "tuple[AgendaItem, ...]" = Field(default=(), max_length=MOST_PARTS)

    @property
    def open(self) -> bool:
        return self.order is not None and not self.confidential and self.permission_group == PUBLIC


class Planning(Part):
    """When it is."""

    start_date: Annotated[LocalMoment, AfterValidator(_or_none)]


class Organisation(Part):
    """Whose it is."""

    id: int


class Meeting(Part):
    """The meeting with all that belongs to it."""

    id: int
    organisation: Organisation | None = None
    plannings: tuple[Planning, ...] = Field(min_length=1)
    attributes: dict[str, Any] | tuple[Attribute, ...] = ()
    canceled: bool | int = False
    agenda_items: tuple[AgendaItem, ...] = Field(max_length=MOST_PARTS)
    documents: tuple[Document, ...] = Field(default=(), max_length=MOST_PARTS)

    def named(self, name: str) -> str:
        """A field by its name; "" where fields have numbers only."""
        found = self.attributes.get(name) if isinstance(self.attributes, dict) else None
        return found if isinstance(found, str) else ""

    @property
    def title(self) -> Any:
        """None for a meeting without one."""
        if isinstance(self.attributes, dict):
            return self.named("Titel") or None
        return next((one.value for one in self.attributes if one.id == TITLE), None)


class _Words(Part):
    """What came from fields that can hold anything."""

    title: Name
    location: Place = ""


class _ItemWords(Part):
    title: Title


def meeting_of(content: bytes) -> ImportedMeeting:
    """The meeting in an answer. Raises Invalid, naming each place that is not right."""
    try:
        meeting = Meeting.model_validate_json(content)
        words = _Words.model_validate(
            {"title": meeting.title, "location": meeting.named("Locatie")}, strict=None
        )
        items = [(one, _title(one)) for one in _in_order(meeting.agenda_items)]
    except ValidationError as error:
        raise refused(error) from error
    starts_at = meeting.plannings[0].start_date
    assert starts_at is not None  # the shape asks for one
    return ImportedMeeting(
        source_id=f"notubiz:{meeting.id}",
        municipality_code=None,
        organisation=f"notubiz:{meeting.organisation.id}" if meeting.organisation else None,
        body_name=words.title[:200],
        name=words.title,
        held_on=starts_at.date(),
        starts_at=starts_at,
        location=words.location or None,
        state=MeetingState.CANCELLED if meeting.canceled else MeetingState.PLANNED,
        items=tuple(ImportedItem(_key(one), title) for one, title in items),
        documents=tuple(_documents(meeting, [one for one, _ in items])),
    )


def _title(item: AgendaItem) -> str:
    found = next((one.value for one in item.type_data.attributes if one.id == TITLE), None)
    return _ItemWords.model_validate({"title": found}).title


def _in_order(items: tuple[AgendaItem, ...]) -> Iterator[AgendaItem]:
    """By their place, a part of an item right after it; what is not for everybody is left out."""
    for item in sorted((one for one in items if one.open), key=lambda one: one.order or 0):
        yield item
        yield from _in_order(item.agenda_items)


def _documents(meeting: Meeting, items: list[AgendaItem]) -> Iterator[ImportedDocument]:
    """Each once: one that belongs to several items is shown with the first of them."""
    seen: set[int] = set()
    for item in (*items, None):
        for one in item.documents if item else meeting.documents:
            if one.confidential or one.id in seen:
                continue
            seen.add(one.id)
            file = one.file
            yield ImportedDocument(
                f"notubiz:{one.id}",
                one.title,
                one.url or "",
                _key(item) if item else None,
                media_type=file.mime_type if file else None,
                size=file.file_size if file else None,
                submitted_on=one.publication_date,
            )


def _key(item: AgendaItem) -> str:
    return f"notubiz:{item.id}"
