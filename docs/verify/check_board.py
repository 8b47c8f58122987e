#!/usr/bin/env python3
"""Checks a ballot board with nothing but Python: no part of Wijkstem is used. README.md tells what to do with it.

A board has a line for each ballot; a head sums up the first so many lines. This makes every head anew from the lines.
The words on the screen are Dutch, as the platform's pages are.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

LETTERS = "0123456789ACDEFGHJKMNPQRTVWXY"
READ_AS = str.maketrans("OILSZBU", "011528V", "- ")
NAMES = {"number", "kind", "digest"}
KINDS = {"rules", "ballot", "paper_batch", "closing", "result"}


def sha256(data):
    return hashlib.sha256(data).digest()


def heads_of(lines, round_id, sizes):
    """Root (RFC 9162, 2.1.1) and chain after the first `size` lines, for each of `sizes`, in one go over the lines.

    Of the tree only the peaks are kept: full trees of 2, 4, 8 ... leaves, side by side, which a root joins.
    """
    chain, peaks, found = sha256(f"wijkstem-board-v1:{round_id}".encode()).hex(), [], {}
    for size, line in enumerate(lines, 1):
        chain = sha256((chain + line).encode()).hex()
        peaks.append((1, sha256(b"\0" + line.encode())))
        while len(peaks) > 1 and peaks[-1][0] == peaks[-2][0]:
            (many, right), (_, left) = peaks.pop(), peaks.pop()
            peaks.append((2 * many, sha256(b"\1" + left + right)))
        if size in sizes:
            root = peaks[-1][1]
            for _, left in reversed(peaks[:-1]):
                root = sha256(b"\1" + left + root)
            found[size] = (root.hex(), chain)
    return found


def receipt_of(commitment):
    """11 letters for the beginning of a commitment, and one that checks them (ISO 7064, modulus 29, radix 2)."""
    value, code, total = int(commitment, 16) * 29**11 >> 256, "", 0
    for _ in range(11):
        value, letter = divmod(value, 29)
        code = LETTERS[letter] + code
    for letter in code:
        total = (2 * total + LETTERS.index(letter)) % 29
    return code + LETTERS[(1 - 2 * total) % 29]


def entry_of(line, place):
    """What a line says; refuses what could be written in another way, or stands in another place."""
    entry = json.loads(line)
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if text != line or set(entry) != NAMES or entry["kind"] not in KINDS:
        raise ValueError("dit is geen regel van een stembord")
    if entry["number"] != place:
        raise ValueError(f"hier staat nummer {entry['number']}")
    if (entry["kind"] == "rules") != (place == 0):
        raise ValueError("de spelregels staan op de eerste regel, en nergens anders")
    return entry


def commitments_of(lines, wrong):
    """The ballots on the board, by the number of their line."""
    found = {}
    for place, line in enumerate(lines):
        try:
            entry = entry_of(line, place)
            if entry["kind"] == "ballot":
                found[place] = f"{int(entry['digest'], 16):064x}"
        except (KeyError, TypeError, ValueError) as what:
            wrong.append(f"regel {place}: {what}")
    return found


def check_ballots(ballots, heads, wrong):
    """Each ballot once, none after the close, and sorted between two heads: their order tells nothing."""
    closed = min((head["size"] for head in heads if head["closing"]), default=float("inf"))
    starts, seen, before, last = {head["size"] for head in heads}, set(), "", -1
    for place, commitment in ballots.items():
        if any(start in starts for start in range(last + 1, place + 1)):
            before = ""
        if commitment in seen:
            wrong.append(f"regel {place}: deze stem staat er al")
        elif commitment < before:
            wrong.append(f"regel {place}: de stemmen van deze kop staan niet op volgorde")
        if place >= closed:
            wrong.append(f"regel {place}: een stem na de sluiting")
        seen.add(commitment)
        before, last = commitment, place


def check_heads(lines, round_id, heads, wrong):
    """Heads that sum up these lines. When all do, each is the beginning of the next."""
    found = heads_of(lines, round_id, {head["size"] for head in heads})
    for head in heads:
        root, chain = found.get(head["size"], ("", ""))
        if head["root"] != root or head.get("chain", chain) != chain:
            wrong.append(f"de kop van {head['size']} regels klopt niet met de regels")
    if [head["size"] for head in heads] != sorted({head["size"] for head in heads}):
        wrong.append("de koppen staan niet op volgorde")
    if heads and heads[-1]["size"] < len(lines):
        wrong.append(f"{len(lines) - heads[-1]['size']} regels vallen nog onder geen kop")


def main():
    ask = argparse.ArgumentParser(description="Kijkt een stembord na. Zie README.md.")
    ask.add_argument("board", type=Path, help="bord.jsonl")
    ask.add_argument("heads", type=Path, help="koppen.json")
    ask.add_argument("--receipt", default="", help="uw ontvangstcode")
    ask.add_argument(
        "--head", action="append", default=[], help="een kop uit een e-mail: AANTAL:WORTEL"
    )
    asked, wrong = ask.parse_args(), []
    lines = asked.board.read_text(encoding="utf-8").split("\n")[:-1]
    said = json.loads(asked.heads.read_text(encoding="utf-8"))
    ballots = commitments_of(lines, wrong)
    check_ballots(ballots, said["heads"], wrong)
    check_heads(lines, said["round"], said["heads"], wrong)
    told = [f"{len(lines)} regels, waarvan {len(ballots)} stemmen, en {len(said['heads'])} koppen"]
    for size, _, root in (one.partition(":") for one in asked.head):
        if heads_of(lines, said["round"], {int(size)}).get(int(size), "")[:1] != (root,):
            wrong.append(f"uw kop van {size} regels klopt niet met de regels")
    if asked.receipt:
        code = asked.receipt.upper().translate(READ_AS)
        places = [place for place, one in ballots.items() if receipt_of(one) == code]
        told += [f"uw stem staat op regel {place}" for place in places]
        wrong += [] if places else ["uw stem staat niet op dit bord"]
    told += [f"FOUT: {one}" for one in wrong] or ["Alles klopt."]
    sys.stdout.write("\n".join(told) + "\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
