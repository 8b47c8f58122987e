"""The official's form for a vote on a question: what stands in its fields, and what was typed as a command takes it."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from wijkstem.domain.making_votes import OptionForm, QuestionForm
from wijkstem.domain.vote_questions import METHODS
from wijkstem.kit.text import clean
from wijkstem.queries.vote_questions import Option, VoteRoom
from wijkstem.tally.answers.rules import Method
from wijkstem.web import inputs
from wijkstem.words.rounds import BallotType, Roll

T = TypeVar("T", bound=StrEnum)
NUMBERS = (
    "max_picks",
    "points",
    "most_points",
    "minimum_age",
    "electorate",
    "least_turnout",
    "least_share",
)
_WHOLE = re.compile(r"[0-9]{1,9}")
#: What a new vote begins with, until an official says otherwise.
USUAL = {
    "ballot": BallotType.CHOOSE_ONE.value,
    "method": Method.SCHULZE.value,
    "minimum_age": "16",
    "roll": Roll.OPEN.value,
    "revision": "0",
}


def values_of(it: VoteRoom) -> dict[str, str]:
    """A vote as its form shows it."""
    rules = it.rules
    count, day = rules.count, rules.voters.reference_day
    numbers = {
        "max_picks": rules.ballot.max_picks,
        "points": rules.ballot.points,
        "most_points": rules.ballot.most_points,
        "minimum_age": rules.voters.minimum_age,
        "electorate": count.electorate,
        "least_turnout": count.least_turnout,
        "least_share": count.least_share,
    }
    return {
        "revision": str(it.round.revision),
        "options": option_lines(it.options),
        "ballot": rules.ballot.type.value,
        "method": count.method.value,
        "blank": "" if rules.ballot.min_picks else "ja",
        "roll": rules.voters.roll.value,
        "day_day": str(day.day),
        "day_month": str(day.month),
        "day_year": str(day.year),
        **{name: "" if value is None else str(value) for name, value in numbers.items()},
    }


def option_lines(options: Sequence[Option]) -> str:
    """A line for each answer, with what explains it behind a semicolon."""
    return "\n".join(
        f"{one.title}; {' '.join(one.about.split())}" if one.about else one.title for one in options
    )


def typed(values: Mapping[str, str]) -> QuestionForm:
    """What was typed; a number that is none is named by its field."""
    ballot = _word(BallotType, values.get("ballot"), BallotType.CHOOSE_ONE)
    numbers = {name: clean(values.get(name, "")) for name in NUMBERS}
    wrong = {name for name, text in numbers.items() if text and not _WHOLE.fullmatch(text)}
    found = {
        name: int(text) if text and name not in wrong else None for name, text in numbers.items()
    }
    return QuestionForm(
        options=_options(values.get("options", "")),
        ballot=ballot,
        method=_method(ballot, values.get("method")),
        blank=values.get("blank") == "ja",
        reference_day=inputs.day(values, "day"),
        roll=_word(Roll, values.get("roll"), Roll.OPEN),
        wrong=frozenset(wrong),
        **found,
    )


def _options(text: str) -> tuple[OptionForm, ...]:
    found = []
    for line in clean(text).splitlines():
        title, _, about = line.partition(";")
        if clean(title) or clean(about):
            found.append(OptionForm(title, about))
    return tuple(found)


def _method(ballot: BallotType, text: str | None) -> Method:
    """Only a ranking leaves a choice."""
    fits = METHODS.get(ballot, (Method.MOST,))
    return next((one for one in fits if one.value == text), fits[0])


def _word(kind: type[T], text: str | None, usual: T) -> T:
    return next((one for one in kind if one.value == text), usual)
