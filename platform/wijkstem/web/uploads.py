"""A form with a file in it: read in pieces to the disk, never whole into memory, and only where a file is asked for."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import UploadFile
from starlette.requests import Request

from wijkstem.kit.pictures import Picture, made_safe
from wijkstem.kit.recasting import Recast
from wijkstem.web.context import services
from wijkstem.web.forms import MOST_FIELDS, shown_text

#: Photos that one process decodes at once: each can take some 150 MB for a moment.
AT_ONCE = 2


@dataclass(frozen=True)
class Sent:
    """What came with the form."""

    values: dict[str, str]
    #: None when no file was chosen.
    file: BinaryIO | None
    size: int


@asynccontextmanager
async def read_upload(request: Request, *names: str) -> AsyncIterator[Sent]:
    """The fields, and the one file that was sent under one of ``names``; it is there until the block ends."""
    limit = services(request).settings.max_body_bytes
    async with request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=limit) as form:
        items = form.multi_items()
        values = {key: shown_text(value) for key, value in items if isinstance(value, str)}
        request.state.typed = dict(values)  # as `forms.read_form` does
        file = next(
            (one for key, one in items if key in names and isinstance(one, UploadFile)), None
        )
        # A browser sends an empty file without a name where none was chosen.
        if file is None or not file.size:
            yield Sent(values, None, 0)
        else:
            yield Sent(values, file.file, file.size)


async def picture(request: Request, file: BinaryIO, size: int) -> Picture:
    """The photo made safe. Raises FieldError."""
    return await to_thread.run_sync(made_safe, file, size, limiter=_limiter(request))


@asynccontextmanager
async def recast(
    request: Request, file: BinaryIO, how: Callable[[Path, Path], Recast]
) -> AsyncIterator[tuple[Recast, Path]]:
    """A recording or a film made safe, and where it lies until the block ends. Raises FieldError."""
    limiter = _limiter(request)
    folder = await to_thread.run_sync(tempfile.mkdtemp)
    source, target = Path(folder, "sent"), Path(folder, "made")
    try:
        await to_thread.run_sync(_copy, file, source, limiter=limiter)
        yield await to_thread.run_sync(how, source, target, limiter=limiter), target
    finally:
        await to_thread.run_sync(shutil.rmtree, folder, True)


def _copy(file: BinaryIO, target: Path) -> None:
    with target.open("wb") as written:
        shutil.copyfileobj(file, written)


def _limiter(request: Request) -> CapacityLimiter:
    state = request.app.state
    if not hasattr(state, "decoding"):
        state.decoding = CapacityLimiter(AT_ONCE)
    found: CapacityLimiter = state.decoding
    return found
