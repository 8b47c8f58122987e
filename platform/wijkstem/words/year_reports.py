"""The yearly report: how far one is, and what it tells in which order."""

from enum import StrEnum


class ReportState(StrEnum):
    """How far an edition of a yearly report is."""

    #: Officials write at it; its figures still move.
    WRITING = "writing"
    #: Its figures stand still, and a second official looks at it.
    OFFERED = "offered"
    #: Everybody can read it, and nothing in it changes any more.
    PUBLISHED = "published"


class Chapter(StrEnum):
    """What a yearly report tells, in this order."""

    #: Only in a later edition: what is otherwise than in the one before.
    CHANGES = "changes"
    CAME_IN = "came_in"
    BECAME = "became"
    TERMS = "terms"
    MONEY = "money"
    PEOPLE = "people"
    COMPLAINTS = "complaints"
    LEARNED = "learned"


def chapters(edition: int) -> tuple[Chapter, ...]:
    """The chapters of an edition."""
    return tuple(one for one in Chapter if edition > 1 or one is not Chapter.CHANGES)
