"""The forms with which officials and the clerk keep the year's agenda."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.year_agenda import (
    AddYearSubject,
    AnalyseSurroundings,
    ChangeYearSubject,
    ChooseRole,
)
from wijkstem.domain import year_agenda as rules
from wijkstem.domain.permissions import may_plan_year, require
from wijkstem.domain.year_agenda import AnalysisForm, RoleForm, SubjectForm
from wijkstem.errors import Conflict, Invalid, RuleBroken
from wijkstem.kit.ids import new_id
from wijkstem.kit.jinja import long_date
from wijkstem.kit.text import clean
from wijkstem.queries.agenda import MeetingFacts, upcoming_meetings
from wijkstem.queries.year_agenda import Subject, SubjectPage
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import check_ticked, found_in
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import subject_path, year_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.wording import today
from wijkstem.web.work import ask, do
from wijkstem.web.year_agenda import subject_of
from wijkstem.web.year_words import STATES, levels, months

ADDED = notice("ok", "Het onderwerp staat op de jaaragenda.")
CHANGED = notice("ok", "De jaaragenda is aangepast. Wie dit onderwerp volgt, krijgt bericht.")
ANALYSED = notice("ok", "Dit staat nu bij het onderwerp. U kunt een rol kiezen.")
#: What everybody will read.
_READ = ("title", "what", "wants", "news", "concerned", "heard", "approach", "reasons")
CHOSEN = notice("ok", "De rol van inwoners staat vast. Wie dit onderwerp volgt, krijgt bericht.")


async def add(request: Request) -> Response:
    """The form for a new one."""
    require(may_plan_year(visitor(request).actor))
    start = {"year": str(today(request).year), "state": "coming", "form_id": str(new_id())}
    return await _form_page(request, Form(start | await kept(request)))


async def _form_page(
    request: Request,
    form: Form,
    *,
    subject: Subject | None = None,
    status: int = 200,
    problem: str = "",
) -> Response:
    who = visitor(request)
    number = subject.year if subject else today(request).year
    return page(
        request,
        "year/edit.html",
        status=status,
        form=form,
        problem=problem,
        subject=subject,
        up=_up(number, subject),
        bodies=_bodies(request),
        months=months(who.lang),
        meetings=await _meetings(request, subject),
        states=[(state.value, translated(name, who.lang)) for state, name in STATES.items()],
        warnings=found_in(form.values, _READ, who.lang),
        most=rules,
    )


def _up(number: int, subject: Subject | None) -> list[tuple[str, str]]:
    """Where the form belongs, for the trail above it."""
    trail = [(year_path(number), str(number))]
    return [*trail, (subject_path(subject.id), subject.title)] if subject else trail


def _bodies(request: Request) -> list[tuple[str, str]]:
    return [(body.id, body.name) for body in visitor(request).rules.municipality.bodies]


async def _meetings(request: Request, subject: Subject | None) -> list[tuple[str, str]]:
    """Those that come, and the one that was chosen before."""
    lang = visitor(request).lang
    found: tuple[MeetingFacts, ...] = await ask(request, upcoming_meetings, today=today(request))
    options = [
        (str(one.id), f"{long_date(one.held_on, lang)}: {one.name} ({one.body_name})")
        for one in found
    ]
    if subject and subject.meeting_id and str(subject.meeting_id) not in dict(options):
        held = long_date(subject.held_on, lang) if subject.held_on else ""
        options.insert(0, (str(subject.meeting_id), f"{held}: {subject.meeting}"))
    return options


def _typed(values: Mapping[str, str]) -> SubjectForm:
    return SubjectForm(
        values.get("title", ""),
        values.get("what", ""),
        values.get("wants", ""),
        values.get("body_id", ""),
        inputs.whole(clean(values.get("year", ""))),
        inputs.whole(values.get("first_month")),
        inputs.whole(values.get("council_month")),
        values.get("state", ""),
        inputs.identifier(values.get("meeting")),
        tuple(re.findall(r"[^\s,;]+", values.get("plans", ""))),
        values.get("news", ""),
    )


async def add_now(request: Request) -> Response:
    """Put it on the year's agenda."""
    who = visitor(request)
    require(may_plan_year(who.actor))
    values = await read_form(request)
    command = AddYearSubject(_typed(values), inputs.identifier(values.get("form_id")))
    try:
        check_ticked(values, _READ)
        subject_id: UUID = await do(request, command)
    except Invalid as wrong:
        return await _form_page(request, refused(values, wrong, who.lang), status=422)
    return await arrived(request, redirect(request, subject_path(subject_id), notice=ADDED))


async def change(request: Request) -> Response:
    """The form with what stands there now."""
    require(may_plan_year(visitor(request).actor))
    found = await subject_of(request)
    return await _form_page(
        request, Form(_start(found) | await kept(request)), subject=found.subject
    )


def _start(found: SubjectPage) -> dict[str, str]:
    it = found.subject
    names = ("title", "what", "wants", "body_id", "year", "first_month", "council_month")
    return {name: str(getattr(it, name)) for name in (*names, "revision")} | {
        "state": it.state.value,
        "meeting": str(it.meeting_id or ""),
        "plans": " ".join(one.number for one in found.plans),
    }


async def change_now(request: Request) -> Response:
    """Say what is otherwise now. Refused or too late: what was typed is still there."""
    who = visitor(request)
    require(may_plan_year(who.actor))
    values, subject_id = await read_form(request), request.path_params["subject"]
    command = ChangeYearSubject(subject_id, inputs.whole(values.get("revision")), _typed(values))
    try:
        check_ticked(values, _READ)
        await do(request, command)
    except Invalid as wrong:
        form, subject = refused(values, wrong, who.lang), (await subject_of(request)).subject
        return await _form_page(request, form, subject=subject, status=422)
    except Conflict as no:
        subject = (await subject_of(request)).subject
        form = Form({**values, "revision": str(subject.revision)})
        said = sentence(no, who.lang)
        return await _form_page(request, form, subject=subject, status=409, problem=said)
    return await arrived(request, redirect(request, subject_path(subject_id), notice=CHANGED))


async def analyse(request: Request) -> Response:
    """The form for what was found before the start."""
    return await _ask(request, "year/analysis.html", _analysis)


async def analyse_now(request: Request) -> Response:
    """Keep it. Refused or too late: what was typed is still there."""

    def command(values: Mapping[str, str], seen: int) -> AnalyseSurroundings:
        texts = (values.get(name, "") for name in ("concerned", "heard", "approach"))
        return AnalyseSurroundings(request.path_params["subject"], AnalysisForm(*texts), seen)

    return await _tell(request, "year/analysis.html", command, _analysis, ANALYSED)


def _analysis(found: SubjectPage) -> dict[str, str]:
    last = found.analyses[0] if found.analyses else None
    texts = {name: getattr(last, name, "") for name in ("concerned", "heard", "approach")}
    return {**texts, "seen": str(found.subject.analyses)}


async def role(request: Request) -> Response:
    """The form for the role that residents get."""
    return await _ask(request, "year/role.html", _role)


async def role_now(request: Request) -> Response:
    """Keep it. Refused or too late: what was typed is still there."""

    def command(values: Mapping[str, str], seen: int) -> ChooseRole:
        form = RoleForm(
            values.get("level", ""),
            values.get("chosen_by", ""),
            inputs.day(values, "chosen_on"),
            values.get("reasons", ""),
        )
        return ChooseRole(request.path_params["subject"], form, seen)

    return await _tell(request, "year/role.html", command, _role, CHOSEN)


def _role(found: SubjectPage) -> dict[str, str]:
    return {"seen": str(found.subject.choices)}


async def _ask(request: Request, template: str, start: Any) -> Response:
    require(may_plan_year(visitor(request).actor))
    found = await subject_of(request)
    return _small_page(request, template, found, Form(start(found) | await kept(request)))


def _small_page(
    request: Request,
    template: str,
    found: SubjectPage,
    form: Form,
    *,
    status: int = 200,
    problem: str = "",
) -> Response:
    lang = visitor(request).lang
    return page(
        request,
        template,
        status=status,
        form=form,
        problem=problem,
        subject=found.subject,
        up=_up(found.subject.year, found.subject),
        bodies=_bodies(request),
        levels=levels(lang),
        warnings=found_in(form.values, _READ, lang),
        most=rules,
    )


async def _tell(request: Request, template: str, command: Any, start: Any, done: Any) -> Response:
    who = visitor(request)
    require(may_plan_year(who.actor))
    values = await read_form(request)
    try:
        check_ticked(values, _READ)
        await do(request, command(values, inputs.whole(values.get("seen"))))
    except Invalid as wrong:
        form, found = refused(values, wrong, who.lang), await subject_of(request)
        return _small_page(request, template, found, form, status=422)
    except (Conflict, RuleBroken) as no:
        found = await subject_of(request)
        form = Form({**values, "seen": start(found)["seen"]})
        status = 409 if isinstance(no, Conflict) else 422
        said = sentence(no, who.lang)
        return _small_page(request, template, found, form, status=status, problem=said)
    url = subject_path(request.path_params["subject"])
    return await arrived(request, redirect(request, url, notice=done))
