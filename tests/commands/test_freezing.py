"""Fixing a round: two officials, one file, and nothing that changes after it."""

import pytest

from tests.support.rounds import a_round, filled_round, officials, the_round
from tests.support.world import World
from wijkstem.commands.fixing_ballot import FixBallot
from wijkstem.commands.freezing import AskFreeze, FreezeRound
from wijkstem.domain.rounds import RuleFile
from wijkstem.errors import Conflict, RuleBroken
from wijkstem.events.rounds import RoundFrozen
from wijkstem.words.rounds import RoundState


def test_round_is_fixed_by_two_officials(world: World) -> None:
    made = a_round(world)

    now = the_round(world, made.number)
    assert now.state is RoundState.FROZEN
    assert now.file is not None
    assert (now.file.digest, now.opens_at, now.closes_at) == (
        now.rule_digest,
        made.opens_at,
        made.closes_at,
    )
    assert {plan.title: plan.number for plan in now.file.plans} == made.numbers
    [event] = world.events(RoundFrozen)
    asked, fixed = made.officials
    assert (event.digest, event.asked_by, event.official_id) == (
        now.rule_digest,
        asked.person_id,
        fixed.person_id,
    )
    assert (event.budget, event.inhabitants, event.plans, event.areas) == (1500, 1000, 5, 2)
    assert now.voting(world.clock.at)
    assert not now.voting(made.closes_at)
    assert RuleFile.from_json(now.rule_file or "") == now.file


def test_who_asked_cannot_fix(world: World) -> None:
    made = filled_round(world)
    one, other = officials(world)
    world.execute(FixBallot(made.id, the_round(world, made.number).revision), one)
    digest = world.execute(AskFreeze(made.id, the_round(world, made.number).revision), one)

    with pytest.raises(RuleBroken, match="Een andere collega"):
        world.execute(FreezeRound(made.id, digest), one)
    with pytest.raises(Conflict):
        world.execute(FreezeRound(made.id, "0" * 64), other)
    world.execute(FreezeRound(made.id, digest), other)
