"""Your own photos to take along: what the file of your data can only name."""

import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from typing import IO, Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from wijkstem.adapters.files import Files
from wijkstem.domain.permissions import require_strong
from wijkstem.errors import NotFound
from wijkstem.kit.clock import local_date
from wijkstem.kit.pictures import ENDING
from wijkstem.queries.media import OwnPhoto, own_photos
from wijkstem.web.context import services, visitor
from wijkstem.web.photos import files_of
from wijkstem.web.work import ask, in_thread

#: Bytes that are held in memory; more goes to disk.
_IN_MEMORY: Final = 4_000_000
_PART: Final = 64 * 1024


async def download(request: Request) -> Response:
    """All of them in one file, with a list of what is to be seen on each. Raises NotFound for who has none."""
    who = visitor(request)
    found: list[OwnPhoto] = await ask(request, own_photos, require_strong(who.actor))
    if not found:
        raise NotFound("no_photos", "U hebt geen foto's bij een plan gezet.")
    kept = files_of(request)
    packed = await in_thread(request, lambda: _packed(found, kept))
    today = local_date(services(request).clock.now()).isoformat()
    return StreamingResponse(
        _parts(packed),
        media_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="mijn-fotos-{who.municipality_id}-{today}.zip"',
            "Cache-Control": "no-store",
        },
    )


def _packed(photos: Sequence[OwnPhoto], kept: Files) -> IO[bytes]:
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by who sends it
    listed = []
    # Photos are packed already.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for number, one in enumerate(photos, start=1):
            content = kept.read(one.key)
            name = f"foto-{number}.{ENDING}"
            if content is not None:
                archive.writestr(name, content)
            listed.append(f"{name}: {one.description} ({one.plan})")
        archive.writestr("fotos.txt", "\n".join(listed) + "\n")
    file.seek(0)
    return file


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(_PART):
            yield part
