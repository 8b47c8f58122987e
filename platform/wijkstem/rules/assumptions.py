"""What no source says: the assumed rules, listed so that a municipality can confirm or replace each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wijkstem.rules.registry import MunicipalityRules
from wijkstem.rules.schema import Ground, Number, Part, Sourced, Term, Text

#: The units of a term: one and more than one, in Dutch and in English.
UNITS = {
    "days": (Text(nl="dag", en="day"), Text(nl="dagen", en="days")),
    "weeks": (Text(nl="week", en="week"), Text(nl="weken", en="weeks")),
    "months": (Text(nl="maand", en="month"), Text(nl="maanden", en="months")),
    "working_days": (
        Text(nl="werkdag", en="working day"),
        Text(nl="werkdagen", en="working days"),
    ),
}


@dataclass(frozen=True)
class Assumption:
    """An assumed rule: in which version, where it stands in the file, and what it says."""

    version: str
    where: str
    value: Text


def assumed(rules: MunicipalityRules) -> list[Assumption]:
    """Every assumed rule of a municipality, oldest version first, in the order of the file."""
    return [
        Assumption(version.version, where, _said(rule))
        for version in rules.versions
        for where, rule in _sourced("instruments", version.instruments)
        if rule.assumed
    ]


def _sourced(where: str, part: object) -> Iterator[tuple[str, Sourced]]:
    """Every rule in ``part`` that tells its source, and the place of each."""
    if isinstance(part, Sourced):
        yield where, part
    for name, inner in _inside(part):
        yield from _sourced(f"{where}.{name}", inner)


def _inside(part: object) -> list[tuple[str, object]]:
    if isinstance(part, Part):
        return list(part)
    if isinstance(part, Mapping):
        return list(part.items())
    if isinstance(part, list):
        return [(_name(inner, place), inner) for place, inner in enumerate(part)]
    return []


def _name(part: object, place: int) -> str:
    return part.code if isinstance(part, Ground) else str(place)


def _said(rule: Sourced) -> Text:
    match rule:
        case Ground():
            return rule.name
        case Term():
            unit, count = next((u, n) for u in UNITS if (n := getattr(rule, u)))
            one, more = UNITS[unit]
            word = one if count == 1 else more
            return Text(nl=f"{count} {word.nl}", en=f"{count} {word.en}")
        case Number():
            return Text(nl=str(rule.value), en=str(rule.value))
        case _:
            raise TypeError(f"no words for {type(rule).__name__}")
