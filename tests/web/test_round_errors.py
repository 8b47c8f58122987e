"""What an official typed wrong in the rules of a round is said at its field, in a sentence of the catalogue."""

from datetime import date

import pytest

from wijkstem.errors import Invalid
from wijkstem.web.round_forms import USUAL, rule_values, typed

RIGHT = rule_values(USUAL) | {
    "day_day": "1",
    "day_month": "1",
    "day_year": str(date(2026, 1, 1).year),
}
NUMBER = "Vul hier een getal in."
LIST = "Kies iets uit de lijst."


def errors_of(**changed: str) -> dict[str, str]:
    """What is said at each field; nothing where all is right."""
    try:
        typed(RIGHT | changed)
    except Invalid as wrong:
        return {name: str(error) for name, error in wrong.fields.items()}
    return {}


def test_usual_rules_are_right() -> None:
    assert errors_of() == {}


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"minimum_age": "zestien"}, "minimum_age", NUMBER),
        ({"minimum_age": ""}, "minimum_age", NUMBER),
        ({"minimum_age": "200"}, "minimum_age", "Vul 120 in of een lager getal."),
        ({"roll": "x"}, "roll", LIST),
        ({"type": "x"}, "type", LIST),
        ({"min_picks": "9"}, "min_picks", "Dit is meer dan het hoogste aantal."),
        ({"max_picks": "0", "min_picks": "0"}, "max_picks", "Vul 1 in of een hoger getal."),
        (
            {"type": "choose_one"},
            "max_picks",
            "Vul 1 in. Wie één plan kiest, kiest er hoogstens 1.",
        ),
        (
            {"points": "10"},
            "points",
            "Vul dit in bij punten verdelen. Maak het anders leeg.",
        ),
        (
            {"type": "points", "by": "points", "points": "5", "most_points": "6"},
            "most_points",
            "Eén plan kan niet meer punten krijgen dan er zijn.",
        ),
        (
            {"type": "scores", "by": "points", "lowest_score": "5", "highest_score": "1"},
            "highest_score",
            "Het hoogste cijfer moet boven het laagste liggen.",
        ),
        (
            {"type": "scores", "by": "points", "lowest_score": "1"},
            "lowest_score",
            "Vul een laagste en een hoogste cijfer in bij cijfers geven. Maak ze anders leeg.",
        ),
        ({"by": "points"}, "by", "Deze stem kan niet zo worden geteld."),
        ({"by": "x"}, "by", LIST),
        (
            {"places": "3 2 1"},
            "places",
            "Geef punten per plaats bij een volgorde. Maak het anders leeg.",
        ),
        (
            {"type": "ranking", "by": "places", "places": "3 -1"},
            "places",
            "De punten van een plaats kunnen niet onder de 0 liggen.",
        ),
        ({"type": "ranking", "by": "places", "places": "drie"}, "places", NUMBER),
        ({"unfit": "x"}, "unfit", LIST),
        (
            {"rule": "equal-shares", "increment": "0"},
            "increment",
            "Vul een getal in dat hoger is dan 0.",
        ),
        ({"ties": "x"}, "ties", LIST),
        ({"leftover": "x"}, "leftover", LIST),
        ({"heads_at": "vier uur"}, "heads_at", "Schrijf elke tijd zo: 04:00."),
        ({"heads_at": ""}, "heads_at", "Vul hier iets in."),
        ({"lot_days": "90"}, "lot_days", "Vul 60 in of een lager getal."),
        ({"lot_days": "morgen"}, "lot_days", NUMBER),
    ],
)
def test_what_is_wrong_stands_at_its_field(changed: dict[str, str], field: str, said: str) -> None:
    assert errors_of(**changed).get(field) == said
