"""Means in words: kinds, for whom they are, how far they are, and the promise that stands above each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from wijkstem.domain.means import is_open, is_over, last_day
from wijkstem.kit.clock import local_date
from wijkstem.kit.i18n import N_
from wijkstem.kit.text import first_sentence
from wijkstem.queries.means import MeansFacts
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.web.language import translated
from wijkstem.web.links import means_path
from wijkstem.web.wording import place
from wijkstem.web.year_words import LEVELS, body_name
from wijkstem.words.means import Audience, MeansKind, MeansState

#: The name of each kind, and what people do in it.
KINDS = {
    MeansKind.DISCUSSION: (
        N_("Gesprek"),
        N_("U zegt wat u ervan vindt. U leest wat anderen zeggen."),
    ),
    MeansKind.DIALOGUE: (
        N_("Stellingen"),
        N_("U kiest bij korte zinnen: eens, oneens of geen mening."),
    ),
    MeansKind.VOTE: (N_("Stemming"), N_("U stemt over een vraag.")),
    MeansKind.ADVICE: (
        N_("Advies over een raadsvoorstel"),
        N_("U zegt per stuk tekst of u het ermee eens bent."),
    ),
}
AUDIENCES = {
    Audience.EVERYONE: N_("Iedereen"),
    Audience.RESIDENTS: N_("Inwoners van de gemeente"),
    Audience.NEIGHBOURHOODS: N_("Inwoners van bepaalde wijken"),
    Audience.GROUP: N_("Een klankbordgroep: wie meedoet, is geloot"),
}
DRAFT, COMING, OPEN = N_("Nog niet op de website"), N_("Begint later"), N_("Open")
CLOSED, ACCOUNTED, STOPPED = N_("Gesloten"), N_("Afgerond"), N_("Gaat niet door")


@dataclass(frozen=True)
class MeansTold:
    """A means in words."""

    means: MeansFacts
    url: str
    kind: str
    kind_means: str
    #: The first sentence of what is asked.
    summary: str
    state: str
    look: str
    #: Whether people can take part at this moment.
    open: bool
    level: str
    level_means: str
    audience: str
    #: The body that chose it.
    decided_by: str
    #: First and last day; None of a draft without.
    opens_on: date | None
    closes_on: date | None


def told(
    it: MeansFacts,
    rules: MunicipalityRules,
    now: datetime,
    lang: str,
    places: tuple[str, ...] = (),
) -> MeansTold:
    """In the visitor's language; ``places`` are codes of neighbourhoods."""
    kind, kind_means = KINDS[it.kind]
    level, level_means = LEVELS[it.level] if it.level else ("", "")
    state, look = _state(it, now)
    return MeansTold(
        it,
        means_path(it.number, it.slug),
        translated(kind, lang),
        translated(kind_means, lang),
        first_sentence(it.question),
        translated(state, lang),
        look,
        is_open(it, now),
        translated(level, lang) if level else "",
        translated(level_means, lang) if level_means else "",
        audience(it, rules, lang, places),
        body_name(it.body_id, rules) if it.body_id else "",
        local_date(it.opens_at) if it.opens_at else None,
        last_day(it.closes_at) if it.closes_at else None,
    )


def told_all(
    found: Iterable[MeansFacts], rules: MunicipalityRules, now: datetime, lang: str
) -> list[MeansTold]:
    """Several, in their order."""
    return [told(one, rules, now, lang) for one in found]


def audience(
    it: MeansFacts, rules: MunicipalityRules, lang: str, places: tuple[str, ...] = ()
) -> str:
    """For whom it is; of neighbourhoods their names, where they are known."""
    if it.audience is Audience.NEIGHBOURHOODS and places:
        names = ", ".join(place(rules, code) or code for code in places)
        return translated(N_("Inwoners van: %(places)s"), lang, {"places": names})
    return translated(AUDIENCES[it.audience], lang)


def _state(it: MeansFacts, now: datetime) -> tuple[str, str]:
    """The word, and the look of its badge."""
    if is_over(it, now):
        return CLOSED, "neutral"
    if it.state is MeansState.ANNOUNCED:
        return (OPEN, "busy") if is_open(it, now) else (COMING, "neutral")
    return {
        MeansState.DRAFT: (DRAFT, "neutral"),
        MeansState.CLOSED: (CLOSED, "neutral"),
        MeansState.ACCOUNTED: (ACCOUNTED, "good"),
        MeansState.STOPPED: (STOPPED, "bad"),
    }[it.state]
