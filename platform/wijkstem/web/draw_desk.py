"""Where officials and the clerk prepare a draw, fix its list, put down the figures, and cancel it with a reason."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.draws import AnnounceDraw, CancelDraw, PrepareGroup, RecordDraw
from wijkstem.domain import draw_rules as rules
from wijkstem.domain.draw_rules import GroupForm
from wijkstem.domain.lots import LONGEST_HOW, LOTTO
from wijkstem.domain.permissions import may_open_means, require
from wijkstem.errors import Invalid, RuleBroken
from wijkstem.kit.ids import new_id
from wijkstem.queries.draws import GroupFacts, groups, willing_people
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.draw_words import group_path, state_told, strata_told
from wijkstem.web.draws import found_group
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import check_ticked, found_in
from wijkstem.web.kept import arrived, kept
from wijkstem.web.notices import Notice, notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.wording import places, today
from wijkstem.web.work import ask, do
from wijkstem.words.draws import EntryState

DESK = "/beheer/loting"
MADE = notice("ok", "De klankbordgroep is bewaard. Zet nu de lijst vast.")
FIXED = notice("ok", "De lijst staat vast en staat op de website.")
DRAWN = notice("ok", "Er is geloot. Wie geloot is, krijgt bericht.")
#: What everybody reads of what is typed: of the group, and in its course.
_OF_GROUP, _OF_COURSE = ("name", "purpose"), ("how", "reason")
#: What the fields of neighbourhoods begin with.
_PLACE = "place_"
CANCELLED = notice("ok", "De loting gaat niet door. De reden staat op de website.")


def desk_path(number: str) -> str:
    """The page of one draw on the desk."""
    return f"{DESK}/{number}"


def _keeper(request: Request) -> None:
    require(may_open_means(visitor(request).actor))


async def listing(request: Request) -> Response:
    """Every draw, drafts too, and how many people may be drawn."""
    _keeper(request)
    lang = visitor(request).lang
    found: tuple[GroupFacts, ...] = await ask(request, groups, drafts=True)
    return page(
        request,
        "draws/desk.html",
        rows=[(desk_path(one.number), one, state_told(one.state, lang)) for one in found],
        willing=await ask(request, willing_people),
    )


async def make(request: Request) -> Response:
    """The form for a new one."""
    _keeper(request)
    return _form_page(request, Form({"form_id": str(new_id())} | await kept(request)))


def _form_page(request: Request, form: Form, *, status: int = 200) -> Response:
    here = visitor(request).rules
    return page(
        request,
        "draws/edit.html",
        status=status,
        form=form,
        warnings=found_in(form.values, _OF_GROUP, visitor(request).lang),
        back=DESK,
        most=rules,
        drawing=rules.rule_of(here.municipality),
        neighbourhoods=[(_PLACE + code, name) for code, name in places(here)],
    )


def _typed(values: Mapping[str, str]) -> GroupForm:
    codes = tuple(sorted(one.removeprefix(_PLACE) for one in values if one.startswith(_PLACE)))
    return GroupForm(
        values.get("name", ""),
        values.get("purpose", ""),
        inputs.whole(values.get("seats", "").strip()),
        codes,
    )


async def make_now(request: Request) -> Response:
    """Keep it. Refused: what was typed is still there."""
    _keeper(request)
    values = await read_form(request, most=300)
    command = PrepareGroup(_typed(values), inputs.identifier(values.get("form_id")))
    try:
        check_ticked(values, _OF_GROUP)
        number: str = await do(request, command)
    except Invalid as wrong:
        return _form_page(request, refused(values, wrong, visitor(request).lang), status=422)
    return await arrived(request, redirect(request, desk_path(number), notice=MADE))


async def manage(request: Request) -> Response:
    """What it says, and what can be done with it now."""
    _keeper(request)
    start = {"source": LOTTO.source, "days": str(LOTTO.days)}
    return await _manage_page(request, Form(start | await kept(request)))


async def _manage_page(
    request: Request, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    who, found = visitor(request), await found_group(request)
    facts, day = found.facts, today(request)
    return page(
        request,
        "draws/manage.html",
        status=status,
        form=form,
        problem=problem,
        in_how=found_in(form.values, ("how",), who.lang),
        in_reason=found_in(form.values, ("reason",), who.lang),
        f=facts,
        found=found,
        desk=DESK,
        url=desk_path(facts.number),
        public_url=group_path(facts.number) if facts.public else "",
        state=state_told(facts.state, who.lang),
        strata=strata_told(found.strata, who.rules, who.lang),
        can_draw=facts.first_day is not None and facts.first_day <= day,
        counts={state.value: found.states.get(state, 0) for state in EntryState},
        most=rules,
        longest_how=LONGEST_HOW,
    )


async def _done(
    request: Request, command: object, values: Mapping[str, str], said: Notice
) -> Response:
    try:
        check_ticked(values, _OF_COURSE)
        await do(request, command)
    except Invalid as wrong:
        form = refused(values, wrong, visitor(request).lang)
        return await _manage_page(request, form, status=422)
    except RuleBroken as no:
        problem = sentence(no, visitor(request).lang)
        return await _manage_page(request, Form(values), status=422, problem=problem)
    [number] = request.path_params.values()
    return await arrived(request, redirect(request, desk_path(number), notice=said))


async def announce(request: Request) -> Response:
    """Fix the list; from now on everybody can read it."""
    _keeper(request)
    values, found = await read_form(request), await found_group(request)
    days = inputs.whole(values.get("days", "").strip())
    command = AnnounceDraw(found.facts.id, values.get("source", ""), days)
    return await _done(request, command, values, FIXED)


async def draw(request: Request) -> Response:
    """Put down the figures; the first are asked at once."""
    _keeper(request)
    values, found = await read_form(request), await found_group(request)
    command = RecordDraw(found.facts.id, values.get("figure", ""), values.get("how", ""))
    return await _done(request, command, values, DRAWN)


async def cancel(request: Request) -> Response:
    """It does not go on; the reason can be read by everybody."""
    _keeper(request)
    values, found = await read_form(request), await found_group(request)
    command = CancelDraw(found.facts.id, values.get("reason", ""))
    return await _done(request, command, values, CANCELLED)
