"""A council's evening: what waits for its members, one advice with everything to judge by, and advice unasked."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.advice import (
    AdviseUnasked,
    CastVote,
    CloseVote,
    RecordAdvice,
    StepAside,
)
from wijkstem.domain import advice as rule
from wijkstem.domain.advice import Tally, Words
from wijkstem.domain.permissions import may_advise, may_sit, require, require_strong
from wijkstem.errors import Conflict, FieldError, Invalid, NotFound, RuleBroken, WijkstemError
from wijkstem.queries.advice import AdvicePage, CouncilDesk, Said, advice_page, council_desk
from wijkstem.queries.initiatives import InitiativePage, initiative_page
from wijkstem.rules.advising import Advising
from wijkstem.web.advice_told import advice_told
from wijkstem.web.advice_words import ADVICE, CHOICES, INTERESTS
from wijkstem.web.context import Visitor, visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.inputs import whole
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.means_nearby import nearby
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.telling import told
from wijkstem.web.wording import place, today
from wijkstem.web.work import ask, do
from wijkstem.words import Advice, Adviser, Interest, Voting

URL = "/wijkraad"

VOTED = notice("ok", "Uw stem is bewaard. U kunt hem wijzigen tot het advies klaar is.")
ASIDE = notice("ok", "Wij hebben genoteerd dat u niet meedoet.")
SETTLED = notice("ok", "Het advies is klaar. Wie het moet weten, krijgt bericht.")
BEGUN = notice("ok", "Uw stem is bewaard. De andere leden krijgen bericht.")

#: What the buttons of an advice do.
ACT, VOTE, STEP_ASIDE, CLOSE, RECORD = "ga", "stem", "apart", "sluit", "vast"
#: The fields of the form that closes a vote stand beside those of the vote itself.
_CLOSING = {"reasons": "close_reasons", "conditions": "close_conditions"}


def advice_path(advice_id: UUID) -> str:
    """The members' page of an advice."""
    return f"{URL}/advies/{advice_id}"


async def desk(request: Request) -> Response:
    """What waits for the visitor's council, where it can advise unasked, and what came of earlier advice."""
    who = visitor(request)
    person_id = require_strong(who.actor)
    require(may_sit(who.actor))
    asked = request.query_params
    found: CouncilDesk = await ask(
        request,
        council_desk,
        codes=sorted(who.actor.council_of),
        person_id=person_id,
        plans_page=whole(asked.get("plannen")),
        given_page=whole(asked.get("adviezen")),
    )
    on = today(request)
    codes = sorted(who.actor.council_of)
    return page(
        request,
        "advice/desk.html",
        nearby=await nearby(request, codes, page=whole(asked.get("voorbij"))),
        places=", ".join(place(who.rules, code) for code in codes),
        found=found,
        unasked=who.rules.municipality.advice is not None,
        waiting=[(one, advice_told(one.facts, on, who.lang)) for one in found.waiting],
        given=[(one, advice_told(one.facts, on, who.lang)) for one in found.given.rows],
    )


async def one(request: Request) -> Response:
    """One advice, with everything to judge by."""
    return await _page(request, Form(await kept(request)))


@dataclass(frozen=True)
class Score:
    """How far a vote is."""

    votes: Tally
    needed: int
    reached: bool
    #: What it would come to now, and in which words.
    outcome: Advice
    name: str
    words: Words


@dataclass(frozen=True)
class Heard:
    """What a member said, in words; no names."""

    mine: bool
    choice: str
    reasons: str
    conditions: str
    interest: str


def _score(found: AdvicePage, lang: str) -> Score:
    facts, votes = found.facts, rule.tally(found.said, found.members)
    outcome = rule.outcome(votes, facts.tie)
    return Score(
        votes,
        rule.needed(facts, votes.members),
        rule.has_quorum(facts, votes),
        outcome,
        translated(ADVICE[outcome], lang),
        rule.in_votes(found.said, found.members, outcome),
    )


def _heard(said: Said, person_id: UUID, lang: str) -> Heard:
    return Heard(
        said.person_id == person_id,
        translated(ADVICE[said.choice], lang) if said.choice else "",
        said.reasons,
        said.conditions,
        translated(INTERESTS[said.interest], lang) if said.interest else "",
    )


async def _found(request: Request) -> AdvicePage:
    """The advice of the address. Raises NotAllowed for who is not a member there."""
    who = visitor(request)
    require_strong(who.actor)
    require(may_sit(who.actor))
    advice_id = request.path_params["advice"]
    found: AdvicePage = await ask(request, advice_page, advice_id)
    require(may_advise(who.actor, found.facts.neighbourhood_code))
    return found


async def _page(
    request: Request, form: Form, *, status: int = 200, meanwhile: str = ""
) -> Response:
    who, found = visitor(request), await _found(request)
    person_id = require_strong(who.actor)
    facts, score = found.facts, _score(found, who.lang)
    own = next((said for said in found.said if said.person_id == person_id), None)
    plan = await _plan(request, found.number)
    on, free = today(request), own is None or own.interest is None
    own_plan = plan.initiative.submitter_id == person_id
    is_open = facts.is_open and facts.by is Adviser.COUNCIL
    can = is_open and free and not own_plan
    can_close = can and rule.may_close(facts) and score.reached
    return page(
        request,
        "advice/one.html",
        status=status,
        form=_filled(form, own, score),
        it=told(plan, who, on),
        advice=advice_told(facts, on, who.lang),
        said=[_heard(said, person_id, who.lang) for said in found.said if said.choice],
        own=_heard(own, person_id, who.lang) if own else None,
        own_plan=own_plan,
        is_open=is_open,
        can_vote=can and facts.voting is Voting.MEMBERS,
        can_record=can and facts.voting is Voting.AS_ONE,
        can_close=can_close,
        score=score,
        choices=_choices(who.lang),
        interests=[(code.value, translated(text, who.lang)) for code, text in INTERESTS.items()],
        meanwhile=meanwhile,
        typed=_left(form, can, can_close, score.outcome),
    )


def _left(form: Form, can: bool, can_close: bool, outcome: Advice) -> list[str]:
    """What was typed and stands in no form of this page (any more)."""
    room = {"reasons", "conditions"} if can else set()
    if can_close:
        room |= {"close_reasons"} | (
            {"close_conditions"} if outcome is Advice.CONDITIONAL else set()
        )
    names = ["reasons", "conditions", *_CLOSING.values()]
    return [form.values[name] for name in names if name not in room and form.values.get(name)]


def _choices(lang: str) -> list[tuple[str, str, str]]:
    return [(c.value, translated(ADVICE[c], lang), translated(hint, lang)) for c, hint in CHOICES]


def _filled(form: Form, own: Said | None, score: Score) -> Form:
    """What was typed, else what the visitor said before; to close with, the words that were voted for."""
    said = {"close_reasons": score.words.reasons, "close_conditions": score.words.conditions}
    if own is not None and own.choice is not None:
        mine = {"choice": own.choice.value, "reasons": own.reasons, "conditions": own.conditions}
        said |= mine
    return Form(said | dict(form.values), form.errors)


async def _plan(request: Request, number: str) -> InitiativePage:
    found: InitiativePage = await ask(request, initiative_page, number, person_id=None)
    return found


async def act(request: Request) -> Response:
    """Vote, step aside, close, or record; refused or too late: what was typed is still there."""
    found, values = await _found(request), await read_form(request)
    who = visitor(request)
    try:
        await do(request, _command(found.facts.id, values))
    except Invalid as wrong:
        if values.get(ACT) == CLOSE:
            wrong = Invalid({_CLOSING.get(n, n): error for n, error in wrong.fields.items()})
        return await _page(request, refused(values, wrong, who.lang), status=422)
    except (Conflict, RuleBroken) as no:
        status = 409 if isinstance(no, Conflict) else 422
        said = sentence(no, who.lang)
        return await _page(request, Form(values), status=status, meanwhile=said)
    said_of = {VOTE: VOTED, STEP_ASIDE: ASIDE}.get(values.get(ACT, ""), SETTLED)
    back = redirect(request, advice_path(found.facts.id), notice=said_of)
    return await arrived(request, back)


def _command(advice_id: UUID, values: Mapping[str, str]) -> object:
    """What was sent. Raises Invalid when nothing was chosen."""
    match values.get(ACT):
        case "apart":
            return StepAside(advice_id, interest(values))
        case "sluit":
            reasons = values.get("close_reasons", "")
            terms = values.get("close_conditions", "")
            return CloseVote(advice_id, values.get("seen", ""), reasons, terms)
        case "vast":
            return record(advice_id, values)
    reasons, conditions = values.get("reasons", ""), values.get("conditions", "")
    return CastVote(advice_id, choice(values), reasons, conditions)


def record(advice_id: UUID, values: Mapping[str, str]) -> RecordAdvice:
    """An advice that was decided elsewhere."""
    reasons, conditions = values.get("reasons", ""), values.get("conditions", "")
    present = whole(values.get("present"))
    return RecordAdvice(advice_id, choice(values), reasons, conditions, present)


def choice(values: Mapping[str, str]) -> Advice:
    """Raises Invalid when nothing was chosen."""
    sent = values.get("choice", "")
    if sent not in set(Advice):
        raise Invalid({"choice": FieldError("choose_advice", "Kies wat het advies is.")})
    return Advice(sent)


def interest(values: Mapping[str, str]) -> Interest:
    """Raises Invalid when nothing was chosen."""
    sent = values.get("interest", "")
    if sent not in set(Interest):
        raise Invalid({"interest": FieldError("choose_interest", "Kies waarom u niet meedoet.")})
    return Interest(sent)


# --- unasked -----------------------------------------------------------------------------------


async def unasked(request: Request) -> Response:
    """A plan about which nobody asked, and room for advice."""
    return await _unasked_page(request, Form(await kept(request)))


async def _nearby(request: Request) -> tuple[InitiativePage, Advising]:
    """A public plan of the visitor's neighbourhood, and how advice is given there."""
    who = visitor(request)
    require_strong(who.actor)
    require(may_sit(who.actor))
    found = await _plan(request, request.path_params["number"])
    rules = who.rules.municipality.advice
    if rules is None or not found.initiative.public:
        raise NotFound("unknown_initiative", "Dit plan bestaat niet.")
    require(may_advise(who.actor, found.initiative.neighbourhood_code))
    return found, rules


async def _unasked_page(
    request: Request, form: Form, *, status: int = 200, meanwhile: str = ""
) -> Response:
    who = visitor(request)
    found, rules = await _nearby(request)
    mine = found.initiative.submitter_id == who.actor.person_id
    return page(
        request,
        "advice/unasked.html",
        status=status,
        form=form,
        it=told(found, who, today(request)),
        choices=_choices(who.lang),
        by_vote=rules.unasked.by is Adviser.COUNCIL and rules.vote.by is Voting.MEMBERS,
        as_one=rules.unasked.by is Adviser.COUNCIL and rules.vote.by is Voting.AS_ONE,
        can=not mine and found.initiative.closed_on is None,
        own_plan=mine,
        meanwhile=meanwhile,
    )


async def advise(request: Request) -> Response:
    """Give it, or begin a vote with it."""
    who = visitor(request)
    found, rules = await _nearby(request)
    values = await read_form(request)
    try:
        advice_id: UUID = await do(request, _unasked_command(found, values))
    except Invalid as wrong:
        return await _unasked_page(request, refused(values, wrong, who.lang), status=422)
    except (Conflict, RuleBroken) as no:
        return await _too_late(request, values, no, who)
    by_vote = rules.unasked.by is Adviser.COUNCIL and rules.vote.by is Voting.MEMBERS
    back = redirect(request, advice_path(advice_id), notice=BEGUN if by_vote else SETTLED)
    return await arrived(request, back)


async def _too_late(
    request: Request, values: Mapping[str, str], no: WijkstemError, who: Visitor
) -> Response:
    status, said = 409 if isinstance(no, Conflict) else 422, sentence(no, who.lang)
    return await _unasked_page(request, Form(values), status=status, meanwhile=said)


def _unasked_command(found: InitiativePage, values: Mapping[str, str]) -> AdviseUnasked:
    reasons, conditions = values.get("reasons", ""), values.get("conditions", "")
    present = whole(values.get("present"))
    return AdviseUnasked(found.initiative.id, choice(values), reasons, conditions, present)
