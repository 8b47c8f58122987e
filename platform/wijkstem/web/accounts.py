"""Coming in, going out, and one's own page."""

from collections.abc import Collection, Mapping
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from wijkstem.adapters.oidc.provider import Provider
from wijkstem.adapters.oidc.setup import Serves
from wijkstem.commands.accounts import ChooseLanguage, Identity, LoggedIn, LogIn
from wijkstem.commands.sessions import EndSessions
from wijkstem.demo.people import chosen_from, people
from wijkstem.domain.permissions import require_login
from wijkstem.errors import FieldError, Invalid, NotFound
from wijkstem.kit.clock import local_date
from wijkstem.kit.i18n import N_
from wijkstem.kit.ids import token_hash
from wijkstem.queries.accounts import Overview, OwnInitiative, overview
from wijkstem.queries.drafts import OwnDraft
from wijkstem.queries.following import Followed
from wijkstem.queries.own_sessions import OwnSession, own_sessions
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.web import cookies, inputs, language
from wijkstem.web.by_email import allowed
from wijkstem.web.context import Visitor, services, visitor
from wijkstem.web.devices import device, device_words
from wijkstem.web.drafting import next_step, title_of
from wijkstem.web.forms import Form, read_form, refused
from wijkstem.web.gathering_words import shown
from wijkstem.web.inputs import whole
from wijkstem.web.language import LANGUAGE_NAMES, translated
from wijkstem.web.links import dossier_path, draft_path, initiative_path, subject_path
from wijkstem.web.logging_in import begin_session, end_session, never_kept, wanted
from wijkstem.web.metrics import sign_in_refused
from wijkstem.web.notices import notice
from wijkstem.web.pages import local_path, page, redirect
from wijkstem.web.wording import now, today
from wijkstem.web.work import ask, do
from wijkstem.words import Collects, Role, Stance

LOGGED_OUT = notice("ok", "U bent uitgelogd.")
SESSION_ENDED = notice("ok", "Op dat apparaat bent u nu uitgelogd.")
SESSIONS_ENDED = notice("ok", "Op alle andere apparaten bent u nu uitgelogd.")
LANGUAGE_KEPT = notice("ok", "Uw taal is bewaard. Ook uw berichten komen in deze taal.")

ROLE_NAMES = {
    Role.RESIDENT: N_("Bewoner"),
    Role.NEIGHBOURHOOD_COUNCIL: N_("Lid van de wijkraad"),
    Role.OFFICIAL: N_("Ambtenaar"),
    Role.CLERK: N_("Griffie"),
    Role.ADMINISTRATOR: N_("Beheerder"),
    Role.OPERATOR: N_("Beheerder van het platform"),
}


async def login(request: Request) -> Response:
    """The ways in; in the demo a choice of made-up people as well."""
    who = visitor(request)
    back = local_path(request.query_params.get("terug"), "")
    if who.actor.person_id is not None:
        return redirect(request, back or "/mijn")
    return _login_page(request, Form({"terug": back}))


def _login_page(request: Request, form: Form) -> Response:
    parts, who = services(request), visitor(request)
    ways = parts.providers.of(who.municipality_id)
    by_email = allowed(request)
    if not parts.settings.demo and not ways and not by_email:
        return never_kept(page(request, "accounts/login_not_set_up.html"))
    choices = [
        (key, one.display_name, _introduction(key, one, who))
        for key, one in (chosen_from(who.rules.municipality) if parts.settings.demo else ())
    ]
    back = form.values.get("terug", "")
    return never_kept(
        page(
            request,
            "accounts/login.html",
            status=422 if form.errors else 200,
            form=form,
            choices=choices,
            ways={serves: _ways(ways, serves, back, who.lang) for serves in Serves},
            by_email=f"/inloggen/email?{urlencode({'terug': back})}" if by_email else "",
        )
    )


def _ways(
    ways: Mapping[str, Provider], serves: Serves, back: str, lang: str
) -> list[tuple[str, str]]:
    """Where to log in, and what it is called; a link and no form, because it leads to another site."""
    query = f"?{urlencode({'terug': back})}" if back else ""
    return [
        (f"/inloggen/met/{way}{query}", getattr(provider.setup.name, lang))
        for way, provider in ways.items()
        if provider.setup.serves is serves
    ]


def _introduction(key: str, one: Identity, who: Visitor) -> str:
    """Which role and where from, and what is special about them."""
    roles = role_words({role for role, _ in one.roles}, who.lang)
    place = _place(who.rules, one.neighbourhood_code)
    special = {"bewoner-19": N_("15 jaar"), "bewoner-20": N_("woont in een andere gemeente")}
    extra = translated(special[key], who.lang) if key in special else ""
    return ", ".join(part for part in (key, *roles, place, extra) if part)


def role_words(held: Collection[Role], lang: str) -> list[str]:
    """What somebody is, in words; that they live here only of who is nothing else."""
    return [
        translated(ROLE_NAMES[role], lang)
        for role in sorted(held)
        if role is not Role.RESIDENT or len(held) == 1
    ]


def _place(rules: MunicipalityRules, code: str | None) -> str:
    found = rules.municipality.neighbourhood(code) if code else None
    return found.name if found else ""


async def log_in(request: Request) -> Response:
    """A new session with a new secret, whatever secret the browser came with."""
    parts, who = services(request), visitor(request)
    if not parts.settings.demo:
        raise NotFound("no_demo", "Inloggen is hier nog niet ingesteld.")
    values = await read_form(request)
    identity = people(who.rules.municipality).get(values.get("persoon", ""))
    if identity is None:
        sign_in_refused("choose_person")
        missing = Invalid({"persoon": FieldError("choose_person", "Kies wie u wilt zijn.")})
        return _login_page(request, refused(values, missing, who.lang))
    await end_session(request)
    used = device(request.headers.get("user-agent", ""))
    logged_in: LoggedIn = await do(request, LogIn(identity, device=used))
    return begin_session(request, logged_in, wanted(values.get("terug")))


async def log_out(request: Request) -> Response:
    """Over, in the browser and in the database; then at the provider as well."""
    way = await end_session(request)
    there = way in services(request).providers.of(visitor(request).municipality_id)
    if there:
        response = redirect(request, f"/uitgelogd?bij={way}")
    else:
        response = redirect(request, "/", notice=LOGGED_OUT)
    cookies.end_session(response, services(request).settings)
    cookies.forget_browser(response, services(request).settings)
    return response


async def mine(request: Request) -> Response:
    """Who you are to us, and where everything of yours is."""
    who = visitor(request)
    asked = request.query_params
    found: Overview = await ask(
        request,
        overview,
        require_login(who.actor),
        initiatives_page=whole(asked.get("plannen")),
        signatures_page=whole(asked.get("steun")),
        following_page=whole(asked.get("volgt")),
        today=today(request),
    )
    if found.profile is None:
        raise NotFound("unknown_person", "Uw account is verwijderd. Log opnieuw in.")
    return page(
        request,
        "accounts/mine.html",
        profile=found.profile,
        roles=[translated(ROLE_NAMES[role], who.lang) for role in sorted(who.actor.roles)],
        place=_place(who.rules, found.profile.neighbourhood_code),
        drafts=[_in_hand(draft, who, today(request)) for draft in found.drafts],
        initiatives=[_card(own, who) for own in found.initiatives.rows],
        found=found,
        signatures=[
            _card(one.initiative, who)
            | {
                "signed_on": one.signed_on,
                "valid": one.valid,
                "against": one.stance is Stance.AGAINST,
                "votes": _is_voted_on(one.initiative, who),
                "open": _is_open(one.initiative, who, today(request)),
            }
            for one in found.signatures.rows
        ],
        following=[_followed(one, who) for one in found.following.rows],
        gatherings=[shown(one, who, now(request)) for one in found.gatherings],
        subjects=[(subject_path(one.id), one) for one in found.subjects],
        dossiers=[(dossier_path(one.number, one.slug), one.title) for one in found.dossiers],
        messages=found.messages,
        today=local_date(services(request).clock.now()),
        sessions=await _sessions(request, found.profile.person_id),
        strong=who.actor.strong,
        by_email=allowed(request),
        form=Form({"taal": found.profile.language}),
        languages=LANGUAGE_NAMES,
    )


def _in_hand(draft: OwnDraft, who: Visitor, day: date) -> dict[str, object]:
    """A plan that was not sent yet. A kind that the rules do not know any more can only be thrown away."""
    instrument = who.rules.on(day).instruments.get(draft.instrument)
    return {
        "title": title_of(draft, who),
        "kind": instrument.name.in_language(who.lang) if instrument else "",
        "on": draft_path(draft.id, next_step(draft, instrument, who)) if instrument else "",
        "away": draft_path(draft.id, "weggooien"),
        "saved_at": draft.saved_at,
        "keep_until": draft.keep_until,
    }


def _card(own: OwnInitiative, who: Visitor) -> dict[str, object]:
    """An initiative with its step in words: the words are in the rules it was filed under."""
    rules = who.rules.version(own.rules_version)
    step = rules.path(own.instrument).step(own.step)
    return {
        "url": initiative_path(own.number, own.slug),
        "number": own.number,
        "title": own.title,
        "instrument": rules.instrument(own.instrument).name.in_language(who.lang),
        "step": step.name.in_language(who.lang),
        "explanation": step.explanation.in_language(who.lang),
        "filed_on": own.filed_on,
        "closed_on": own.closed_on,
        "due_on": own.due_on,
    }


def _followed(one: Followed, who: Visitor) -> dict[str, object]:
    """A plan of somebody else's with its step in words."""
    step = who.rules.version(one.rules_version).path(one.instrument).step(one.step)
    return {
        "url": initiative_path(one.number, one.slug),
        "number": one.number,
        "title": one.title,
        "step": step.name.in_language(who.lang),
        "since": one.since,
        "over": step.final,
    }


def _is_voted_on(own: OwnInitiative, who: Visitor) -> bool:
    path = who.rules.version(own.rules_version).path(own.instrument)
    return any(step.collects is Collects.VOTES for step in path.steps)


def _is_open(own: OwnInitiative, who: Visitor, day: date) -> bool:
    """Whether support can still be taken back: as long as it can be given."""
    step = who.rules.version(own.rules_version).path(own.instrument).step(own.step)
    return step.collects is not None and (own.due_on is None or day <= own.due_on)


async def _sessions(request: Request, person_id: UUID) -> list[dict[str, object]]:
    """Where this person is logged in, in words."""
    parts, who = services(request), visitor(request)
    secret = cookies.session_secret(request, parts.settings) or ""
    found: list[OwnSession] = await ask(
        request, own_sessions, person_id, token_hash(secret), parts.clock.now()
    )
    return [
        {
            "id": one.id,
            "device": device_words(one.device, who.lang),
            "started_at": one.started_at,
            "seen_at": one.seen_at or one.started_at,
            "strong": one.strong,
            "this_one": one.this_one,
        }
        for one in found
    ]


async def end_sessions(request: Request) -> Response:
    """Log out one other device, or all of them; this one stays."""
    parts = services(request)
    require_login(visitor(request).actor)
    values = await read_form(request)
    secret = cookies.session_secret(request, parts.settings) or ""
    session_id = inputs.identifier(values.get("sessie"))
    if session_id is None and values.get("sessie") != "alle":
        raise HTTPException(400)
    await do(request, EndSessions(secret, session_id))
    said = SESSIONS_ENDED if session_id is None else SESSION_ENDED
    return redirect(request, "/mijn", notice=said)


async def choose_language(request: Request) -> Response:
    """The language of pages and messages, kept with the person and in this browser."""
    values = await read_form(request)
    chosen = "en" if values.get("taal") == "en" else "nl"
    await do(request, ChooseLanguage(chosen))
    response = redirect(request, "/mijn", notice=LANGUAGE_KEPT)
    language.remember(response, chosen, services(request).settings)
    return response
