"""The ballot board: lines that anybody may read and nobody can change, take out or put in between unseen.

A ballot stands on it as a commitment: a hash of the ballot, chance and the tag of its credential. It shows nothing of the
ballot, and fits no other. Each line is chained to the one before it, and at set times a head sums all of them up: how many,
their Merkle root (RFC 9162) and the chain so far. Who keeps an old head can see that everything since only came behind it.

`docs/verify/check_board.py` checks the same with code of its own; what the texts are is said here and there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from wijkstem.domain.voting_codes import ALPHABET, RECEIPT_LENGTH, checked, letters
from wijkstem.kit.canonical import canonical, sha256
from wijkstem.kit.merkle import Tree
from wijkstem.words.rounds import BoardKind

#: Voters of an area whose ballots come on the board together, before the close: one alone, of whom the roll says the
#: day, would be known by it to whoever has the database.
LEAST_TOGETHER = 20
_BODY = RECEIPT_LENGTH - 1
_RECEIPTS = len(ALPHABET) ** _BODY
_HASHES = 1 << 256


@dataclass(frozen=True)
class Line:
    """A line of the board; ``number`` counts from 0, as the leaves of the tree do."""

    number: int
    kind: BoardKind
    digest: str

    @property
    def text(self) -> str:
        """As it is published, chained and a leaf of the tree: canonical JSON, made by hand for a hundred thousand lines."""
        return f'{{"digest":"{self.digest}","kind":"{self.kind.value}","number":{self.number}}}'


@dataclass(frozen=True)
class Head:
    """All lines so far in three figures. ``closing``: the vote is over, and no ballot comes any more."""

    size: int
    root: str
    chain: str
    closing: bool = False

    def public(self) -> dict[str, str | int]:
        return {"size": self.size, "root": self.root, "chain": self.chain, "closing": self.closing}


def start_of(round_id: str) -> str:
    """What the first line is chained to: no two rounds have the same board."""
    return sha256(f"wijkstem-board-v1:{round_id}")


def chained(chain: str, lines: Iterable[Line]) -> Iterator[tuple[Line, str]]:
    """``lines`` behind what ``chain`` is the end of, each with the chain up to it."""
    for line in lines:
        chain = sha256(chain + line.text)
        yield line, chain


def tree_of(lines: Iterable[Line]) -> Tree:
    return Tree(line.text.encode() for line in lines)


def next_lines(number: int, kind: BoardKind, digests: Iterable[str]) -> list[Line]:
    """Lines of one kind from ``number`` on: sorted, so that their order tells nothing of when they came."""
    found = enumerate(sorted(digests), number)
    return [Line(place, kind, digest) for place, digest in found]


def ballot_text(picks: Mapping[str, int]) -> str:
    """A ballot of whatever type: the plans, each with its points, score or place; 1 where it is only picked."""
    return canonical(dict(picks))


def commitment(*, round_id: str, area_id: str, ballot: str, nonce: str, tag: str) -> str:
    """What stands on the board for a ballot; ``ballot`` is its canonical text."""
    return sha256(canonical(["wijkstem-ballot-v1", round_id, area_id, ballot, nonce, tag]))


def receipt_of(committed: str) -> str:
    """The short code of a commitment: its first 53 bits in the letters of a voting code."""
    return checked(letters(int(committed, 16) * _RECEIPTS // _HASHES, _BODY))


def committed_between(receipt: str) -> tuple[str, str]:
    """The first and the last commitment that can have this receipt: a stretch, so an index on them finds it."""
    value = 0
    for letter in receipt[:_BODY]:
        value = value * len(ALPHABET) + ALPHABET.index(letter)
    first, behind = (-(-one * _HASHES // _RECEIPTS) for one in (value, value + 1))
    return f"{first:064x}", f"{behind - 1:064x}"
