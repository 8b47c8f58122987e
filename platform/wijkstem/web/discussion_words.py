"""Contributions in words: who says it as far as anybody may know, what it mentions, and why it cannot be read."""

import re
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from wijkstem.kit.i18n import N_
from wijkstem.kit.jinja import paragraphs
from wijkstem.queries.discussion import Shown
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.web.language import translated
from wijkstem.web.wording import place
from wijkstem.words.discussion import ContributionStance, Sorting

STANCES: Final = {
    ContributionStance.FOR: (N_("Voor"), N_("Ik ben voor")),
    ContributionStance.AGAINST: (N_("Tegen"), N_("Ik ben tegen")),
    ContributionStance.QUESTION: (N_("Vraag"), N_("Ik heb een vraag")),
    ContributionStance.IDEA: (N_("Idee"), N_("Ik heb een idee")),
}
#: How the badge looks; the words say the same.
LOOKS: Final = {
    ContributionStance.FOR: "good",
    ContributionStance.AGAINST: "bad",
    ContributionStance.QUESTION: "busy",
    ContributionStance.IDEA: "neutral",
}
SORTINGS: Final = {
    Sorting.SUPPORT: N_("Meeste steun"),
    Sorting.NEWEST: N_("Nieuwste"),
    Sorting.UNANSWERED: N_("Nog geen antwoord"),
}
#: A number as people write it; in HTML an escaped sign (&#39;) looks alike.
_MENTION: Final = re.compile(r"(?<![\w#&/])#([1-9]\d{0,6})(?![\w;])")


@dataclass(frozen=True)
class Told:
    """A contribution as it stands on a page."""

    it: Shown
    words: Markup
    stance: str
    look: str
    #: Who says it: an office, somebody of a neighbourhood who chose to show that, or a resident.
    by: str
    ground: str
    below: tuple["Told", ...]


def contribution_path(means: str, number: int) -> str:
    """The page of a contribution with all replies; ``means`` is a number of a means."""
    return f"/meedoen/{means}/bijdrage/{number}"


def mentioning(words: str, means: str, last_number: int) -> Markup:
    """Words as text, nothing else; only the number of a contribution that is there leads to it. People have none."""

    def linked(found: re.Match[str]) -> str:
        number = int(found[1])
        if number > last_number:
            return found[0]
        url = contribution_path(means, number)
        return f'<a class="nl-link" href="{url}">#{number}</a>'

    # Escaped before, and what is put in is digits.
    return Markup(_MENTION.sub(linked, str(paragraphs(words))))  # noqa: S704


def told(it: Shown, means: str, last_number: int, rules: MunicipalityRules, lang: str) -> Told:
    """With everything that stands below it."""
    return Told(
        it,
        mentioning(it.words, means, last_number),
        translated(STANCES[it.stance][0], lang) if it.stance else "",
        LOOKS[it.stance] if it.stance else "",
        _by(it, rules, lang),
        rules.municipality.moderation.ground(it.ground, lang),
        tuple(told(one, means, last_number, rules, lang) for one in it.below),
    )


def _by(it: Shown, rules: MunicipalityRules, lang: str) -> str:
    if it.office:
        return it.office
    where = place(rules, it.neighbourhood_code)
    if where:
        return translated(N_("Bewoner van %(place)s"), lang, {"place": where})
    return translated(N_("Een inwoner"), lang)
