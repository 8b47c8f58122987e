"""Logging in at a provider: the way there, the way back, and the way out on both sides.

The browser holds one secret in a cookie. State apart, what must come back (nonce) or be proven (PKCE) is worked out
from it for each attempt, so an answer that was meant for another browser fits nothing, and the database holds none
of it. Pages here are never kept: what they say is about one attempt of one browser.
"""

import base64
import hashlib
import hmac

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wijkstem.adapters.oidc.provider import NOT_DONE, Attempt, Provider
from wijkstem.commands.accounts import EndAtProvider, LoggedIn, LogIn, LogOut
from wijkstem.commands.logins import StartLogin, TakeUpLogin, vouched
from wijkstem.domain.people import SYSTEM
from wijkstem.errors import LoginRefused
from wijkstem.kit.i18n import N_
from wijkstem.kit.ids import new_token
from wijkstem.web import cookies
from wijkstem.web.context import services, visitor
from wijkstem.web.devices import device
from wijkstem.web.forms import read_form
from wijkstem.web.metrics import sign_in_refused
from wijkstem.web.notices import Notice, notice
from wijkstem.web.outside import in_outside_thread
from wijkstem.web.pages import local_path, page, redirect
from wijkstem.web.work import do

logger = structlog.get_logger(__name__)

LOGGED_IN = notice("ok", "U bent ingelogd.")
NO_ROLE = notice(
    "warning", "U bent ingelogd, maar u hebt hier nog geen taak. Vraag uw beheerder om toegang."
)
BROKEN_OFF = notice("info", "U bent gestopt met inloggen. Er is niets veranderd.")

TOO_LATE = N_("Deze poging om in te loggen is al gebruikt of te oud. Begin opnieuw.")

#: The longest way back that is remembered.
LONGEST = 1000


def _way(request: Request) -> str:
    return str(request.path_params["way"])


def _provider(request: Request) -> Provider:
    return services(request).providers.one(visitor(request).municipality_id, _way(request))


async def to_provider(request: Request) -> Response:
    """To the provider, by GET: a form that leads to another site is refused by our own security policy."""
    parts, who, provider = services(request), visitor(request), _provider(request)
    back = wanted(request.query_params.get("terug"))
    if who.actor.person_id is not None:
        return redirect(request, back)
    secret = cookies.browser_secret(request, parts.settings) or new_token()
    state: str = await do(request, StartLogin(_way(request), back, secret))
    attempt = _attempt(request, secret, state)
    address = await in_outside_thread(request, lambda: provider.address(attempt, who.lang))
    response = never_kept(RedirectResponse(address, status_code=303))
    cookies.keep_browser(response, parts.settings, secret)
    return response


def never_kept(response: Response) -> Response:
    """A page about one attempt of one browser."""
    response.headers["Cache-Control"] = "no-store"
    return response


def wanted(back: str | None) -> str:
    """Where to go after a login: a page of this site."""
    path = local_path(back, "/mijn")
    return path if len(path) <= LONGEST else "/mijn"


def _attempt(request: Request, secret: str, state: str) -> Attempt:
    site = services(request).settings.site(visitor(request).municipality_id)
    return Attempt(
        back=f"{site}/inloggen/met/{_way(request)}/terug",
        state=state,
        nonce=_derived(secret, state, "nonce"),
        verifier=_derived(secret, state, "verifier"),
    )


def _derived(secret: str, state: str, purpose: str) -> str:
    """256 bits that follow from the browser's secret, for one attempt and one purpose."""
    made = hmac.new(secret.encode(), f"{purpose}:{state}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


async def from_provider(request: Request) -> Response:
    """Back from the provider. Whatever does not fit is refused, and is a line in the log without who it was."""
    who, provider = visitor(request), _provider(request)
    try:
        return await _taken_up(request, provider)
    except LoginRefused as refused:
        if who.actor.person_id is not None:
            return redirect(
                request, "/mijn"
            )  # back and forth in the browser, after it had succeeded
        logger.warning(
            "login refused",
            code=refused.code,
            cause=str(refused.__cause__ or ""),
            way=_way(request),
            municipality=who.municipality_id,
            correlation_id=str(who.correlation_id),
        )
        sign_in_refused(refused.code)
        raise


async def _taken_up(request: Request, provider: Provider) -> Response:
    parts, who, asked = services(request), visitor(request), request.query_params
    secret, state = cookies.browser_secret(request, parts.settings), asked.get("state", "")
    back: str | None = None
    if secret is not None:
        back = await do(request, TakeUpLogin(_way(request), state, secret))
    if secret is None or back is None:
        raise LoginRefused("unknown_attempt", TOO_LATE)
    if asked.get("iss", provider.setup.issuer) != provider.setup.issuer:
        raise LoginRefused("answer_of_another", NOT_DONE)
    if asked.get("error") == "access_denied":
        return redirect(request, "/inloggen", notice=BROKEN_OFF)
    if "error" in asked or not asked.get("code"):
        raise LoginRefused("provider_refused", NOT_DONE)
    attempt, code, now = _attempt(request, secret, state), asked["code"], parts.clock.now()
    said = await in_outside_thread(request, lambda: provider.redeem(attempt, code, now))
    identity = vouched(said, provider.setup, who.rules.municipality, who.lang)
    used = device(request.headers.get("user-agent", ""))
    command = LogIn(identity, _way(request), said.session_id, said.provider_subject, used)
    await end_session(request)
    logged_in: LoggedIn = await do(request, command)
    return begin_session(request, logged_in, back, LOGGED_IN if identity.roles else NO_ROLE)


def begin_session(
    request: Request, logged_in: LoggedIn, back: str, said: Notice = LOGGED_IN
) -> Response:
    """Give the browser the secret of its new session, whatever secret it came with, and go on."""
    response = redirect(request, back, notice=said)
    cookies.start_session(response, services(request).settings, logged_in.token, logged_in.lasts)
    return response


async def end_session(request: Request) -> str:
    """End the session that the browser came with; by which way in it was."""
    secret = cookies.session_secret(request, services(request).settings)
    way: str = await do(request, LogOut(secret)) if secret is not None else ""
    return way


async def logged_out(request: Request) -> Response:
    """Out here; and on to the provider, where the next one at this computer could come in without being asked."""
    who = visitor(request)
    way = request.query_params.get("bij", "")
    ways = services(request).providers.of(who.municipality_id)
    there = (way, getattr(ways[way].setup.name, who.lang)) if way in ways else None
    return never_kept(page(request, "accounts/logged_out.html", there=there))


async def out_at_provider(request: Request) -> Response:
    """To the provider's own page for logging out, and from there back to ours."""
    parts, who, provider = services(request), visitor(request), _provider(request)
    back = f"{parts.settings.site(who.municipality_id)}/uitgelogd"
    address = await in_outside_thread(request, lambda: provider.way_out(back, new_token()))
    if address is None:
        return redirect(request, "/uitgelogd")
    return never_kept(RedirectResponse(address, status_code=303))


async def ended_at_provider(request: Request) -> Response:
    """The provider itself tells that somebody logged out there (back-channel logout)."""
    parts, provider = services(request), _provider(request)
    values = await read_form(request)
    headers = {"Cache-Control": "no-store"}
    try:
        token, now = values.get("logout_token", ""), parts.clock.now()
        ended = await in_outside_thread(request, lambda: provider.ended(token, now))
    except LoginRefused as refused:
        logger.warning("logout refused", code=refused.code, way=_way(request))
        return Response(status_code=400, headers=headers)
    command = EndAtProvider(_way(request), ended.session_id, ended.provider_subject)
    await do(request, command, SYSTEM)
    return Response(status_code=200, headers=headers)
