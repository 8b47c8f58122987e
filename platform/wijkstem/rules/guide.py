"""The guide for choosing how residents take part: questions, what each answer leads to, and the reasons in plain words."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Self

from pydantic import Field, model_validator

from wijkstem.errors import BadConfiguration, NotFound
from wijkstem.rules.parts import Id, Part, Sourced, Text, twice
from wijkstem.words import ParticipationLevel
from wijkstem.words.means import MeansKind

_FOLDER: Final = Path(__file__).parent / "data"
#: The one that choices of today are made with.
NEWEST: Final = "leidraad-1"


class Answer(Part):
    """One of the answers to a question."""

    id: Id
    name: Text
    #: The most that residents can be with this answer, and why.
    most: ParticipationLevel | None = None
    because: Text | None = None

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if (self.most is None) != (self.because is None):
            raise ValueError(f"{self.id}: `most` and `because` go together")
        return self


class Question(Part):
    """What is asked about a subject."""

    id: Id
    name: Text
    answers: tuple[Answer, ...] = Field(min_length=2)

    def answer(self, answer_id: str) -> Answer | None:
        return next((one for one in self.answers if one.id == answer_id), None)


class GuideRule(Part):
    """Means that fit, or do not, where all conditions hold."""

    id: Id
    #: By question the answers of which one was given.
    when: Mapping[str, tuple[str, ...]]
    adds: tuple[MeansKind, ...] = ()
    drops: tuple[MeansKind, ...] = ()
    because: Text


class Guide(Sourced):
    """A whole guide, of one version."""

    id: Id
    questions: tuple[Question, ...] = Field(min_length=1)
    rules: tuple[GuideRule, ...]

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        known = {one.id: {answer.id for answer in one.answers} for one in self.questions}
        ids = [one.id for one in self.questions] + [one.id for one in self.rules]
        if doubles := twice(ids):
            raise ValueError(f"stand twice: {doubles}")
        for rule in self.rules:
            for question, answers in rule.when.items():
                if strangers := set(answers) - known.get(question, set()):
                    raise ValueError(f"{rule.id}: no such answers to {question!r}: {strangers}")
        return self

    def in_words(self) -> Text:
        """How much it asks."""
        asked = len(self.questions)
        return Text(nl=f"{asked} vragen met redenen", en=f"{asked} questions with reasons")

    def question(self, question_id: str) -> Question | None:
        return next((one for one in self.questions if one.id == question_id), None)

    def reason(self, reason_id: str) -> Text | None:
        """The words of a rule's id, or of ``question.answer``."""
        name, _, answer_id = reason_id.partition(".")
        if answer_id:
            question = self.question(name)
            answer = question.answer(answer_id) if question else None
            return answer.because if answer else None
        return next((one.because for one in self.rules if one.id == name), None)


@cache
def _guides() -> Mapping[str, Guide]:
    files = sorted(_FOLDER.glob("participatieleidraad-*.toml"))
    read = [Guide.model_validate(tomllib.loads(file.read_text("utf-8"))) for file in files]
    if not any(one.id == NEWEST for one in read):
        raise BadConfiguration(f"rules/data: there is no guide {NEWEST!r}")
    return {one.id: one for one in read}


def guide(guide_id: str = NEWEST) -> Guide:
    """The guide with this id. Raises NotFound for one that is not there."""
    found = _guides().get(guide_id)
    if found is None:
        raise NotFound("unknown_guide", "Deze leidraad is er niet meer.")
    return found
