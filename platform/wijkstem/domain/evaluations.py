"""Answers of people who took part: after which ends they are asked, and what an answer must hold to."""

from dataclasses import dataclass

from wijkstem.domain.texts import text_error
from wijkstem.errors import FieldError, Invalid
from wijkstem.kit.text import clean
from wijkstem.rules.steps import Path, Step
from wijkstem.words import Milestone, Smiley

WORDS_MOST = 1000
#: With fewer answers somebody could be known by theirs.
FEWEST = 5
#: Ends at which the municipality did what it was asked for, or decided not to.
ENDS = frozenset(
    {
        Milestone.ADOPTED,
        Milestone.PARTLY_ADOPTED,
        Milestone.REJECTED,
        Milestone.ANSWERED,
        Milestone.GRANTED,
        Milestone.PARTLY_GRANTED,
        Milestone.COMPLETED,
        Milestone.SETTLED,
        Milestone.EVALUATED,
        Milestone.STOPPED,
    }
)


def asks_for_answers(step: Step, path: Path) -> bool:
    """Whether people are asked how it went when a plan ends in this step."""
    ways = (way for one in path.steps for way in one.outcomes)
    return step.final and any(way.to == step.id and way.means in ENDS for way in ways)


@dataclass(frozen=True)
class Answer:
    """An answer as it can be kept."""

    smiley: Smiley
    words: str


def checked(smiley: str, words: str) -> Answer:
    """Raises Invalid with an error for each field that must change."""
    said = clean(words)
    found = {
        "smiley": None if smiley in set(Smiley) else _choose(),
        "words": text_error(said, WORDS_MOST, required=False),
    }
    if errors := {name: error for name, error in found.items() if error}:
        raise Invalid(errors)
    return Answer(Smiley(smiley), said)


def _choose() -> FieldError:
    return FieldError("choose_smiley", "Kies een van de drie gezichten.")
