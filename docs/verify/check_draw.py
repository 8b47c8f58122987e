#!/usr/bin/env python3
"""Checks a draw by lot with nothing but Python: no part of Wijkstem is used. README.md tells more.

The list was fixed before the draw, and its root was published. The figures came later, from a public source. Who is drawn
follows from both. This program does it again.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path


def sha256(data):
    return hashlib.sha256(data).digest()


def root_of(lines):
    """RFC 9162, 2.1.1: pairs, level by level; a last one without a neighbour goes up as it is."""
    level = [sha256(b"\0" + line.encode()) for line in lines]
    while len(level) > 1:
        pairs = [sha256(b"\1" + level[i - 1] + level[i]) for i in range(1, len(level), 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0].hex()


def places(sizes, seats):
    """Largest remainder; equal ones: the larger first, then the earlier."""
    total = sum(sizes)
    seats = min(seats, total)
    whole = [seats * size // total for size in sizes]
    order = sorted(range(len(sizes)), key=lambda i: (-(seats * sizes[i] % total), -sizes[i], i))
    for i in order[: seats - sum(whole)]:
        whole[i] += 1
    return whole


def drawn(root, figure, entries, seats):
    def ticket(entry):
        return hashlib.sha256(f"{root}|{figure}|{entry}".encode()).hexdigest()

    return sorted(entries, key=ticket)[:seats]


def wrong_in(lines, out, kept):
    """What does not fit, in words."""
    plan, entries = json.loads(lines[0]), [json.loads(line) for line in lines[1:]]
    strata, root = plan["strata"], root_of(lines)
    numbers = [one["entry"] for one in entries]
    theirs = {one["number"]: [] for one in strata}
    for one in entries:
        if one["stratum"] not in theirs:
            return ["een kandidaat staat in een groep die er niet is"]
        theirs[one["stratum"]].append(one["entry"])
    sizes = [one["candidates"] for one in strata]
    again = [
        {
            "stratum": one["number"],
            "entries": drawn(root, out["figure"], theirs[one["number"]], one["seats"]),
        }
        for one in strata
    ]
    checks = [
        (root == out["root"], "de lijst hoort niet bij de wortel"),
        (not kept or kept == root, "de lijst hoort niet bij de wortel die u bewaarde"),
        (len(set(numbers)) == len(numbers), "een kandidaat staat er twee keer"),
        (
            [len(theirs[one["number"]]) for one in strata] == sizes,
            "een groep is anders van grootte",
        ),
        (
            places(sizes, plan["seats"]) == [one["seats"] for one in strata],
            "de plaatsen zijn anders verdeeld",
        ),
        (plan["source"] == out["source"], "de getallen komen ergens anders vandaan"),
        (plan["first_day"] == out["first_day"], "het is een andere dag"),
        (again == out["drawn"], "andere kandidaten zijn geloot"),
    ]
    return [words for right, words in checks if not right]


def main():
    ask = argparse.ArgumentParser(description="Kijkt een loting na. Zie README.md.")
    ask.add_argument("listed", type=Path, help="kandidaten.jsonl")
    ask.add_argument("outcome", type=Path, help="loting.json")
    ask.add_argument("--root", default="", help="de wortel die u voor de loting bewaarde")
    ask.add_argument("--entry", default="", help="uw nummer: hoeveelste bent u?")
    asked = ask.parse_args()
    lines = asked.listed.read_text(encoding="utf-8").splitlines()
    out = json.loads(asked.outcome.read_text(encoding="utf-8"))
    wrong = wrong_in(lines, out, asked.root)
    told = [
        f"{len(lines) - 1} kandidaten, {sum(len(one['entries']) for one in out['drawn'])} plaatsen"
    ]
    told += [f"FOUT: {one}" for one in wrong]
    if asked.entry:
        mine = {one["entry"]: one["stratum"] for one in map(json.loads, lines[1:])}
        stratum = mine.get(asked.entry)
        others = [one for one in mine if mine[one] == stratum]
        order = drawn(root_of(lines), out["figure"], others, len(others))
        place = order.index(asked.entry) + 1 if stratum is not None else 0
        told += [
            f"uw nummer is nummer {place} van groep {stratum}"
            if place
            else "FOUT: uw nummer staat er niet"
        ]
        wrong = wrong or ([] if place else ["niet gevonden"])
    if not wrong:
        told += ["Alles klopt."]
    sys.stdout.write("\n".join(told) + "\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
