"""Limits of a count as lines that an official can write and read: ``stemmen: 2 procent`` and ``soort; groen; 10000; 2``."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from wijkstem.errors import FieldError
from wijkstem.kit.text import clean

#: What may be written, the first of each is how it is shown.
_MEASURES: Final = {"stemmen": "votes", "punten": "score", "votes": "votes", "points": "score"}
_KINDS: Final = {
    "soort": "category",
    "wijk": "neighbourhood",
    "category": "category",
    "neighbourhood": "neighbourhood",
}
_THRESHOLD: Final = re.compile(r"(\w+)\s*:?\s*([0-9]+(?:[.,][0-9]+)?)\s*(%|procent|percent|)")


def threshold_lines(thresholds: Sequence[Mapping[str, Any]]) -> str:
    """As they are read."""
    return "\n".join(
        f"{_shown(_MEASURES, one['on'])}: {one['at_least']}{' procent' if one['unit'] == 'percent' else ''}"
        for one in thresholds
    )


def thresholds_in(text: str, errors: dict[str, FieldError]) -> list[dict[str, Any]]:
    """What was typed; a line that says nothing is an error of the field."""
    found = list[dict[str, Any]]()
    for line in clean(text).splitlines():
        read = _THRESHOLD.fullmatch(line.strip().lower())
        if read is None or read[1] not in _MEASURES:
            errors["thresholds"] = FieldError(
                "threshold_line", "Schrijf een grens zo: stemmen: 50. Of zo: stemmen: 2 procent."
            )
            continue
        unit = "percent" if read[3] else "number"
        amount = read[2].replace(",", ".")
        found.append({"on": _MEASURES[read[1]], "unit": unit, "at_least": amount})
    return found


def cap_lines(caps: Sequence[Mapping[str, Any]]) -> str:
    """As they are read."""
    return "\n".join(
        "; ".join(
            (
                _shown(_KINDS, cap["on"]),
                cap["name"],
                *(_or_empty(cap[n]) for n in ("money", "plans")),
            )
        )
        for cap in caps
    )


def caps_in(text: str, errors: dict[str, FieldError]) -> list[dict[str, Any]]:
    """What was typed; a line that says nothing is an error of the field."""
    found = list[dict[str, Any]]()
    for line in clean(text).splitlines():
        parts = [part.strip() for part in line.split(";")]
        if len(parts) != 4 or parts[0].lower() not in _KINDS or not _is_number_or_empty(parts[3]):
            errors["caps"] = FieldError("cap_line", "Schrijf een grens zo: soort; groen; 10000; 2.")
            continue
        on, name, money, plans = parts
        most = int(plans) if plans else None
        found.append(
            {"on": _KINDS[on.lower()], "name": name, "money": money or None, "plans": most}
        )
    return found


def _shown(words: Mapping[str, str], meant: str) -> str:
    return next(word for word, means in words.items() if means == meant)


def _or_empty(value: object) -> str:
    return "" if value is None else str(value)


def _is_number_or_empty(text: str) -> bool:
    return re.fullmatch(r"[0-9]{0,9}", text) is not None
