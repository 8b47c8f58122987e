"""Merkle trees of RFC 9162 (2.1): a root for a list, and short proofs of what stands in it and what came before it.

Leaves and nodes are hashed with different first bytes, so that nobody can show a node as if it were a leaf.
"""

import hashlib
from collections.abc import Iterable, Sequence


def leaf_hash(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A list with its hashes, kept in levels: a hundred thousand leaves cost as many hashes again, once.

    In level h the hash at place j covers the leaves from ``j << h`` on, as many as there are of ``1 << h``. A last one
    without a neighbour goes up as it is: that gives the tree of the RFC, which is full on its left.
    """

    def __init__(self, leaves: Iterable[bytes]) -> None:
        level = [leaf_hash(leaf) for leaf in leaves]
        self.size = len(level)
        self._levels = [level]
        while len(level) > 1:
            pairs = zip(level[::2], level[1::2], strict=False)
            above = [node_hash(left, right) for left, right in pairs]
            level = above + level[len(above) * 2 :]
            self._levels.append(level)

    @property
    def root(self) -> bytes:
        return self._levels[-1][0] if self.size else hashlib.sha256().digest()

    def inclusion(self, place: int) -> list[bytes]:
        """The proof that the leaf at ``place`` (from 0) stands in the tree, from the leaf upwards."""
        if not 0 <= place < self.size:
            raise IndexError(f"no leaf {place} in a tree of {self.size}")
        path = []
        for level in self._levels[:-1]:
            if (place ^ 1) < len(level):
                path.append(level[place ^ 1])
            place >>= 1
        return path

    def consistency(self, older: int) -> list[bytes]:
        """The proof that the tree of the first ``older`` leaves is the beginning of this one."""
        if not 0 < older <= self.size:
            raise IndexError(f"no older tree of {older} in a tree of {self.size}")
        return self._beginning(older, 0, self.size, whole=True)

    def _beginning(self, older: int, start: int, size: int, *, whole: bool) -> list[bytes]:
        """SUBPROOF of the RFC (2.1.4.1), for the ``size`` leaves from ``start`` on."""
        if older == size:
            return [] if whole else [self._covering(start, size)]
        left = _largest_power_below(size)
        if older <= left:
            path = self._beginning(older, start, left, whole=whole)
            return [*path, self._covering(start + left, size - left)]
        path = self._beginning(older - left, start + left, size - left, whole=False)
        return [*path, self._covering(start, left)]

    def _covering(self, start: int, size: int) -> bytes:
        height = (size - 1).bit_length()
        return self._levels[height][start >> height]


def root_of(leaves: Iterable[bytes]) -> bytes:
    return Tree(leaves).root


def includes(*, root: bytes, size: int, place: int, leaf: bytes, path: Sequence[bytes]) -> bool:
    """Whether ``path`` proves that ``leaf`` stands at ``place`` in the tree of ``root`` (RFC 9162, 2.1.3.2)."""
    if not 0 <= place < size:
        return False
    node, last, found = place, size - 1, leaf_hash(leaf)
    for step in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(step, found)
            node, last = _up_to_a_right_one(node, last)
        else:
            found = node_hash(found, step)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def begins(
    *, older: bytes, older_size: int, newer: bytes, newer_size: int, path: Sequence[bytes]
) -> bool:
    """Whether ``path`` proves that the newer tree only added to the older one (RFC 9162, 2.1.4.2)."""
    if not 0 < older_size <= newer_size:
        return False
    if older_size == newer_size:
        return not path and older == newer
    steps = [older, *path] if older_size & (older_size - 1) == 0 else list(path)
    if not steps:
        return False
    node, last = older_size - 1, newer_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    was = now = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            was, now = node_hash(step, was), node_hash(step, now)
            node, last = _up_to_a_right_one(node, last)
        else:
            now = node_hash(now, step)
        node, last = node >> 1, last >> 1
    return last == 0 and was == older and now == newer


def _up_to_a_right_one(node: int, last: int) -> tuple[int, int]:
    """Past the levels in which the last hash had no neighbour and went up as it was."""
    while node and not node & 1:
        node, last = node >> 1, last >> 1
    return node, last


def _largest_power_below(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)
