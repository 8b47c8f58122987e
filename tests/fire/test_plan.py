"""A check's storms are short, and still everything falls in them."""

from tests.fire.plan import FEW, HANDS, SEEDS, Kind, plan_of


def test_every_kind_of_blow_falls_in_the_fixed_storms() -> None:
    plans = [plan_of(seed, whole=False) for seed in SEEDS]
    assert {kind for plan in plans for kind in plan.kinds} == set(Kind)
    assert {plan.clocks_differ for plan in plans} == {True, False}
    assert {plan.as_procfile for plan in plans} == {True, False}
    assert [plan.weighed for plan in plans].count(True) == 1


def test_any_other_seed_deals_different_kinds_and_the_same_again() -> None:
    hands = [plan_of(seed, whole=False) for seed in range(1000, 1040)]
    assert hands == [plan_of(seed, whole=False) for seed in range(1000, 1040)]
    assert {len(set(plan.kinds)) for plan in hands} == {FEW}
    assert {kind for plan in hands for kind in plan.kinds} == set(Kind)
    assert {plan.clocks_differ for plan in hands} == {True, False}


def test_whole_storm_leaves_nothing_out() -> None:
    for seed in (*HANDS, 4711):
        plan = plan_of(seed, whole=True)
        assert set(plan.kinds) == set(Kind)
        assert plan.clocks_differ
        assert plan.weighed
