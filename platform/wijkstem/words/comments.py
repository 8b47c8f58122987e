"""Comments on a council proposal: what somebody thinks of a passage, and what the municipality does with that."""

from enum import StrEnum
from typing import Final

#: In place of the number of a passage: the whole proposal.
WHOLE: Final = 0


class Assent(StrEnum):
    """What somebody thinks of a passage, or of the whole."""

    AGREE = "agree"
    #: Agrees, if something is otherwise.
    AGREE_IF = "agree_if"
    DISAGREE = "disagree"


class Response(StrEnum):
    """What the municipality does with a comment (`overgenomen / niet overgenomen, omdat …`)."""

    TAKEN_OVER = "taken_over"
    PARTLY = "partly"
    NOT_TAKEN_OVER = "not_taken_over"
    #: It asks for nothing to be otherwise.
    NOTED = "noted"


class NoteState(StrEnum):
    """How far a note of answer is."""

    DRAFT = "draft"
    #: It stands, with every answer in it.
    ADOPTED = "adopted"
