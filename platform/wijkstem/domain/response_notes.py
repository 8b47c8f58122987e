"""The note of answer as one thing that stands: everything that it says, in one form, with a digest."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from wijkstem.kit.canonical import canonical, sha256


@dataclass(frozen=True)
class Answered:
    """A comment with its answer, as the note has it. Whose it is stands nowhere in it."""

    id: UUID
    passage: int
    version: int
    assent: str
    why: str
    wording: str
    organisation: str
    response: str
    reasons: str


def digest_of(summary: str, answered: Sequence[Answered]) -> str:
    """SHA-256, in hexadecimal, over the summary and every comment with its answer, in the order of passage and id."""
    lines = sorted(answered, key=lambda one: (one.passage, one.id))
    said = [{**asdict(one), "id": str(one.id)} for one in lines]
    return sha256(canonical({"summary": summary, "comments": said}))
