"""Council information in the shape of KOOP mini-ORI 1.0.0, as its read API gives it.

The published specification asks of every document a `pid` that it defines nowhere, and defines an `id` that it does not
ask for. Here each document has both, and they are the same: so it fits the specification as it stands, and as it was
meant. docs/council-information.md says more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from wijkstem.queries.ori import DocumentTold, ItemTold, MeetingTold
from wijkstem.rules.schema import Municipality
from wijkstem.web.links import initiative_path, meeting_path
from wijkstem.words import BodyKind
from wijkstem.words.dossiers import WooCategory

BASE = "/api/ori/v1"
MEETINGS, ITEMS, DOCUMENTS = "vergaderingen", "agendapunten", "informatieobjecten"
#: TOOI: "vergaderstukken decentrale overheden", the Woo's category of whatever comes to a council.
CATEGORY = WooCategory.COUNCIL
KINDS = {BodyKind.COUNCIL: "raadsvergadering", BodyKind.COMMITTEE: "commissievergadering"}

Shape = dict[str, Any]


@dataclass(frozen=True)
class Shapes:
    """Rows made into what the API says, for one municipality's site."""

    site: str
    municipality: Municipality

    @property
    def organisation(self) -> Shape:
        here = self.municipality
        return {"gemeente": here.cbs_code.lower(), "naam": f"Gemeente {here.name}"}

    def url(self, kind: str, key: UUID) -> str:
        return f"{self.site}{BASE}/{kind}/{key}"

    def refers(self, kind: str, key: UUID) -> Shape:
        return {"id": str(key), "url": self.url(kind, key)}

    def meeting(self, one: MeetingTold) -> Shape:
        day = one.held_on.isoformat()
        body = self.municipality.body(one.body_id) if one.body_id else None
        return _said(
            {
                **self.refers(MEETINGS, one.id),
                "organisatie": self.organisation,
                "dossiertype": "vergadering",
                "naam": one.name,
                "geplandedatum": day,
                "vergaderdatum": day if one.held else None,
                "geplandeaanvang": _utc(one.starts_at),
                "locatie": one.location,
                "vergaderstatus": one.state.value,
                "vergaderingstype": KINDS.get(body.kind) if body else None,
                "georganiseerddoorgremium": {
                    "gremiumidentificatie": one.body_id or one.body_name,
                    "gremiumnaam": one.body_name,
                },
                "webpaginalink": f"{self.site}{meeting_path(one.id)}",
            }
        )

    def item(self, one: ItemTold) -> Shape:
        plan = initiative_path(one.number, one.slug) if one.number and one.slug else None
        return _said(
            {
                **self.refers(ITEMS, one.id),
                "organisatie": self.organisation,
                "dossiertype": "agendapunt",
                "agendapuntnaam": one.title,
                "volgnummer": str(one.sequence),
                "vergaderingen": [self.refers(MEETINGS, one.meeting_id)],
                "omschrijving": one.description,
                "overig": one.result,
                "webpaginalink": f"{self.site}{plan or meeting_path(one.meeting_id)}",
            }
        )

    def document(self, one: DocumentTold) -> Shape:
        where = self.refers(MEETINGS, one.meeting_id)
        return _said(
            {
                **self.refers(DOCUMENTS, one.id),
                "pid": str(one.id),
                "organisatie": self.organisation,
                "titel": one.title,
                "wooinformatiecategorie": one.category or CATEGORY,
                # Where the source says nothing: it was there on the day of its meeting.
                "datumingediend": (one.submitted_on or one.held_on).isoformat(),
                "formaat": one.media_type,
                "webpaginalink": self._page(one),
                "vergaderingen": [where],
                "agendapunten": [self.refers(ITEMS, one.item_id)] if one.item_id else None,
            }
        )

    def _page(self, one: DocumentTold) -> str:
        """Where it can be read; what stands on this site itself is kept without the site."""
        path = one.url or meeting_path(one.meeting_id)
        return f"{self.site}{path}" if path.startswith("/") else path


def _said(shape: Mapping[str, Any]) -> Shape:
    """Without what is not known: the specification has few fields that may be empty."""
    return {name: value for name, value in shape.items() if value is not None}


def _utc(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
