"""The rules of a vote on a question as plain data, and its rule file; the same box and board as a budget's serve it.

No parameter of the vote or the count stands anywhere else: see `domain/rounds.py`.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    TypeAdapter,
    model_validator,
)
from pydantic.dataclasses import dataclass
from pydantic_core import PydanticCustomError

from wijkstem.domain.rounds import (
    BallotRules,
    FileArea,
    Hour,
    Moment,
    PublicLot,
    Voters,
    read_shape,
)
from wijkstem.kit.canonical import canonical, sha256
from wijkstem.tally.answers.rules import AnswerRule, Method
from wijkstem.words.means import Audience
from wijkstem.words.rounds import BallotType

FORMAT: Final = "wijkstem-question-1"
_CONFIG = ConfigDict(extra="forbid")
#: A question with fewer is no question; with more nobody reads them all.
FEWEST_OPTIONS, MOST_OPTIONS = 2, 40
#: In a Pabulib file every answer costs all there is: one of them wins.
WHOLE: Final = 1

Rule = Annotated[
    AnswerRule,
    BeforeValidator(lambda it: it if isinstance(it, AnswerRule) else AnswerRule.from_dict(it)),
    PlainSerializer(lambda it: it.to_dict()),
]

#: By what each type of ballot can be counted.
METHODS: Final[Mapping[BallotType, tuple[Method, ...]]] = {
    BallotType.CHOOSE_ONE: (Method.MOST,),
    BallotType.APPROVAL: (Method.MOST,),
    BallotType.POINTS: (Method.POINTS,),
    BallotType.RANKING: (Method.SCHULZE, Method.BORDA),
}


@dataclass(frozen=True, config=_CONFIG)
class QuestionRules:
    """The rules of a vote while it is being made; without the question, its answers and the days."""

    voters: Voters
    ballot: BallotRules
    count: Rule
    heads_at: Annotated[tuple[Hour, ...], Field(min_length=1)]
    lot: PublicLot

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.count.method not in METHODS.get(self.ballot.type, ()):
            raise PydanticCustomError("counted_by", "deze stem kan niet zo worden geteld")
        return self

    def to_json(self) -> str:
        return canonical(_RULES.dump_python(self, mode="json"))

    @classmethod
    def from_json(cls, text: str) -> "QuestionRules":
        """The rules again. Raises RuleBroken for what is unknown, wrong or left out."""
        return read_shape(_RULES, text)


@dataclass(frozen=True, config=_CONFIG)
class FileOption:
    """An answer on the ballot."""

    number: Annotated[int, Field(ge=1)]
    title: Annotated[str, Field(min_length=1)]
    about: str
    # What a plan has besides.
    cost: ClassVar[int] = WHOLE
    category: ClassVar[None] = None
    neighbourhood: ClassVar[str] = ""


@dataclass(frozen=True, config=_CONFIG)
class QuestionFile:
    """Everything that decides a vote on a question, as it was fixed."""

    format: Literal["wijkstem-question-1"]
    municipality: str
    number: str
    #: The number of the means that it is the room of, and its title.
    means: str
    name: str
    question: str
    #: The body that chose to ask, and when; and whether it does what comes out, or takes it as advice.
    decided_by: str
    decided_on: date
    binding: bool
    #: Who may vote, besides being old enough; of some neighbourhoods the area says which.
    audience: Audience
    opens_at: Moment
    closes_at: Moment
    voters: Voters
    ballot: BallotRules
    count: Rule
    heads_at: tuple[Hour, ...]
    lot: PublicLot
    #: One: everybody has the same ballot.
    areas: Annotated[tuple[FileArea, ...], Field(min_length=1, max_length=1)]
    options: Annotated[
        tuple[FileOption, ...], Field(min_length=FEWEST_OPTIONS, max_length=MOST_OPTIONS)
    ]
    #: Voting codes that were given out before the vote.
    codes: Annotated[int, Field(ge=0)]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        numbers = [option.number for option in self.options]
        if numbers != list(range(1, len(numbers) + 1)):
            raise ValueError("the answers are not numbered 1, 2, 3 …")
        if self.opens_at >= self.closes_at:
            raise ValueError("it closes before it opens")
        return self

    def to_json(self) -> str:
        return canonical(_FILE.dump_python(self, mode="json"))

    @classmethod
    def from_json(cls, text: str) -> "QuestionFile":
        """The file again. Raises RuleBroken for what is unknown, wrong or left out."""
        return read_shape(_FILE, text)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file, in hexadecimal."""
        return sha256(self.to_json())

    def area(self, number: int) -> FileArea:
        """Raises KeyError for a number that no area has."""
        return {area.number: area for area in self.areas}[number]

    def plans_of(self, area: int) -> tuple[FileOption, ...]:
        """What stands on the ballot."""
        return self.options if area == self.areas[0].number else ()


_RULES: TypeAdapter[QuestionRules] = TypeAdapter(QuestionRules)
_FILE: TypeAdapter[QuestionFile] = TypeAdapter(QuestionFile)
