"""A capsule says nothing to others, is made by us alone, and outlives a change of key."""

from base64 import urlsafe_b64decode

import pytest

from wijkstem.kit.capsules import capsule, opened
from wijkstem.kit.ids import new_id
from wijkstem.kit.tags import TagKeys

OLD, NEW = b"a-key-of-at-least-thirty-two-bytes", b"another-of-at-least-thirty-two-byt"
KEYS = TagKeys("1", {"1": OLD})


def test_what_was_put_in_comes_out() -> None:
    one = new_id()
    made = capsule(KEYS, "stop", "testdorp", one)
    assert opened(KEYS, "stop", "testdorp", made) == one
    assert made == capsule(KEYS, "stop", "testdorp", one), "a mail that goes twice is the same mail"


def test_it_tells_nothing() -> None:
    one = new_id()
    made = capsule(KEYS, "stop", "testdorp", one)
    inside = urlsafe_b64decode(made + "==")
    assert one.bytes not in inside
    assert one.hex not in made
    assert (
        len({made, capsule(KEYS, "stop", "buurdorp", one), capsule(KEYS, "x", "testdorp", one)})
        == 3
    )


def test_it_opens_only_for_its_purpose_and_its_municipality() -> None:
    made = capsule(KEYS, "stop", "testdorp", new_id())
    assert opened(KEYS, "start", "testdorp", made) is None
    assert opened(KEYS, "stop", "buurdorp", made) is None


def test_it_opens_as_long_as_its_key_is_kept() -> None:
    one = new_id()
    made = capsule(KEYS, "stop", "testdorp", one)
    assert opened(TagKeys("2", {"2": NEW, "1": OLD}), "stop", "testdorp", made) == one
    assert opened(TagKeys("2", {"2": NEW}), "stop", "testdorp", made) is None


@pytest.mark.parametrize(
    "text", ["", "x", "é", "A" * 43, "A" * 5000, "../../etc", "%00", "====", "AAA AAA"]
)
def test_what_we_did_not_make_opens_nothing(text: str) -> None:
    assert opened(KEYS, "stop", "testdorp", text) is None


def test_no_letter_of_it_can_be_changed() -> None:
    made = capsule(KEYS, "stop", "testdorp", new_id())
    for place in range(len(made) - 1):
        other = "A" if made[place] != "A" else "B"
        assert opened(KEYS, "stop", "testdorp", made[:place] + other + made[place + 1 :]) is None
