"""What discussions hold to: who waits, and a score that does not only reward who came first."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkstem.domain.discussion import Pace, braked, is_to_order, on_the_edge, score
from wijkstem.rules.discussing import Discussing
from wijkstem.words.discussion import Brake

RULE = Discussing(hour_most=5, new_days=3, new_hour_most=2, newcomers_most=4, assumed=True)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("support", "since", "expected"),
    [
        (0, 0, 0),
        (0, 100, 0),
        # The lower end of Wilson's interval at 95 per cent, as its tables have it: 1/1, 5/20 and 50/1000.
        (1, 1, 206_549),
        (5, 20, 111_861),
        (50, 1000, 38_130),
        # Support of before can be taken back.
        (3, 1, score(3, 3)),
    ],
)
def test_score_is_the_lower_end_of_wilsons_interval(
    support: int, since: int, expected: int
) -> None:
    assert abs(score(support, since) - expected) <= 10


def test_new_contribution_passes_an_old_one_that_had_all_the_time() -> None:
    assert score(5, 20) > score(50, 1000)
    assert score(1, 1) < score(9, 10)


@given(st.integers(1, 5000), st.integers(0, 5000), st.integers(1, 100))
def test_score_only_sinks_while_others_are_supported(support: int, more: int, step: int) -> None:
    """So an order that is not worked out yet never puts anything too low."""
    since = support + more
    assert 0 <= score(support, since + step) <= score(support, since) < 1_000_000
    assert score(support + 1, since + 1) >= score(support, since)


def test_order_is_worked_out_each_time_that_support_grew_by_a_tenth() -> None:
    at, passes = 0, 0
    for supports in range(1, 10_001):
        if is_to_order(supports, at):
            at, passes = supports, passes + 1
    assert passes < 80


@pytest.mark.parametrize(
    ("pace", "slow", "expected"),
    [
        (Pace(4, False, 0, None), 0, None),
        (Pace(5, False, 0, None), 0, Brake.HOUR),
        (Pace(1, True, 3, None), 0, None),
        (Pace(2, True, 0, None), 0, Brake.NEW_ACCOUNT),
        (Pace(1, True, 4, None), 0, Brake.NEWCOMERS),
        (Pace(1, False, 99, NOW - timedelta(minutes=9)), 10, Brake.SLOW),
        (Pace(1, False, 99, NOW - timedelta(minutes=10)), 10, None),
    ],
)
def test_who_has_to_wait(pace: Pace, slow: int, expected: Brake | None) -> None:
    assert braked(RULE, pace, slow, NOW) is expected


def test_desk_looks_before_anybody_is_refused() -> None:
    assert on_the_edge(RULE, Pace(3, False, 0, None)) is None
    assert on_the_edge(RULE, Pace(4, False, 0, None)) is Brake.HOUR
    assert on_the_edge(RULE, Pace(1, True, 0, None)) is Brake.NEW_ACCOUNT
    assert on_the_edge(RULE, Pace(0, True, 3, None)) is Brake.NEWCOMERS
