"""Draws by lot for everybody: what is fixed, how it went, the files to check it with, and saying that one may be drawn."""

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.draw_answers import AnswerInvitation, is_code
from wijkstem.commands.draws import SayWilling
from wijkstem.domain.permissions import may_open_means
from wijkstem.errors import NotAllowed, NotFound, RuleBroken
from wijkstem.kit.canonical import canonical
from wijkstem.queries.draws import (
    GroupFacts,
    GroupPage,
    Invitation,
    OwnDraws,
    candidates_file,
    group_page,
    groups,
    invitation,
    outcome_file,
    own_draws,
)
from wijkstem.web.context import services, visitor
from wijkstem.web.draw_words import StratumTold, group_path, shown_number, state_told, strata_told
from wijkstem.web.forms import read_form, sentence
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.public import for_everybody
from wijkstem.web.wording import place, today
from wijkstem.web.work import ask, do
from wijkstem.words.draws import DrawState, EntryState

LIST = "/loting"
WILLING = notice("ok", "U kunt nu geloot worden. U krijgt bericht als dat gebeurt.")
NOT_WILLING = notice("ok", "U wordt niet meer geloot.")
SAID_YES = notice("ok", "U doet mee. De gemeente vertelt u wanneer het begint.")
SAID_NO = notice("ok", "U doet niet mee. Uw plaats gaat naar iemand anders.")


@for_everybody()
async def listing(request: Request) -> Response:
    """Every draw that was announced, the newest first."""
    who = visitor(request)
    found: tuple[GroupFacts, ...] = await ask(request, groups, drafts=False)
    rows = [(group_path(one.number), one, state_told(one.state, who.lang)) for one in found]
    drawing = who.rules.municipality.drawing
    return page(
        request,
        "draws/list.html",
        rows=rows,
        drawing=drawing,
        may_open=may_open_means(who.actor),
    )


async def found_group(request: Request) -> GroupPage:
    """Of the number in the address."""
    [number] = request.path_params.values()
    found: GroupPage = await ask(request, group_page, number)
    return found


@for_everybody()
async def one(request: Request) -> Response:
    """What was fixed, where the figures come from, and how it went; never who."""
    who, found = visitor(request), await found_group(request)
    if not found.facts.public:
        raise NotFound("unknown_draw", "Deze loting is er niet. Misschien klopt het adres niet.")
    strata: list[StratumTold] = strata_told(found.strata, who.rules, who.lang)
    states = {
        name: shown_number(found.states.get(state, 0), who.lang)
        for name, state in (("yes", EntryState.YES), ("invited", EntryState.INVITED))
    }
    return page(
        request,
        "draws/one.html",
        found=found,
        f=found.facts,
        url=group_path(found.facts.number),
        state=state_told(found.facts.state, who.lang),
        places=[place(who.rules, code) or code for code in found.facts.codes],
        strata=strata,
        states=states,
        drawn=found.facts.drawn_on is not None,
        cancelled=found.facts.state is DrawState.CANCELLED,
        may_open=may_open_means(who.actor),
    )


@for_everybody()
async def candidates(request: Request) -> Response:
    """``kandidaten.jsonl``: the list as it was fixed."""
    lines: list[str] = await ask(request, candidates_file, request.path_params["group"])
    return Response(
        "".join(f"{line}\n" for line in lines),
        media_type="application/x-ndjson",
        headers={"Content-Disposition": 'attachment; filename="kandidaten.jsonl"'},
    )


@for_everybody()
async def outcome(request: Request) -> Response:
    """``loting.json``: the figures, and who came out by random numbers."""
    found: object = await ask(request, outcome_file, request.path_params["group"])
    return Response(
        canonical(found),
        media_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="loting.json"'},
    )


async def willing(request: Request) -> Response:
    """Whether somebody may be drawn, and the lists that they are on."""
    return await _willing_page(request)


async def _willing_page(request: Request, *, status: int = 200, problem: str = "") -> Response:
    who = visitor(request)
    mine: OwnDraws | None = None
    if who.actor.person_id is not None:
        mine = await ask(request, own_draws, who.actor.person_id)
    return page(
        request,
        "draws/willing.html",
        status=status,
        problem=problem,
        mine=mine,
        day=today(request),
        drawing=who.rules.municipality.drawing,
        here=request.url.path,
    )


async def willing_now(request: Request) -> Response:
    """Yes or no; the second time is the same."""
    values = await read_form(request)
    yes = values.get("willing") == "yes"
    try:
        await do(request, SayWilling(yes))
    except RuleBroken as no:
        problem = sentence(no, visitor(request).lang)
        return await _willing_page(request, status=422, problem=problem)
    return redirect(request, "/loting/meedoen", notice=WILLING if yes else NOT_WILLING)


async def invited(request: Request) -> Response:
    """What somebody is asked; nothing happens until they choose."""
    return await _invited_page(request, request.query_params.get("code", ""))


async def _theirs(request: Request, code: str) -> Invitation:
    """Raises NotAllowed for who is not logged in and has no link, NotFound for what is somebody else's."""
    entry_id, who = request.path_params["entry"], visitor(request)
    right = is_code(services(request).tag_keys, who.municipality_id, entry_id, code)
    if not right and who.actor.person_id is None:
        raise NotAllowed("login_needed", "Log eerst in. Daarna kunt u verder.")
    found: Invitation = await ask(request, invitation, entry_id)
    if not right and found.person_id != who.actor.person_id:
        raise NotFound("unknown_invitation", "Deze uitnodiging is er niet, of is niet van u.")
    return found


async def _invited_page(
    request: Request, code: str, *, status: int = 200, problem: str = ""
) -> Response:
    found = await _theirs(request, code)
    return page(
        request,
        "draws/invited.html",
        status=status,
        problem=problem,
        found=found,
        code=code,
        can_answer=found.can_answer(today(request)),
        group_url=group_path(found.number),
    )


async def answer(request: Request) -> Response:
    """Yes or no. Too late: the page says so."""
    values = await read_form(request)
    code, yes = values.get("code", ""), values.get("answer") == "yes"
    try:
        await do(request, AnswerInvitation(request.path_params["entry"], yes, code))
    except RuleBroken as no:
        problem = sentence(no, visitor(request).lang)
        return await _invited_page(request, code, status=422, problem=problem)
    found = await _theirs(request, code)
    return redirect(request, group_path(found.number), notice=SAID_YES if yes else SAID_NO)
