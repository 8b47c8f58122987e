"""Changing the texts of an initiative, as long as nobody judged them."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.initiatives import EditInitiative
from wijkstem.domain.initiatives import PLACE, check_change
from wijkstem.domain.permissions import may_edit, require, require_login
from wijkstem.errors import Conflict, Invalid, RuleBroken
from wijkstem.queries.initiatives import InitiativePage
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, sentence
from wijkstem.web.hints import SAY_IT, Warned, warnings
from wijkstem.web.initiatives import show, visible
from wijkstem.web.inputs import whole
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import initiative_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.questions import NEAR, PREFIX, questions, refused_texts, texts
from wijkstem.web.telling import told
from wijkstem.web.wording import today
from wijkstem.web.work import do

CHANGED = notice("ok", "Uw wijzigingen zijn bewaard.")


async def edit(request: Request) -> Response:
    """The form with what is in it now."""
    found = await _own(request)
    facts = found.initiative
    it = told(found, visitor(request), today(request))
    check_change(it.step, it.course.path, public=facts.public)
    values = {PREFIX + name: text for name, text in found.texts.items()} | {
        "title": facts.title,
        "neighbourhood_code": facts.neighbourhood_code,
        "subject": facts.subject,
        NEAR: found.texts.get(PLACE, ""),
        "revision": str(facts.revision),
        **await kept(request),
    }
    return _edit_page(request, found, Form(values))


async def _own(request: Request) -> InitiativePage:
    who = visitor(request)
    require_login(who.actor)
    found = await visible(request)
    require(may_edit(who.actor, submitter_id=found.initiative.submitter_id))
    return found


def _edit_page(
    request: Request,
    found: InitiativePage,
    form: Form,
    *,
    status: int = 200,
    conflict: bool = False,
    warned: Sequence[Warned] = (),
) -> Response:
    who = visitor(request)
    it = told(found, who, today(request))
    return page(
        request,
        "initiatives/edit.html",
        status=status,
        form=form,
        it=it,
        conflict=conflict,
        warnings=warned,
        **questions(it.course.instrument, who),
    )


async def change(request: Request) -> Response:
    """Keep the new texts. Changed meanwhile in another window: both are shown, and sending again is a choice."""
    found, values = await _own(request), await read_form(request)
    who = visitor(request)
    instrument = told(found, who, today(request)).course.instrument
    written = {"title": values.get("title", ""), **texts(values, instrument)}
    warned = warnings(written, who.lang)
    if warned and values.get("gevonden") != "ja":
        form = Form(values, {"gevonden": translated(SAY_IT, who.lang)})
        return _edit_page(request, found, form, status=422, warned=warned)
    command = EditInitiative(
        found.initiative.id,
        whole(values.get("revision")),
        values.get("title", ""),
        values.get("neighbourhood_code", ""),
        texts(values, instrument),
        values.get("subject", ""),
    )
    try:
        await do(request, command)
    except Invalid as wrong:
        form = refused_texts(values, wrong, instrument, who.lang)
        return _edit_page(request, found, form, status=422, warned=warned)
    except Conflict as no:
        now = await _own(request)
        form = Form(
            values | {"revision": str(now.initiative.revision)}, {"": sentence(no, who.lang)}
        )
        return _edit_page(request, now, form, status=409, conflict=True, warned=warned)
    except RuleBroken as no:
        now, problem = await _own(request), sentence(no, who.lang)
        return show(request, now, status=422, problem=problem, typed="\n\n".join(written.values()))
    changed = (await _own(request)).initiative
    response = redirect(request, initiative_path(changed.number, changed.slug), notice=CHANGED)
    return await arrived(request, response)
