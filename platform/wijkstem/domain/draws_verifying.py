"""Checking a draw from its two published files alone: the list that was fixed before, and what came out."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from wijkstem.domain.draws import LEAST, allocated, by_stratum, drawn_order, is_ordered, list_root
from wijkstem.domain.lots import figure_of
from wijkstem.domain.verifying import Check

#: What a file can have wrong that reading it finds.
_UNREADABLE: Final = (ValueError, KeyError, TypeError, AttributeError)


def verify_draw(listed: str, outcome: str, root: str = "") -> list[Check]:
    """Every check, ``root`` being one that was kept from before the draw; it stops at what cannot be read."""
    try:
        lines = listed.splitlines()
        plan, out = json.loads(lines[0]), json.loads(outcome)
        entries = [(one["entry"], one["stratum"]) for one in map(json.loads, lines[1:])]
        return _checks(lines, plan, entries, out, root)
    except (*_UNREADABLE, IndexError) as wrong:
        return [Check("readable", "both files can be read", f"{type(wrong).__name__}: {wrong}")]


def _checks(
    lines: Sequence[str],
    plan: dict[str, Any],
    entries: list[tuple[str, int]],
    out: dict[str, Any],
    root: str,
) -> list[Check]:
    strata = plan["strata"]
    numbers = [entry for entry, _ in entries]
    sizes = Counter(stratum for _, stratum in entries)
    found = list_root(lines)
    places = allocated([one["candidates"] for one in strata], plan["seats"])
    order = {
        number: drawn_order(found, out["figure"], theirs)
        for number, theirs in by_stratum(dict(entries)).items()
    }
    wanted = [
        {"stratum": one["number"], "entries": order.get(one["number"], [])[: one["seats"]]}
        for one in strata
    ]
    said: list[tuple[str, str, bool]] = [
        ("root", "the list is the one whose root was published", found == out["root"]),
        ("kept", "it has the root that you kept", not root or root == found),
        ("order", "each candidate stands in the list once, by number", is_ordered(numbers)),
        (
            "strata",
            "each stratum has as many candidates as it says",
            dict(sizes) == {one["number"]: one["candidates"] for one in strata},
        ),
        ("places", "places are in proportion", places == [one["seats"] for one in strata]),
        (
            "small",
            "no stratum is so small that it points at people",
            all(one["candidates"] >= LEAST for one in strata),
        ),
        ("source", "the figures come from where was said", _same(plan, out, "source", "first_day")),
        (
            "figures",
            "the figures are written in the one way",
            figure_of(out["figure"]) == out["figure"],
        ),
        ("drawn", "these candidates follow from list and figures", out["drawn"] == wanted),
    ]
    return [Check(name, what, "" if right else "this is not so") for name, what, right in said]


def _same(one: dict[str, Any], other: dict[str, Any], *names: str) -> bool:
    return all(one[name] == other[name] for name in names)
