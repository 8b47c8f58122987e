"""The public lot for plans that are equal in everything: fixed before the vote, drawn after it, and nobody's to choose.

The rule file names a public source of numbers, and how many days after the close its first figures are taken. What is
drawn with is the root of the board at the close together with those figures. Who could choose a ballot did not know the
figures yet; who knows the figures cannot change the root; and which figures they are follows from the rules.
"""

import re
from datetime import date, timedelta
from typing import Final

from wijkstem.domain.published import Lot
from wijkstem.domain.rounds import PublicLot
from wijkstem.domain.vote_files import VoteFile
from wijkstem.errors import FieldError, Invalid, RuleBroken
from wijkstem.kit.i18n import N_
from wijkstem.kit.text import clean

#: What a round takes unless its officials say otherwise: drawn every week with a notary, and printed everywhere.
LOTTO: Final = PublicLot("de zes getallen van de Lotto, zonder het reservegetal", 2)
#: So many of nine digits fill their column.
MOST_NUMBERS: Final = 12
LONGEST_HOW: Final = 1000
_BETWEEN: Final = re.compile(r"[\s,;/-]+")
_WHOLE: Final = re.compile(r"[0-9]{1,9}")


def first_day(lot: PublicLot, closed_on: date) -> date:
    """The figures are those of the source's first draw from this day on."""
    return closed_on + timedelta(days=lot.days)


def require_day(lot: PublicLot, closed_on: date, today: date) -> None:
    """Raises RuleBroken before the day: figures of an earlier draw are not the ones that were fixed."""
    day = first_day(lot, closed_on)
    if today < day:
        raise RuleBroken(
            "lot_too_early",
            "Loten kan vanaf %(day)s. Neem de eerste trekking vanaf die dag.",
            day=day,
        )


def drawn(file: VoteFile, closed_on: date, root: str, figure: str, how: str) -> Lot:
    """The lot of a round; everything but the figures, and where they can be found, was fixed before them."""
    return Lot(file.lot.source, first_day(file.lot, closed_on), root, figure, how)


def figure_of(typed: str) -> str | None:
    """The one way to write figures: whole, from low to high. None for anything else.

    Another order or another sign between them must not be another lot: then who types would choose.
    """
    parts = [part for part in _BETWEEN.split(clean(typed)) if part]
    if not 0 < len(parts) <= MOST_NUMBERS or not all(_WHOLE.fullmatch(part) for part in parts):
        return None
    return " ".join(str(number) for number in sorted(map(int, parts)))


def check_figure(typed: str, how: str) -> tuple[str, str]:
    """The figures, and where anybody can look them up. Raises Invalid."""
    figure, how = figure_of(typed), how.strip()
    errors = {"how": _how_error(how)}
    if figure is None:
        errors["figure"] = FieldError(
            "no_figures",
            "Typ hele getallen en zet er een spatie tussen. Bijvoorbeeld: 4 8 15 16 23 42.",
        )
    if wrong := {name: error for name, error in errors.items() if error}:
        raise Invalid(wrong)
    assert figure is not None
    return figure, how


def _how_error(how: str) -> FieldError | None:
    if not how:
        return FieldError("empty", N_("Schrijf op waar dit te vinden is."))
    if len(how) > LONGEST_HOW:
        return FieldError("too_long", "Gebruik hoogstens %(most)s tekens.", most=LONGEST_HOW)
    return None
