"""What is kept how long, as an administrator has to answer for it."""

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.permissions import may_administer, require
from wijkstem.kit.i18n import N_
from wijkstem.kit.jinja import number
from wijkstem.queries.retention import SOON, Kind, report
from wijkstem.web.context import services, visitor
from wijkstem.web.language import translated
from wijkstem.web.pages import page
from wijkstem.web.work import ask
from wijkstem.words import Keeping

NAMES = {
    Keeping.ACCOUNT: N_("Accounts die niemand gebruikt"),
    Keeping.SESSION: N_("Inlogs die voorbij zijn"),
    Keeping.CODE: N_("Codes per e-mail"),
    Keeping.LOGIN_ATTEMPT: N_("Pogingen om in te loggen"),
    Keeping.KEPT_FORM: N_("Formulieren die op een inlog wachten"),
    Keeping.REPORT: N_("Meldingen van inwoners"),
    Keeping.DRAFT: N_("Plannen die niet zijn verstuurd"),
    Keeping.MESSAGE: N_("Berichten op de website"),
    Keeping.POST: N_("De post van de demonstratie"),
    Keeping.DELIVERY: N_("Dat een bericht is verstuurd"),
    Keeping.PAPER: N_("Lijsten op papier die op controle wachten"),
    Keeping.SPEAKER: N_("Wie wilde spreken bij een vergadering"),
    Keeping.SIGN_UP: N_("Wie zich aanmeldde voor een bijeenkomst"),
}


async def show(request: Request) -> Response:
    """Every kind with its rule, what goes when, and what went."""
    who = visitor(request)
    require(may_administer(who.actor))
    now = services(request).clock.now()
    found: list[Kind] = await ask(request, report, who.rules.municipality, now)
    rows = [
        (
            translated(NAMES[kind.what], who.lang),
            _days(kind, who.lang),
            _source(kind, who.lang),
            *(number(count, who.lang) for count in (kind.now, kind.soon, kind.gone)),
        )
        for kind in found
    ]
    return page(request, "rules/retention.html", rows=rows, days=SOON.days)


def _days(kind: Kind, lang: str) -> str:
    if kind.rule is not None:
        return translated(N_("%(days)s dagen"), lang, {"days": number(kind.rule.days, lang)})
    if kind.has_rule:
        return translated(N_("Er is geen regel: dit blijft"), lang)
    return translated(N_("Zo lang het geldig is"), lang)


def _source(kind: Kind, lang: str) -> str:
    if kind.rule is None:
        return ""
    return translated(N_("Aangenomen"), lang) if kind.rule.assumed else kind.rule.source
