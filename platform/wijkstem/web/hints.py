"""What somebody who looks their plan over is told beside it: warnings and hints, none of which decides anything."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wijkstem.domain.personal_data import Found, Kind, named_people, personal_data
from wijkstem.domain.reading import Level, Reading, reading
from wijkstem.errors import FieldError, Invalid
from wijkstem.kit.i18n import N_
from wijkstem.queries.similar import SimilarPlan
from wijkstem.web.context import Visitor
from wijkstem.web.forms import Form, refused
from wijkstem.web.language import translated
from wijkstem.web.links import initiative_path
from wijkstem.web.wording import course_of, place

KINDS = {
    Kind.BSN: N_("Burgerservicenummer"),
    Kind.IBAN: N_("Rekeningnummer"),
    Kind.EMAIL: N_("E-mailadres"),
    Kind.PHONE: N_("Telefoonnummer"),
    Kind.PLATE: N_("Kenteken van een auto"),
    Kind.NAME: N_("Naam van iemand"),
}
LEVELS = {
    Level.EASY: N_("Uw tekst is goed te lezen."),
    Level.MEDIUM: N_(
        "Uw tekst is voor sommige mensen lastig. Maak korte zinnen met gewone woorden."
    ),
    Level.HARD: N_(
        "Uw tekst is voor veel mensen moeilijk. Maak de zinnen korter en gebruik gewone woorden."
    ),
}

SAY_IT = N_("Zet een vinkje als iedereen deze gegevens mag lezen. Of haal ze weg uit uw tekst.")


@dataclass(frozen=True)
class Warned:
    """Something that looks like personal data: what, and what it says."""

    kind: str
    text: str


@dataclass(frozen=True)
class Alike:
    """A plan that is there already."""

    url: str
    title: str
    step: str
    place: str
    #: Whether support can be given to it now.
    open: bool


def warnings(texts: Mapping[str, str], lang: str) -> list[Warned]:
    """The personal data in what is about to be published, each thing once.

    None beside a citizen service number: that is refused, and there is nothing to pass over.
    """
    return _warned([one for text in texts.values() for one in personal_data(text)], lang)


def official_warnings(texts: Mapping[str, str], lang: str) -> list[Warned]:
    """The same for who publishes in the municipality's name, with names of people as far as these can be seen."""
    found = [one for text in texts.values() for one in [*personal_data(text), *named_people(text)]]
    return _warned(found, lang)


def _warned(found: Iterable[Found], lang: str) -> list[Warned]:
    found = list(found)
    if any(one.kind is Kind.BSN for one in found):
        return []
    return list(dict.fromkeys(Warned(translated(KINDS[one.kind], lang), one.text) for one in found))


def unticked(values: Mapping[str, str], names: Iterable[str], lang: str) -> Form | None:
    """The form once more, when these fields of it hold personal data and nobody said that everybody may read that."""
    try:
        check_ticked(values, names)
    except Invalid as asked:
        return refused(values, asked, lang)
    return None


def check_ticked(values: Mapping[str, str], names: Iterable[str]) -> None:
    """The same as an error of the form. Raises Invalid."""
    if values.get("gevonden") != "ja" and found_in(values, names, "nl"):
        raise Invalid({"gevonden": FieldError("say_it", SAY_IT)})


def found_in(values: Mapping[str, str], names: Iterable[str], lang: str) -> list[Warned]:
    """The personal data in these fields of a form of an official."""
    return official_warnings({name: values.get(name, "") for name in names}, lang)


def reading_hint(texts: Mapping[str, str], lang: str) -> tuple[str, Reading] | None:
    """How it reads, in a sentence, and what would help; None for what is too short."""
    found = reading("\n".join(text for text in texts.values() if text.strip()))
    return (translated(LEVELS[found.level], lang), found) if found else None


def alike(plans: tuple[SimilarPlan, ...], who: Visitor) -> list[Alike]:
    """Similar plans in words, by the rules that each was filed under."""
    return [_alike(plan, who) for plan in plans]


def _alike(plan: SimilarPlan, who: Visitor) -> Alike:
    step = course_of(who.rules, plan.rules_version, plan.instrument).path.step(plan.step)
    return Alike(
        initiative_path(plan.number, plan.slug),
        plan.title,
        step.name.in_language(who.lang),
        place(who.rules, plan.neighbourhood_code),
        step.collects is not None,
    )
