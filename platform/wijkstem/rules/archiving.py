"""What of a plan the archive law keeps for good."""

from pydantic import Field

from wijkstem.rules.parts import Sourced
from wijkstem.words import Milestone


class ArchiveRule(Sourced):
    """With which results a plan of an instrument is put in the archive, statements of support included."""

    on: list[Milestone] = Field(min_length=1)
