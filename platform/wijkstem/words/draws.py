"""Draws by lot: how far one is, and what became of who stood on its list."""

from enum import StrEnum


class DrawState(StrEnum):
    """How far a draw is; each goes on to the next, and any but the last can be cancelled."""

    #: Only officials see it.
    DRAFT = "draft"
    #: The list is fixed, and everybody can read its root and where the figures will come from.
    ANNOUNCED = "announced"
    DRAWN = "drawn"
    #: It does not go on; why stays to be read.
    CANCELLED = "cancelled"


class EntryState(StrEnum):
    """What became of one place on the list."""

    #: Not asked (yet).
    WAITING = "waiting"
    INVITED = "invited"
    YES = "yes"
    NO = "no"
    #: Did not answer in time.
    SILENT = "silent"
    #: Said yes, and stopped later.
    LEFT = "left"
    #: Has no account any more.
    GONE = "gone"


#: Something can be for the group: its list is fixed.
GOES_ON = frozenset({DrawState.ANNOUNCED, DrawState.DRAWN})
#: Who has a place, or may still take it.
HOLDS = frozenset({EntryState.INVITED, EntryState.YES})
