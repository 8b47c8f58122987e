"""Dossiers for machines and archives: one as a zip, and the documents that the law wants to be found as a feed."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from wijkstem.kit.i18n import N_
from wijkstem.kit.zipped import Packed, streamed
from wijkstem.queries.dossier_files import (
    TOOI,
    DossierFiles,
    Published,
    as_json,
    dossier_files,
    published_documents,
)
from wijkstem.web.atom import Entry, atom
from wijkstem.web.context import services, visitor
from wijkstem.web.dossier_lines import CATEGORIES
from wijkstem.web.language import translated
from wijkstem.web.links import dossier_path, meeting_path
from wijkstem.web.public import for_everybody
from wijkstem.web.work import ask

FEED, MANIFEST = "/dossiers/publicaties", "manifest.json"
#: Readers come back before there are more new ones than this.
MOST = 50


async def archive(request: Request) -> Response:
    """Everything in it with its photos, films and results, and a manifest to see later that nothing changed.

    Documents elsewhere stay there, and the manifest says where that was. It is sent while it is packed: how large it is does not matter.
    """
    number = request.path_params["dossier"]
    found: DossierFiles = await ask(request, dossier_files, number)
    kept = services(request).files
    files: list[tuple[str, str | Path]] = list(found.texts.items())
    files += [(name, (kept and kept.path(key)) or Path(key)) for name, key in found.media.items()]
    name = f'attachment; filename="dossier-{number}.zip"'
    return StreamingResponse(
        streamed(files, lambda packed: _manifest(packed, found.links)),
        media_type="application/zip",
        headers={"Content-Disposition": name},
    )


def _manifest(packed: list[Packed], links: Sequence[Mapping[str, object]]) -> tuple[str, str]:
    """The digest of each other file, which files were not there any more, and what is only a link."""
    said = {
        "algoritme": "SHA-256",
        "bestanden": [
            {"naam": one.name, "bytes": one.size, "sha256": one.sha256}
            for one in packed
            if one.sha256
        ],
        "ontbreekt": [one.name for one in packed if not one.sha256],
        "verwijzingen": links,
    }
    return MANIFEST, as_json(said)


@for_everybody()
async def publications(request: Request) -> Response:
    """The newest documents of a category of the Woo, of every dossier and meeting."""
    who = visitor(request)
    found: tuple[Published, ...] = await ask(request, published_documents, most=MOST)
    site = services(request).settings.site(who.municipality_id)
    name = {"name": who.rules.municipality.name}
    return atom(
        who,
        feed_id=site + FEED,
        title=translated(N_("Openbare stukken van %(name)s"), who.lang, name),
        page=f"{site}/dossiers",
        entries=[
            Entry(
                id=f"{site}{_place(one)}#{one.id}",
                title=one.title,
                published=one.day,
                updated=one.added_on,
                url=site + one.url if one.url.startswith("/") else one.url,
                terms=(TOOI + one.category.value, translated(CATEGORIES[one.category], who.lang)),
                summary=f"{one.name}: {site}{_page(one)}",
            )
            for one in found
        ],
        changed=max((one.added_on for one in found), default=who.rules.versions[0].in_force),
    )


def _place(one: Published) -> str:
    """What it is known by: the number alone, for the words of an address can change."""
    return meeting_path(one.meeting_id) if one.meeting_id else f"/dossiers/{one.number}"


def _page(one: Published) -> str:
    """Where it stands."""
    return dossier_path(one.number, one.slug) if one.number and one.slug else _place(one)
