"""Forms: what was typed is read within limits, and comes back with an error beside each field that must change."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from python_multipart.multipart import parse_options_header
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from wijkstem.errors import Invalid
from wijkstem.web.language import sentence

__all__ = ["Form", "read_form", "refused", "sentence"]

#: More than any form of ours has.
MOST_FIELDS = 100


@dataclass(frozen=True)
class Form:
    """What stands in the fields, and what is wrong with them; the error "" is about the form as a whole."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shown = {name: _shown(text) for name, text in self.values.items()}
        object.__setattr__(self, "values", shown)  # how a frozen dataclass sets its own field


def _shown(text: str) -> str:
    """Without what no browser shows: who sends the form again sends what they see."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})


async def read_form(request: Request, *, most: int = MOST_FIELDS) -> dict[str, str]:
    """The fields of a form by name, as they were typed; of a name that stands twice, the last one.

    Raises:
        HTTPException: 400 for a file, for too many fields, or for something that is not a form.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    if options.get(b"charset", b"utf-8").lower() != b"utf-8":
        raise HTTPException(400)  # some of Python's codecs give what no database and no page takes
    if not kind and not await request.body():
        return {}  # a button without fields
    if kind not in {b"application/x-www-form-urlencoded", b"multipart/form-data"}:
        raise HTTPException(400)
    limit = request.app.state.services.settings.max_body_bytes
    async with request.form(max_files=0, max_fields=most, max_part_size=limit) as form:
        typed = {name: _text(value) for name, value in form.multi_items()}
    request.state.typed = dict(typed)  # for `kept.py`, when it turns out that a login comes first
    return typed


def _text(value: str | UploadFile) -> str:
    if isinstance(value, UploadFile):
        raise HTTPException(400)
    return shown_text(value)


def shown_text(value: str) -> str:
    """What a browser sends, with the line ends that we keep."""
    return value.replace("\r\n", "\n").replace("\r", "\n")


def refused(form_values: Mapping[str, str], error: Invalid, lang: str) -> Form:
    """The form again: all that was typed, and what to change in the reader's language."""
    return Form(form_values, {name: sentence(wrong, lang) for name, wrong in error.fields.items()})
