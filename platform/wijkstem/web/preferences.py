"""How often somebody wants mail and in which language; and the link in a mail that stops it without logging in."""

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.accounts import ChooseLanguage
from wijkstem.commands.messages import ChooseRhythm, StopMail
from wijkstem.domain.people import ANYONE
from wijkstem.domain.permissions import require_login
from wijkstem.errors import FieldError, Invalid, NotFound
from wijkstem.kit.i18n import N_
from wijkstem.queries.messages import Choice, choice
from wijkstem.web import language
from wijkstem.web.by_email import allowed
from wijkstem.web.context import services, visitor
from wijkstem.web.forms import Form, read_form, refused
from wijkstem.web.language import LANGUAGE_NAMES, translated
from wijkstem.web.logging_in import never_kept
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.work import ask, do
from wijkstem.words import Rhythm

KEPT = notice("ok", "Uw voorkeuren zijn bewaard.")

RHYTHMS = (
    (Rhythm.AT_ONCE, N_("Meteen als er iets gebeurt")),
    (Rhythm.DAILY, N_("Een keer per dag, om 8 uur 's ochtends")),
    (Rhythm.WEEKLY, N_("Een keer per week, op maandag")),
    (Rhythm.NEVER, N_("Geen e-mail; ik kijk zelf op deze website")),
)


async def preferences(request: Request) -> Response:
    """What is chosen now."""
    found = await _choice(request)
    return _page(request, found, Form({"ritme": found.rhythm.value, "taal": found.language}))


async def _choice(request: Request) -> Choice:
    person_id = require_login(visitor(request).actor)
    found: Choice | None = await ask(request, choice, person_id)
    if found is None:
        raise NotFound("unknown_person", "Uw account is verwijderd. Log opnieuw in.")
    return found


def _page(request: Request, found: Choice, form: Form) -> Response:
    who = visitor(request)
    return page(
        request,
        "messages/preferences.html",
        status=422 if form.errors else 200,
        form=form,
        address=found.address,
        by_email=allowed(request) and who.actor.strong,
        rhythms=[(one.value, translated(said, who.lang)) for one, said in RHYTHMS],
        languages=LANGUAGE_NAMES,
    )


async def choose(request: Request) -> Response:
    """Keep both choices."""
    found, who = await _choice(request), visitor(request)
    values = await read_form(request)
    if values.get("ritme") not in set(Rhythm):
        wrong = Invalid({"ritme": FieldError("choose_rhythm", "Kies hoe vaak u e-mail wilt.")})
        return _page(request, found, refused(values, wrong, who.lang))
    chosen = "en" if values.get("taal") == "en" else "nl"
    await do(request, ChooseRhythm(Rhythm(values["ritme"])))
    await do(request, ChooseLanguage(chosen))
    response = redirect(request, "/mijn/voorkeuren", notice=KEPT)
    language.remember(response, chosen, services(request).settings)
    return response


async def before_stopping(request: Request) -> Response:
    """A page with a button: programs that look at the links in a mail must not stop anything."""
    return never_kept(page(request, "messages/stop.html", done=False))


async def stop(request: Request) -> Response:
    """One request by whoever has the mail, or by their mail program (RFC 8058): no login, no cookie, no page before it."""
    await do(request, StopMail(request.path_params["token"]), ANYONE)
    return never_kept(page(request, "messages/stop.html", done=True))
