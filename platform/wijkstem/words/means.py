"""Means: the ways of taking part that the council opens, for whom, and how far each is."""

from enum import StrEnum


class MeansKind(StrEnum):
    """In which way people take part."""

    DISCUSSION = "discussion"
    #: Short statements to agree or disagree with: looking for what all can live with.
    DIALOGUE = "dialogue"
    #: On proposals: a question with options.
    VOTE = "vote"
    #: On a council proposal, passage by passage.
    ADVICE = "advice"


class Audience(StrEnum):
    """For whom a means is."""

    EVERYONE = "everyone"
    #: Who lives in the municipality.
    RESIDENTS = "residents"
    #: Who lives in one of some neighbourhoods.
    NEIGHBOURHOODS = "neighbourhoods"
    #: A sounding group, drawn by lot.
    GROUP = "group"


class MeansState(StrEnum):
    """How far a means is. Whether an announced one is open already, its hours say."""

    #: Only officials and the clerk see it.
    DRAFT = "draft"
    ANNOUNCED = "announced"
    CLOSED = "closed"
    #: Closed, and it was said what is done with it.
    ACCOUNTED = "accounted"
    #: It does not go on; what was said stays to be read.
    STOPPED = "stopped"
