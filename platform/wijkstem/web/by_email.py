"""Logging in with a code that is sent by e-mail, and adding an address to an account: two small forms.

Every address gets the same answer, whether somebody is known by it or not.
"""

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.email_codes import LASTS, AskEmailCode, Entered, EnterEmailCode
from wijkstem.errors import FieldError, Invalid, NotFound
from wijkstem.kit.ids import new_token
from wijkstem.web import cookies
from wijkstem.web.context import services, visitor
from wijkstem.web.devices import device
from wijkstem.web.forms import Form, read_form, refused
from wijkstem.web.logging_in import LOGGED_IN, begin_session, end_session, never_kept, wanted
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.work import do

CONFIRMED = notice("ok", "Uw e-mailadres is bevestigd. Onze berichten gaan naar dit adres.")


def allowed(request: Request) -> bool:
    """Whether this municipality lets anybody in by e-mail alone."""
    return visitor(request).rules.municipality.email_code is not None


def _require_allowed(request: Request) -> None:
    if not allowed(request):
        raise NotFound("unknown_way_in", "Op deze manier kunt u hier niet inloggen.")


async def ask(request: Request) -> Response:
    """The form for an address."""
    _require_allowed(request)
    return _ask_page(request, Form({"terug": wanted(request.query_params.get("terug"))}))


def _ask_page(request: Request, form: Form) -> Response:
    return never_kept(
        page(
            request,
            "accounts/email.html",
            status=422 if form.errors else 200,
            form=form,
            adding=_adding(request),
        )
    )


def _adding(request: Request) -> bool:
    """Whether somebody who is logged in adds an address."""
    actor = visitor(request).actor
    return actor.person_id is not None and actor.strong


async def send(request: Request) -> Response:
    """Send the code, and on to where it is typed."""
    _require_allowed(request)
    parts, who = services(request), visitor(request)
    values = await read_form(request)
    secret = cookies.browser_secret(request, parts.settings) or new_token()
    back = wanted(values.get("terug"))
    try:
        await do(request, AskEmailCode(values.get("adres", ""), back, who.lang, secret))
    except Invalid as wrong:
        return _ask_page(request, refused(values, wrong, who.lang))
    response = redirect(request, "/inloggen/email/code")
    cookies.keep_browser(response, parts.settings, secret)
    return response


async def enter(request: Request) -> Response:
    """The form for the code."""
    _require_allowed(request)
    return _code_page(request, Form())


def _code_page(request: Request, form: Form) -> Response:
    return never_kept(
        page(
            request,
            "accounts/code.html",
            status=422 if form.errors else 200,
            form=form,
            minutes=int(LASTS.total_seconds()) // 60,
        )
    )


async def take(request: Request) -> Response:
    """The code was typed."""
    _require_allowed(request)
    parts, who = services(request), visitor(request)
    values = await read_form(request)
    secret = cookies.browser_secret(request, parts.settings)
    entered: Entered | None = None
    if secret is not None:
        used = device(request.headers.get("user-agent", ""))
        entered = await do(request, EnterEmailCode(values.get("code", ""), secret, used))
    if entered is None:
        wrong = FieldError(
            "wrong_code",
            "Deze code klopt niet, of werkt niet meer. Kijk of u hem goed hebt overgenomen, of vraag een nieuwe.",
        )
        return _code_page(request, refused({}, Invalid({"code": wrong}), who.lang))
    if entered.logged_in is None:
        return redirect(request, entered.back, notice=CONFIRMED)
    await end_session(request)
    return begin_session(request, entered.logged_in, entered.back, LOGGED_IN)
