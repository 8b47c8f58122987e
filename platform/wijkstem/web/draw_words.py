"""Draws in words: how far one is, and which neighbourhoods and ages are drawn from together."""

from collections.abc import Sequence
from dataclasses import dataclass

from wijkstem.domain.disclosure import is_small
from wijkstem.domain.draws import LEAST, Stratum
from wijkstem.kit.i18n import N_
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.web.language import translated
from wijkstem.web.wording import place
from wijkstem.words import AgeBand
from wijkstem.words.draws import DrawState

STATES = {
    DrawState.DRAFT: (N_("Nog niet op de website"), "neutral"),
    DrawState.ANNOUNCED: (N_("De lijst staat vast"), "busy"),
    DrawState.DRAWN: (N_("Geloot"), "good"),
    DrawState.CANCELLED: (N_("Gaat niet door"), "neutral"),
}
AGES = {
    AgeBand.UNDER_16: N_("jonger dan 16"),
    AgeBand.FROM_16: N_("16 en 17 jaar"),
    AgeBand.FROM_18: N_("18 tot 30 jaar"),
    AgeBand.FROM_30: N_("30 tot 45 jaar"),
    AgeBand.FROM_45: N_("45 tot 65 jaar"),
    AgeBand.FROM_65: N_("65 jaar en ouder"),
}
FEW = N_("minder dan 5")


@dataclass(frozen=True)
class StratumTold:
    """A stratum in words."""

    number: int
    #: A neighbourhood with its ages, each.
    places: tuple[tuple[str, str], ...]
    candidates: int
    seats: int


def group_path(number: str) -> str:
    """The page of a draw."""
    return f"/loting/{number}"


def state_told(state: DrawState, lang: str) -> tuple[str, str]:
    """The words and the look of the badge."""
    words, look = STATES[state]
    return translated(words, lang), look


def strata_told(
    strata: Sequence[Stratum], rules: MunicipalityRules, lang: str
) -> list[StratumTold]:
    """In the visitor's language; neighbourhoods with all the same ages stay apart."""
    return [_told(one, rules, lang) for one in strata]


def _told(stratum: Stratum, rules: MunicipalityRules, lang: str) -> StratumTold:
    ages: dict[str, list[str]] = {}
    for code, band in stratum.cells:
        ages.setdefault(code, []).append(translated(AGES[band], lang))
    places = tuple((place(rules, code) or code, ", ".join(said)) for code, said in ages.items())
    return StratumTold(stratum.number, places, stratum.candidates, stratum.seats)


def shown_number(people: int, lang: str) -> str:
    """A number of people on a page for everybody: a small one would point at them."""
    return translated(FEW, lang) if is_small(people, LEAST) else str(people)
