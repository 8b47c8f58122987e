"""`python -m bench.tallying ours|pabutools FILE`: one count in a process of its own; seconds, peak memory, winners."""

import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

KILOBYTES = 1024


def ours(file: Path) -> tuple[int, int, list[str]]:
    """Ballots, plans and winners; Add1 up to the first exhaustive outcome, which is what pabutools does."""
    # Inside, so that neither pays for what the other imports.
    from wijkstem.tally import presets
    from wijkstem.tally.counting import count
    from wijkstem.tally.pabulib.electing import elected
    from wijkstem.tally.pabulib.reading import read
    from wijkstem.tally.rules import Completion, EqualShares

    election = elected(read(file.read_bytes())).election
    rule = presets.equal_shares(completion=Completion.ADD1U)
    assert isinstance(rule.winner, EqualShares)
    rule = replace(rule, winner=replace(rule.winner, exhaustive_stop=True))
    result = count(election, rule)
    return result.voters, len(result.plans), list(result.winners)


def pabutools(file: Path) -> tuple[int, int, list[str]]:
    """The same by pabutools, as its own documents do it, with our ties."""
    from pabutools.election import Cost_Sat, parse_pabulib
    from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
    from pabutools.tiebreaking import TieBreakingRule

    instance, profile = parse_pabulib(str(file))
    votes = {one.name: profile.approval_score(one) for one in instance}
    ties = TieBreakingRule(lambda *asked: (asked[-1].cost, -votes[asked[-1].name], asked[-1].name))
    how: dict[str, Any] = {"sat_class": Cost_Sat, "tie_breaking": ties}
    grouped = profile.as_multiprofile()
    shares = method_of_equal_shares(instance, grouped, voter_budget_increment=1, **how)
    found = greedy_utilitarian_welfare(instance, grouped, initial_budget_allocation=shares, **how)
    return profile.num_ballots(), len(instance), [str(one.name) for one in found]


def _peak() -> int:
    """Kilobytes; from the kernel's book of this process, for `getrusage` starts at what its parent held."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def main() -> None:
    """Print one JSON object."""
    who, file = sys.argv[1], Path(sys.argv[2])
    began = time.perf_counter()
    voters, plans, winners = (ours if who == "ours" else pabutools)(file)
    seconds = time.perf_counter() - began
    said = {
        "seconds": seconds,
        "megabytes": _peak() / KILOBYTES,
        "voters": voters,
        "plans": plans,
        "winners": sorted(winners),
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main()
