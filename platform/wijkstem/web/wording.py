"""What is data elsewhere, in words for the screen: steps, holders, terms, places and results."""

from datetime import date, datetime, time

from starlette.requests import Request

from wijkstem.domain.path import Course
from wijkstem.kit.clock import AMSTERDAM, local_date
from wijkstem.kit.i18n import N_
from wijkstem.kit.jinja import long_date
from wijkstem.rules.assumptions import UNITS
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.rules.schema import Term
from wijkstem.web.context import actor, services
from wijkstem.web.language import translated
from wijkstem.words import Holder, Milestone

HOLDERS = {
    Holder.OFFICIAL: N_("Een medewerker van de gemeente"),
    Holder.RESIDENTS: N_("De inwoners"),
    Holder.SUBMITTER: N_("Wie het indiende"),
    Holder.NEIGHBOURHOOD_COUNCIL: N_("De wijkraad"),
    Holder.CLERK: N_("De griffie van de gemeenteraad"),
    Holder.COLLEGE: N_("Het college van burgemeester en wethouders"),
    Holder.COUNCIL: N_("De gemeenteraad"),
    Holder.NOBODY: N_("Niemand meer: het is afgerond"),
}

#: How an outcome is told afterwards; one that ends the path is told by the name of the step it led to.
MILESTONES = {
    Milestone.ADMITTED: N_("Toegelaten"),
    Milestone.REFUSED: N_("Niet toegelaten"),
    Milestone.THRESHOLD_REACHED: N_("Genoeg steun"),
    Milestone.LAPSED: N_("Te weinig steun op tijd"),
    Milestone.WITHDRAWN: N_("Ingetrokken"),
    Milestone.PLACED: N_("Op de agenda gezet"),
    Milestone.NOT_PLACED: N_("Niet op de agenda gezet"),
    Milestone.ADOPTED: N_("Aangenomen"),
    Milestone.PARTLY_ADOPTED: N_("Deels aangenomen"),
    Milestone.REJECTED: N_("Afgewezen"),
    Milestone.NOTED: N_("Voor kennisgeving aangenomen"),
    Milestone.DEFERRED: N_("De raad besluit later"),
    Milestone.UNPLACED: N_("De vergadering gaat niet door"),
    Milestone.VOTE_CLOSED: N_("Stemmen is gesloten"),
    Milestone.ASSESSED: N_("Beoordeeld"),
    Milestone.ANSWERED: N_("Beantwoord"),
    Milestone.FORWARDED: N_("Doorgestuurd"),
    Milestone.MOVED: N_("Naar een andere vergadering verplaatst"),
    Milestone.ASKED: N_("De gemeente stelde een vraag aan de indiener"),
    Milestone.SUPPLEMENTED: N_("De indiener gaf antwoord"),
    Milestone.NOT_SUPPLEMENTED: N_("De indiener gaf niet op tijd antwoord"),
    Milestone.ADVISED: N_("De wijkraad gaf advies"),
    Milestone.ADVICE_MISSED: N_("Er kwam niet op tijd advies"),
    Milestone.TO_COUNCIL: N_("Naar de gemeenteraad gestuurd"),
    Milestone.GRANTED: N_("Toegekend"),
    Milestone.PARTLY_GRANTED: N_("Deels toegekend"),
    Milestone.AGREED: N_("Afspraken gemaakt"),
    Milestone.NOT_AGREED: N_("Geen afspraken gemaakt"),
    Milestone.PROGRESSED: N_("Gesproken over hoe het gaat"),
    Milestone.COMPLETED: N_("Klaar met uitvoeren"),
    Milestone.EVALUATED: N_("Besproken hoe het ging"),
    Milestone.CONTINUED: N_("Gaat door met nieuwe afspraken"),
    Milestone.STOPPED: N_("Gestopt"),
    Milestone.ACCOUNTED: N_("De indiener liet zien wat er met het geld is gedaan"),
    Milestone.NOT_ACCOUNTED: N_("De indiener was te laat met de uitgaven"),
    Milestone.RETURNED: N_("De gemeente wil meer weten over het geld"),
    Milestone.SETTLED: N_("De gemeente is het eens met de uitgaven"),
    Milestone.RECLAIMED: N_("Geld moet terug"),
    Milestone.FEASIBLE: N_("Het plan kan worden uitgevoerd"),
    Milestone.NOT_FEASIBLE: N_("Het plan kan niet worden uitgevoerd"),
    Milestone.CHOSEN: N_("Gekozen door inwoners"),
    Milestone.NOT_CHOSEN: N_("Niet gekozen door inwoners"),
    Milestone.REOPENED: N_("De gemeente kijkt er opnieuw naar"),
    Milestone.MERGED: N_("Verder in een ander plan"),
}

#: What stands above what was said with the last decision; elsewhere it is the reason.
VERDICTS: dict[Milestone | None, str] = {
    Milestone.ANSWERED: N_("Het antwoord"),
    Milestone.FORWARDED: N_("Waar is het nu?"),
}

_GOOD = frozenset(
    {
        Milestone.ADOPTED,
        Milestone.PARTLY_ADOPTED,
        Milestone.ANSWERED,
        Milestone.EVALUATED,
        Milestone.SETTLED,
        Milestone.CHOSEN,
    }
)


def now(request: Request) -> datetime:
    """The moment of the request; of a page that is kept for everybody until tomorrow, the beginning of the day."""
    if actor(request).person_id is None:
        return datetime.combine(today(request), time.min, AMSTERDAM)
    return services(request).clock.now()


def today(request: Request) -> date:
    """The date on the wall in the Netherlands."""
    return local_date(services(request).clock.now())


def course_of(rules: MunicipalityRules, version: str, instrument: str) -> Course:
    """The path that an initiative follows, by the rules of its filing day."""
    of_filing = rules.version(version)
    return Course(
        of_filing.instrument(instrument),
        of_filing.path(instrument),
        rules.municipality.recesses,
    )


def place(rules: MunicipalityRules, code: str | None) -> str:
    """The name of a neighbourhood; "" for none of this municipality."""
    found = rules.municipality.neighbourhood(code) if code else None
    return found.name if found else ""


def subject_name(rules: MunicipalityRules, subject: str, lang: str) -> str:
    """What a plan is about; "" for a subject that the municipality does not name any more."""
    found = rules.municipality.subject(subject)
    return found.name.in_language(lang) if found else ""


def subjects(rules: MunicipalityRules, lang: str) -> list[tuple[str, str]]:
    """Every subject, as choices."""
    return [(s.id, s.name.in_language(lang)) for s in rules.municipality.subjects]


def places(rules: MunicipalityRules) -> list[tuple[str, str]]:
    """Every neighbourhood, as choices."""
    return [(n.code, n.name) for n in rules.municipality.neighbourhoods]


def status_kind(*, final: bool, result: Milestone | None, late: bool) -> str:
    """The look of the badge with the step's name; it never says more than the words beside it."""
    if final:
        return "good" if result in _GOOD else "neutral"
    return "late" if late else "busy"


def term_words(term: Term, lang: str) -> str:
    """A term as the rules have it: "6 weken"."""
    unit, count = next((unit, n) for unit in UNITS if (n := getattr(term, unit)))
    return f"{count} {UNITS[unit][0 if count == 1 else 1].in_language(lang)}"


def days_words(days: int, lang: str) -> str:
    """A number of days as people say it: "2 weken", "13 dagen"."""
    unit, count = ("weeks", days // 7) if days and days % 7 == 0 else ("days", days)
    return f"{count} {UNITS[unit][0 if count == 1 else 1].in_language(lang)}"


def term_said(term: Term, began: date, suspended: int, lang: str) -> str:
    """How a last day came about: "8 weken vanaf 3 maart 2026, 2 weken opgeschort."."""
    values = {
        "length": term_words(term, lang),
        "day": long_date(began, lang),
        "stood_still": days_words(suspended, lang),
    }
    if suspended:
        return translated(N_("%(length)s vanaf %(day)s, %(stood_still)s opgeschort."), lang, values)
    return translated(N_("%(length)s vanaf %(day)s."), lang, values)
