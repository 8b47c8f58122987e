"""A form with a file in it: read in pieces to the disk, never whole into memory, and only where a file is asked for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import BinaryIO

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import UploadFile
from starlette.requests import Request

from wijkstem.kit.pictures import Picture, made_safe
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
async def read_upload(request: Request, name: str) -> AsyncIterator[Sent]:
    """The fields, and the file that was sent as ``name``; it is there until the block ends."""
    limit = services(request).settings.max_body_bytes
    async with request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=limit) as form:
        items = form.multi_items()
        values = {key: shown_text(value) for key, value in items if isinstance(value, str)}
        request.state.typed = dict(values)  # as `forms.read_form` does
        file = next(
            (one for key, one in items if key == name and isinstance(one, UploadFile)), None
        )
        # A browser sends an empty file without a name where none was chosen.
        if file is None or not file.size:
            yield Sent(values, None, 0)
        else:
            yield Sent(values, file.file, file.size)


async def picture(request: Request, file: BinaryIO, size: int) -> Picture:
    """The photo made safe. Raises FieldError."""
    return await to_thread.run_sync(made_safe, file, size, limiter=_limiter(request))


def _limiter(request: Request) -> CapacityLimiter:
    state = request.app.state
    if not hasattr(state, "decoding"):
        state.decoding = CapacityLimiter(AT_ONCE)
    found: CapacityLimiter = state.decoding
    return found
