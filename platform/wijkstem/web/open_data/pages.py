"""Open data for people and programs: the page that explains, the files, what is in each, and the catalogue."""

import base64
import json
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from wijkstem.errors import NotFound
from wijkstem.kit.datafiles import MEDIA, Form
from wijkstem.web.api.v1.endpoints import here_of
from wijkstem.web.api.v1.tell import BASE
from wijkstem.web.context import visitor
from wijkstem.web.language import translated
from wijkstem.web.open_data.catalogue import catalogue
from wijkstem.web.open_data.datasets import DATASETS, Dataset, of_file
from wijkstem.web.open_data.snapshots import Snapshot, Snapshots
from wijkstem.web.pages import page
from wijkstem.web.problems import HEADERS
from wijkstem.web.public import for_everybody

FILES: Final = "/open-data/bestanden"
CATALOGUE: Final = "/open-data/catalogus.jsonld"
#: What a script of another site may look at.
_TOLD: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag, Repr-Digest, Row-Count"
    ),
    "Cache-Control": "no-cache",
}


@for_everybody(data=False)
async def explained(request: Request) -> Response:
    """What there is, for whom, and how to get it."""
    who = visitor(request)
    shown = [
        {
            "name": one.name,
            "title": translated(one.title, who.lang),
            "about": translated(one.about, who.lang),
            "files": [(f"{FILES}/{one.file(form)}", form.upper()) for form in one.forms],
            "columns": list(one.columns.items()),
        }
        for one in DATASETS
    ]
    return page(
        request,
        "open_data/page.html",
        datasets=shown,
        catalogue=CATALOGUE,
        api=f"{BASE}/openapi.json",
    )


@for_everybody(data=False)
async def described(request: Request) -> Response:
    """The catalogue: DCAT-AP-NL 3.0 as JSON-LD."""
    said = json.dumps(catalogue(here_of(request)), ensure_ascii=False, indent=1)
    return Response(said, media_type="application/ld+json", headers={**HEADERS})


async def given(request: Request) -> Response:
    """A file, or the rest of one."""
    dataset, form = _asked(request)
    here, kept = here_of(request), _snapshots(request)
    partly = request.headers.get("if-range", "") if "range" in request.headers else ""
    found = kept.older(dataset, form, here, partly) if partly else None
    if found is None:
        found = await kept.newest(dataset, form, here)
    if found.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=_headers(found))
    return FileResponse(
        found.path,
        media_type=MEDIA[form],
        headers=_headers(found),
        filename=f"{visitor(request).municipality_id}-{dataset.file(form)}",
    )


async def counted(request: Request) -> Response:
    """How many rows a file has, how large it is, and its checksum."""
    dataset, form = _asked(request)
    found = await _snapshots(request).newest(dataset, form, here_of(request))
    said = {
        "bestand": dataset.file(form),
        "rijen": found.written.rows,
        "bytes": found.written.size,
        "sha256": found.written.digest.hex(),
    }
    return Response(json.dumps(said), media_type="application/json", headers=_TOLD)


def _headers(it: Snapshot) -> dict[str, str]:
    digest = base64.b64encode(it.written.digest).decode()
    return {
        **_TOLD,
        "ETag": it.etag,
        # RFC 9530: of the whole file, also with a part of it.
        "Repr-Digest": f"sha-256=:{digest}:",
        "Row-Count": str(it.written.rows),
    }


def _asked(request: Request) -> tuple[Dataset, Form]:
    found = of_file(request.path_params["dataset"])
    if found is None:
        raise NotFound("unknown_file", "Dit bestand is er niet.")
    return found


def _snapshots(request: Request) -> Snapshots:
    found: Snapshots = request.app.state.snapshots
    return found
