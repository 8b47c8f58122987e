"""Means about a neighbourhood in words: what is open, what begins later, and what was done with what is over."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from starlette.requests import Request

from wijkstem.domain.means import is_late
from wijkstem.kit.i18n import N_
from wijkstem.kit.jinja import long_date
from wijkstem.kit.text import first_sentence
from wijkstem.queries.means import MeansFacts
from wijkstem.queries.means_nearby import PER_PAGE, MeansNearby, means_nearby
from wijkstem.queries.outcomes import OutcomeFacts
from wijkstem.queries.paging import Paged
from wijkstem.web.context import Visitor, visitor
from wijkstem.web.language import translated
from wijkstem.web.means_words import MeansTold, told_all
from wijkstem.web.outcome_words import outcome_told
from wijkstem.web.wording import now, today
from wijkstem.web.work import ask
from wijkstem.words.means import MeansState

LATE = N_("De gemeente zou dit uiterlijk op %(day)s vertellen. Dat is nog niet gebeurd.")


@dataclass(frozen=True)
class NearbyTold:
    """What is asked of people somewhere, in words."""

    open: list[MeansTold]
    coming: list[MeansTold]
    #: Each with what was done with it; "" where nobody said so yet.
    past: list[tuple[MeansTold, str]]
    found: Paged[MeansFacts]


async def nearby(
    request: Request, codes: list[str], *, page: int = 1, per_page: int = PER_PAGE
) -> NearbyTold:
    """About these neighbourhoods."""
    who, at, on = visitor(request), now(request), today(request)
    found = cast(
        MeansNearby,
        await ask(request, means_nearby, codes, now=at, page=page, per_page=per_page),
    )
    past = told_all(found.past.rows, who.rules, at, who.lang)
    return NearbyTold(
        told_all(found.open, who.rules, at, who.lang),
        told_all(found.coming, who.rules, at, who.lang),
        [(one, _came(one.means, found.outcomes.get(one.means.id), who, on)) for one in past],
        found.past,
    )


def _came(means: MeansFacts, outcome: OutcomeFacts | None, who: Visitor, on: date) -> str:
    """What became of it, in a sentence: the decision before what officials said, and that before a promise of it."""
    if outcome is not None and outcome.ruling is not None:
        told = outcome_told(outcome, who.rules, who.lang)
        return f"{told.state}: {told.ruling}."
    if means.state is MeansState.ACCOUNTED:
        return first_sentence(means.outcome)
    if means.state is MeansState.STOPPED:
        return first_sentence(means.reason)
    if means.account_by is None:
        return ""
    said = LATE if is_late(means, on) else N_("U hoort uiterlijk op %(day)s wat ermee gebeurt.")
    return translated(said, who.lang, {"day": long_date(means.account_by, who.lang)})
