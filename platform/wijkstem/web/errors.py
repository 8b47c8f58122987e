"""What went wrong, as an answer: one table from class to status, and a page with a way on."""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from wijkstem.errors import (
    Away,
    Conflict,
    Crowded,
    Invalid,
    LoginRefused,
    NotAllowed,
    NotFound,
    RuleBroken,
    TooOften,
    WijkstemError,
)
from wijkstem.kit.commits import CommitUnknown
from wijkstem.kit.db import is_outage
from wijkstem.kit.i18n import N_
from wijkstem.web import cookies, hosts
from wijkstem.web.context import actor, correlation_id, language, municipality, services
from wijkstem.web.kept import keep
from wijkstem.web.language import sentence, translated
from wijkstem.web.pages import can_be_read, local_path, page, redirect
from wijkstem.web.problems import of_an_api, problem
from wijkstem.web.sizes import TAKES_FILES

logger = structlog.get_logger(__name__)

#: After so many seconds a browser or a robot may try again.
RETRY_AFTER = 10


@dataclass(frozen=True)
class Answer:
    """How a kind of error is told."""

    status: int
    title: str
    #: Used where the error itself has no sentence for people.
    sentence: str = ""


NOT_FOUND = Answer(
    404,
    N_("Deze pagina is er niet"),
    N_("Misschien is het adres niet goed overgenomen, of bestaat de pagina niet meer."),
)
FAILED = Answer(
    500,
    N_("Er ging iets mis bij ons"),
    N_("Dit ligt niet aan u. Wij kunnen zien wat er misging. Probeer het later nog eens."),
)
AWAY = Answer(
    503,
    N_("Het lukt nu even niet"),
    N_("Het is te druk, of er wordt aan gewerkt. Probeer het over een minuut nog eens."),
)
#: Without Retry-After: who simply tries again may do it twice.
UNKNOWN = Answer(
    503,
    N_("Wij weten niet zeker of het gelukt is"),
    N_(
        "Probeer het niet meteen opnieuw. Kijk eerst op de vorige pagina of in uw overzicht of het gelukt is."
    ),
)
LOGIN_FIRST = Answer(403, N_("Log eerst in"))

#: What the router and the reading of a request say, which know only of numbers.
BY_STATUS: dict[int, Answer] = {
    400: Answer(
        400,
        N_("Wij begrijpen deze aanvraag niet"),
        N_("Ga terug en probeer het nog eens. Een bestand meesturen kan hier niet."),
    ),
    404: NOT_FOUND,
    405: Answer(
        405,
        N_("Dit kan op deze pagina niet"),
        N_(
            "Misschien hebt u de pagina na het versturen nog eens geopend. Ga terug naar de vorige."
        ),
    ),
    413: Answer(
        413,
        N_("Wat u stuurt, is te groot"),
        N_("Maak uw tekst korter. Ga terug in uw browser: dan staat uw tekst er meestal nog."),
    ),
}

FILE_TOO_LARGE = Answer(
    413,
    BY_STATUS[413].title,
    N_(
        "Kies een kleiner bestand. Uw plan is bewaard: ga terug in uw browser en probeer het nog eens."
    ),
)

#: Every error that has an answer of its own; whatever is not here is a mistake of ours.
ANSWERS: dict[type[Exception], Answer] = {
    NotFound: NOT_FOUND,
    NotAllowed: Answer(403, N_("Dit mag u hier niet doen")),
    Conflict: Answer(409, N_("Iemand anders was u voor")),
    RuleBroken: Answer(422, N_("Dit kan nu niet")),
    Invalid: Answer(422, N_("Nog niet alles is goed ingevuld")),
    LoginRefused: Answer(403, N_("Inloggen is niet gelukt")),
    Away: Answer(503, N_("Inloggen kan nu even niet")),
    Crowded: AWAY,
    TooOften: Answer(429, N_("Even wachten")),
    ClientDisconnect: BY_STATUS[400],
}


async def failed(request: Request, error: Exception) -> Response:
    """The answer to a request that ended in ``error``."""
    if isinstance(error, NotAllowed) and actor(request).person_id is None:
        return await _to_login(request)
    found = _answer(error)
    if found.status == 413 and TAKES_FILES.fullmatch(request.url.path):
        found = FILE_TOO_LARGE
    if found.status >= 500:
        _report(request, error)
    said = sentence(error, language(request)) if isinstance(error, WijkstemError) else ""
    response = _told(request, replace(found, sentence=said or found.sentence))
    if found.status == 503 and found.title != UNKNOWN.title:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    if isinstance(error, TooOften):
        response.headers["Retry-After"] = str(error.seconds)
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response


def _told(request: Request, answer: Answer) -> Response:
    """For a person, or for a machine."""
    if not of_an_api(request):
        return error_page(request, answer)
    lang = language(request)
    title, detail = translated(answer.title, lang), translated(answer.sentence, lang)
    return problem(answer.status, title, detail, lang)


def error_page(request: Request, answer: Answer) -> Response:
    """A page that says what went wrong, in the reader's language, with ways on."""
    lang = language(request)
    error = {
        "title": translated(answer.title, lang),
        "sentence": translated(answer.sentence, lang),
        "reference": str(correlation_id(request)) if answer.status >= 500 else "",
        "next": [(url, translated(text, lang)) for url, text in _ways_on(request, answer)],
    }
    return page(request, "_layouts/error.html", status=answer.status, error=error)


def _answer(error: Exception) -> Answer:
    if isinstance(error, HTTPException):
        default = FAILED if error.status_code >= 500 else BY_STATUS[400]
        return BY_STATUS.get(error.status_code, replace(default, status=error.status_code))
    if isinstance(error, CommitUnknown):
        return UNKNOWN
    if is_outage(error):
        return AWAY
    return next((ANSWERS[kind] for kind in type(error).__mro__ if kind in ANSWERS), FAILED)


async def _to_login(request: Request) -> Response:
    """To the login, and from there back to the page that was asked for or that held the form."""
    secret = await keep(request) if can_be_read(request) else None
    response = redirect(request, f"/inloggen?terug={quote(_came_from(request), safe='/')}")
    if secret is not None:
        cookies.keep_browser(response, services(request).settings, secret)
    return response


def _came_from(request: Request) -> str:
    if request.method in {"GET", "HEAD"} or can_be_read(request):
        return local_path(_with_query(request.url.path, request.url.query))
    # After the login only GET is possible, so back to the page with the form; our Referrer-Policy lets
    # the browser say which that was, as long as it was one of ours.
    try:
        referer = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return "/"
    if referer.netloc != request.headers.get("host"):
        return "/"
    return local_path(_with_query(referer.path, referer.query))


def _with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _ways_on(request: Request, answer: Answer) -> Sequence[tuple[str, str]]:
    if municipality(request) is None:
        base = hosts.address(request, services(request).settings.base_host)
        return [(base, N_("Kies uw gemeente"))]
    if answer.status == 404:
        return [
            ("/initiatieven", N_("Zoek een initiatief")),
            ("/mijn", N_("Bekijk uw eigen overzicht")),
        ]
    if answer.title == UNKNOWN.title:
        return [("/mijn", N_("Bekijk uw eigen overzicht"))]
    if answer.title in {ANSWERS[LoginRefused].title, ANSWERS[Away].title}:
        return [("/inloggen", N_("Opnieuw inloggen"))]
    return []


def _report(request: Request, error: Exception) -> None:
    """Where it broke, but not the message: that can hold what somebody typed."""
    logger.error(
        "request failed",
        error=type(error).__name__,
        correlation_id=str(correlation_id(request)),
        frames=traceback.format_tb(error.__traceback__)[-8:],
    )
