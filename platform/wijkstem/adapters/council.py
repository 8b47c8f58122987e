"""What a council information system says of a meeting, whichever system it is: what `commands/council_import.py` takes."""

from dataclasses import dataclass
from datetime import date, datetime

from wijkstem.tables.council import MeetingState
from wijkstem.words.dossiers import WooCategory


@dataclass(frozen=True)
class ImportedItem:
    """An item of the agenda; its place in `ImportedMeeting.items` is its place on the agenda."""

    source_id: str
    title: str
    description: str | None = None
    #: What the source says came of it, in its own words; None: nothing yet.
    result: str | None = None
    #: The page that the source names with it: by that an item about one of our plans is recognised.
    page: str = ""


@dataclass(frozen=True)
class ImportedDocument:
    """A document of the meeting, or of one of its items."""

    source_id: str
    title: str
    #: "": the source has it, and does not say where.
    url: str
    #: The source's id of an item of the same meeting.
    item_source_id: str | None = None
    #: As the source says; None: it does not.
    media_type: str | None = None
    size: int | None = None
    submitted_on: date | None = None
    category: WooCategory | None = None


@dataclass(frozen=True)
class ImportedMeeting:
    """A whole meeting: what is not in it is not on its agenda any more."""

    source_id: str
    #: CBS code with capitals: GM0363; None: this kind of file does not say whose meeting it is.
    municipality_code: str | None
    body_name: str
    name: str
    held_on: date
    starts_at: datetime | None
    location: str | None
    state: MeetingState
    items: tuple[ImportedItem, ...] = ()
    documents: tuple[ImportedDocument, ...] = ()
    #: Whose it is by the supplier's own number, where the file says that.
    organisation: str | None = None
