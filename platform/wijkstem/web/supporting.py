"""Supporting an initiative, taking that back, and the submitter who withdraws: each a form on its page."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign, Signed, WithdrawSignature
from wijkstem.domain.permissions import require, require_login
from wijkstem.errors import Conflict, RuleBroken, WijkstemError
from wijkstem.queries.initiatives import InitiativeFacts, initiatives_by_number
from wijkstem.web.context import visitor
from wijkstem.web.forms import read_form, sentence
from wijkstem.web.initiatives import required, show, visible
from wijkstem.web.inputs import whole
from wijkstem.web.links import initiative_path
from wijkstem.web.notices import Notice, notice
from wijkstem.web.pages import local_path, page, redirect
from wijkstem.web.support import withdrawal
from wijkstem.web.telling import told
from wijkstem.web.wording import course_of, today
from wijkstem.web.work import do, gathered
from wijkstem.words import Collects, Stance

COUNTS = notice("ok", "Bedankt. Uw steun is bewaard en telt mee.")
COUNTS_NOT = notice(
    "warning", "Uw steun is bewaard, maar telt niet mee. Op deze pagina leest u waarom."
)
VOTED = notice("ok", "Bedankt. Uw stem is bewaard en telt mee.")
VOTED_NOT = notice(
    "warning", "Uw stem is bewaard, maar telt niet mee. Op deze pagina leest u waarom."
)
TAKEN_BACK = notice("ok", "Wij hebben weggehaald wat u had gegeven. Het telt niet meer mee.")
WITHDRAWN = notice("ok", "U hebt uw plan ingetrokken.")


async def support(request: Request) -> Response:
    """Sign or vote, and say at once whether it counts."""
    require_login(visitor(request).actor)
    facts = await _facts(request)
    values = await read_form(request)
    stance = _stance(values.get("stance") or Stance.FOR)
    try:
        signed: Signed = await do(request, Sign(facts.id, stance))
    except (RuleBroken, Conflict) as refused:
        return await _again(request, refused)
    return _back(request, facts, _thanks(votes=_votes(facts, request), valid=signed.valid))


async def _facts(request: Request) -> InitiativeFacts:
    """The initiative of the address without its texts. Raises NotFound as its page does."""
    facts = await gathered(request, initiatives_by_number, request.path_params["number"])
    return required(facts, visitor(request).actor)


def _votes(facts: InitiativeFacts, request: Request) -> bool:
    course = course_of(visitor(request).rules, facts.rules_version, facts.instrument)
    return course.path.step(facts.step).collects is Collects.VOTES


def _stance(sent: str) -> Stance:
    """What is neither for nor against is not counted as one of them."""
    if sent not in set(Stance):
        raise HTTPException(400)
    return Stance(sent)


def _thanks(*, votes: bool, valid: bool) -> Notice:
    if votes:
        return VOTED if valid else VOTED_NOT
    return COUNTS if valid else COUNTS_NOT


async def take_back(request: Request) -> Response:
    """Take one's own support back while it is collected."""
    require_login(visitor(request).actor)
    facts = await _facts(request)
    values = await read_form(request)
    try:
        await do(request, WithdrawSignature(facts.id))
    except (RuleBroken, Conflict) as refused:
        return await _again(request, refused)
    back = local_path(values.get("terug"), initiative_path(facts.number, facts.slug))
    return redirect(request, back, notice=TAKEN_BACK)


def _back(request: Request, facts: InitiativeFacts, said: Notice) -> Response:
    return redirect(request, initiative_path(facts.number, facts.slug), notice=said)


async def _again(request: Request, refused: WijkstemError) -> Response:
    """The page as it is now, with why it could not be done."""
    problem = sentence(refused, visitor(request).lang)
    status = 409 if isinstance(refused, Conflict) else 422
    return show(request, await visible(request), status=status, problem=problem)


async def withdraw(request: Request) -> Response:
    """What it means to withdraw one's plan, before it happens."""
    require_login(visitor(request).actor)
    it = told(await visible(request), visitor(request), today(request))
    outcome = withdrawal(it, visitor(request).actor)
    require(outcome is not None)
    assert outcome is not None
    stays = it.course.path.step(outcome.to).public
    return page(request, "initiatives/withdraw.html", it=it, stays=stays)


async def withdraw_now(request: Request) -> Response:
    """The submitter takes the plan back."""
    require_login(visitor(request).actor)
    found = await visible(request)
    values = await read_form(request)
    outcome = withdrawal(told(found, visitor(request), today(request)), visitor(request).actor)
    require(outcome is not None)
    assert outcome is not None
    try:
        await do(request, TakeStep(found.initiative.id, whole(values.get("step_seq")), outcome.id))
    except (RuleBroken, Conflict) as refused:
        return await _again(request, refused)
    return _back(request, found.initiative, WITHDRAWN)
