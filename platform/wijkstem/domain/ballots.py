"""What somebody fills in on a ballot, held against the rules of the round: the same on a screen and on paper.

What was typed stays text until it is right, so that a page can show it again with what is wrong beside it. A plan's
field is `FIELD` and its number; what is wrong with the ballot as a whole stands under one of `WHOLES`.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from wijkstem.domain.board import ballot_text
from wijkstem.domain.rounds import BallotRules
from wijkstem.errors import FieldError, Invalid, RuleBroken
from wijkstem.kit.i18n import N_
from wijkstem.kit.money import Euros
from wijkstem.words.rounds import BallotType

#: The name of a plan's field, before its number.
FIELD: Final = "plan-"
#: How many plans, what they cost, the points together, the places.
WHOLES: Final = ("aantal", "geld", "punten", "plaatsen")
#: Picked, where nothing but picking can be done.
PICKED: Final = "1"

#: By the number of the plan: its points, score or place; 1 where it is only picked.
Picks = Mapping[int, int]
Typed = Mapping[int, str]
Problems = Iterator[tuple[str, FieldError]]


@dataclass(frozen=True)
class Choice:
    """A plan as far as a ballot is concerned."""

    number: int
    cost: int
    withdrawn: bool = False


@dataclass(frozen=True)
class Used:
    """How much of a ballot is used up by what was typed so far, right or wrong."""

    picks: int
    #: Whole euros that the picked plans cost together.
    cost: int
    points: int


def most_picks(rules: BallotRules, choices: Sequence[Choice]) -> int:
    """How many plans can be named."""
    return min(rules.max_picks or len(choices), len(choices))


def highest(rules: BallotRules, choices: Sequence[Choice]) -> int:
    """The highest number that can stand beside a plan."""
    if rules.type is BallotType.POINTS:
        return rules.most_points or rules.points or 0
    if rules.type is BallotType.SCORES:
        return rules.highest_score or 0
    return most_picks(rules, choices) if rules.type is BallotType.RANKING else 1


def used(typed: Typed, choices: Sequence[Choice]) -> Used:
    """What a page counts along; what is no number counts as a pick and as no points."""
    named = {n: _number(text) for n, text in typed.items() if text.strip() and _number(text) != 0}
    costs = {choice.number: choice.cost for choice in choices}
    return Used(
        picks=len(named),
        cost=sum(costs.get(number, 0) for number in named),
        points=sum(value or 0 for value in named.values()),
    )


def filled_in(typed: Typed, rules: BallotRules, choices: Sequence[Choice]) -> dict[int, int]:
    """The ballot that was typed.

    Raises:
        Invalid: by field what must change before this ballot can be cast.
    """
    wrong = dict(_wrong_plans(typed, rules, choices))
    picks = {
        number: value
        for number, text in typed.items()
        if f"{FIELD}{number}" not in wrong and (value := _number(text))
    }
    # The sum is only spoken of when its parts are right.
    wrong |= dict(_wrong_whole(picks, rules, choices)) if not wrong else {}
    if wrong:
        raise Invalid(wrong)
    return picks


def _wrong_plans(typed: Typed, rules: BallotRules, choices: Sequence[Choice]) -> Problems:
    known = {choice.number: choice for choice in choices}
    for number, text in typed.items():
        if not text.strip():
            continue
        error = _wrong_plan(number, text, known.get(number), rules, highest(rules, choices))
        if error is not None:
            yield f"{FIELD}{number}", error
    if rules.type is BallotType.RANKING:
        yield from _places_twice(typed)


def _wrong_plan(
    number: int, text: str, choice: Choice | None, rules: BallotRules, most: int
) -> FieldError | None:
    value = _number(text)
    if value == 0:
        return None
    if choice is None:
        return FieldError(
            "unknown_plan", "Plan %(number)s staat niet op uw stembiljet.", number=number
        )
    if choice.withdrawn:
        return FieldError(
            "plan_withdrawn",
            "Plan %(number)s doet niet meer mee. Haal het van uw stembiljet.",
            number=number,
        )
    if value is None:
        return FieldError("not_a_number", "Vul bij plan %(number)s een cijfer in.", number=number)
    least = max(1, rules.lowest_score or 0)
    if not least <= value <= most:
        return FieldError(
            "number_out_of_range",
            "Vul bij plan %(number)s een getal in van %(least)s tot en met %(most)s.",
            number=number,
            least=least,
            most=most,
        )
    return None


def _places_twice(typed: Typed) -> Problems:
    first: dict[int, int] = {}
    for number, text in typed.items():
        place = _number(text)
        if not place:
            continue
        if place in first:
            yield (
                f"{FIELD}{number}",
                FieldError(
                    "place_twice",
                    "U gaf plaats %(place)s aan plan %(other)s en aan plan %(number)s. Kies er een.",
                    place=place,
                    other=first[place],
                    number=number,
                ),
            )
        first.setdefault(place, number)


def _wrong_whole(picks: Picks, rules: BallotRules, choices: Sequence[Choice]) -> Problems:
    checks = (
        _number_of_picks(picks, rules, choices),
        _money(picks, rules, choices),
        _points(picks, rules),
        _gap(picks, rules),
    )
    yield from (
        (name, error) for name, error in zip(WHOLES, checks, strict=True) if error is not None
    )


def _number_of_picks(
    picks: Picks, rules: BallotRules, choices: Sequence[Choice]
) -> FieldError | None:
    most = most_picks(rules, choices)
    if len(picks) > most:
        return FieldError(
            "too_many_plans",
            "U koos %(picked)s plannen. U mag er hoogstens %(most)s kiezen.",
            picked=len(picks),
            most=most,
        )
    if not picks and rules.min_picks:
        return FieldError("no_plan", "U hebt nog geen plan gekozen.")
    if len(picks) < rules.min_picks:
        return FieldError(
            "too_few_plans",
            "U koos tot nu toe %(picked)s van de plannen. Kies er minstens %(least)s.",
            picked=len(picks),
            least=rules.min_picks,
        )
    return None


def _money(picks: Picks, rules: BallotRules, choices: Sequence[Choice]) -> FieldError | None:
    cost = sum(choice.cost for choice in choices if choice.number in picks)
    if rules.spending_limit is None or cost <= rules.spending_limit:
        return None
    return FieldError(
        "over_the_limit",
        "Uw plannen kosten samen €\u00a0%(cost)s. U mag hoogstens €\u00a0%(limit)s besteden: dat is €\u00a0%(over)s te veel.",
        cost=Euros(cost),
        limit=Euros(rules.spending_limit),
        over=Euros(cost - rules.spending_limit),
    )


def _points(picks: Picks, rules: BallotRules) -> FieldError | None:
    given = sum(picks.values())
    if rules.points is None or given <= rules.points:
        return None
    return FieldError(
        "too_many_points",
        "U gaf samen %(given)s punten. U hebt er %(points)s te verdelen: dat zijn er %(over)s te veel.",
        given=given,
        points=rules.points,
        over=given - rules.points,
    )


def _gap(picks: Picks, rules: BallotRules) -> FieldError | None:
    if rules.type is not BallotType.RANKING:
        return None
    empty = sorted(set(range(1, len(picks) + 1)) - set(picks.values()))
    if not empty:
        return None
    return FieldError(
        "place_empty",
        "U sloeg plaats %(place)s over. Geef uw plannen plaats 1, 2, 3 en zo verder.",
        place=empty[0],
    )


def _number(text: str) -> int | None:
    """A whole number as people write it; None for anything else. Empty is 0."""
    plain = text.strip()
    if not plain:
        return 0
    return int(plain) if re.fullmatch(r"[0-9]{1,9}", plain) else None


#: The same of a question, by the error's code: there are answers on its ballot, and no plans.
_AS_ANSWERS: Final = {
    "unknown_plan": N_("Antwoord %(number)s staat niet op uw stembiljet."),
    "not_a_number": N_("Vul bij antwoord %(number)s een cijfer in."),
    "number_out_of_range": N_(
        "Vul bij antwoord %(number)s een getal in van %(least)s tot en met %(most)s."
    ),
    "place_twice": N_(
        "U gaf plaats %(place)s aan antwoord %(other)s en aan antwoord %(number)s. Kies er een."
    ),
    "too_many_plans": N_("U koos %(picked)s antwoorden. U mag er hoogstens %(most)s kiezen."),
    "no_plan": N_("U hebt nog niets gekozen."),
    "too_few_plans": N_(
        "U koos tot nu toe %(picked)s van de antwoorden. Kies er minstens %(least)s."
    ),
    "place_empty": N_(
        "U sloeg plaats %(place)s over. Geef uw antwoorden plaats 1, 2, 3 en zo verder."
    ),
}


def as_answers(wrong: Invalid) -> Invalid:
    """The same, told of answers."""
    return Invalid({name: _as_answer(error) for name, error in wrong.fields.items()})


def _as_answer(error: FieldError) -> FieldError:
    sentence = _AS_ANSWERS.get(error.code)
    return error if sentence is None else FieldError(error.code, sentence, **error.values)


# --- as it is kept ---------------------------------------------------------------------------------


def written(picks: Picks) -> str:
    """The one way to write a ballot down; what the board commits to."""
    return ballot_text({str(number): value for number, value in picks.items()})


def read(text: str) -> dict[int, int]:
    """A ballot that was written down.

    Raises:
        RuleBroken: it is not to the letter what we write.
    """
    try:
        found = {int(number): value for number, value in json.loads(text).items()}
        right = written(found) == text and all(type(value) is int for value in found.values())
    except (AttributeError, TypeError, ValueError):
        right = False
    if not right:
        raise RuleBroken("ballot_unreadable", "Dit stembiljet is niet te lezen.")
    return found


def sealed_parts(row: Mapping[str, object]) -> tuple[str, ...]:
    """What the seal of a ballot is made of: everything that stands in its row."""
    texts = (("round_id", "area_id"), ("tag", "version", "picks", "nonce", "commitment", "method"))
    ids = (UUID(str(row[name])).hex for name in texts[0])
    return ("seal", *ids, *(str(row[name]) for name in texts[1]))


def last_of_each(rows: Iterable[tuple[str, int]]) -> frozenset[tuple[str, int]]:
    """Of ballots by tag and version: those that count."""
    last: dict[str, int] = {}
    for tag, version in rows:
        last[tag] = max(version, last.get(tag, version))
    return frozenset(last.items())
