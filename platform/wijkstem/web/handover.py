"""What of a request went to the council's side, as the clerk sees it, and taking the dossier along as files."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.adapters.mail import Attachment
from wijkstem.commands.handover import TakeDossier
from wijkstem.domain.permissions import may_clerk, require
from wijkstem.errors import NotFound
from wijkstem.kit.i18n import N_
from wijkstem.queries.handover import HandedOver, RequestDossier, handed_over, request_dossier
from wijkstem.queries.initiatives import InitiativePage, initiative_page
from wijkstem.web.context import services, visitor
from wijkstem.web.handover_files import dossier_files
from wijkstem.web.language import translated
from wijkstem.web.work import ask, do
from wijkstem.words.handover import HandoverKind, HandoverWay

KINDS = {
    HandoverKind.REQUESTED: N_("Verzoek ingediend"),
    HandoverKind.FILLED: N_("Verzoek aangevuld"),
    HandoverKind.ACCEPTED: N_("Verzoek aangenomen"),
    HandoverKind.PLACED: N_("Op een vergadering gezet"),
    HandoverKind.RETURNED: N_("Verzoek terug naar de bewoner"),
    HandoverKind.TAKEN: N_("Dossier opgehaald"),
}
WAYS = {
    HandoverWay.HOOK: N_("Naar het systeem van de raad"),
    HandoverWay.MAIL: N_("Per e-mail naar de griffie"),
    HandoverWay.DOWNLOAD: N_("Als bestand"),
}
#: The moment that files in an archive say they were made: the same files are the same archive.
STILL = (2020, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class HandoverSaid:
    """One hand-over in words."""

    one: HandedOver
    what: str
    way: str


async def handovers(request: Request, found: InitiativePage) -> dict[str, object]:
    """What the page of a request shows of it; nothing for what never asked for a place."""
    initiative_id, lang = found.initiative.id, visitor(request).lang
    dossier: RequestDossier | None = await ask(request, request_dossier, initiative_id)
    if dossier is None:
        return {}
    said: tuple[HandedOver, ...] = await ask(request, handed_over, initiative_id)
    return {
        "handovers": [
            HandoverSaid(one, translated(KINDS[one.kind], lang), translated(WAYS[one.way], lang))
            for one in said
        ],
        "dossier_at": f"/griffie/{dossier.number}/dossier",
    }


async def take(request: Request) -> Response:
    """The dossier as one archive; written down like every other way."""
    who = visitor(request)
    require(may_clerk(who.actor))
    page: InitiativePage = await ask(
        request, initiative_page, request.path_params["number"], person_id=None
    )
    key: UUID = page.initiative.id
    dossier: RequestDossier | None = await ask(request, request_dossier, key)
    if dossier is None:
        raise NotFound("no_request", "Dit plan vraagt geen plek op de agenda.")
    site = services(request).settings.site(who.municipality_id)
    files = dossier_files(request.app.state.pages, dossier, who.rules, site, HandoverKind.TAKEN)
    archive = _archive(files)
    await do(request, TakeDossier(key, sha256(archive).hexdigest()))
    name = f"agendaverzoek-{dossier.number}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(archive, media_type="application/zip", headers=headers)


def _archive(files: tuple[Attachment, ...]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for one in files:
            archive.writestr(ZipInfo(one.name, STILL), one.content)
    return made.getvalue()
