"""Gatherings in words: their kinds, where they are, how many fit, and what a visitor can do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wijkstem.domain.permissions import may_without_digid
from wijkstem.kit.i18n import N_
from wijkstem.queries.gatherings import GatheringFacts, Mine
from wijkstem.web.context import Visitor
from wijkstem.web.language import translated
from wijkstem.web.links import gathering_path
from wijkstem.web.wording import place
from wijkstem.words import GatheringKind, GatheringState, WithoutDigiD

KINDS = {
    GatheringKind.MEETING: N_("Bijeenkomst"),
    GatheringKind.WALK: N_("Wandeling door de wijk"),
    GatheringKind.WALK_IN: N_("Spreekuur"),
    GatheringKind.ROUND_TABLE: N_("Gesprek aan tafel"),
    GatheringKind.ON_LOCATION: N_("Op bezoek in de wijk"),
    GatheringKind.COUNCIL_GUEST: N_("Gast van de raad"),
}
#: What an official reads with each.
KIND_HINTS = {
    GatheringKind.MEETING: N_("Veel mensen in een zaal, met uitleg en vragen."),
    GatheringKind.WALK: N_("Een wijkschouw: samen kijken wat er goed is en wat niet."),
    GatheringKind.WALK_IN: N_("Wie iets wil vragen, loopt binnen."),
    GatheringKind.ROUND_TABLE: N_("Een kleine groep praat over een onderwerp."),
    GatheringKind.ON_LOCATION: N_("De gemeente staat op een plek waar mensen al zijn."),
    GatheringKind.COUNCIL_GUEST: N_("De raad ontvangt u en u kijkt mee bij een vergadering."),
}
WHOLE_MUNICIPALITY = N_("De hele gemeente")


class Offer(StrEnum):
    """What a visitor is offered who may want to come."""

    SIGN_UP = "sign_up"
    #: There are no places left, but there is a waiting list.
    WAIT = "wait"
    SIGN_OFF = "sign_off"
    LOG_IN = "log_in"
    #: The same, and the rules let who only shows a mailbox do it.
    LOG_IN_BY_MAIL = "log_in_by_mail"
    #: Logged in by e-mail alone, and here that is not enough.
    OTHER_WAY = "other_way"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Shown:
    """A gathering as a list shows it."""

    url: str
    facts: GatheringFacts
    kind: str
    place: str
    status: str
    status_kind: str
    #: Places left; None: everybody fits.
    left: int | None


def shown(facts: GatheringFacts, who: Visitor, now: datetime) -> Shown:
    """In the visitor's language."""
    status, kind = status_of(facts, now)
    return Shown(
        url=gathering_path(facts.id),
        facts=facts,
        kind=translated(KINDS[facts.kind], who.lang),
        place=where(facts.neighbourhood_code, who),
        status=translated(status, who.lang) if status else "",
        status_kind=kind,
        left=None if facts.places is None else max(0, facts.places - facts.seated),
    )


def where(code: str | None, who: Visitor) -> str:
    """The neighbourhood, or that it is about all of them."""
    return place(who.rules, code) or translated(WHOLE_MUNICIPALITY, who.lang)


def status_of(facts: GatheringFacts, now: datetime) -> tuple[str, str]:
    """The words of its badge, "" for none, and the badge's look."""
    if facts.cancelled:
        return N_("Gaat niet door"), "late"
    if facts.reported:
        return N_("Met verslag"), "good"
    if facts.ends_at <= now:
        return N_("Verslag komt nog"), "neutral"
    if facts.places is not None and facts.seated >= facts.places:
        return N_("Vol"), "busy"
    return "", "neutral"


def offer(facts: GatheringFacts, mine: Mine | None, who: Visitor, now: datetime) -> Offer:
    """What this visitor can do."""
    if facts.state is not GatheringState.ANNOUNCED or facts.starts_at <= now:
        return Offer.NOTHING
    if mine is not None:
        return Offer.SIGN_OFF
    allowed = who.rules.municipality.without_digid
    if may_without_digid(who.actor, WithoutDigiD.ATTEND, allowed):
        full = facts.places is not None and facts.seated >= facts.places
        return Offer.WAIT if full else Offer.SIGN_UP
    if who.actor.person_id is not None:
        return Offer.OTHER_WAY
    return Offer.LOG_IN_BY_MAIL if WithoutDigiD.ATTEND in allowed else Offer.LOG_IN
