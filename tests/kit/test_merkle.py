"""Merkle trees as in RFC 9162: the vectors of Certificate Transparency, the RFC's own example, and every small tree."""

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkstem.kit.merkle import Tree, begins, includes, leaf_hash, node_hash, root_of

#: The test data of Certificate Transparency's reference implementation: these leaves give these roots.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def test_roots_of_the_reference_data() -> None:
    assert tuple(root_of(LEAVES[:size]).hex() for size in range(9)) == ROOTS


def by_definition(leaves: list[bytes]) -> bytes:
    """MTH as the RFC words it (2.1.1)."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return node_hash(by_definition(leaves[:left]), by_definition(leaves[left:]))


def numbered(size: int) -> list[bytes]:
    return [b"%d" % number for number in range(size)]


@pytest.mark.parametrize("size", range(70))
def test_root_is_the_one_of_the_definition(size: int) -> None:
    assert root_of(numbered(size)) == by_definition(numbered(size))


def test_proofs_of_the_rfc_example() -> None:
    """RFC 9162, 2.1.5: a tree of seven leaves, its inclusion and its consistency proofs by name."""
    d = numbered(7)
    a, b, c, dd, e, f, j = (leaf_hash(leaf) for leaf in d)
    g, h, i = node_hash(a, b), node_hash(c, dd), node_hash(e, f)
    k, m = node_hash(g, h), node_hash(i, j)
    tree = Tree(d)
    assert tree.root == node_hash(k, m)
    assert tree.inclusion(0) == [b, h, m]
    assert tree.inclusion(3) == [c, g, m]
    assert tree.inclusion(4) == [f, j, k]
    assert tree.inclusion(6) == [i, k]
    assert tree.consistency(3) == [c, dd, g, m]
    assert tree.consistency(4) == [m]
    assert tree.consistency(6) == [i, j, k]


@pytest.mark.parametrize("size", range(1, 40))
def test_every_leaf_is_proved_and_no_other(size: int) -> None:
    leaves = numbered(size)
    tree = Tree(leaves)
    for place, leaf in enumerate(leaves):
        path = tree.inclusion(place)

        def proved(
            at: int = place,
            of: bytes = leaf,
            by: list[bytes] = path,
            under: bytes = tree.root,
        ) -> bool:
            return includes(root=under, size=size, place=at, leaf=of, path=by)

        assert proved()
        assert not proved(of=b"another")
        assert not proved(under=leaf_hash(b"another"))
        assert not proved(by=[*path, tree.root])
        assert not any(proved(by=path[:length]) for length in range(len(path)))
        assert not any(proved(at=other) for other in range(-1, size + 1) if other != place)


@pytest.mark.parametrize("size", range(1, 40))
def test_every_older_tree_is_proved_and_no_other(size: int) -> None:
    tree = Tree(numbered(size))
    for older in range(1, size + 1):
        root, path = root_of(numbered(older)), tree.consistency(older)

        def proved(
            was: bytes = root, of: int = older, by: list[bytes] = path, now: bytes = tree.root
        ) -> bool:
            return begins(older=was, older_size=of, newer=now, newer_size=size, path=by)

        assert proved()
        assert not proved(was=leaf_hash(b"another"))
        assert not proved(now=leaf_hash(b"another"))
        assert not proved(by=[*path, tree.root])
        assert not any(proved(by=path[:length]) for length in range(len(path)))


def test_a_rewritten_beginning_has_no_proof() -> None:
    leaves = numbered(20)
    for older, changed in ((8, 3), (13, 12), (19, 0)):
        was = root_of([*leaves[:changed], b"other", *leaves[changed + 1 : older]])
        tree = Tree(leaves)
        assert not begins(
            older=was,
            older_size=older,
            newer=tree.root,
            newer_size=20,
            path=tree.consistency(older),
        )


@pytest.mark.parametrize("place", [-1, 3])
def test_there_is_no_proof_of_what_is_not_there(place: int) -> None:
    with pytest.raises(IndexError):
        Tree(numbered(3)).inclusion(place)


@pytest.mark.parametrize("older", [-1, 0, 4])
def test_there_is_no_proof_of_a_tree_that_never_was(older: int) -> None:
    with pytest.raises(IndexError):
        Tree(numbered(3)).consistency(older)
    assert not begins(older=b"", older_size=older, newer=b"", newer_size=3, path=[])


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=300), st.data())
def test_whatever_the_leaves_are(leaves: list[bytes], data: st.DataObject) -> None:
    tree = Tree(leaves)
    place = data.draw(st.integers(0, len(leaves) - 1))
    older = data.draw(st.integers(1, len(leaves)))
    assert tree.root == by_definition(leaves)
    assert includes(
        root=tree.root,
        size=tree.size,
        place=place,
        leaf=leaves[place],
        path=tree.inclusion(place),
    )
    assert begins(
        older=root_of(leaves[:older]),
        older_size=older,
        newer=tree.root,
        newer_size=tree.size,
        path=tree.consistency(older),
    )


@given(st.lists(st.binary(max_size=4), min_size=2, max_size=40), st.data())
def test_another_list_has_another_root(leaves: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(leaves) - 2))
    swapped = [*leaves[:place], leaves[place + 1], leaves[place], *leaves[place + 2 :]]
    others = [leaves[:-1], leaves[1:], [*leaves, leaves[-1]], swapped]
    for other in others:
        assert (root_of(other) == root_of(leaves)) == (other == leaves)


def test_a_hundred_thousand_leaves_have_short_proofs() -> None:
    tree = Tree(numbered(100_000))
    assert max(len(tree.inclusion(place)) for place in range(0, 100_000, 997)) == 17
    assert max(len(tree.consistency(older)) for older in range(1, 100_000, 997)) <= 18
    assert all(one < two for one, two in pairwise([len(level) for level in tree._levels[::-1]]))
