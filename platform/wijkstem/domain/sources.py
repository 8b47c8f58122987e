"""Files with figures from outside: what a line is, and when a file may be taken in or taken back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID, uuid5

from wijkstem.errors import Conflict, FieldError, NotFound, RuleBroken
from wijkstem.kit.i18n import N_
from wijkstem.tables.sources import SourceFile
from wijkstem.words.sources import FileState

#: What the ids of documents are made from.
_DOCUMENTS = UUID("5b0e7f0a-3c43-5c55-9d5e-0d7b0a1f6c11")
#: What one line says, in codes, digits and dates.
Said = Sequence[str | int | None]

TWICE = N_("Dit staat ook op regel %(line)s. Laat één van de twee staan.")


@dataclass(frozen=True)
class Document:
    """Where a figure was read."""

    name: str
    publication: str = ""
    url: str = ""

    @property
    def id(self) -> UUID:
        """The same words give the same id, in every file."""
        return uuid5(_DOCUMENTS, "\n".join((self.name, self.publication, self.url)))


class Line(Protocol):
    """A line in which everything is right."""

    @property
    def slot(self) -> str: ...
    @property
    def said(self) -> Said: ...
    @property
    def documents(self) -> Sequence[Document]: ...


@dataclass(frozen=True)
class Numbered:
    """A line and where it stands, as a text editor or a spreadsheet numbers it."""

    number: int
    line: Line


@dataclass(frozen=True)
class Fault:
    """A cell that is wrong; without a heading, the line as a whole."""

    number: int
    heading: str
    cell: str
    error: FieldError


def as_text(said: Said) -> str:
    """One spelling, so that the same line is the same text."""
    return json.dumps(list(said), separators=(",", ":"), ensure_ascii=False)


def as_said(text: str) -> list[Any]:
    """What `as_text` made."""
    found: list[Any] = json.loads(text)
    return found


def error_text(error: FieldError) -> str:
    """A sentence with what is filled in, to be translated when it is shown."""
    values = {name: str(value) for name, value in error.values.items()}
    return json.dumps([error.code, error.sentence, values], ensure_ascii=False)


def error_of(text: str) -> FieldError:
    """What `error_text` made."""
    code, sentence, values = json.loads(text)
    filled: Mapping[str, object] = values
    return FieldError(code, sentence, **filled)


def check_takeable(file: SourceFile, *, compared: int, replace: bool) -> None:
    """Raises RuleBroken or Conflict with what has to be done first."""
    if file.state is not FileState.READ:
        raise Conflict("file_not_read", "Dit bestand is al gebruikt, of nog niet gelezen.")
    if file.faults:
        raise RuleBroken("file_faults", "Verbeter eerst de fouten in het bestand.")
    if not file.lines:
        raise RuleBroken("file_empty", "In dit bestand staat geen cijfer van uw gemeente.")
    if file.compared != compared:
        raise Conflict("figures_changed", "Er kwamen net andere cijfers bij. Kijk nog een keer.")
    if file.others and not replace:
        raise RuleBroken(
            "double_period", "Over deze periode staat er al een ander cijfer. Kies wat er geldt."
        )


def check_undoable(file: SourceFile) -> None:
    """Raises Conflict unless its figures count."""
    if file.state is not FileState.TAKEN:
        raise Conflict("file_not_taken", "De cijfers uit dit bestand tellen niet mee.")


def unknown() -> NotFound:
    """What is said of a file that is not here."""
    return NotFound("unknown_file", "Dit bestand is er niet meer.")
