"""Advice of neighbourhoods in words: who gave it, what it is, and what the municipality does with it."""

from collections.abc import Callable

from wijkstem.kit.i18n import N_
from wijkstem.queries.initiatives import TimelineLine
from wijkstem.rules.assumptions import ADVISING
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.web.wording import place, term_words
from wijkstem.words import Advice, Adviser, Heeded, Interest

ADVICE = {
    Advice.POSITIVE: N_("Positief"),
    Advice.CONDITIONAL: N_("Positief, met voorwaarden"),
    Advice.NEGATIVE: N_("Negatief"),
    Advice.NONE: N_("Geen advies"),
}
#: What a member chooses from, with what it means.
CHOICES = (
    (Advice.POSITIVE, N_("Goed plan. Doe het.")),
    (Advice.CONDITIONAL, N_("Goed plan, maar er moet eerst iets gebeuren.")),
    (Advice.NEGATIVE, N_("Geen goed plan. Doe het niet.")),
    (Advice.NONE, N_("Wij hebben ernaar gekeken en zeggen er niets over.")),
)
#: Above an advice at its plan.
GIVEN = {
    Adviser.COUNCIL: N_("Advies van de wijkraad"),
    Adviser.MEMBER: N_("Advies van een lid van de wijkraad"),
    Adviser.SOUNDING_GROUP: N_("Advies van een klankbordgroep"),
    Adviser.NOBODY: N_("Geen advies"),
}
ASKED = {
    Adviser.COUNCIL: N_("De wijkraad is om advies gevraagd"),
    Adviser.SOUNDING_GROUP: N_("Een klankbordgroep is om advies gevraagd"),
    Adviser.NOBODY: N_("Deze wijk heeft geen wijkraad"),
}
HEEDED = {
    Heeded.FOLLOWED: N_("De gemeente volgt het advies"),
    Heeded.PARTLY: N_("De gemeente volgt een deel van het advies"),
    Heeded.DEPARTED: N_("De gemeente volgt het advies niet"),
}
INTERESTS = {
    Interest.OWN_PLAN: N_("Ik hoor bij het plan"),
    Interest.NEXT_DOOR: N_("Ik woon er vlak bij"),
    Interest.WORK: N_("Het raakt mijn werk of mijn geld"),
    Interest.FAMILY: N_("Het gaat om familie of vrienden"),
    Interest.OTHER: N_("Iets anders"),
}

#: Says a sentence in the reader's language.
Say = Callable[..., str]


def advice_line(line: TimelineLine, say: Say) -> str:
    """How a timeline tells of advice; "" for what it does not tell."""
    match line.kind:
        case "advice.begun" if line.body and line.step_seq is not None:
            return say(ASKED[Adviser(line.body)])
        case "advice.passed_on":
            said = N_("De wijkraad kan niet beslissen: te veel leden hebben er belang bij")
            return say(said)
        case "advice.given" if line.outcome and line.body:
            if Advice(line.outcome) is Advice.NONE:
                return say(N_("Er is geen advies gegeven"))
            by, advice = GIVEN[Adviser(line.body)], ADVICE[Advice(line.outcome)]
            return say(N_("%(by)s: %(advice)s"), by=say(by), advice=say(advice).lower())
        case "advice.answered" if line.outcome:
            return say(HEEDED[Heeded(line.outcome)])
        case "advice.answer_late":
            return say(N_("De gemeente antwoordde niet op tijd op het advies"))
    return ""


def rules_in_words(rules: MunicipalityRules, lang: str) -> list[tuple[str, str]]:
    """How neighbourhoods advise here, each as (what, how); nothing where they do not."""
    advice = rules.municipality.advice
    if advice is None:
        return []
    said = [
        ("councils", ", ".join(place(rules, code) for code in advice.councils.codes)),
        ("vote", advice.vote.in_words().in_language(lang)),
        ("unasked", advice.unasked.in_words().in_language(lang)),
        ("no_council", advice.no_council.in_words().in_language(lang)),
        ("group", advice.group.in_words().in_language(lang)),
        ("answer", term_words(advice.answer, lang)),
    ]
    named = [(ADVISING[name].in_language(lang), text or "-") for name, text in said]
    return [(name[:1].upper() + name[1:], text) for name, text in named]
