"""Your own photos, films and recordings to take along: what the file of your data can only name."""

import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Final
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from wijkstem.adapters.files import Files
from wijkstem.domain.permissions import require_strong
from wijkstem.errors import NotFound
from wijkstem.kit.clock import local_date
from wijkstem.kit.pictures import ENDING
from wijkstem.queries.films import OwnFilm, own_films
from wijkstem.queries.media import OwnPhoto, own_photos
from wijkstem.queries.spoken import own_recordings
from wijkstem.web.context import services, visitor
from wijkstem.web.photos import files_of
from wijkstem.web.work import ask, in_thread

#: Bytes that are held in memory; more goes to disk.
_IN_MEMORY: Final = 4_000_000
_PART: Final = 64 * 1024


async def download(request: Request) -> Response:
    """All of them in one file, with a list of what is to be seen on each. Raises NotFound for who has none."""
    who = visitor(request)
    found = await _own(request, require_strong(who.actor))
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


@dataclass(frozen=True)
class _Own:
    """A file of theirs, what to call it, and what it is."""

    name: str
    key: str
    said: str


async def _own(request: Request, person_id: UUID) -> list[_Own]:
    """In the order in which each kind was added."""
    photos: list[OwnPhoto] = await ask(request, own_photos, person_id)
    films: list[OwnFilm] = await ask(request, own_films, person_id)
    spoken: list[str] = await ask(request, own_recordings, person_id)
    return [
        *(_Own(f"foto-{n}.{ENDING}", one.key, f"{one.description} ({one.plan})")
          for n, one in enumerate(photos, start=1)),
        *(_Own(_named("film", n, one.key), one.key, one.plan) for n, one in enumerate(films, start=1)),
        *(_Own(_named("opname", n, key), key, "") for n, key in enumerate(spoken, start=1)),
    ]  # fmt: skip


def _named(what: str, number: int, key: str) -> str:
    return f"{what}-{number}.{key.rpartition('.')[2]}"


def _packed(files: Sequence[_Own], kept: Files) -> IO[bytes]:
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by who sends it
    listed = []
    # They are packed already.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for one in files:
            path = kept.path(one.key)
            if path is not None:
                archive.write(path, one.name)
            listed.append(f"{one.name}: {one.said}")
        archive.writestr("fotos.txt", "\n".join(listed) + "\n")
    file.seek(0)
    return file


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(_PART):
            yield part
