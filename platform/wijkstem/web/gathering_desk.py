"""The official's forms for a gathering: announce it, change it, cancel it, and report it."""

import re
from collections.abc import Mapping
from datetime import time
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.gatherings import (
    AnnounceGathering,
    CancelGathering,
    ChangeGathering,
    ReportGathering,
)
from wijkstem.domain import gatherings as rules
from wijkstem.domain.gatherings import WHOLE, GatheringForm, Report
from wijkstem.domain.permissions import may_clerk, may_convene, may_host, require
from wijkstem.errors import Conflict, Invalid, RuleBroken
from wijkstem.kit.clock import AMSTERDAM
from wijkstem.kit.ids import new_id
from wijkstem.kit.text import clean
from wijkstem.queries.gatherings import GatheringPage
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.gathering_words import KIND_HINTS, KINDS, WHOLE_MUNICIPALITY
from wijkstem.web.gatherings import found, show
from wijkstem.web.hints import check_ticked, found_in
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import gathering_path
from wijkstem.web.notices import Notice, notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.wording import places
from wijkstem.web.work import do

#: What everybody reads of an announcement; and of what is told of it later.
_READ, _SAID = ("title", "about", "access"), ("heard", "follow_up", "reasons")

ANNOUNCED = notice("ok", "De bijeenkomst staat op de website.")
CHANGED = notice(
    "ok",
    "De bijeenkomst is gewijzigd. Zijn dag, tijd of plaats anders? Dan krijgt wie zich aanmeldde bericht.",
)
CANCELLED = notice("ok", "De bijeenkomst gaat niet door. Wie zich aanmeldde, krijgt bericht.")
REPORTED = notice("ok", "Het verslag staat op de website. Wie zich aanmeldde, krijgt bericht.")


async def announce(request: Request) -> Response:
    """The form for a new one; the address can name the neighbourhood."""
    require(_may_begin(request))
    start = {"where": request.query_params.get("wijk", ""), "form_id": str(new_id())}
    return _form_page(request, Form(start | await kept(request)))


def _may_begin(request: Request) -> bool:
    """Officials, and the clerk for guests of the council; which kind it is, the command looks at."""
    actor = visitor(request).actor
    return may_convene(actor) or may_clerk(actor)


def _form_page(
    request: Request,
    form: Form,
    *,
    it: GatheringPage | None = None,
    status: int = 200,
    problem: str = "",
) -> Response:
    who = visitor(request)
    return page(
        request,
        "gatherings/edit.html",
        status=status,
        form=form,
        it=it,
        problem=problem,
        kinds=[
            (kind.value, translated(name, who.lang), translated(KIND_HINTS[kind], who.lang))
            for kind, name in KINDS.items()
            if may_host(who.actor, kind)
        ],
        warnings=found_in(form.values, _READ, who.lang),
        wheres=[(WHOLE, translated(WHOLE_MUNICIPALITY, who.lang)), *places(who.rules)],
        most=rules,
    )


async def announce_now(request: Request) -> Response:
    """Put it on the site."""
    who = visitor(request)
    require(_may_begin(request))
    values = await read_form(request)
    command = AnnounceGathering(_typed(values), inputs.identifier(values.get("form_id")))
    try:
        check_ticked(values, _READ)
        gathering_id: UUID = await do(request, command)
    except Invalid as wrong:
        return _form_page(request, refused(values, wrong, who.lang), status=422)
    back = redirect(request, gathering_path(gathering_id), notice=ANNOUNCED)
    return await arrived(request, back)


def _typed(values: Mapping[str, str]) -> GatheringForm:
    said = clean(values.get("places", ""))
    return GatheringForm(
        kind=values.get("kind", ""),
        where=values.get("where", ""),
        title=values.get("title", ""),
        about=values.get("about", ""),
        day=inputs.day(values, "day"),
        starts=_clock(values, "starts"),
        ends=_clock(values, "ends"),
        place=values.get("place", ""),
        access=values.get("access", ""),
        places=inputs.whole(said) if said else None,
        plans=tuple(re.split(r"[\s,;]+", plans))
        if (plans := clean(values.get("plans", "")))
        else (),
    )


def _clock(values: Mapping[str, str], name: str) -> time | None:
    return inputs.clock(values.get(name, ""))


async def change(request: Request) -> Response:
    """The form with what stands there now."""
    require(_may_begin(request))
    it = await found(request)
    require(may_host(visitor(request).actor, it.facts.kind))
    return _form_page(request, Form(_standing(it) | await kept(request)), it=it)


def _standing(it: GatheringPage) -> dict[str, str]:
    facts = it.facts
    starts, ends = (at.astimezone(AMSTERDAM) for at in (facts.starts_at, facts.ends_at))
    return {
        "revision": str(it.revision),
        "kind": facts.kind.value,
        "where": facts.neighbourhood_code or WHOLE,
        "title": facts.title,
        "about": it.about,
        "day_day": str(facts.held_on.day),
        "day_month": str(facts.held_on.month),
        "day_year": str(facts.held_on.year),
        "starts": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "place": facts.place,
        "access": it.access,
        "places": "" if facts.places is None else str(facts.places),
        "plans": " ".join(one.number for one in it.plans),
    }


async def change_now(request: Request) -> Response:
    """Change it. Refused or too late: what was typed is still there."""
    who = visitor(request)
    require(_may_begin(request))
    values = await read_form(request)
    gathering_id = request.path_params["gathering"]
    command = ChangeGathering(gathering_id, inputs.whole(values.get("revision")), _typed(values))
    try:
        check_ticked(values, _READ)
        await do(request, command)
    except Invalid as wrong:
        form = refused(values, wrong, who.lang)
        return _form_page(request, form, it=await found(request), status=422)
    except Conflict as no:
        # The form with their words, on the revision of now: sent again it overwrites knowingly.
        it = await found(request)
        form = Form({**values, "revision": str(it.revision)})
        return _form_page(request, form, it=it, status=409, problem=sentence(no, who.lang))
    except RuleBroken as no:
        it, form = await found(request), Form(values)
        return _form_page(request, form, it=it, status=422, problem=sentence(no, who.lang))
    return await arrived(request, redirect(request, gathering_path(gathering_id), notice=CHANGED))


async def cancel(request: Request) -> Response:
    """Why it does not go on."""
    return await _ask(request, "gatherings/cancel.html")


async def cancel_now(request: Request) -> Response:
    """Say so to everybody who signed up."""
    values = await read_form(request)
    command = CancelGathering(
        request.path_params["gathering"],
        inputs.whole(values.get("revision")),
        values.get("reasons", ""),
    )
    return await _do(request, "gatherings/cancel.html", command, values, CANCELLED)


async def report(request: Request) -> Response:
    """How many came, what they said, and what follows."""
    return await _ask(request, "gatherings/report.html")


async def report_now(request: Request) -> Response:
    """Make it public."""
    values = await read_form(request)
    came = clean(values.get("came", ""))
    number = int(came) if re.fullmatch(r"[0-9]{1,6}", came) else None
    command = ReportGathering(
        request.path_params["gathering"],
        inputs.whole(values.get("revision")),
        Report(number, values.get("heard", ""), values.get("follow_up", "")),
    )
    return await _do(request, "gatherings/report.html", command, values, REPORTED)


async def _ask(request: Request, template: str) -> Response:
    """A form about one gathering, with what was reported before."""
    require(_may_begin(request))
    it = await found(request)
    require(may_host(visitor(request).actor, it.facts.kind))
    start = {
        "revision": str(it.revision),
        "came": "" if it.facts.came is None else str(it.facts.came),
        "heard": it.heard,
        "follow_up": it.follow_up,
    }
    return _asked(request, template, it, Form(start | await kept(request)))


def _asked(
    request: Request,
    template: str,
    it: GatheringPage,
    form: Form,
    *,
    status: int = 200,
    problem: str = "",
) -> Response:
    warnings = found_in(form.values, _SAID, visitor(request).lang)
    return page(
        request,
        template,
        status=status,
        it=it,
        form=form,
        problem=problem,
        warnings=warnings,
        most=rules,
    )


async def _do(
    request: Request, template: str, command: object, values: dict[str, str], done: Notice
) -> Response:
    who = visitor(request)
    require(_may_begin(request))
    try:
        check_ticked(values, _SAID)
        await do(request, command)
    except Invalid as wrong:
        form = refused(values, wrong, who.lang)
        return _asked(request, template, await found(request), form, status=422)
    except Conflict as no:
        it = await found(request)
        form = Form({**values, "revision": str(it.revision)})
        return _asked(request, template, it, form, status=409, problem=sentence(no, who.lang))
    except RuleBroken as no:
        if values.get("heard") or values.get("reasons"):
            it, said = await found(request), sentence(no, who.lang)
            return _asked(request, template, it, Form(values), status=422, problem=said)
        return show(request, await found(request), status=422, problem=sentence(no, who.lang))
    address = gathering_path(request.path_params["gathering"])
    return await arrived(request, redirect(request, address, notice=done))
