"""Means: ways of taking part that were made, announced, changed, stopped, closed, and of which it was said what came of them."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import CbsCode, Code, Event


class MeansMade(Event):
    """Officials prepare one; nobody else sees it yet."""

    type = "means.made.v1"

    means_id: UUID
    number: Code
    kind: Code
    dossier_id: UUID
    made_on: date
    official_id: UUID | None


class MeansAnnounced(Event):
    """Everybody can read what was chosen and promised, and from when until when it is open."""

    type = "means.announced.v1"

    means_id: UUID
    number: Code
    kind: Code
    dossier_id: UUID
    year_subject_id: UUID | None
    initiative_id: UUID | None
    council_proposal_id: UUID | None
    level: Code
    audience: Code
    #: What it is about, or whose residents it is for; none: the whole municipality.
    places: tuple[CbsCode, ...]
    group_id: UUID | None
    #: The body that chose, and when.
    body_id: Code
    decided_on: date
    #: First and last day.
    opens_on: date
    closes_on: date
    account_by: date
    announced_on: date
    official_id: UUID | None


class MeansChanged(Event):
    """It says something else, or closes on another day."""

    type = "means.changed.v1"

    means_id: UUID
    dossier_id: UUID
    revision: int
    #: False: of a draft, that nobody else saw.
    announced: bool
    closes_on: date | None
    changed_on: date
    official_id: UUID | None


class MeansStopped(Event):
    """It does not go on."""

    type = "means.stopped.v1"

    means_id: UUID
    kind: Code
    dossier_id: UUID
    #: False: a draft, that nobody else saw.
    announced: bool
    stopped_on: date
    official_id: UUID | None


class MeansClosed(Event):
    """Nobody takes part any more: its time was over, or officials closed it early."""

    type = "means.closed.v1"

    means_id: UUID
    kind: Code
    dossier_id: UUID
    early: bool
    #: By when it must be said what is done with it.
    account_by: date
    closed_on: date
    official_id: UUID | None


class MeansClosingNear(Event):
    """It closes soon: who follows it and did not take part can still."""

    type = "means.closing_near.v1"

    means_id: UUID
    kind: Code
    dossier_id: UUID
    #: Its last day.
    closes_on: date
    said_on: date


class MeansAccountLate(Event):
    """The day passed by which it was promised to say what is done with it."""

    type = "means.account_late.v1"

    means_id: UUID
    kind: Code
    dossier_id: UUID
    due_on: date
    passed_on: date
    #: The role that the rules tell next.
    to: Code | None


class MeansAccounted(Event):
    """It was said what is done with what came out."""

    type = "means.accounted.v1"

    means_id: UUID
    kind: Code
    dossier_id: UUID
    in_time: bool
    accounted_on: date
    official_id: UUID | None


class MeansChosen(Event):
    """A guided choice was published: which role residents get and which means fit, with the reasons on its page."""

    type = "means.chosen.v1"

    choice_id: UUID
    dossier_id: UUID
    year_subject_id: UUID | None
    advised_level: Code
    level: Code
    kinds: tuple[Code, ...]
    #: Something else than was advised.
    departs: bool
    chosen_on: date
    official_id: UUID | None
