"""Answers: a page from a template, or the way to another page."""

from types import SimpleNamespace
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Match

from wijkstem.domain.people import Actor
from wijkstem.kit.jinja import Pages
from wijkstem.kit.text import has_control_characters
from wijkstem.web import notices
from wijkstem.web.context import actor, language, municipality, path_of, services
from wijkstem.web.cookies import guarded_name
from wijkstem.web.language import PARAMETER, translated
from wijkstem.web.notices import Notice


def page(request: Request, template: str, *, status: int = 200, **context: object) -> Response:
    """The page of ``template``; every template gets ``page``, the frame's own facts, with ``context``."""
    frame = SimpleNamespace(
        path=path_of(request),
        lang=language(request),
        other_language=_other_language(request),
        municipality=_municipality(request),
        person=_person(request),
        notices=_notices(request),
        demo=services(request).settings.demo,
    )
    pages: Pages = request.app.state.pages
    response = HTMLResponse(
        pages.render(template, frame.lang, page=frame, **context), status_code=status
    )
    _never_shared(response, logged_in=frame.person is not None)
    response.headers["Content-Language"] = frame.lang
    kept = _notice_name(request)
    if kept in request.cookies:
        secure = services(request).settings.https
        response.delete_cookie(kept, path="/", secure=secure, httponly=True, samesite="lax")
    return response


def redirect(request: Request, url: str, *, notice: Notice | None = None) -> Response:
    """After a form: on to ``url`` with GET, there to say ``notice``. Leads nowhere but to this site."""
    response = RedirectResponse(local_path(url), status_code=303)
    response.headers["Cache-Control"] = "no-store"
    if notice is not None:
        response.set_cookie(
            _notice_name(request),
            notice.code,
            max_age=notices.SECONDS,
            httponly=True,
            samesite="lax",
            secure=services(request).settings.https,
        )
    return response


def local_path(url: str | None, default: str = "/") -> str:
    """``url`` if it is a path on this site, and ``default`` for anything that could lead elsewhere."""
    # A browser reads "//host", "/\host" and "/<tab>/host" as another site.
    if not url or not url.startswith("/") or url[1:2] in {"/", "\\"} or "\\" in url:
        return default
    if " " in url or "\n" in url or "\t" in url or has_control_characters(url):
        return default
    try:
        parts = urlsplit(url)
    except ValueError:
        return default
    return default if parts.scheme or parts.netloc else url


def _other_language(request: Request) -> str:
    """The way to this page in the other language, with whatever else was asked for.

    It never repeats the path, which could read as another site: a query alone stays where it is.
    """
    other = "nl" if language(request) == "en" else "en"
    if request.method in {"GET", "HEAD"}:
        asked = request.query_params.multi_items()
        kept = [(name, value) for name, value in asked if name != PARAMETER]
        return f"?{urlencode([*kept, (PARAMETER, other)])}"
    return f"{'' if can_be_read(request) else '/'}?{PARAMETER}={other}"


def can_be_read(request: Request) -> bool:
    """Whether the address that a form was sent to also has a page."""
    asked = {**request.scope, "method": "GET"}
    return any(route.matches(asked)[0] is Match.FULL for route in request.app.routes)


def _municipality(request: Request) -> SimpleNamespace | None:
    rules = municipality(request)
    if rules is None:
        return None
    return SimpleNamespace(slug=rules.municipality.slug, name=rules.municipality.name)


def _person(request: Request) -> SimpleNamespace | None:
    who: Actor = actor(request)
    if who.person_id is None:
        return None
    return SimpleNamespace(
        display_name=getattr(request.state, "display_name", ""),
        roles=frozenset(role.value for role in who.roles),
        unread=getattr(request.state, "unread", 0),
    )


def _notices(request: Request) -> list[tuple[str, str]]:
    found = notices.from_code(request.cookies.get(_notice_name(request), ""))
    return [] if found is None else [(found.kind, translated(found.sentence, language(request)))]


def _notice_name(request: Request) -> str:
    return guarded_name(notices.COOKIE, services(request).settings)


def _never_shared(response: Response, *, logged_in: bool) -> None:
    # What everybody may keep, `caching.py` says of pages that it made for nobody in particular.
    response.headers["Cache-Control"] = "no-store" if logged_in else "private, no-cache"
    # The same address looks different with another language or another person.
    response.headers["Vary"] = "Cookie"
