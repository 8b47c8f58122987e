"""How many voters see at least one plan of theirs get money: in all, and by how their ballot came."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from wijkstem.tally.elections import Election
from wijkstem.words.rounds import VotingMethod


def reach(
    election: Election, winners: Collection[str], methods: Sequence[VotingMethod] | None
) -> dict[str, Any]:
    """Voters and, of those, who has a plan with money; by neighbourhood of the plans that they named too."""
    won, where = set(winners), {plan.id: plan.neighbourhood for plan in election.plans}
    voters: Counter[str] = Counter()
    served: Counter[str] = Counter()
    of_all = 0
    for number, ballot in enumerate(election.ballots):
        glad = not won.isdisjoint(ballot.plans)
        of_all += glad
        keys = {f"neighbourhood:{where[plan]}" for plan in ballot.plans}
        if methods is not None:
            keys.add(f"method:{methods[number]}")
        voters.update(keys)
        served.update(keys if glad else ())
    return {
        "voters": len(election.ballots),
        "served": of_all,
        "neighbourhoods": _part("neighbourhood:", voters, served),
        "methods": _part("method:", voters, served),
    }


def _part(kind: str, voters: Counter[str], served: Counter[str]) -> dict[str, dict[str, int]]:
    return {
        key.removeprefix(kind): {"voters": many, "served": served[key]}
        for key, many in sorted(voters.items())
        if key.startswith(kind)
    }
