"""What happens to a budget round before and around the vote; a ballot has no event, and says nothing about anybody."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Code, Digest, Event


class RoundMade(Event):
    """Officials began to make a round."""

    type = "round.made.v1"

    round_id: UUID
    number: Code
    instrument: Code
    made_on: date
    official_id: UUID | None


class RoundChanged(Event):
    """Its rules, phases or areas are others; what they are now stands in the tables."""

    type = "round.changed.v1"

    round_id: UUID
    number: Code
    revision: int
    changed_on: date
    official_id: UUID | None


class RoundAnnounced(Event):
    """Residents can see the round."""

    type = "round.announced.v1"

    round_id: UUID
    number: Code
    announced_on: date
    official_id: UUID | None


class PlanJoined(Event):
    """A plan takes part in a round."""

    type = "round.plan_joined.v1"

    round_id: UUID
    initiative_id: UUID
    #: None: an official must say where it belongs.
    area: int | None
    joined_on: date
    #: None: it joined by itself.
    official_id: UUID | None


class PlanSettled(Event):
    """An official said what a plan costs and where it belongs."""

    type = "round.plan_settled.v1"

    round_id: UUID
    initiative_id: UUID
    area: int | None
    #: Whole euros.
    cost: int | None
    settled_on: date
    official_id: UUID | None


class PlanListed(Event):
    """A plan is on the ballot of its area."""

    type = "round.plan_listed.v2"

    round_id: UUID
    initiative_id: UUID
    area: int
    number: int
    cost: int
    listed_on: date
    official_id: UUID | None
    #: Whether it was not so before: a ballot can be fixed again, and nobody is told the same twice.
    news: bool


class PlanLeftOut(Event):
    """A plan does not come on the ballot; the reasons stand in the tables."""

    type = "round.plan_left_out.v2"

    round_id: UUID
    initiative_id: UUID
    left_out_on: date
    #: None: it ended on its own path.
    official_id: UUID | None
    #: Whether nobody said so before: an official did, and not with these same reasons.
    news: bool


class PlanWithdrawn(Event):
    """A plan that stands on a fixed ballot ended: it keeps its place and gets no money."""

    type = "round.plan_withdrawn.v1"

    round_id: UUID
    initiative_id: UUID
    number: int
    withdrawn_on: date


class FreezeAsked(Event):
    """An official looked at the whole rule file and asks a colleague to look as well."""

    type = "round.freeze_asked.v1"

    round_id: UUID
    number: Code
    digest: Digest
    asked_on: date
    official_id: UUID | None


class RoundFrozen(Event):
    """A second official looked at it too: the rules are fixed, and this is the digest of their file."""

    type = "round.frozen.v1"

    round_id: UUID
    number: Code
    instrument: Code
    digest: Digest
    areas: int
    #: Of all areas, in whole euros.
    budget: int
    #: Where every area has the number; None: somewhere it is not known.
    inhabitants: int | None
    plans: int
    codes: int
    opens_on: date
    closes_on: date
    frozen_on: date
    asked_by: UUID
    official_id: UUID


class PlanRoundStopped(Event):
    """The round that a plan took part in stops; the plan can take part in another."""

    type = "round.plan_stopped.v1"

    round_id: UUID
    initiative_id: UUID
    stopped_on: date
    official_id: UUID | None


class RoundCancelled(Event):
    """The round stops before its end; the reasons stand in the tables."""

    type = "round.cancelled.v1"

    round_id: UUID
    number: Code
    cancelled_on: date
    official_id: UUID | None
