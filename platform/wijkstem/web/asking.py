"""What somebody looks for among initiatives, from the address and back: the list, the map and the feed ask alike."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar
from urllib.parse import urlencode

from wijkstem.kit.i18n import N_
from wijkstem.kit.search import wanted
from wijkstem.queries.initiative_list import Filters, Order, Stage
from wijkstem.web.context import Visitor
from wijkstem.web.forms import Form
from wijkstem.web.inputs import picked
from wijkstem.web.language import translated
from wijkstem.web.wording import place, places, subject_name, subjects

WORDS, WHERE, ABOUT, KIND, STATE, ORDER, PAGE = (
    "zoek",
    "wijk",
    "onderwerp",
    "soort",
    "stand",
    "volgorde",
    "pagina",
)
LIST, MAP, FEED = "/initiatieven", "/initiatieven/kaart", "/initiatieven/feed"
#: What narrows the list, and so also the map and the feed.
FILTERS: Final = (WORDS, WHERE, ABOUT, KIND, STATE)
#: All that the list looks at.
PARAMETERS: Final = (*FILTERS, ORDER, PAGE)

STAGES = (
    (Stage.OPEN, N_("U kunt nu steunen of stemmen")),
    (Stage.RUNNING, N_("In behandeling")),
    (Stage.CLOSED, N_("Afgerond")),
)
ORDERS = (
    (Order.BEST, N_("Wat het beste past")),
    (Order.NEWEST, N_("Nieuwste eerst")),
    (Order.CLOSING, N_("Wat het eerst sluit")),
    (Order.SUPPORT, N_("Meeste steun eerst")),
)
#: Longer than anything that somebody looks for.
_LONGEST = 200

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it does not say is not in ``picked``."""

    filters: Filters
    order: Order
    page: int
    picked: Mapping[str, str]

    @property
    def form(self) -> Form:
        return Form(self.picked)

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return any(name in self.picked for name in FILTERS)

    def address(
        self, path: str, *, without: Collection[str] = (), more: Mapping[str, str] | None = None
    ) -> str:
        """``path`` with what is asked for; ``more`` last, also when it is empty."""
        kept = {name: value for name, value in self.picked.items() if name not in without}
        query = urlencode({**kept, **(more or {})})
        return f"{path}?{query}" if query else path


def asked_for(parameters: Mapping[str, str]) -> Asked:
    """From the address; what cannot be is left out."""
    said = {name: parameters[name] for name in (*FILTERS, ORDER) if parameters.get(name)}
    text = picked(said.get(WORDS, "")[:_LONGEST])
    words = wanted(text) if text else None
    if WORDS in said:
        said[WORDS] = said[WORDS][:_LONGEST]
    filters = Filters(
        words=words,
        neighbourhood=picked(said.get(WHERE)),
        subject=picked(said.get(ABOUT)),
        instrument=picked(said.get(KIND)),
        stage=_one_of(Stage, said.get(STATE)),
    )
    return Asked(filters, _order(said.get(ORDER), words is not None), _page(parameters), said)


def _order(said: str | None, words: bool) -> Order:
    """By how well it fits only where there are words to fit."""
    order = _one_of(Order, said) or (Order.BEST if words else Order.NEWEST)
    return Order.NEWEST if order is Order.BEST and not words else order


def _page(parameters: Mapping[str, str]) -> int:
    said = parameters.get(PAGE)
    return int(said) if said and said.isascii() and said.isdecimal() and len(said) < 7 else 1


def _one_of(words: type[E], value: str | None) -> E | None:
    return words(value) if value in set(words) else None


def choices(asked: Asked, who: Visitor) -> dict[str, list[tuple[str, str]]]:
    """What the form of the list and of the map is made of."""
    orders = [one for one in ORDERS if asked.filters.words or one[0] is not Order.BEST]
    return {
        "instruments": instruments(who),
        "places": places(who.rules),
        "subjects": subjects(who.rules, who.lang),
        "stages": [(stage.value, translated(name, who.lang)) for stage, name in STAGES],
        "orders": [(order.value, translated(name, who.lang)) for order, name in orders],
    }


def instruments(who: Visitor) -> list[tuple[str, str]]:
    """Every instrument that ever was; of one that changed, the newest name."""
    named = {
        name: instrument.name.in_language(who.lang)
        for version in who.rules.versions
        for name, instrument in version.instruments.items()
    }
    return sorted(named.items(), key=lambda pair: pair[1])


def in_words(asked: Asked, who: Visitor) -> list[tuple[str, str]]:
    """Each thing that narrows the list: how it is called, and its parameter."""
    filters = asked.filters
    stages = {stage: translated(name, who.lang) for stage, name in STAGES}
    said = (
        (WORDS, f"‘{asked.form.values[WORDS]}’" if WORDS in asked.picked else ""),
        (WHERE, place(who.rules, filters.neighbourhood)),
        (ABOUT, subject_name(who.rules, filters.subject or "", who.lang)),
        (KIND, dict(instruments(who)).get(filters.instrument or "", "")),
        (STATE, stages[filters.stage] if filters.stage else ""),
    )
    return [(text, name) for name, text in said if text]
