"""Surveys of few people: the figure is there and says nothing, and no other figure tells of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from wijkstem.queries.observations import Observed
from wijkstem.queries.shown_observations import without_few
from wijkstem.words.sources import FigureKind

FEWEST = 5
ONE = Observed(
    indicator="feels_informed",
    definition_version="1",
    kind=FigureKind.REALISATION,
    period_from=date(2025, 1, 1),
    period_to=date(2025, 12, 31),
    neighbourhood_code="",
    value=Decimal(50),
    sample_size=100,
    source="Enquête",
    publication="",
    url="",
    taken_on=date(2026, 3, 2),
    file_id=uuid4(),
    corrects=False,
)


def asked(*samples: tuple[str, int | None]) -> list[Observed]:
    return [replace(ONE, neighbourhood_code=place, sample_size=size) for place, size in samples]


def hidden(found: list[Observed]) -> list[str]:
    shown = list(without_few(found, FEWEST))
    assert [(one.value is None, one.sample_size is None) for one in shown if one.hidden] == [
        (True, True) for one in shown if one.hidden
    ]
    assert [one for one in shown if not one.hidden] == [
        one for one, after in zip(found, shown, strict=True) if not after.hidden
    ]
    return [one.neighbourhood_code for one in shown if one.hidden]


def test_few_answers_hide_one_more_place_so_that_nobody_subtracts() -> None:
    assert hidden(asked(("", 100), ("a", 60), ("b", 37), ("c", 3))) == ["a", "c"]


def test_enough_answers_and_unknown_samples_are_shown() -> None:
    assert hidden(asked(("", 100), ("a", 5), ("b", None), ("c", 95))) == []


def test_few_answers_in_all_hide_every_place() -> None:
    assert hidden(asked(("", 4), ("a", 2), ("b", 2))) == ["", "a", "b"]


def test_another_period_kind_or_indicator_is_another_table() -> None:
    few = asked(("", 100), ("a", 60), ("b", 37), ("c", 3))
    near = replace(ONE, neighbourhood_code="a", sample_size=60)
    others = [
        replace(near, period_from=date(2024, 1, 1)),
        replace(near, kind=FigureKind.BASELINE),
        replace(near, indicator="contact"),
    ]
    assert hidden([*few, *others]) == ["a", "c"]


def test_another_source_of_the_same_period_tells_nothing_of_the_place_either() -> None:
    few = asked(("", 100), ("a", 60), ("b", 37), ("c", 3))
    again = replace(few[3], source="Burgerpeiling", sample_size=40, value=Decimal(51))
    assert hidden([*few, again]) == ["a", "c", "c"]


@given(st.lists(st.integers(1, 12), min_size=1, max_size=6))
def test_whatever_the_samples_no_small_one_is_shown_or_is_the_only_one_hidden(
    sizes: list[int],
) -> None:
    places = asked(("", sum(sizes)), *((f"p{place}", size) for place, size in enumerate(sizes)))
    gone = hidden(places)
    shown = [one for one in places if one.neighbourhood_code not in gone]
    assert [one for one in shown if one.sample_size is not None and one.sample_size < FEWEST] == []
    assert len(sizes) == 1 or len([one for one in gone if one]) != 1
