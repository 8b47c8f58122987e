"""The officials' desk for a vote on a question: what can be answered, the rules, and two of them who fix those."""

import json
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.freezing import AskFreeze, FreezeRound
from wijkstem.commands.vote_questions import SettleVote
from wijkstem.domain import making_rounds, making_votes
from wijkstem.domain.permissions import may_run_rounds, require
from wijkstem.errors import Conflict, Invalid, NotFound, RuleBroken
from wijkstem.queries.means import MeansFacts, means_facts
from wijkstem.queries.vote_questions import VoteRoom, vote_of
from wijkstem.web import inputs, vote_forms
from wijkstem.web.context import services, visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.hints import check_ticked, found_in
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import means_path
from wijkstem.web.notices import Notice, notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.round_words import LOOKS, STATES
from wijkstem.web.vote_words import rule_words
from wijkstem.web.wording import today
from wijkstem.web.work import ask, do
from wijkstem.words.means import MeansKind, MeansState
from wijkstem.words.rounds import RoundState

#: What everybody reads of what was typed: the answers, each with what it means.
_READ = ("options",)

SAVED = notice("ok", "De stemming is bewaard.")
ASKED = notice("ok", "Een collega kijkt nu alles na en legt de regels vast.")
FIXED = notice("ok", "De regels liggen vast. Er kan niets meer in veranderen.")


def desk_path(number: str) -> str:
    """Of the number of the means."""
    return f"/beheer/meedoen/{number}/stemming"


async def _means(request: Request) -> MeansFacts:
    require(may_run_rounds(visitor(request).actor))
    found: MeansFacts = await ask(request, means_facts, request.path_params["vote"])
    if found.kind is not MeansKind.VOTE:
        raise NotFound("unknown_means", "Dit is er niet. Misschien klopt het adres niet.")
    return found


async def _vote(request: Request, means: MeansFacts) -> VoteRoom | None:
    fewest = visitor(request).rules.indicators.fewest
    found: VoteRoom | None = await ask(request, vote_of, means.id, fewest=fewest)
    return found


async def show(request: Request) -> Response:
    """What stands there now, and what can be done."""
    means = await _means(request)
    it = await _vote(request, means)
    day = today(request)
    start = {
        **vote_forms.USUAL,
        "day_day": str(day.day),
        "day_month": str(day.month),
        "day_year": str(day.year),
    }
    values = vote_forms.values_of(it) if it else start
    return _page(request, means, it, Form(values | await kept(request)))


def _page(
    request: Request,
    means: MeansFacts,
    it: VoteRoom | None,
    form: Form,
    *,
    status: int = 200,
    problem: str = "",
) -> Response:
    who = visitor(request)
    round_ = it.round if it else None
    asked = round_ is not None and round_.asked_digest is not None and not round_.rule_digest
    return page(
        request,
        "votes/desk.html",
        status=status,
        form=form,
        problem=problem,
        warnings=found_in(form.values, _READ, who.lang),
        means=means,
        means_url=means_path(means.number, means.slug),
        it=it,
        state=translated(STATES[round_.state], who.lang) if round_ else "",
        look=LOOKS[round_.state] if round_ else "",
        open=round_ is None or round_.state in making_rounds.OPEN_STATES,
        announced=means.state is MeansState.ANNOUNCED,
        begun=means.opens_at is not None and means.opens_at <= services(request).clock.now(),
        asked=asked,
        asked_self=asked and round_ is not None and round_.asked_by == who.actor.person_id,
        counting=round_ is not None
        and round_.state not in making_rounds.OPEN_STATES | {RoundState.CANCELLED},
        words=rule_words(it.rules, who.lang) if it else (),
        file=_shown(round_.rule_file) if round_ else "",
        most=making_votes,
    )


def _shown(file: str | None) -> str:
    return json.dumps(json.loads(file), indent=2, ensure_ascii=False) if file else ""


async def act(request: Request) -> Response:
    """Do what the button says. Refused: the reason stands on the page, and what was typed is still there."""
    who, means = visitor(request), await _means(request)
    values = await read_form(request)
    try:
        said = await _act(request, means, values)
    except Invalid as wrong:
        it = await _vote(request, means)
        return _page(request, means, it, refused(values, wrong, who.lang), status=422)
    except (Conflict, RuleBroken) as no:
        it = await _vote(request, means)
        form = _again(values, it)
        return _page(request, means, it, form, status=409, problem=sentence(no, who.lang))
    return await arrived(request, redirect(request, desk_path(means.number), notice=said))


def _again(values: Mapping[str, str], it: VoteRoom | None) -> Form:
    """What was typed; of a button alone, what stands there."""
    if "options" in values or it is None:
        return Form(values)
    return Form(vote_forms.values_of(it))


async def _act(request: Request, means: MeansFacts, values: Mapping[str, str]) -> Notice:
    """What to say when it is done."""
    if values.get("wat") in {"vragen", "vastleggen"}:
        it = await _vote(request, means)
        if it is None:
            raise RuleBroken(
                "question_not_settled", "Vul eerst in wat inwoners kunnen kiezen, en hoe u telt."
            )
        if values["wat"] == "vragen":
            await do(request, AskFreeze(it.round.id, inputs.whole(values.get("revision"))))
            return ASKED
        await do(request, FreezeRound(it.round.id, values.get("digest", "")))
        return FIXED
    check_ticked(values, _READ)
    revision = inputs.whole(values.get("revision"))
    await do(request, SettleVote(means.id, revision, vote_forms.typed(values)))
    return SAVED
