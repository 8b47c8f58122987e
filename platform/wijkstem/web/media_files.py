"""Films and recordings: taken in from who made them, and on their way to a player, which asks for them part by part."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from wijkstem.adapters.files import key_of_file
from wijkstem.commands.media import AnnounceFiles
from wijkstem.kit.recasting import MEDIA_TYPES, Recast
from wijkstem.web.context import visitor
from wijkstem.web.photos import LOCKED, SECONDS, files_of
from wijkstem.web.uploads import recast
from wijkstem.web.work import do, in_thread

#: What a file is called by who keeps it.
_NAMES: Final = {"m4a": "opname", "mp4": "film", "webm": "film"}


async def take_in(
    request: Request, file_id: UUID, file: BinaryIO, how: Callable[[Path, Path], Recast]
) -> tuple[str, Recast]:
    """Its key, and what it became. The file is announced, then written; who asked takes it into use. Raises FieldError."""
    kept, here = files_of(request), visitor(request).municipality_id
    async with recast(request, file, how) as (made, path):
        key = await in_thread(request, lambda: key_of_file(here, file_id, path, made.ending))
        await do(request, AnnounceFiles([key]))
        await in_thread(request, lambda: kept.take(key, path))
    return key, made


async def media_file(request: Request, key: str, *, public: bool) -> Response:
    """The file, or the parts of it that were asked for. A browser keeps only what everybody can see."""
    kept = files_of(request)
    path = await in_thread(request, lambda: kept.path(key))
    if path is None:
        raise HTTPException(404)
    ending = key.rpartition(".")[2]
    mark = f'"{key.rpartition("/")[2].partition(".")[0][:32]}"'
    headers = {
        "Cache-Control": f"public, max-age={SECONDS}" if public else "private, no-store",
        "Content-Disposition": f'inline; filename="{_NAMES[ending]}.{ending}"',
        "Content-Security-Policy": LOCKED,
        "ETag": mark,
    }
    if public and request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    return FileResponse(path, media_type=MEDIA_TYPES[ending], headers=headers)
