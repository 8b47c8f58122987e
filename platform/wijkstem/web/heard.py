"""What people said in every channel, and their complaints, objections and appeals: one overview of a year."""

from collections.abc import Mapping
from decimal import Decimal

from babel.numbers import format_decimal
from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.permissions import may_bring_figures, require
from wijkstem.kit.i18n import N_
from wijkstem.queries.feedback import Faces, Feedback, feedback
from wijkstem.queries.grievances import Grievances, Settled, grievances
from wijkstem.queries.site_use import SiteUsed, site_used
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.language import translated
from wijkstem.web.outside_words import CHANNELS, GRIEVANCES, OUTCOMES
from wijkstem.web.pages import page
from wijkstem.web.wording import today
from wijkstem.web.work import ask
from wijkstem.words.sources import FeedbackChannel, GrievanceKind

#: Pages in the list.
MOST_PAGES = 40


async def overview(request: Request) -> Response:
    """A year, by what was brought in and what was said on the site. A channel without figures is a gap."""
    who = visitor(request)
    require(may_bring_figures(who.actor))
    said: Feedback = await ask(request, feedback)
    raised: Grievances = await ask(request, grievances)
    years = sorted({*said.years, *raised.years}, reverse=True)
    year = inputs.whole(request.query_params.get("jaar")) or (years or [today(request).year])[0]
    fewest = who.rules.indicators.fewest
    return page(
        request,
        "figures/heard.html",
        year=year,
        years=years,
        fewest=fewest,
        channels=_channels(said.of_year(year), fewest, who.lang),
        kinds=_kinds(raised, year, who.lang),
        outcomes=_outcomes(raised, year, who.lang),
    )


async def use(request: Request) -> Response:
    """How the site itself was used in a year: no cookies, and nobody is followed."""
    who = visitor(request)
    require(may_bring_figures(who.actor))
    year = inputs.whole(request.query_params.get("jaar")) or today(request).year
    used: SiteUsed = await ask(request, site_used, year=min(max(year, 1), 9999))
    return page(request, "figures/use.html", year=year, used=used, most=MOST_PAGES)


def _channels(
    found: Mapping[FeedbackChannel, Faces], fewest: int, lang: str
) -> list[list[str | int]]:
    if not found:
        return []
    rows = [_channel(translated(name, lang), found.get(one), fewest, lang) for one, name in CHANNELS.items()]  # fmt: skip
    whole = sum(found.values(), Faces())
    return [*rows, _channel(translated(N_("Samen"), lang), whole, fewest, lang)]


def _channel(name: str, faces: Faces | None, fewest: int, lang: str) -> list[str | int]:
    if faces is None:
        gap = translated(N_("geen cijfer"), lang)
        return [name, gap, gap, gap, gap, gap]
    content = faces.satisfied(fewest=fewest)
    share = _percent(content, lang) if content is not None else translated(N_("te weinig"), lang)
    return [name, faces.answers, faces.green, faces.orange, faces.red, share]


def _kinds(found: Grievances, year: int, lang: str) -> list[list[str | int]]:
    return [_settled([translated(GRIEVANCES[kind], lang)], found.in_all(year, kind), lang) for kind in GrievanceKind]  # fmt: skip


def _outcomes(found: Grievances, year: int, lang: str) -> list[list[str | int]]:
    of_year = found.by_year.get(year, {})
    return [
        _settled([f"{translated(kind_name, lang)}: {translated(name, lang)}"], of_year[kind, outcome], lang)
        for kind, kind_name in GRIEVANCES.items()
        for outcome, name in OUTCOMES.items()
        if (kind, outcome) in of_year
    ]  # fmt: skip


def _settled(names: list[str], one: Settled | None, lang: str) -> list[str | int]:
    if one is None:
        gap = translated(N_("geen cijfer"), lang)
        return [*names, gap, gap]
    share = one.share_in_time
    known = _percent(share, lang) if share is not None else translated(N_("niet bekend"), lang)
    return [*names, one.number, known]


def _percent(share: Decimal, lang: str) -> str:
    return f"{format_decimal(share, '0.0', lang)}%"
