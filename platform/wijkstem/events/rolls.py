"""What happened to the roll of a round. Nothing of who voted: that would be an order of people."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Event


class RollImported(Event):
    """The municipality brought in a list of voters, and the file for their letters was made."""

    type = "roll.imported.v1"

    round_id: UUID
    import_id: UUID
    voters: int
    #: None: at a terminal.
    official_id: UUID | None
    imported_on: date


class CodesReplaced(Event):
    """The file for the letters was lost before the vote: all its codes are worth nothing, and others were made."""

    type = "roll.codes_replaced.v1"

    round_id: UUID
    import_id: UUID
    codes: int
    official_id: UUID | None
    replaced_on: date


class CodeReissued(Event):
    """Somebody lost their code: the old one is worth nothing, and they have another. Not who, and not which."""

    type = "roll.code_reissued.v1"

    round_id: UUID
    official_id: UUID | None
    reissued_on: date
