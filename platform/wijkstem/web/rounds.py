"""Budget rounds for everybody: which there are, what one is about, its rules in words, and the rule file itself."""

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.permissions import may_run_rounds
from wijkstem.domain.round_phases import acts
from wijkstem.errors import NotFound
from wijkstem.kit.i18n import N_
from wijkstem.queries.rounds import Area, Phase, Plan, Round, RoundPage, round_page, rounds
from wijkstem.queries.vote_questions import Home, home_of
from wijkstem.web.context import services, visitor
from wijkstem.web.language import translated
from wijkstem.web.links import initiative_path, means_path
from wijkstem.web.pages import page, redirect
from wijkstem.web.round_words import LOOKS, PHASES, STANDINGS, STATES, ballot_words, count_words
from wijkstem.web.work import ask
from wijkstem.words.rounds import OnBallot, PhaseKind, RoundAct, RoundState

#: What is behind us.
OVER = frozenset({RoundState.PUBLISHED, RoundState.CANCELLED})


@dataclass(frozen=True)
class ToldPhase:
    """A phase in words, and whether it is now."""

    name: str
    about: str
    phase: Phase
    #: "was", "is" or "comes".
    when: str


@dataclass(frozen=True)
class ToldPlan:
    """A plan that takes part."""

    plan: Plan
    url: str
    standing: str


@dataclass(frozen=True)
class ToldArea:
    """An area with the plans that residents can read."""

    area: Area
    plans: tuple[ToldPlan, ...]


def state_of(it: Round, lang: str, now: datetime) -> tuple[str, str]:
    """What it is called, and how it looks."""
    if it.voting(now):
        return translated(N_VOTING, lang), "good"
    return translated(STATES[it.state], lang), LOOKS[it.state]


N_VOTING = N_("U kunt nu stemmen")


N_STILL = N_("U kunt dan ook nog een plan insturen.")


def _about(phase: Phase, lang: str) -> str:
    said = [PHASES[phase.kind][1]]
    if RoundAct.SUBMIT in acts(phase) and phase.kind is not PhaseKind.IDEAS:
        said.append(N_STILL)
    return " ".join(translated(sentence, lang) for sentence in said)


def told_phases(phases: tuple[Phase, ...], lang: str, now: datetime) -> list[ToldPhase]:
    """In their order."""
    return [
        ToldPhase(
            translated(PHASES[phase.kind][0], lang),
            _about(phase, lang),
            phase,
            "was" if phase.ends_at <= now else "is" if phase.starts_at <= now else "comes",
        )
        for phase in phases
    ]


def told_plan(plan: Plan, lang: str) -> ToldPlan:
    """In words."""
    url = initiative_path(plan.initiative_number, plan.slug)
    return ToldPlan(plan, url, translated(STANDINGS[plan.standing], lang))


def told_areas(it: RoundPage, lang: str) -> list[ToldArea]:
    """The areas with their public plans; who was left out stands last."""
    shown = [plan for plan in it.plans if plan.public]
    shown.sort(key=lambda plan: plan.standing is OnBallot.LEFT_OUT)
    return [
        ToldArea(area, tuple(told_plan(plan, lang) for plan in shown if plan.area_id == area.id))
        for area in it.areas
    ]


async def listing(request: Request) -> Response:
    """The rounds of now and of before."""
    who, now = visitor(request), services(request).clock.now()
    found = await ask(request, rounds)
    told = [(one, *state_of(one, who.lang, now)) for one in found]
    # What a visitor can do something about stands first.
    told.sort(key=lambda one: not one[0].voting(now))
    return page(
        request,
        "rounds/list.html",
        running=[one for one in told if one[0].state not in OVER],
        over=[one for one in told if one[0].state in OVER],
        may_run=may_run_rounds(who.actor),
    )


async def elsewhere(request: Request) -> Home | None:
    """Where a vote on a question lives, which has the address of a round too."""
    home: Home | None = await ask(request, home_of, request.path_params["budget"])
    return home


async def found(request: Request, *, drafts: bool = False) -> RoundPage:
    """The round of the address. Raises NotFound; a draft is there for officials only."""
    it: RoundPage = await ask(request, round_page, request.path_params["budget"])
    if it.round.state is RoundState.DRAFT and not drafts:
        raise NotFound("unknown_round", "Deze ronde is er niet.")
    return it


async def one(request: Request) -> Response:
    """What, when, how much money, which plans, and by which rules."""
    who, now = visitor(request), services(request).clock.now()
    if home := await elsewhere(request):
        return redirect(request, means_path(home.number, home.slug))
    it = await found(request)
    state, look = state_of(it.round, who.lang, now)
    return page(
        request,
        "rounds/one.html",
        it=it.round,
        state=state,
        look=look,
        voting=it.round.voting(now),
        phases=told_phases(it.phases, who.lang, now),
        areas=told_areas(it, who.lang),
        budget=sum(area.budget for area in it.areas),
        ballot=ballot_words(it.round.rules, who.lang),
        count=count_words(it.round.rules, who.lang),
        fixed=it.round.rule_digest is not None,
        may_run=may_run_rounds(who.actor),
    )


async def rule_file(request: Request) -> Response:
    """The rule file to the letter: what the digest is of. Raises NotFound until it is fixed."""
    it = (await found(request)).round
    if it.rule_digest is None or it.rule_file is None:
        raise NotFound("unknown_file", "De regels van deze ronde liggen nog niet vast.")
    return Response(
        it.rule_file,
        media_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="regels-{it.number}.json"'},
    )
