"""The rules of a budget round as plain data, and the rule file that is fixed and hashed before the vote opens.

No parameter of a vote or a count stands anywhere else. The same rules are always the same text: canonical JSON
with sorted keys and no spaces, so that anybody can make the digest again.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date
from functools import cached_property
from typing import Annotated, Final, Literal, LiteralString, Self, TypeVar

from pydantic import (
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic.dataclasses import dataclass
from pydantic_core import PydanticCustomError

from wijkstem.errors import RuleBroken
from wijkstem.kit.canonical import canonical, sha256
from wijkstem.tally.rules import CountingRule, ScoreBy
from wijkstem.words.rounds import BallotType, Roll, Withdrawn

FORMAT: Final = "wijkstem-round-1"
#: Voters younger than this, or in a year with more digits, were typed wrong.
OLDEST: Final = 120
#: Characters of the name of a source.
SOURCE_MOST: Final = 200
_CONFIG = ConfigDict(extra="forbid")
_Shape = TypeVar("_Shape")

#: A time of the day in the Netherlands.
Hour = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Count = Annotated[
    CountingRule,
    BeforeValidator(lambda it: it if isinstance(it, CountingRule) else CountingRule.from_dict(it)),
    PlainSerializer(lambda it: it.to_dict()),
]
Money = Annotated[int, Field(ge=0)]
Moment = Annotated[
    AwareDatetime, PlainSerializer(lambda at: at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
]


@dataclass(frozen=True, config=_CONFIG)
class Voters:
    """Who may vote: who is this old on the reference day and belongs to an area then."""

    minimum_age: Annotated[int, Field(ge=0, le=OLDEST)]
    #: The day on which age and address are looked at.
    reference_day: date
    roll: Roll


@dataclass(frozen=True, config=_CONFIG)
class BallotRules:
    """What may stand on a ballot. Of a ranking, the most picks are the places that there are."""

    type: BallotType
    #: Plans that are named at least, and at most; None: as many as there are.
    min_picks: Annotated[int, Field(ge=0)]
    max_picks: Annotated[int, Field(ge=1)] | None
    #: Knapsack: whole euros that the plans on a ballot may cost together.
    spending_limit: Annotated[int, Field(ge=1)] | None = None
    #: Points: what a voter has to divide, and may give to one plan.
    points: Annotated[int, Field(ge=1)] | None = None
    most_points: Annotated[int, Field(ge=1)] | None = None
    #: Scores: the lowest and the highest that a plan can get.
    lowest_score: int | None = None
    highest_score: int | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for wrong, code, said in self._problems():
            if wrong:
                raise PydanticCustomError(code, said)
        return self

    def _problems(self) -> tuple[tuple[bool, LiteralString, LiteralString], ...]:
        kind = self.type
        scored = (self.lowest_score, self.highest_score)
        return (
            (
                self.max_picks is not None and self.min_picks > self.max_picks,
                "picks",
                "het minste aantal is groter dan het hoogste",
            ),
            (
                kind is BallotType.CHOOSE_ONE and self.max_picks != 1,
                "choose_one",
                "wie er één kiest, kiest er hoogstens 1",
            ),
            (
                self.spending_limit is not None and kind is not BallotType.APPROVAL,
                "spending_limit",
                "een hoogste bedrag hoort bij plannen aankruisen",
            ),
            (
                (kind is BallotType.POINTS) != (self.points is not None),
                "points",
                "een aantal punten hoort bij punten verdelen",
            ),
            (
                self.most_points is not None and self.most_points > (self.points or 0),
                "most_points",
                "één plan kan niet meer punten krijgen dan er zijn",
            ),
            (
                kind is BallotType.SCORES and None in scored,
                "scores",
                "cijfers geven vraagt een laagste en een hoogste cijfer",
            ),
            (
                kind is not BallotType.SCORES and scored != (None, None),
                "scores",
                "een laagste en hoogste cijfer hoort bij cijfers geven",
            ),
            (
                not 0 <= (self.lowest_score or 0) < (self.highest_score or 1),
                "score_order",
                "het hoogste cijfer moet boven het laagste liggen",
            ),
        )


#: What each type of ballot can be counted by.
SCORED_BY: Final[Mapping[BallotType, frozenset[ScoreBy]]] = {
    BallotType.APPROVAL: frozenset({ScoreBy.VOTES}),
    BallotType.CHOOSE_ONE: frozenset({ScoreBy.VOTES}),
    BallotType.POINTS: frozenset({ScoreBy.VOTES, ScoreBy.POINTS}),
    BallotType.SCORES: frozenset({ScoreBy.VOTES, ScoreBy.POINTS}),
    BallotType.RANKING: frozenset({ScoreBy.VOTES, ScoreBy.PLACES}),
}


@dataclass(frozen=True, config=_CONFIG)
class PublicLot:
    """Where the lot comes from for plans that are equal in everything (`domain/lots.py`)."""

    #: Figures that are made in public and that nobody here has a hand in, as residents can look them up.
    source: Annotated[str, StringConstraints(min_length=1, max_length=SOURCE_MOST)]
    #: Of its first draw from so many days after the close on.
    days: Annotated[int, Field(ge=1, le=60)]


@dataclass(frozen=True, config=_CONFIG)
class RoundRules:
    """The rules of a round while it is being made; without the areas, the plans and the days."""

    voters: Voters
    ballot: BallotRules
    #: Without groups of plans of which one can win: those stand with the plans, and without the lot.
    count: Count
    #: When the board gets a head, in the time of the Netherlands.
    heads_at: Annotated[tuple[Hour, ...], Field(min_length=1)]
    lot: PublicLot
    withdrawn: Withdrawn = Withdrawn.NO_MONEY

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.count.scoring.by not in SCORED_BY[self.ballot.type]:
            raise PydanticCustomError("scored_by", "deze stem kan niet zo worden geteld")
        if self.count.exclusive or self.count.lot is not None:
            raise ValueError("groups stand with the plans, and the lot is drawn after the vote")
        return self

    def to_json(self) -> str:
        return canonical(_RULES.dump_python(self, mode="json"))

    @classmethod
    def from_json(cls, text: str) -> "RoundRules":
        """The rules again. Raises RuleBroken for what is unknown, wrong or left out."""
        return read_shape(_RULES, text)


@dataclass(frozen=True, config=_CONFIG)
class FileArea:
    """An area with its money."""

    #: 1, 2, 3 …: `RoundArea.seq`, and the name of its files.
    number: Annotated[int, Field(ge=1)]
    name: str
    budget: Money
    #: CBS codes of the neighbourhoods that it is made of; none where its border is its own.
    places: tuple[str, ...]
    #: SHA-256 of its shape; None where nobody drew one.
    shape: str | None


@dataclass(frozen=True, config=_CONFIG)
class FilePlan:
    """A plan on the ballot of an area."""

    #: On the ballot: its id in every file of the round.
    number: Annotated[int, Field(ge=1)]
    area: int
    title: str
    cost: Annotated[int, Field(ge=1)]
    category: str | None
    #: At most one of the plans with the same word gets money.
    exclusive: str | None
    #: Where it lies, as in the cap of a neighbourhood: a CBS code.
    neighbourhood: str
    #: Its number on the website.
    initiative: str


@dataclass(frozen=True, config=_CONFIG)
class RuleFile:
    """Everything that decides a round, as it was fixed."""

    format: Literal["wijkstem-round-1"]
    municipality: str
    number: str
    name: str
    opens_at: Moment
    closes_at: Moment
    voters: Voters
    ballot: BallotRules
    count: Count
    heads_at: tuple[Hour, ...]
    lot: PublicLot
    withdrawn: Withdrawn
    areas: Annotated[tuple[FileArea, ...], Field(min_length=1)]
    plans: tuple[FilePlan, ...]
    #: Voting codes that were given out before the vote.
    codes: Annotated[int, Field(ge=0)]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        areas = [area.number for area in self.areas]
        numbers = [plan.number for plan in self.plans]
        if len(set(areas)) < len(areas) or len(set(numbers)) < len(numbers):
            raise ValueError("a number stands twice")
        if unknown := {plan.area for plan in self.plans} - set(areas):
            raise ValueError(f"no area {sorted(unknown)}")
        if self.opens_at >= self.closes_at:
            raise ValueError("it closes before it opens")
        return self

    def to_json(self) -> str:
        return canonical(_FILE.dump_python(self, mode="json"))

    @classmethod
    def from_json(cls, text: str) -> "RuleFile":
        """The file again. Raises RuleBroken for what is unknown, wrong or left out."""
        return read_shape(_FILE, text)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file, in hexadecimal."""
        return sha256(self.to_json())

    def area(self, number: int) -> FileArea:
        """Raises KeyError for a number that no area has."""
        return {area.number: area for area in self.areas}[number]

    def plans_of(self, area: int) -> tuple[FilePlan, ...]:
        """The plans on the ballot of an area, by their numbers."""
        return tuple(
            sorted((p for p in self.plans if p.area == area), key=lambda plan: plan.number)
        )

    def count_of(self, area: int, lot: str | None = None) -> CountingRule:
        """The counting rule of an area, with its groups of plans and the lot that was drawn."""
        groups: dict[str, list[str]] = {}
        for plan in self.plans_of(area):
            if plan.exclusive:
                groups.setdefault(plan.exclusive, []).append(str(plan.number))
        exclusive = tuple(tuple(group) for _, group in sorted(groups.items()) if len(group) > 1)
        return replace(self.count, exclusive=exclusive, lot=lot)


_RULES: TypeAdapter[RoundRules] = TypeAdapter(RoundRules)
_FILE: TypeAdapter[RuleFile] = TypeAdapter(RuleFile)


def read_shape(shape: TypeAdapter[_Shape], text: str) -> _Shape:
    """What was kept as JSON. Raises RuleBroken for what is unknown, wrong or left out."""
    try:
        return shape.validate_python(json.loads(text))
    except json.JSONDecodeError as error:
        raise RuleBroken(
            "round_rules_json", "Dit bestand met regels is geen goede JSON."
        ) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise RuleBroken(
            "round_rules",
            "De regels van de ronde kloppen niet bij %(where)s: %(what)s.",
            where=".".join(str(part) for part in first["loc"]) or "regels",
            what=first["msg"].removeprefix("Value error, "),
        ) from error
