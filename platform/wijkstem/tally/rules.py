"""The counting rule: everything that decides who wins, as plain data; no parameter is hidden in code.

A rule is part of the round's rule file, which is frozen and hashed before the vote opens. `to_dict` gives plain
JSON without floats, the same for equal rules; `from_dict` refuses what it does not know and what is left out.
"""

from dataclasses import field
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass
from pydantic_core import PydanticCustomError

from wijkstem.errors import RuleBroken
from wijkstem.tally.amounts import Amount

_CONFIG = ConfigDict(extra="forbid")


class Unfit(StrEnum):
    """Greedy: what happens at a plan that costs more than is left."""

    SKIP = "skip"
    STOP = "stop"


class Worth(StrEnum):
    """Equal shares: what a funded plan is worth to a voter: its cost times their points, or their points alone."""

    COST = "cost"
    POINTS = "points"


class Completion(StrEnum):
    """Equal shares: how the money is used up that supporters alone did not spend."""

    NONE = "none"
    #: Give every voter a little more, as long as the plans stay within the budget.
    ADD1 = "add1"
    #: Take the plans with the highest score that still fit.
    UTILITARIAN = "utilitarian"
    #: First the one, then the other.
    ADD1U = "add1u"


class Comparison(StrEnum):
    """Equal shares: whether the greedy outcome is taken after all, when more voters are better off with it."""

    NONE = "none"
    #: More voters get more (points of funded plans) from greedy than from equal shares.
    SATISFACTION = "satisfaction"
    #: Fewer voters have no funded plan at all.
    EXCLUSION = "exclusion"


class ScoreBy(StrEnum):
    """What supports a plan: the ballots that name it, the points on them, or points for its place on them."""

    VOTES = "votes"
    POINTS = "points"
    PLACES = "places"


class Measure(StrEnum):
    """What a threshold looks at: ballots that name the plan, or its score."""

    VOTES = "votes"
    SCORE = "score"


class Unit(StrEnum):
    """What the number of a threshold is: so many, or so many percent of the ballots."""

    NUMBER = "number"
    PERCENT = "percent"


class CapOn(StrEnum):
    """What a cap is about."""

    CATEGORY = "category"
    NEIGHBOURHOOD = "neighbourhood"


class Tie(StrEnum):
    """One step to choose between plans that are equal so far."""

    CHEAPER = "cheaper"
    VOTES = "votes"
    LOT = "lot"


class Leftover(StrEnum):
    """What happens with the money that is left when the winners are known."""

    NOTHING = "nothing"
    #: Every plan that still fits, from the highest score down.
    FIT = "fit"
    #: The plan with the highest score that did not win gets what is left.
    PARTIAL = "partial"


@dataclass(frozen=True, config=_CONFIG)
class Greedy:
    """The plans with the highest score, as far as the money goes."""

    unfit: Unfit
    rule: Literal["greedy"] = field(default="greedy", kw_only=True)


@dataclass(frozen=True, config=_CONFIG)
class EqualShares:
    """The Method of Equal Shares (Peters, Pierczyński and Skowron 2021): every voter spends an equal part."""

    worth: Worth
    completion: Completion
    #: Euros more for each voter in a step of Add1.
    increment: Annotated[Amount, Field(gt=0)]
    #: Whether Add1 stops at the first outcome to which no plan can be added within the budget.
    exhaustive_stop: bool
    comparison: Comparison
    rule: Literal["equal-shares"] = field(default="equal-shares", kw_only=True)


@dataclass(frozen=True, config=_CONFIG)
class Scoring:
    """What a ballot gives a plan."""

    by: ScoreBy
    #: Only for places: the points of the first place, the second, …; later places get nothing.
    places: tuple[Amount, ...]

    def __post_init__(self) -> None:
        if (self.by == ScoreBy.PLACES) != bool(self.places):
            raise PydanticCustomError(
                "places_only_for_ranking",
                "give points for each place, for a ranking and for nothing else",
            )
        if any(one < 0 for one in self.places):
            raise PydanticCustomError(
                "places_below_zero", "the points of a place are never below zero"
            )


@dataclass(frozen=True, config=_CONFIG)
class Threshold:
    """A plan with less than this cannot win."""

    on: Measure
    at_least: Annotated[Amount, Field(ge=0)]
    unit: Unit


@dataclass(frozen=True, config=_CONFIG)
class Cap:
    """No more than this for the plans of one category or neighbourhood; None is no limit."""

    on: CapOn
    name: str
    money: Annotated[Amount, Field(ge=0)] | None
    plans: Annotated[int, Field(ge=0)] | None


@dataclass(frozen=True, config=_CONFIG)
class CountingRule:
    """Everything that decides who wins."""

    winner: Annotated[Greedy | EqualShares, Field(discriminator="rule")]
    scoring: Scoring
    #: A plan must pass all of them.
    thresholds: tuple[Threshold, ...]
    caps: tuple[Cap, ...]
    #: Of the plans of each group, at most one can win.
    exclusive: tuple[tuple[str, ...], ...]
    #: How ties are broken, in this order. Who is then still equal, needs the lot.
    ties: tuple[Tie, ...]
    #: The public lot: who has the lowest SHA-256 of "lot|plan" goes first. None until it was drawn.
    lot: str | None
    leftover: Leftover

    @property
    def name(self) -> str:
        """greedy or equal-shares."""
        return self.winner.rule

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON, the same for equal rules."""
        plain: dict[str, Any] = _RULE.dump_python(self, mode="json")
        return plain

    @classmethod
    def from_dict(cls, data: object) -> "CountingRule":
        """The rule again.

        Raises:
            RuleBroken: something is unknown, wrong or left out.
        """
        try:
            # As JSON: text becomes one of the closed sets, and a list a tuple.
            return _RULE.validate_python(data)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"]) or "regel"
            raise RuleBroken(
                "tally_rule",
                "De telregel klopt niet bij %(where)s: %(what)s.",
                where=where,
                what=first["msg"],
            ) from error


_RULE: TypeAdapter[CountingRule] = TypeAdapter(CountingRule)
