"""The made-up plans of the demo, as data in `texts/`: what was filed, when, and how it ends."""

import tomllib
from pathlib import Path as FilePath

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wijkstem.errors import BadConfiguration
from wijkstem.rules.registry import Rules
from wijkstem.rules.schema import Id, NeighbourhoodCode

TEXTS = FilePath(__file__).with_name("texts")


class Part(BaseModel):
    """A part of a file of texts: an unknown key is an error and not a silent typing mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Deed(Part):
    """A step that is taken, where the shortest way is not the one that a story goes."""

    outcome: Id
    #: What was said with it; "" where it needs no words, or those of `Texts.said`.
    reasons: str = ""


class Story(Part):
    """A plan, from filing to the step that it has reached today."""

    instrument: Id
    #: The step that it is in today.
    reaches: Id
    #: Days ago.
    filed: int = Field(ge=0)
    #: Key of the submitter in `people.py`.
    by: str
    where: NeighbourhoodCode
    #: One of the municipality's subjects.
    subject: Id
    title: str
    answers: dict[Id, str]
    #: How much support it gets where nothing asks for more: a share of the threshold …
    percent: int = Field(default=0, ge=0, lt=100)
    #: … or so many below it …
    missing: int = Field(default=0, ge=0)
    #: … or votes for and against.
    votes: tuple[int, int] = (0, 0)
    #: Days over which the support comes in.
    over: int = Field(default=30, gt=0)
    #: Days that the last answer took longer than answers usually do.
    delay: int = Field(default=0, ge=0)
    #: What was said with the last answer, and the ground of a refusal.
    reasons: str = ""
    ground: str = ""
    #: Every step in order, of a story that comes somewhere twice; none: the shortest way to where it is today.
    does: tuple[Deed, ...] = ()

    def support(self, threshold: int) -> int:
        """How many supporters it has when all who want to have come."""
        if self.missing:
            return threshold - self.missing
        return sum(self.votes) or threshold * self.percent // 100


class Texts(Part):
    """Everything that is told of one municipality."""

    #: The agenda of the coming council meeting, apart from our initiatives.
    agenda: tuple[str, ...] = Field(min_length=1)
    stories: tuple[Story, ...] = Field(min_length=1)
    #: What is said with a step on the way, by its outcome.
    said: dict[Id, str] = {}

    def most_supporters(self, rules: Rules) -> int:
        """As many as the best supported story has."""
        thresholds = [_threshold(rules, story) for story in self.stories]
        supported = [story.support(t) for story, t in zip(self.stories, thresholds, strict=True)]
        return max(thresholds + supported)


def _threshold(rules: Rules, story: Story) -> int:
    support = rules.instrument(story.instrument).support
    return support.threshold.value if support and support.threshold else 0


def texts_of(slug: str) -> Texts:
    """The texts of a municipality. Raises BadConfiguration naming what is not right in its file."""
    file = TEXTS / f"{slug}.toml"
    try:
        return Texts.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (FileNotFoundError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise BadConfiguration(f"{file.name}: {error}") from error
