"""The shape of every event, and the types that its fields may have.

A payload holds ids, codes, figures and dates. A bare ``str`` could hold a name or a sentence, so a test
walks the catalogue and refuses it; `Code` can hold neither.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints

#: An id from the rules or a word from a closed set: lower case, no spaces, at most 64 characters.
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")]
#: A CBS code: municipality, wijk or buurt.
CbsCode = Annotated[str, StringConstraints(pattern=r"^(GM|WK|BU)\d{4,8}$")]
#: A SHA-256 in hexadecimal.
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
#: A figure, digit for digit as its source has it, with a decimal point ("6.60" is not "6.6").
Digits = Annotated[str, StringConstraints(pattern=r"^-?\d{1,15}(\.\d{1,6})?$")]
#: A year and a number of that year.
InitiativeNumber = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{4,6}$")]


class Event(BaseModel):
    """Something that happened. Fields are only added in a new version, with an upcaster from the old."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: Name with version, such as ``initiative.submitted.v1``.
    type: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it stands in the log."""

    municipality_id: str
    position: int
    event_id: UUID
    occurred_at: datetime
    correlation_id: UUID
    causation_id: UUID | None
    event: Event
