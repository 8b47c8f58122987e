"""Reads a council meeting in the shape of iBabs (`Public.svc`, a Meeting as JSON), as far as we use it.

Names of fields are the supplier's own. It says nowhere whose meeting it is: who fetches or brings the
file answers for that. What is confidential is left out, title and all.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_pascal

from wijkstem.adapters.council import ImportedDocument, ImportedItem, ImportedMeeting
from wijkstem.adapters.meeting_fields import Day as PlainDay
from wijkstem.adapters.meeting_fields import (
    Name,
    Part,
    Place,
    Size,
    Text,
    Title,
    Url,
    refused,
)
from wijkstem.kit.clock import AMSTERDAM
from wijkstem.tables.council import MeetingState

#: More items or documents than this no meeting has.
MOST_PARTS = 5_000
#: Where the documents of a meeting hang when the SOAP answer was turned into JSON as it was.
WRAPPERS = ("iBabsMeetingItem", "iBabsDocument")


def _unwrapped(value: Any) -> Any:
    """A list, whether it was wrapped, is missing, or is one by itself."""
    if isinstance(value, dict):
        value = next((value[name] for name in WRAPPERS if name in value), value)
    return () if value is None else tuple(value) if isinstance(value, list) else value


def _day_part(value: Any) -> Any:
    # A day at midnight, without a zone: the hour stands in `StartTime`.
    return value.partition("T")[0] if isinstance(value, str) else value


def _or_none(value: Any) -> Any:
    return value or None


Day = Annotated[PlainDay, BeforeValidator(_day_part)]
#: With our own word before it, it must still fit its column.
Id = Annotated[str, Field(pattern=r"^[!-~]{1,70}$")]
SomeText = Annotated[Text | None, BeforeValidator(_or_none)]


class Named(Part):
    """A part whose fields are called as iBabs does: Title, MeetingDate."""

    model_config = ConfigDict(**Part.model_config, alias_generator=to_pascal)  # type: ignore[pydantic-alias]  # nobody makes one by hand


class Document(Named):
    """A document of the meeting or of an item."""

    id: Id
    display_name: Annotated[Title | None, BeforeValidator(_or_none)] = None
    file_name: Annotated[Title | None, BeforeValidator(_or_none)] = None
    confidential: bool = False
    file_size: Size | None = None
    address: Annotated[Url | None, BeforeValidator(_or_none), Field(alias="PublicDownloadURL")] = (
        None
    )

    @property
    def title(self) -> str | None:
        return self.display_name or self.file_name


Documents = Annotated[
    tuple[Document, ...], BeforeValidator(_unwrapped), Field(max_length=MOST_PARTS)
]


class Item(Named):
    """An item of the agenda."""

    id: Id
    title: Title
    explanation: SomeText = None
    confidential: bool = False
    documents: Documents = ()


class Meeting(Named):
    """The meeting with all that belongs to it."""

    id: Id
    meetingtype: Name
    meeting_date: Day
    start_time: str | None = None
    location: Annotated[Place | None, BeforeValidator(_or_none)] = None
    canceled: Annotated[bool, Field(alias="canceled")] = False
    meeting_items: Annotated[
        tuple[Item, ...], BeforeValidator(_unwrapped), Field(max_length=MOST_PARTS)
    ]
    documents: Documents = ()


def meeting_of(content: bytes) -> ImportedMeeting:
    """The meeting in an answer. Raises Invalid, naming each place that is not right."""
    try:
        meeting = Meeting.model_validate_json(content)
    except ValidationError as error:
        raise refused(error) from error
    items = [one for one in meeting.meeting_items if not one.confidential]
    return ImportedMeeting(
        source_id=f"ibabs:{meeting.id}",
        municipality_code=None,
        body_name=meeting.meetingtype[:200],
        name=meeting.meetingtype,
        held_on=meeting.meeting_date,
        starts_at=_start(meeting.meeting_date, meeting.start_time),
        location=meeting.location,
        state=MeetingState.CANCELLED if meeting.canceled else MeetingState.PLANNED,
        items=tuple(ImportedItem(f"ibabs:{one.id}", one.title, one.explanation) for one in items),
        documents=tuple(_documents(meeting, items)),
    )


def _start(day: date, said: str | None) -> datetime | None:
    """None for an hour that is none: what people write there is not always one."""
    found = re.fullmatch(r"([01]?\d|2[0-3])[:.]([0-5]\d)(:[0-5]\d)?", (said or "").strip())
    if found is None:
        return None
    return datetime.combine(day, time(int(found[1]), int(found[2])), AMSTERDAM)


def _documents(meeting: Meeting, items: list[Item]) -> Iterator[ImportedDocument]:
    """Each once: one that belongs to several items is shown with the first of them."""
    seen: set[str] = set()
    for item in (*items, None):
        for one in item.documents if item else meeting.documents:
            if one.confidential or one.id in seen or one.title is None:
                continue
            seen.add(one.id)
            yield ImportedDocument(
                f"ibabs:{one.id}",
                one.title,
                one.address or "",
                f"ibabs:{item.id}" if item else None,
                size=one.file_size,
            )
