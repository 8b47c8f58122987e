"""What the page of a plan, a dossier or a subject offers who wants to hear of it: following, or the way to what comes before that."""

from enum import StrEnum

from wijkstem.domain.permissions import may_without_digid
from wijkstem.queries.initiatives import InitiativePage
from wijkstem.web.context import Visitor
from wijkstem.words import WithoutDigiD


class Offer(StrEnum):
    """What is offered."""

    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    #: Log in first, in whatever way.
    LOG_IN = "log_in"
    #: The same, and the rules let who only shows a mailbox do it.
    LOG_IN_BY_MAIL = "log_in_by_mail"
    #: Logged in by e-mail alone, and here that is not enough.
    OTHER_WAY = "other_way"
    #: Nothing will happen any more, or nobody else may know of it.
    NOTHING = "nothing"


def offer(found: InitiativePage, who: Visitor) -> Offer:
    """What this visitor can do."""
    over = found.initiative.closed_on is not None and not _carried_out(found)
    if not found.initiative.public or over:
        return Offer.NOTHING
    return offer_to_follow(found.follows, who)


def offer_to_follow(follows: bool, who: Visitor) -> Offer:
    """What this visitor can do about something that has news; ``follows`` says whether they hear of it already."""
    if follows:
        return Offer.UNFOLLOW
    allowed = who.rules.municipality.without_digid
    if may_without_digid(who.actor, WithoutDigiD.FOLLOW, allowed):
        return Offer.FOLLOW
    if who.actor.person_id is not None:
        return Offer.OTHER_WAY
    return Offer.LOG_IN_BY_MAIL if WithoutDigiD.FOLLOW in allowed else Offer.LOG_IN


def _carried_out(found: InitiativePage) -> bool:
    """A plan that is decided on has news for as long as it is carried out."""
    return found.work is not None and found.work.work.closed_on is None
