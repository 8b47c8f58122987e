"""What the demo tells of means, as it stands in `means.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import Field

from wijkstem.demo.proposals import Proposed
from wijkstem.demo.stories import Part
from wijkstem.tally.answers.rules import Method
from wijkstem.words import ParticipationLevel
from wijkstem.words.comments import Assent, Response
from wijkstem.words.discussion import ContributionStance
from wijkstem.words.means import Audience, MeansKind
from wijkstem.words.rounds import BallotType

FILE = Path(__file__).with_name("means.toml")
#: Where there are means of every kind; the others have one.
EVERY_KIND = "borne"

One = TypeVar("One")


class Reply(Part):
    """What somebody answers; with an ``office`` for the municipality."""

    by: str
    words: str
    office: str | None = None
    #: What they made of it afterwards; "": it stands as it was said.
    later: str = ""


class Spoken(Part):
    """What somebody says in a discussion, and how many support it."""

    by: str
    stance: ContributionStance
    words: str
    support: int = 0
    later: str = ""
    #: Why an official hid it; "": everybody reads it.
    hidden: str = ""
    replies: tuple[Reply, ...] = ()


class Statement(Part):
    """What a resident proposes to answer; ``leans`` as in `Told.statements`."""

    by: str
    words: str
    leans: str = ""
    refused: str = ""
    #: No moderator looked at it yet.
    waits: bool = False


class Commented(Part):
    """What somebody thinks of a passage of a council proposal, and what was answered in the end."""

    by: str
    passage: int
    assent: Assent
    why: str
    wording: str = ""
    organisation: str = ""
    response: Response | None = None
    answer: str = ""


class Guided(Part):
    """The guided choice that a means follows from; without a ``level`` the advice was followed."""

    made: int
    answers: Mapping[str, str]
    level: ParticipationLevel | None = None
    reasons: str = ""


class Told(Part):
    """A means, in days ago; below zero: days to come. The last block is for one of its kinds each."""

    kind: MeansKind
    title: str
    question: str
    #: Its own; "": that of its proposal.
    dossier: str = ""
    about: str = ""
    level: ParticipationLevel
    audience: Audience = Audience.EVERYONE
    decision: str
    promise: str
    made: int
    opens: int
    #: The day after its last one.
    closes: int
    account: int
    accounted: int | None = None
    outcome: str = ""
    choice: Guided | None = None

    said: tuple[Spoken, ...] = ()

    #: Of each group how many there are, and for each statement whether they agree (+), do not (-) or are divided (0).
    people: tuple[int, ...] = ()
    statements: tuple[tuple[str, str], ...] = ()
    proposed: tuple[Statement, ...] = ()

    ballot: BallotType = BallotType.CHOOSE_ONE
    method: Method = Method.MOST
    picks: int | None = None
    options: tuple[tuple[str, str], ...] = ()
    #: How many people name these answers, in this order.
    ballots: tuple[tuple[int, tuple[int, ...]], ...] = ()

    proposal: Proposed | None = None
    comments: tuple[Commented, ...] = ()
    summary: str = ""

    @property
    def begins(self) -> int:
        """The first day on which anything happens."""
        return self.choice.made if self.choice else self.made

    @property
    def over(self) -> bool:
        """Whether it closed before today."""
        return self.closes >= 0

    def share(self, things: Sequence[One], ago: int) -> list[One]:
        """Which of them happen on a day: they are spread over those on which it is open, up to today."""
        days = self.opens - max(self.closes, -1)
        return list(things[self.opens - ago :: days]) if 0 <= self.opens - ago < days else []


class Everything(Part):
    """The whole file."""

    borne: tuple[Told, ...] = Field(min_length=1)
    elsewhere: tuple[Told, ...] = Field(min_length=1)


def told_of(slug: str) -> tuple[Told, ...]:
    """The means of a municipality."""
    data = Everything.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
    return data.borne if slug == EVERY_KIND else data.elsewhere
