"""One content has one text; what could be written in two ways is refused."""

import json
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkstem.kit.canonical import canonical, sha256


class Colour(StrEnum):
    RED = "red"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def test_names_are_sorted_and_letters_stay() -> None:
    content = {"ë": 1, "b": [True, None, ("x",)], "a": {"2": "’s", "10": Colour.RED}}
    assert canonical(content) == '{"a":{"10":"red","2":"’s"},"b":[true,null,["x"]],"ë":1}'


@given(json_values)
def test_text_says_the_content_and_nothing_else(content: object) -> None:
    text = canonical(content)
    assert json.loads(text) == content
    assert canonical(json.loads(text)) == text


@pytest.mark.parametrize(
    "content", [1.0, {"a": float("nan")}, {1: "a"}, [UUID(int=0)], {"a": {1, 2}}, b"bytes"]
)
def test_what_can_be_written_in_two_ways_is_refused(content: object) -> None:
    with pytest.raises(TypeError):
        canonical(content)


def test_hash_is_of_the_letters_in_utf8() -> None:
    assert sha256("abc").startswith("ba7816bf")
    assert sha256("ë") != sha256("e\u0308"), "as typed: who wants them equal composes them first"
