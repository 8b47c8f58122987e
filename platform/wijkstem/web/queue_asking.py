"""What an official looks for in the queue, from the address and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar
from urllib.parse import parse_qsl, urlencode

from wijkstem.kit.i18n import N_
from wijkstem.queries.moderation import Filters, Urgency, Whose
from wijkstem.web.asking import instruments
from wijkstem.web.context import Visitor
from wijkstem.web.forms import Form
from wijkstem.web.inputs import picked, whole
from wijkstem.web.language import translated
from wijkstem.web.wording import places
from wijkstem.words import CaseKind

WORDS, WHY, KIND, WHERE, WHOSE, DUE = "zoek", "reden", "soort", "wijk", "van", "termijn"
DEPARTMENT = "afdeling"
PAGE = "pagina"
#: On the page of a case: the queue that it was opened from, so that the next case opens by itself.
QUEUE = "lijst"
PARAMETERS: Final = (WORDS, WHY, KIND, WHERE, DEPARTMENT, WHOSE, DUE)
#: Longer than anything that somebody looks for.
_LONGEST = 200

KINDS = {
    CaseKind.STEP: N_("Plan dat op een besluit wacht"),
    CaseKind.REPORT: N_("Melding van een inwoner"),
    CaseKind.APPEAL: N_("Verzoek om opnieuw te kijken"),
    CaseKind.EDIT: N_("Tekst is gewijzigd"),
    CaseKind.SPAM: N_("Misschien reclame"),
    CaseKind.PERSONAL_DATA: N_("Misschien persoonlijke gegevens"),
    CaseKind.OVERDUE: N_("Termijn is voorbij"),
    CaseKind.UNDELIVERED: N_("Bericht kwam niet aan"),
    CaseKind.QUESTION: N_("Vraag over een raadsvoorstel"),
    CaseKind.REMARK: N_("Melding van een vraag of reactie"),
    CaseKind.STATEMENT: N_("Nieuwe stelling"),
    CaseKind.SPOKEN: N_("Opname om uit te typen"),
    CaseKind.PARTNERSHIP: N_("Samenwerking opnieuw bekijken"),
    CaseKind.PROMISE: N_("Belofte is te laat"),
    CaseKind.MEANS: N_("Antwoord na meedoen is te laat"),
    CaseKind.CARRYING_OUT: N_("Uitvoering van een plan"),
    CaseKind.GONE_AT_SOURCE: N_("Niet meer op de agenda"),
}
WHOSES = {
    Whose.TO_DO: N_("Wat ik nu kan doen"),
    Whose.MINE: N_("Mijn zaken"),
    Whose.FREE: N_("Zaken van niemand"),
}
URGENCIES = {
    Urgency.LATE: N_("Te laat"),
    Urgency.SOON: N_("Binnen een week"),
    Urgency.ASLEEP: N_("Wacht op iemand anders"),
}

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    filters: Filters
    page: int
    picked: Mapping[str, str]

    @property
    def form(self) -> Form:
        return Form(self.picked)

    @property
    def query(self) -> str:
        """As it stands in an address; empty for the whole queue."""
        return urlencode(self.picked)

    def case(self, url: str) -> str:
        """The address of a case that is opened from this queue."""
        return f"{url}?{urlencode({QUEUE: self.query})}"


def asked_for(parameters: Mapping[str, str]) -> Asked:
    """From the address; what cannot be is left out."""
    said = {name: parameters[name][:_LONGEST] for name in PARAMETERS if parameters.get(name)}
    filters = Filters(
        words=picked(said.get(WORDS)) or "",
        kind=_one_of(CaseKind, said.get(WHY)),
        instrument=picked(said.get(KIND)),
        neighbourhood=picked(said.get(WHERE)),
        department=picked(said.get(DEPARTMENT)),
        whose=_one_of(Whose, said.get(WHOSE)),
        urgency=_one_of(Urgency, said.get(DUE)),
    )
    return Asked(filters, max(1, whole(parameters.get(PAGE))), said)


def opened_from(parameters: Mapping[str, str]) -> Asked | None:
    """The queue that a case was opened from; None when it was not."""
    said = parameters.get(QUEUE)
    return None if said is None else asked_for(dict(parse_qsl(said[:2000])))


def _one_of(words: type[E], value: str | None) -> E | None:
    return words(value) if value in set(words) else None


def choices(who: Visitor) -> dict[str, list[tuple[str, str]]]:
    """What the form above the queue is made of."""
    lang, departments = who.lang, who.rules.municipality.departments
    return {
        "kinds": [(kind.value, translated(name, lang)) for kind, name in KINDS.items()],
        "instruments": instruments(who),
        "places": places(who.rules),
        "departments": [(one.id, one.name.in_language(lang)) for one in departments.all]
        if departments
        else [],
        "whose": [(whose.value, translated(name, lang)) for whose, name in WHOSES.items()],
        "urgencies": [(due.value, translated(name, lang)) for due, name in URGENCIES.items()],
    }
