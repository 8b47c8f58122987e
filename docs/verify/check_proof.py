#!/usr/bin/env python3
"""Checks a proof from a ballot board with nothing but Python: no part of Wijkstem is used. README.md tells more.

There are two kinds. One proves that a line is on the board without the rest of the board. The other proves that an older
head is the beginning of a newer one: nothing was changed or taken out in between.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path


def sha256(data):
    return hashlib.sha256(data).digest()


def node(left, right):
    return sha256(b"\1" + left + right)


def climb(place, last, path, now, was=b""):
    """The root that a path leads to, and the older root; None for a path of the wrong length."""
    for step in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            now, was = node(step, now), node(step, was)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            now = node(now, step)
        place, last = place >> 1, last >> 1
    return (now, was) if last == 0 else None


def on_the_board(proof, path):
    """RFC 9162, 2.1.3.2."""
    place, size = proof["number"], proof["size"]
    if json.loads(proof["line"])["number"] != place or not 0 <= place < size:
        return False
    top = climb(place, size - 1, path, sha256(b"\0" + proof["line"].encode()))
    return top is not None and top[0].hex() == proof["root"]


def only_added(proof, path):
    """RFC 9162, 2.1.4.2."""
    older, size, was = proof["older_size"], proof["size"], bytes.fromhex(proof["older_root"])
    if not 0 < older < size:
        return older == size and not path and proof["older_root"] == proof["root"]
    if older & (older - 1) == 0:
        path = [was, *path]
    place, last = older - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    top = climb(place, last, path[1:], path[0], path[0]) if path else None
    return top is not None and (top[0].hex(), top[1]) == (proof["root"], was)


def main():
    ask = argparse.ArgumentParser(
        description="Kijkt een bewijs van een stembord na. Zie README.md."
    )
    ask.add_argument("proof", type=Path, help="bewijs.json")
    ask.add_argument(
        "--head", action="append", default=[], help="een kop uit een e-mail: AANTAL:WORTEL"
    )
    asked = ask.parse_args()
    proof = json.loads(asked.proof.read_text(encoding="utf-8"))
    path = [bytes.fromhex(step) for step in proof["path"]]
    right = (on_the_board if "line" in proof else only_added)(proof, path)
    heads = [f"{proof['size']}:{proof['root']}"]
    heads += [f"{proof['older_size']}:{proof['older_root']}"] if "older_size" in proof else []
    other = [head for head in asked.head if head not in heads]
    told = ["Het bewijs klopt." if right else "FOUT: het bewijs klopt niet."]
    told += [f"FOUT: het bewijs gaat niet over uw kop {head}" for head in other]
    if not asked.head:
        told += [f"Het hoort bij deze kop. Kijk of u die ook elders ziet: {heads[0]}"]
    sys.stdout.write("\n".join(told) + "\n")
    return not right or bool(other)


if __name__ == "__main__":
    sys.exit(main())
