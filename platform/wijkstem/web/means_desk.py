"""Where officials and the clerk open ways of taking part: the list, one with what can be done, and the form to make one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.announcing import AnnounceMeans
from wijkstem.commands.means import ChangeMeans, MakeMeans
from wijkstem.commands.means_rooms import ROOM_RULES
from wijkstem.domain import means as rules
from wijkstem.domain.means import MeansForm, is_late, last_day
from wijkstem.domain.permissions import may_open_means, require
from wijkstem.errors import Conflict, Invalid, RuleBroken
from wijkstem.kit.clock import local_date
from wijkstem.kit.ids import new_id
from wijkstem.kit.jinja import long_date
from wijkstem.queries.agenda import MeetingFacts, meetings_to_pick
from wijkstem.queries.council_proposals import dossiers_to_pick
from wijkstem.queries.draws import groups_to_pick
from wijkstem.queries.means import MeansDesk, MeansFacts, MeansPage, means_desk, means_page
from wijkstem.queries.means_picks import choices_to_pick, proposals_to_pick, subjects_to_pick
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import found_in, unticked
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import means_path
from wijkstem.web.means_words import AUDIENCES, KINDS, MeansTold, told
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.wording import now, places, today
from wijkstem.web.work import ask, do
from wijkstem.web.year_words import levels
from wijkstem.words.means import Audience, MeansState

DESK = "/beheer/meedoen"
MADE = notice("ok", "Dit is bewaard. Kijk het na, en zet het op de website.")
CHANGED = notice("ok", "Uw wijziging is bewaard.")
ANNOUNCED = notice("ok", "Dit staat op de website. Wie het dossier volgt, krijgt bericht.")
#: What everybody will read.
_READ = ("title", "question", "promise", "decision", "news")


def desk_path(number: str) -> str:
    """The page of one means on the desk."""
    return f"{DESK}/{number}"


@dataclass(frozen=True)
class OnDesk:
    """A means on the desk."""

    told: MeansTold
    url: str
    #: It should have been said what is done with it.
    late: bool


def keeper(request: Request) -> None:
    """Raises NotAllowed for who does not open means."""
    require(may_open_means(visitor(request).actor))


async def listing(request: Request) -> Response:
    """What waits for an outcome first, then drafts, what is open and what comes."""
    keeper(request)
    who, at, on = visitor(request), now(request), today(request)
    found: MeansDesk = await ask(request, means_desk, now=at)

    def rows(means: Iterable[MeansFacts]) -> list[OnDesk]:
        return [
            OnDesk(told(one, who.rules, at, who.lang), desk_path(one.number), is_late(one, on))
            for one in means
        ]

    return page(
        request,
        "means/desk.html",
        waiting=rows(found.waiting),
        drafts=rows(found.drafts),
        running=rows(found.running),
        done=rows(found.done),
    )


async def found_means(request: Request) -> MeansPage:
    """Of the number in the address, drafts too."""
    number = request.path_params.get("means") or request.path_params["closed"]
    found: MeansPage = await ask(request, means_page, number)
    return found


async def manage(request: Request) -> Response:
    """What it says, and what can be done with it now."""
    keeper(request)
    return await manage_page(request, Form({}))


async def manage_page(
    request: Request, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    """The same with what is wrong."""
    who, found = visitor(request), await found_means(request)
    it = told(found.means, who.rules, now(request), who.lang, found.places)
    return page(
        request,
        "means/manage.html",
        status=status,
        form=form,
        problem=problem,
        it=it,
        desk=DESK,
        url=desk_path(found.means.number),
        has_room=found.means.kind in ROOM_RULES,
        begun=found.means.opens_at is not None and found.means.opens_at <= now(request),
    )


async def make(request: Request) -> Response:
    """The form for a new one; what a guided choice led to stands in it already."""
    keeper(request)
    query = request.query_params
    start = {
        "form_id": str(new_id()),
        "audience": "everyone",
        "dossier": query.get("dossier", ""),
        "year_subject": query.get("onderwerp", ""),
        "council_proposal": query.get("voorstel", ""),
        "choice": query.get("keuze", ""),
        "kind": query.get("soort", ""),
        "level": query.get("rol", ""),
    }
    return await _form_page(request, Form(start | await kept(request)), None)


async def _form_page(
    request: Request,
    form: Form,
    found: MeansPage | None,
    *,
    status: int = 200,
    problem: str = "",
) -> Response:
    who, picks = visitor(request), await _picks(request)
    announced = found is not None and found.means.state is MeansState.ANNOUNCED
    return page(
        request,
        "means/edit.html",
        status=status,
        form=form,
        problem=problem,
        warnings=found_in(form.values, _READ, who.lang),
        desk=DESK,
        back=desk_path(found.means.number) if found else DESK,
        name=found.means.title if found else "",
        announced=announced,
        most=rules,
        kinds=_kinds(who.lang),
        levels=levels(who.lang),
        audiences=_audiences(who.lang, groups=bool(picks["groups"])),
        places=[(_place_field(code), name) for code, name in places(who.rules)],
        bodies=[(body.id, body.name) for body in who.rules.municipality.bodies],
        **picks,
    )


def _audiences(lang: str, *, groups: bool) -> list[tuple[str, str]]:
    """A sounding group only where there is one."""
    return [
        (one.value, translated(name, lang))
        for one, name in AUDIENCES.items()
        if groups or one is not Audience.GROUP
    ]


def _kinds(lang: str) -> list[tuple[str, str, str]]:
    """Those with a room; each with what people do in it."""
    return [
        (kind.value, translated(name, lang), translated(means, lang))
        for kind, (name, means) in KINDS.items()
        if kind in ROOM_RULES
    ]


def _place_field(code: str) -> str:
    return f"place_{code}"


async def _picks(request: Request) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen from lists."""
    lang = visitor(request).lang
    dossiers: tuple[tuple[UUID, str, str], ...] = await ask(request, dossiers_to_pick)
    meetings: tuple[MeetingFacts, ...] = await ask(request, meetings_to_pick)
    subjects: tuple[tuple[UUID, str], ...] = await ask(request, subjects_to_pick)
    proposals: tuple[tuple[UUID, str], ...] = await ask(request, proposals_to_pick)
    choices: tuple[tuple[UUID, date, str], ...] = await ask(request, choices_to_pick)
    groups: tuple[tuple[UUID, str], ...] = await ask(request, groups_to_pick)
    return {
        "groups": [(str(one), name) for one, name in groups],
        "dossiers": [(str(one), f"{number} {title}") for one, number, title in dossiers],
        "meetings": [(str(m.id), f"{long_date(m.held_on, lang)}: {m.name}") for m in meetings],
        "subjects": [(str(one), title) for one, title in subjects],
        "proposals": [(str(one), title) for one, title in proposals],
        "choices": [(str(one), f"{long_date(on, lang)}: {title}") for one, on, title in choices],
    }


def _picked(values: Mapping[str, str], name: str) -> UUID | None:
    """What is no id is one of nothing, which is refused by name."""
    text = values.get(name, "")
    return (inputs.identifier(text) or new_id()) if text else None


def _typed(values: Mapping[str, str]) -> MeansForm:
    codes = tuple(
        name.removeprefix("place_")
        for name, value in values.items()
        if name.startswith("place_") and value == "ja"
    )
    return MeansForm(
        kind=values.get("kind", ""),
        title=values.get("title", ""),
        question=values.get("question", ""),
        dossier_id=_picked(values, "dossier"),
        year_subject_id=_picked(values, "year_subject"),
        plan=values.get("plan", ""),
        council_proposal_id=_picked(values, "council_proposal"),
        choice_id=_picked(values, "choice"),
        level=values.get("level", ""),
        promise=values.get("promise", ""),
        audience=values.get("audience", ""),
        places=codes,
        group_id=_picked(values, "group"),
        body_id=values.get("body_id", ""),
        decided_on=inputs.day(values, "decided_on"),
        decision=values.get("decision", ""),
        meeting_id=_picked(values, "meeting"),
        opens_on=inputs.day(values, "opens"),
        closes_on=inputs.day(values, "closes"),
        account_by=inputs.day(values, "account_by"),
        news=values.get("news", ""),
    )


async def make_now(request: Request) -> Response:
    """Keep it for colleagues, and on to its page on the desk."""
    keeper(request)
    values, lang = await read_form(request), visitor(request).lang
    if form := unticked(values, _READ, lang):
        return await _form_page(request, form, None, status=422)
    command = MakeMeans(_typed(values), inputs.identifier(values.get("form_id")))
    try:
        number: str = await do(request, command)
    except Invalid as wrong:
        return await _form_page(request, refused(values, wrong, lang), None, status=422)
    return await arrived(request, redirect(request, desk_path(number), notice=MADE))


async def change(request: Request) -> Response:
    """The form with what it says now."""
    keeper(request)
    found = await found_means(request)
    return await _form_page(request, Form(_now(found) | await kept(request)), found)


def _now(found: MeansPage) -> dict[str, str]:
    it = found.means
    texts = {
        "revision": it.revision,
        "kind": it.kind.value,
        "title": it.title,
        "question": it.question,
        "dossier": it.dossier_id,
        "year_subject": it.year_subject_id,
        "plan": found.plan.number if found.plan else "",
        "council_proposal": it.council_proposal_id,
        "choice": it.choice_id,
        "level": it.level.value if it.level else "",
        "promise": it.promise,
        "audience": it.audience.value,
        "group": it.group_id,
        "body_id": it.body_id,
        "decision": it.decision,
        "meeting": it.meeting_id,
    }
    days = {
        "decided_on": it.decided_on,
        "opens": local_date(it.opens_at) if it.opens_at else None,
        "closes": last_day(it.closes_at) if it.closes_at else None,
        "account_by": it.account_by,
    }
    return (
        {name: str(value) if value is not None else "" for name, value in texts.items()}
        | {_place_field(code): "ja" for code in found.places}
        | {
            f"{name}_{part}": str(getattr(day, part))
            for name, day in days.items()
            if day is not None
            for part in ("day", "month", "year")
        }
    )


async def change_now(request: Request) -> Response:
    """Keep it so. Refused or too late: what was typed is still there."""
    keeper(request)
    found, values = await found_means(request), await read_form(request)
    it, lang = found.means, visitor(request).lang
    # What is announced keeps what its form does not show.
    typed = _typed(_now(found) | values if it.public else values)
    if form := unticked(values, _READ, lang):
        return await _form_page(request, form, found, status=422)
    try:
        await do(request, ChangeMeans(it.id, inputs.whole(values.get("revision")), typed))
    except Invalid as wrong:
        return await _form_page(request, refused(values, wrong, lang), found, status=422)
    except (Conflict, RuleBroken) as no:
        there = await found_means(request)
        form = Form({**values, "revision": str(there.means.revision)})
        status, said = 409 if isinstance(no, Conflict) else 422, sentence(no, lang)
        return await _form_page(request, form, there, status=status, problem=said)
    return await arrived(request, redirect(request, desk_path(it.number), notice=CHANGED))


async def announce(request: Request) -> Response:
    """Everybody reads it from now on; what lacks is named."""
    keeper(request)
    found, values = await found_means(request), await read_form(request)
    it, lang = found.means, visitor(request).lang
    try:
        await do(request, AnnounceMeans(it.id, inputs.whole(values.get("revision"))))
    except Invalid as wrong:
        return await manage_page(request, refused(values, wrong, lang), status=422)
    except (Conflict, RuleBroken) as no:
        status = 409 if isinstance(no, Conflict) else 422
        return await manage_page(request, Form(values), status=status, problem=sentence(no, lang))
    return redirect(request, means_path(it.number, it.slug), notice=ANNOUNCED)
