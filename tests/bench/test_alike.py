"""Recall and precision of similar plans: the labels are sound, and the figures are what a hand counts."""

from bench.alike import Plan, Score, doubles, fill, labelled, score, shown_to_officials
from tests.support.world import World


def test_labels_are_sound() -> None:
    plans = labelled()
    wanted = doubles(plans)
    assert len({plan.title for plan in plans}) == len(plans)
    assert all(8 <= len(plan.title) <= 120 and plan.text for plan in plans)
    pairs = [(i, j) for i, others in wanted.items() for j in others]
    assert 30 <= len(pairs) // 2 <= 100
    assert all((j, i) in pairs for i, j in pairs)
    # Plans that look alike and are not: else everything that has a word in common would be right.
    assert sum(not others for others in wanted.values()) >= 30


def test_score_as_a_hand_counts_it() -> None:
    wanted: dict[int, set[int]] = {0: {1, 2}, 1: {0, 2}, 2: {0, 1}, 3: set()}
    shown = {0: [1, 3], 1: [], 2: [1, 0], 3: [0]}
    found = score(wanted, shown)
    assert found == Score(right=3, doubles=6, shown=5)
    assert (found.recall, found.precision) == (0.5, 0.6)
    assert score(wanted, {0: []}).precision == 0.0


def test_every_plan_is_asked_for_and_not_shown_to_itself(sqlite_world: World) -> None:
    plans = [
        Plan("Bankjes bij de vijver", "Zet bankjes bij de vijver in het park.", 0),
        Plan("Een bankje bij de vijver", "Een bankje bij de vijver in het park.", 0),
        Plan("Meer licht op het Spoorpad", "Lantaarns langs het spoor.", None),
    ]
    ids = fill(sqlite_world, plans)
    assert shown_to_officials(sqlite_world, plans, ids) == {0: [1], 1: [0], 2: []}
