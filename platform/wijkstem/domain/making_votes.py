"""Making a vote on a question: what can be answered and by which rules, held against what can be counted."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from wijkstem.domain.lots import LOTTO
from wijkstem.domain.rounds import OLDEST, BallotRules, Voters
from wijkstem.domain.texts import line_error, text_error
from wijkstem.domain.vote_questions import FEWEST_OPTIONS, METHODS, MOST_OPTIONS, QuestionRules
from wijkstem.errors import FieldError, Invalid
from wijkstem.kit.canonical import canonical
from wijkstem.kit.text import clean
from wijkstem.tally.answers.rules import AnswerRule, AnswerTie, Method
from wijkstem.words.rounds import BallotType, Roll

OPTION_MOST, ABOUT_MOST = 120, 2000
#: More points nobody divides; more people nobody counts.
POINTS_MOST, ELECTORATE_MOST = 1000, 1_000_000_000
#: When the board gets a head: before the day begins.
HEADS_AT: Final = ("04:00",)
#: What decides between equals, before the public lot.
STEPS: Final = {
    Method.MOST: (),
    Method.POINTS: (AnswerTie.VOTERS,),
    Method.BORDA: (AnswerTie.FIRST,),
    Method.SCHULZE: (AnswerTie.FIRST,),
}

Problems = Iterator[tuple[str, FieldError | None]]


@dataclass(frozen=True)
class OptionForm:
    """An answer as it was typed."""

    title: str
    about: str = ""


@dataclass(frozen=True)
class QuestionForm:
    """A vote as it was typed; None for a number that is left out, or is none."""

    options: tuple[OptionForm, ...]
    ballot: BallotType
    method: Method
    #: Of several, and of a ranking: how many can be named; None: all.
    max_picks: int | None
    #: Of points: what a voter divides, and can give to one answer at most.
    points: int | None
    most_points: int | None
    #: Whether somebody can send a ballot on which nothing is chosen.
    blank: bool
    minimum_age: int | None
    reference_day: date | None
    roll: Roll
    electorate: int | None
    least_turnout: int | None
    least_share: int | None
    #: Fields of which what was typed is no number or day.
    wrong: frozenset[str] = frozenset()


def checked(form: QuestionForm) -> tuple[QuestionRules, tuple[OptionForm, ...]]:
    """The rules and the answers, cleaned. Raises Invalid with an error for each field that must change."""
    options = tuple(OptionForm(clean(one.title), clean(one.about)) for one in form.options)
    errors = {name: error for name, error in _problems(form, options) if error}
    errors |= {name: _no_number() for name in form.wrong}
    if errors:
        raise Invalid(errors)
    return rules_of(form), options


def _problems(form: QuestionForm, options: Sequence[OptionForm]) -> Problems:
    yield "options", _options_error(options)
    yield from _ballot_errors(form, len(options))
    yield "minimum_age", _between(form.minimum_age, 0, OLDEST)
    yield "electorate", _between(form.electorate, 1, ELECTORATE_MOST)
    yield "least_turnout", _between(form.least_turnout, 1, 100, needed=False)
    yield "least_share", _between(form.least_share, 1, 100, needed=False)
    if form.reference_day is None:
        yield "reference_day", FieldError("no_day", "Vul een dag in.")
    if form.method not in METHODS.get(form.ballot, ()):
        yield "method", FieldError("counted_by", "Deze stem kan niet zo worden geteld.")


def _options_error(options: Sequence[OptionForm]) -> FieldError | None:
    if len(options) < FEWEST_OPTIONS:
        return FieldError(
            "one_option", "Een vraag heeft minstens twee antwoorden. Schrijf er nog een bij."
        )
    if len(options) > MOST_OPTIONS:
        return FieldError(
            "many_options", "Er passen hoogstens %(most)s antwoorden bij.", most=MOST_OPTIONS
        )
    titles = [one.title.casefold() for one in options]
    if len(set(titles)) < len(titles):
        return FieldError("option_twice", "Er staat twee keer hetzelfde antwoord.")
    wrong = (
        line_error(one.title, OPTION_MOST) or text_error(one.about, ABOUT_MOST, required=False)
        for one in options
    )
    return next((error for error in wrong if error), None)


def _ballot_errors(form: QuestionForm, options: int) -> Problems:
    if form.ballot in {BallotType.APPROVAL, BallotType.RANKING}:
        yield "max_picks", _between(form.max_picks, 1, max(options, 1), needed=False)
    if form.ballot is BallotType.POINTS:
        yield "points", _between(form.points, 1, POINTS_MOST)
        most = form.points or POINTS_MOST
        yield "most_points", _between(form.most_points, 1, most, needed=False)


def _between(value: int | None, least: int, most: int, *, needed: bool = True) -> FieldError | None:
    if value is None:
        return FieldError("empty", "Vul dit in.") if needed else None
    if least <= value <= most:
        return None
    return FieldError(
        "out_of_range",
        "Vul een getal in van %(least)s tot en met %(most)s.",
        least=least,
        most=most,
    )


def _no_number() -> FieldError:
    return FieldError("no_number", "Vul hier alleen cijfers in.")


def rules_of(form: QuestionForm) -> QuestionRules:
    """What was typed as rules; it was checked before."""
    assert form.minimum_age is not None
    assert form.reference_day is not None
    assert form.electorate is not None
    return QuestionRules(
        voters=Voters(form.minimum_age, form.reference_day, form.roll),
        ballot=_ballot_rules(form),
        count=AnswerRule(
            form.method,
            (*STEPS[form.method], AnswerTie.LOT),
            form.electorate,
            form.least_turnout,
            form.least_share,
        ),
        heads_at=HEADS_AT,
        lot=LOTTO,
    )


def _ballot_rules(form: QuestionForm) -> BallotRules:
    least = 0 if form.blank else 1
    match form.ballot:
        case BallotType.CHOOSE_ONE:
            return BallotRules(form.ballot, least, 1)
        case BallotType.POINTS:
            most = form.most_points or form.points
            return BallotRules(form.ballot, least, None, points=form.points, most_points=most)
    return BallotRules(form.ballot, least, form.max_picks)


def version_of(rules: QuestionRules, options: Sequence[OptionForm]) -> str:
    """What is kept of a version, as canonical JSON."""
    said = [{"title": one.title, "about": one.about} for one in options]
    return canonical({"rules": json.loads(rules.to_json()), "options": said})
