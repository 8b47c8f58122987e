"""The rule by which a question is answered, as plain data; nothing that decides stands anywhere else."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, model_validator
from pydantic.dataclasses import dataclass
from pydantic_core import PydanticCustomError

from wijkstem.errors import RuleBroken

_CONFIG = ConfigDict(extra="forbid")


class Method(StrEnum):
    """What makes one answer better than another."""

    #: The ballots that name it.
    MOST = "most"
    #: The points that it got.
    POINTS = "points"
    #: Of n answers, the first place of a ballot gives n - 1, the next n - 2, …; who is not placed gets nothing.
    BORDA = "borda"
    #: Two by two, along the strongest paths (Schulze 2011), by how many prefer the one (winning votes).
    SCHULZE = "schulze"


class AnswerTie(StrEnum):
    """One step between answers that are equal so far."""

    #: The one that more ballots name.
    VOTERS = "voters"
    #: The one that more ballots have in the first place.
    FIRST = "first"
    #: A number that was drawn in public.
    LOT = "lot"


#: A part of a hundred.
Percent = Annotated[int, Field(ge=1, le=100)]


@dataclass(frozen=True, config=_CONFIG)
class AnswerRule:
    """How the answer is found, and what it needs to count."""

    method: Method
    ties: tuple[AnswerTie, ...]
    #: How many people can vote, as the municipality counted them on the reference day.
    electorate: Annotated[int, Field(ge=1)]
    #: Of them, so many percent must vote; None: however few.
    least_turnout: Percent | None
    #: What the answer must have of all that was given, in percent; None: whatever it has (`counting.share_of`).
    least_share: Percent | None

    @model_validator(mode="after")
    def _fits(self) -> "AnswerRule":
        if self.ties.count(AnswerTie.LOT) != 1 or self.ties[-1] is not AnswerTie.LOT:
            raise PydanticCustomError("ties", "de laatste stap bij gelijk is de loting")
        if len(set(self.ties)) < len(self.ties):
            raise PydanticCustomError("ties", "een stap bij gelijk staat er twee keer")
        if AnswerTie.FIRST in self.ties and not self.ranks:
            raise PydanticCustomError("ties", "eerste plaatsen zijn er alleen bij een volgorde")
        return self

    @property
    def ranks(self) -> bool:
        """Whether a ballot puts answers in an order."""
        return self.method in (Method.BORDA, Method.SCHULZE)

    def to_dict(self) -> dict[str, Any]:
        found: dict[str, Any] = _RULE.dump_python(self, mode="json")
        return found

    @classmethod
    def from_dict(cls, said: Any) -> "AnswerRule":
        """Raises RuleBroken for what is unknown, wrong or left out."""
        try:
            return _RULE.validate_python(said)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise RuleBroken(
                "answer_rule",
                "De regel van deze stemming klopt niet bij %(where)s: %(what)s.",
                where=".".join(str(part) for part in first["loc"]) or "regel",
                what=first["msg"],
            ) from error


_RULE: TypeAdapter[AnswerRule] = TypeAdapter(AnswerRule)
