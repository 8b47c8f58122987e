"""Neighbourhoods in a text: as people write them, and no side of a street taken for one."""

from typing import Any

import pytest

from wijkstem.domain.places import Named, elsewhere, named
from wijkstem.rules.schema import Municipality, Neighbourhood


def town(*names: str, called: str = "Testdorp") -> Municipality:
    neighbourhoods = [
        Neighbourhood(code=f"WK9901{n:02}", name=name) for n, name in enumerate(names)
    ]
    values: dict[str, Any] = {"name": called, "neighbourhoods": neighbourhoods}
    return Municipality.model_construct(**values)


SOME = town(
    "Centrum", "Zuid", "Zuidoost", "Hogeland - Velve", "Muntel / Vliert", "Glanerbrug en omgeving",
    "Schothorst-Noord", "Hoogland", "Hoogland-West", "Vathorst-De Bron", "Testdorp",
)  # fmt: skip


def names(text: str) -> list[str]:
    return [one.name for one in named([text], SOME)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Een speeltuin in Velve.", ["Hogeland - Velve"]),
        ("een speeltuin in het hogeland", ["Hogeland - Velve"]),
        ("Tussen de Muntel en de Vliert", ["Muntel / Vliert"]),
        ("In GLANERBRUG is niets te doen", ["Glanerbrug en omgeving"]),
        ("Bomen in Schothorst Noord", ["Schothorst-Noord"]),
        ("Bomen in Schothorst-Noord", ["Schothorst-Noord"]),
        # The longest name counts.
        ("Een pad in Hoogland-West", ["Hoogland-West"]),
        ("Een pad in Hoogland", ["Hoogland"]),
        ("Van Zuid naar Zuidoost", ["Zuid", "Zuidoost"]),
        # A side, or a part of another word.
        ("aan de zuid kant van het centrum", []),
        ("In de Centrumstraat", []),
        ("In Hooglanderveen", []),
        # The town itself says nothing of where.
        ("Wij wonen in Testdorp", []),
        ("Mooi in de omgeving van de kerk", []),
    ],
)
def test_named(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_each_once_with_how_it_was_said() -> None:
    assert named(["In Velve.", "Ook in de velve en in Zuid"], SOME) == (
        Named("WK990103", "Hogeland - Velve", "Velve"),
        Named("WK990101", "Zuid", "Zuid"),
    )


def test_elsewhere_leaves_out_what_was_chosen() -> None:
    texts = ["Van Velve naar Zuid"]
    assert [one.code for one in elsewhere(texts, SOME, "WK990103")] == ["WK990101"]


def test_a_name_that_two_share_names_neither() -> None:
    shared = town("De Berg / Noord", "De Berg / Oost")
    assert named(["op De Berg in Oost"], shared) == (Named("WK990101", "De Berg / Oost", "Oost"),)


def test_no_name_to_look_for() -> None:
    assert named(["Borne"], town("Borne", called="Borne")) == ()
