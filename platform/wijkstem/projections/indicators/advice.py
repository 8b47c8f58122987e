"""Counted of the advice of neighbourhoods, and of what the municipality does with it."""

from collections.abc import Iterator
from datetime import date

from wijkstem.events.advice import AdviceAnswered, AdviceAnswerLate, AdviceBegun, AdviceGiven
from wijkstem.projections.indicators.count import Count, Counted, month_of

_Advised = AdviceBegun | AdviceGiven | AdviceAnswered | AdviceAnswerLate


def begun(event: AdviceBegun) -> Iterator[Counted]:
    if event.step_seq is not None:
        yield _key("advice_asked", event.begun_on, event), 1


def given(event: AdviceGiven) -> Iterator[Counted]:
    yield _key(f"advice_{event.advice}", event.given_on, event), 1
    if event.step_seq is None:
        yield _key("advice_unasked", event.given_on, event), 1


def answered(event: AdviceAnswered) -> Iterator[Counted]:
    on = event.answered_on
    late = on > event.was_due_on
    yield _key("advice_answered_late" if late else "advice_answered_in_time", on, event), 1
    yield _key(f"advice_{event.heeded}", on, event), 1
    yield _key("days_to_advice_answer", on, event, event.days), 1


def answer_late(event: AdviceAnswerLate) -> Iterator[Counted]:
    yield _key("advice_answer_term_passed", event.passed_on, event), 1


def _key(measure: str, on: date, event: _Advised, value: int = 0) -> Count:
    return Count(measure, month_of(on), event.instrument, event.neighbourhood_code, value=value)
