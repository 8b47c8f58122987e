"""Where everything of a chart stands: gaps stay open, scales are shared and round, nothing leaves the drawing."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkstem.kit.charts import (
    Bar,
    Level,
    LineChart,
    Mark,
    Point,
    Scale,
    bars,
    line_chart,
    nice_step,
    spark,
)


def point(at: int, value: str | None, low: str | None = None, high: str | None = None) -> Point:
    figure, least, most = (None if one is None else Decimal(one) for one in (value, low, high))
    return Point(at, figure, value or "", least, most)


def drawn(*points: Point, **more: object) -> LineChart:
    chart = line_chart(points, **more)  # type: ignore[arg-type]
    assert chart is not None
    return chart


def test_line_goes_up_with_the_figures() -> None:
    chart = drawn(point(2023, "0"), point(2024, "50"), point(2025, "100"))
    assert [(dot.x, dot.y) for dot in chart.dots] == [(80.0, 206.0), (194.0, 118.0), (308.0, 30.0)]
    assert chart.lines == ["80,206 194,118 308,30"]
    assert [(tick.value, tick.y) for tick in chart.ticks] == [
        (Decimal(0), 206.0),
        (Decimal(20), 170.8),
        (Decimal(40), 135.6),
        (Decimal(60), 100.4),
        (Decimal(80), 65.2),
        (Decimal(100), 30.0),
    ]
    assert chart.years == [(2023, 80.0), (2024, 194.0), (2025, 308.0)]
    assert chart.from_zero


def test_line_stops_at_a_gap_and_at_a_year_that_is_not_there() -> None:
    some = [point(2018, "1"), point(2019, "2"), point(2020, None), point(2021, "3")]
    chart = drawn(*some, point(2023, "4"), point(2024, "5"))
    assert len(chart.dots) == 5
    assert [len(line.split()) for line in chart.lines] == [2, 2]
    assert [year for year, _ in chart.years] == [2018, 2019, 2020, 2021, 2022, 2023, 2024]


def test_gap_is_not_a_zero() -> None:
    chart = drawn(point(2020, "5"), point(2021, None), point(2022, "5"))
    assert len(chart.dots) == 2
    assert chart.lines == []


def test_year_that_is_not_over_hangs_loose() -> None:
    now = Point(2026, Decimal(1), "1", so_far=True)
    chart = drawn(point(2024, "4"), point(2025, "4"), now)
    assert chart.lines == ["80,30 194,30"]
    assert chart.loose == "194,30 308,162"
    assert [dot.so_far for dot in chart.dots] == [False, False, True]
    assert drawn(point(2024, "4"), now).loose == ""


def test_nothing_with_a_year_is_no_chart() -> None:
    assert line_chart([]) is None
    assert line_chart([point(2024, None)], levels=[Level("ambition", Decimal(5))]) is None


def test_target_of_a_later_year_has_room() -> None:
    chart = drawn(point(2024, "6"), marks=[Mark("target", 2026, Decimal(7))])
    assert [(shape.kind, shape.x) for shape in chart.shapes] == [("target", 308.0)]
    assert chart.shapes[0].y < chart.dots[0].y
    assert [year for year, _ in chart.years] == [2024, 2025, 2026]


def test_level_is_on_the_scale() -> None:
    chart = drawn(point(2024, "49"), levels=[Level("ambition", Decimal(55))])
    assert [(one.kind, one.y) for one in chart.levels] == [("ambition", 44.7)]


def test_uncertainty_reaches_from_low_to_high() -> None:
    chart = drawn(point(2024, "50", low="40", high="60"))
    dot = chart.dots[0]
    assert dot.reach is not None
    assert dot.reach[0] > dot.y > dot.reach[1]
    assert dot.text_y < dot.reach[1]


def test_axis_of_grades_does_not_begin_at_zero() -> None:
    chart = drawn(point(2024, "6.6"), point(2025, "6.9"), from_zero=False)
    assert not chart.from_zero
    assert chart.ticks[0].value > 6


def test_many_years_have_few_names() -> None:
    chart = drawn(*(point(year, str(year % 7 + 1)) for year in range(2000, 2021)))
    assert [year for year, _ in chart.years] == [2002, 2005, 2008, 2011, 2014, 2017, 2020]
    assert [dot.text for dot in chart.dots if dot.text] == ["6", "1", "7", "5"]


def test_long_figures_do_not_stand_in_each_others_way() -> None:
    chart = drawn(*(point(2020 + year, str(10**5 + year % 3)) for year in range(5)))
    assert [dot.text for dot in chart.dots] == ["", "", "100002", "", "100001"]


@pytest.mark.parametrize(
    ("reach", "step"),
    [("1", "0.2"), ("0.4", "0.1"), ("7", "2"), ("12", "2.5"), ("100", "20"), ("37000", "10000")],
)
def test_steps_are_round(reach: str, step: str) -> None:
    assert nice_step(Decimal(reach)) == Decimal(step)


figures = st.decimals(-(10**6), 10**6, places=2)


@given(st.lists(figures, min_size=1, max_size=30), st.booleans())
def test_scale_has_room_for_all(values: list[Decimal], from_zero: bool) -> None:
    scale = Scale.over(values, from_zero=from_zero)
    assert all(0 <= scale.part(one) <= 1 for one in values)
    assert 2 <= len(scale.ticks) <= 8
    assert scale.ticks[-1] == scale.high
    assert not from_zero or scale.low <= 0 <= scale.high


@given(st.dictionaries(st.integers(1990, 2040), st.none() | figures, max_size=20))
def test_nothing_leaves_the_drawing(values: dict[int, Decimal | None]) -> None:
    chart = line_chart([Point(year, value) for year, value in sorted(values.items())])
    there = [value for value in values.values() if value is not None]
    assert (chart is None) == (not there)
    if chart is None:
        return
    assert len(chart.dots) == len(there)
    assert all(80 <= dot.x <= 308 and 30 <= dot.y <= 206 for dot in chart.dots)
    order = sorted(chart.dots, key=lambda dot: dot.x)
    assert all(left.x < right.x for left, right in pairwise(order))


def test_bars_share_a_scale_and_begin_at_zero() -> None:
    made = bars([point(0, "10"), point(0, None), point(0, "0"), point(0, "5")], line=Decimal(20))
    assert made.bars == [Bar(3.0, 97.0), None, Bar(3.0, 0.0), Bar(3.0, 48.5)]
    assert made.line == 197.0


def test_bars_show_how_sure_they_are() -> None:
    made = bars([point(0, "50", low="40", high="60"), point(0, "30", low="0", high="60")])
    assert [one.reach for one in made.bars if one] == [(132.3, 197.0), (3.0, 197.0)]


def test_bars_of_nothing() -> None:
    assert bars([]).bars == []
    assert bars([point(0, "0")]).bars == [Bar(3.0, 0.0)]


def test_bar_below_zero_goes_the_other_way() -> None:
    below, above = bars([point(0, "-5"), point(0, "5")]).bars
    assert below == Bar(3.0, 97.0)
    assert above == Bar(100.0, 97.0)


def test_spark_needs_two_years() -> None:
    assert spark([]) is None
    assert spark([point(2024, "1")]) is None
    small = spark([point(2023, "1"), point(2024, None), point(2025, "3")], aim=Decimal(3))
    assert small is not None
    assert small.lines == []
    assert [dot.x for dot in small.dots] == [90.0]
    assert small.aim == small.dots[0].y
