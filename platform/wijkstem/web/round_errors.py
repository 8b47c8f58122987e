"""What is wrong with the rules of a round, at the fields of its form and in words that an official can read."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from wijkstem.errors import FieldError, RuleBroken
from wijkstem.kit.i18n import N_

#: Where a part of the rules stands in the form, when it has another name there.
_FIELDS: Final[Mapping[tuple[str, ...], str]] = {
    ("lot", "source"): "lot_source",
    ("lot", "days"): "lot_days",
    ("scoring",): "places",
}
#: By pydantic's kind of error; the limits are named as it names them.
_SENTENCES: Final[Mapping[str, str]] = {
    "greater_than_equal": N_("Vul %(ge)s in of een hoger getal."),
    "greater_than": N_("Vul een getal in dat hoger is dan %(gt)s."),
    "less_than_equal": N_("Vul %(le)s in of een lager getal."),
    "enum": N_("Kies iets uit de lijst."),
    "string_pattern_mismatch": N_("Schrijf elke tijd zo: 04:00."),
    "too_short": N_("Vul hier iets in."),
}
_NUMBER: Final = N_("Vul hier een getal in.")
#: Of rules that are right each by itself and do not go together.
_TOGETHER: Final[Mapping[str, str]] = {
    "picks": N_("Dit is meer dan het hoogste aantal."),
    "choose_one": N_("Vul 1 in. Wie één plan kiest, kiest er hoogstens 1."),
    "spending_limit": N_("Dit kan alleen bij plannen aankruisen. Maak het anders leeg."),
    "points": N_("Vul dit in bij punten verdelen. Maak het anders leeg."),
    "most_points": N_("Eén plan kan niet meer punten krijgen dan er zijn."),
    "scores": N_(
        "Vul een laagste en een hoogste cijfer in bij cijfers geven. Maak ze anders leeg."
    ),
    "score_order": N_("Het hoogste cijfer moet boven het laagste liggen."),
    "scored_by": N_("Deze stem kan niet zo worden geteld."),
    "places_only_for_ranking": N_("Geef punten per plaats bij een volgorde. Maak het anders leeg."),
    "places_below_zero": N_("De punten van een plaats kunnen niet onder de 0 liggen."),
}
_AT: Final[Mapping[str, str]] = {
    "picks": "min_picks",
    "choose_one": "max_picks",
    "spending_limit": "spending_limit",
    "points": "points",
    "most_points": "most_points",
    "scores": "lowest_score",
    "score_order": "highest_score",
    "scored_by": "by",
    "places_only_for_ranking": "places",
    "places_below_zero": "places",
}


def at_fields(wrong: RuleBroken) -> dict[str, FieldError]:
    """The errors by field; under "" what belongs to none of them."""
    cause = wrong.__cause__
    if not isinstance(cause, ValidationError):
        return {"": FieldError(wrong.code, wrong.sentence, **wrong.values)}
    errors = dict[str, FieldError]()
    for one in cause.errors(include_url=False):
        errors.setdefault(_field(one), _error(one))
    return errors


def _field(one: Mapping[str, Any]) -> str:
    if one["type"] in _AT:
        return _AT[one["type"]]
    # What pydantic adds: the place in a list, and which shape of several it tried.
    parts = [str(part) for part in one["loc"] if isinstance(part, str) and "-" not in part]
    found = _FIELDS.get(tuple(parts[:2])) or _FIELDS.get(tuple(parts))
    return found or (parts[-1] if parts else "")


def _error(one: Mapping[str, Any]) -> FieldError:
    kind = one["type"]
    if sentence := _TOGETHER.get(kind) or _SENTENCES.get(kind):
        return FieldError(kind, sentence, **_limits(one))
    return FieldError("number", _NUMBER)


def _limits(one: Mapping[str, Any]) -> dict[str, object]:
    limits = one.get("ctx", {})
    return {name: limits[name] for name in ("ge", "gt", "le") if name in limits}
