"""A dossier as files for an archive; and the documents that the law wants to be found.

Of people nothing is in them: who submitted a plan or put something in is in no file.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Date, and_, func, select

from wijkstem.kit.rows import table_of
from wijkstem.kit.text import slug
from wijkstem.queries.dossier_kept import KeptOutcome, outcomes_in, proposal_texts
from wijkstem.queries.dossier_media import Media, media_of_plans
from wijkstem.queries.dossiers import Document, DossierPage, Entry, dossier_page
from wijkstem.tables.council import Meeting, MeetingDocument
from wijkstem.tables.dossiers import Dossier, DossierEntry
from wijkstem.tables.initiatives import Initiative, InitiativeText
from wijkstem.words.dossiers import EntryKind, WooCategory

_dossier = table_of(Dossier)
_entry = table_of(DossierEntry)
_initiative = table_of(Initiative)
_text = table_of(InitiativeText)
_meeting = table_of(Meeting)
_document = table_of(MeetingDocument)

METADATA: Final = "dossier.json"
#: Where the categories of the law have their addresses.
TOOI: Final = "https://identifier.overheid.nl/tooi/def/thes/kern/"


@dataclass(frozen=True)
class DossierFiles:
    """What goes into the archive, by file name: texts, and under which keys photos, films and PDFs are kept."""

    texts: Mapping[str, str]
    media: Mapping[str, str]
    #: What stays where it is: nobody vouches for what an address has tomorrow.
    links: Sequence[Mapping[str, Any]] = ()


def dossier_files(connection: Connection, municipality_id: str, number: str) -> DossierFiles:
    """Everything in it that everybody may see. Raises NotFound."""
    found = dossier_page(connection, municipality_id, number)
    plans = [one.initiative_id for one in found.entries if one.initiative_id and one.number]
    proposals = [one.id for one in found.entries if one.kind is EntryKind.PROPOSAL]
    said = {
        **_texts(connection, municipality_id, plans),
        **proposal_texts(connection, municipality_id, proposals),
    }
    texts = {one.id: _whole(one, said) for one in found.entries}
    names = {
        one.id: f"teksten/{place:03}-{slug(_title(one))}.txt"
        for place, one in enumerate(found.entries, start=1)
        if texts[one.id]
    }
    media = media_of_plans(connection, municipality_id, plans)
    called = {one.key: _called(place, one) for place, one in enumerate(media, start=1)}
    outcomes = outcomes_in(connection, municipality_id, found.dossier.id)
    printed = {one.key: f"meedoen/{one.number}.pdf" for one in outcomes if one.key}
    more = {"beelden": _media(media, called), "uitkomsten": [_outcome(one) for one in outcomes]}
    files = {METADATA: as_json(_metadata(found, names) | more)}
    files |= {names[one]: texts[one] for one in names}
    files |= {_captions(called[one.key]): one.captions for one in media if one.captions}
    kept = {name: key for key, name in (called | printed).items()}
    return DossierFiles(files, kept, _links(found))


def _called(place: int, one: Media) -> str:
    return f"beelden/{place:03}-{one.kind}.{one.key.rpartition('.')[2]}"


def _outcome(one: KeptOutcome) -> dict[str, Any]:
    """The result of a vote or a note of answer; the digest is of what it says, and is published with it."""
    return {
        "nummer": one.number,
        "titel": one.title,
        "datum": one.known_on,
        "sha256": one.digest,
        "bestand": f"meedoen/{one.number}.pdf" if one.key else None,
    }


def _links(found: DossierPage) -> list[dict[str, Any]]:
    """Each document that is kept elsewhere, with what its source says of it: a digest it never says."""
    own = [
        {"titel": one.title, "adres": one.url, "datum": one.day}
        for one in found.entries
        if one.kind is EntryKind.DOCUMENT and one.url
    ]
    return own + [_link(one) for one in found.documents]


def _link(one: Document) -> dict[str, Any]:
    return {
        "titel": one.title,
        "adres": one.url,
        "datum": one.submitted_on,
        "mediatype": one.media_type,
        "bytes": one.size,
    }


def _captions(film: str) -> str:
    return f"{film.rpartition('.')[0]}.vtt"


def _media(media: Sequence[Media], called: Mapping[str, str]) -> list[dict[str, Any]]:
    """What each shows, for who cannot see it, and of which plan it is."""
    return [
        {
            "soort": one.kind,
            "plan": str(one.plan_id),
            "omschrijving": one.said or None,
            "bestand": called[one.key],
            "ondertitels": _captions(called[one.key]) if one.captions else None,
        }
        for one in media
    ]


def _texts(
    connection: Connection, municipality_id: str, plans: Sequence[UUID]
) -> Mapping[UUID, str]:
    """What public plans say."""
    found = (
        select(_text.c.initiative_id, _text.c.text)
        .join_from(
            _text,
            _initiative,
            and_(
                _initiative.c.municipality_id == _text.c.municipality_id,
                _initiative.c.id == _text.c.initiative_id,
            ),
        )
        .where(
            _text.c.municipality_id == municipality_id,
            _text.c.initiative_id.in_(plans),
            _initiative.c.public,
        )
        .order_by(_text.c.initiative_id, _text.c.field)
    )
    said: dict[UUID, str] = {}
    for row in connection.execute(found):
        said[row.initiative_id] = "\n\n".join(filter(None, (said.get(row.initiative_id), row.text)))
    return said


def _whole(one: Entry, said: Mapping[UUID, str]) -> str:
    """What was typed of it, and behind that what a plan or a council proposal says itself."""
    return "\n\n".join(filter(None, (one.text, said.get(one.initiative_id or one.id, ""))))


def _title(one: Entry) -> str:
    return one.plan or one.item or one.meeting or one.title


def _metadata(found: DossierPage, names: Mapping[UUID, str]) -> dict[str, Any]:
    it = found.dossier
    return {
        "nummer": it.number,
        "titel": it.title,
        "omschrijving": it.about,
        "geopend": it.opened_on,
        "gewijzigd": it.changed_on,
        "onderdelen": [_part(one, names) for one in found.entries],
        "stukken": [_document_of(one) for one in found.documents],
        "besluiten": [
            {"datum": step.on, "betekenis": step.means.value, "plan": str(step.initiative_id)}
            for step in found.steps
            if step.means is not None
        ],
        "uitvoering": [
            {
                "datum": step.on,
                "soort": step.kind.removeprefix("carrying_out."),
                "gevolg": step.outcome,
                "onderdeel": step.part,
                "plan": str(step.initiative_id),
            }
            for step in found.steps
            if step.means is None
        ],
    }


def _document_of(one: Document) -> dict[str, Any]:
    """A document of an item; it stays where it is."""
    return {
        **_link(one),
        "wooinformatiecategorie": _code(one.category),
        "agendapunt": str(one.item_id),
    }


def _code(category: WooCategory | None) -> str | None:
    return TOOI + category.value if category else None


def _part(one: Entry, names: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "soort": one.kind.value,
        "datum": one.held_on or one.day,
        "titel": _title(one),
        "adres": one.url or None,
        "wooinformatiecategorie": _code(one.category),
        "plannummer": one.number,
        "plan": str(one.initiative_id) if one.number and one.initiative_id else None,
        "vergadering": one.meeting,
        "bestand": names.get(one.id),
    }


def as_json(said: Mapping[str, Any]) -> str:
    """As all files of an archive are written."""
    return json.dumps(said, ensure_ascii=False, indent=2, default=date.isoformat) + "\n"


@dataclass(frozen=True)
class Published:
    """A document with the category that the law gives it: of a dossier, or of a meeting."""

    id: UUID
    title: str
    url: str
    day: date
    added_on: date
    category: WooCategory
    #: What the dossier or the meeting is called.
    name: str
    #: Of the dossier; None: it stands with a meeting.
    number: str | None = None
    slug: str | None = None
    meeting_id: UUID | None = None


def published_documents(
    connection: Connection, municipality_id: str, *, most: int
) -> tuple[Published, ...]:
    """What was put on the website last stands first."""
    found = [
        *_of_dossiers(connection, municipality_id, most),
        *_of_meetings(connection, municipality_id, most),
    ]
    found.sort(key=lambda one: (one.added_on, one.day, one.id), reverse=True)
    return tuple(found[:most])


def _of_dossiers(connection: Connection, municipality_id: str, most: int) -> Iterator[Published]:
    own = ("id", "title", "url", "day", "added_on", "category")
    found = (
        select(
            *(_entry.c[name] for name in own),
            _dossier.c.title.label("name"),
            _dossier.c.number,
            _dossier.c.slug,
        )
        .join_from(
            _entry,
            _dossier,
            and_(
                _dossier.c.municipality_id == _entry.c.municipality_id,
                _dossier.c.id == _entry.c.dossier_id,
            ),
        )
        .where(_entry.c.municipality_id == municipality_id, _entry.c.category.is_not(None))
        .order_by(_entry.c.added_on.desc(), _entry.c.day.desc(), _entry.c.id.desc())
        .limit(most)
    )
    return (Published(**row._mapping) for row in connection.execute(found))


def _of_meetings(connection: Connection, municipality_id: str, most: int) -> Iterator[Published]:
    """Those of the council's own system; it says on which day each came, or else that is the meeting's."""
    day = func.coalesce(_document.c.submitted_on, _meeting.c.held_on, type_=Date())
    found = (
        select(
            *(_document.c[name] for name in ("id", "title", "url", "category", "meeting_id")),
            day.label("day"),
            day.label("added_on"),
            _meeting.c.name,
        )
        .join_from(
            _document,
            _meeting,
            and_(
                _meeting.c.municipality_id == _document.c.municipality_id,
                _meeting.c.id == _document.c.meeting_id,
            ),
        )
        .where(
            _document.c.municipality_id == municipality_id,
            _document.c.category.is_not(None),
            _document.c.url != "",
        )
        .order_by(day.desc(), _document.c.id.desc())
        .limit(most)
    )
    return (Published(**row._mapping) for row in connection.execute(found))
