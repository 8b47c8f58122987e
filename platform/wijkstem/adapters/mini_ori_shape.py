"""The shape of a mini-ORI file as far as we use it: strict on what we need, indifferent to what we do not.

The names of classes and fields are the standard's own (VNG/KOOP mini-ORI 1.0.0), so that the two can be laid
side by side. `meeting_fields.py` has what stands in a field.
"""

import re
import unicodedata
from datetime import date, datetime
from typing import Generic, TypeVar

from pydantic import Field

from wijkstem.adapters.meeting_fields import (
    Category,
    Day,
    Id,
    MediaType,
    Moment,
    Name,
    Part,
    Place,
    State,
    Text,
    Title,
    Url,
)
from wijkstem.kit.clock import local_date
from wijkstem.tables.council import MeetingState

#: More items or documents than this no meeting has.
MOST_PARTS = 5_000


class Verwijzing(Part):
    """A reference to something else by its id."""

    id: Id


class OfMeeting(Part):
    """Something with a key that belongs to meetings."""

    id: Id
    vergaderingen: tuple[Verwijzing, ...] = ()


class Organisatie(Part):
    """The municipality, by its TOOI code. Provinces and water boards have other fields: not ours."""

    gemeente: str = Field(pattern=r"^[gG][mM]\d{4}$")


class Gremium(Part):
    """The body that meets."""

    gremiumnaam: Name


class Vergadering(Part):
    """The meeting."""

    id: Id
    organisatie: Organisatie
    naam: Name
    georganiseerddoorgremium: Gremium | None = None
    vergaderdatum: Day | None = None
    geplandedatum: Day | None = None
    aanvang: Moment | None = None
    geplandeaanvang: Moment | None = None
    locatie: Place | None = None
    # KOOP leaves the words free; VNG's ORI names these three. One without has not been held yet.
    vergaderstatus: State = MeetingState.PLANNED

    @property
    def start(self) -> datetime | None:
        return self.aanvang or self.geplandeaanvang

    @property
    def day(self) -> date | None:
        """The day of the meeting: as held, as planned, or that of its start."""
        start = local_date(self.start) if self.start else None
        return self.vergaderdatum or self.geplandedatum or start


class Besluit(Part):
    """A decision, by the fields of VNG's ORI 2.0.0-beta.4: KOOP's mini-ORI has none of its own."""

    besluitresultaat: Place
    besluittoelichting: Place | None = None


class Agendapunt(OfMeeting):
    """An item of the agenda."""

    agendapuntnaam: Title
    omschrijving: Text | None = None
    volgnummer: str | None = None
    webpaginalink: str | None = None
    #: "Vrij veld, bijvoorbeeld voor het noemen van status": where KOOP leaves room for what came of it.
    overig: Text | None = None
    besluiten: tuple[Besluit, ...] = ()
    hoofdagendapunt: Verwijzing | None = None

    @property
    def result(self) -> str | None:
        """What came of it, in the words of the source."""
        decided = (
            ": ".join(filter(None, (one.besluitresultaat, one.besluittoelichting)))
            for one in self.besluiten
        )
        return "\n".join(filter(None, (*decided, self.overig))) or None

    @property
    def number(self) -> tuple[tuple[int, int, str], ...]:
        """The number as people order it: 9 before 10, 3 before 3.a before 4, none at the end."""
        parts = re.findall(
            r"[0-9]{1,18}|[^\W\d_]+", unicodedata.normalize("NFKC", self.volgnummer or "")
        )
        found = tuple((0, int(p), "") if p.isdecimal() else (1, 0, p.lower()) for p in parts)
        return found or ((2, 0, ""),)


class Informatieobject(OfMeeting):
    """A document.

    The published schema lists `pid` as required without defining it, and defines `id`, "kenmerk van het object
    binnen het bestuursorgaan zelf", without requiring it. Nothing can be recognised again without a key, so
    here `id` is required and `pid` is not.
    """

    titel: Title
    webpaginalink: Url
    formaat: MediaType | None = None
    datumingediend: Day | None = None
    wooinformatiecategorie: Category = None
    agendapunten: tuple[Verwijzing, ...] = ()


R = TypeVar("R", bound=OfMeeting)


class Page(Part, Generic[R]):
    """A list as the API gives it; `next` and `previous` are set when it is only a part of the whole."""

    next: str | None = None
    previous: str | None = None
    results: tuple[R, ...] = Field(max_length=MOST_PARTS)


class File(Part):
    """One meeting with everything that belongs to it."""

    vergadering: Vergadering
    agendapunten: Page[Agendapunt]
    informatieobjecten: Page[Informatieobject]
