"""Dossiers: what can stand in one, and what the law calls the documents in it."""

from enum import StrEnum


class EntryKind(StrEnum):
    """What stands in a dossier."""

    #: A plan of residents.
    PLAN = "plan"
    MEETING = "meeting"
    #: One item on the agenda of a meeting.
    ITEM = "item"
    #: A document elsewhere, by its address.
    DOCUMENT = "document"
    #: What the council is asked to decide, for everybody to read.
    PROPOSAL = "proposal"
    #: A way of taking part, with what was promised.
    MEANS = "means"
    #: What the municipality has to tell.
    NEWS = "news"


class WooCategory(StrEnum):
    """What a municipality publishes of its own accord (Woo, art. 3.3), under the codes of TOOI."""

    INCOMING = "c_8c840238"
    COUNCIL = "c_db4862c3"
    COLLEGE_AGENDA = "c_3a248e3a"
    ADVICE = "c_99a836c7"
    RESEARCH = "c_fdaee95e"
    DECISION = "c_46a81018"
    GENERAL_DECISION = "c_aab6bfc7"
