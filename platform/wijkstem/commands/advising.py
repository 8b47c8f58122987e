"""What steps of a path do on the neighbourhood's side: ask for advice, and go on with it or without."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from wijkstem.domain import advice as rule
from wijkstem.domain.advice import Tally, Words
from wijkstem.events.advice import AdvicePassedOn
from wijkstem.kit.rows import table_of
from wijkstem.rules.advising import Advising
from wijkstem.rules.steps import Step
from wijkstem.services import Work
from wijkstem.tables.accounts import RoleGrant
from wijkstem.tables.advice import AdviceState, AdviceVoice, NeighbourhoodAdvice
from wijkstem.tables.initiatives import Initiative, RunningTerm
from wijkstem.words import Advice, Adviser, Role, Trigger

_grant = table_of(RoleGrant)


def advising(work: Work) -> Advising:
    """How neighbourhoods advise here; the registry refuses paths that wait for it where nobody said how."""
    found = work.rules.municipality.advice
    assert found is not None
    return found


def ask_advice(step: Step, initiative: Initiative, term: RunningTerm | None, work: Work) -> None:
    """An initiative entered ``step``: who is to advise is asked now, where it waits for that."""
    if step.triggered_by(Trigger.ADVICE) is None:
        return
    rules = advising(work)
    by = rule.adviser_of(rules, initiative.neighbourhood_code)
    due_on = term.due_on if term else None
    advice, event = rule.begun(
        initiative, rules, by=by, today=work.today, step_seq=initiative.step_seq, due_on=due_on
    )
    work.session.add(advice)
    work.record(event)
    if by is Adviser.NOBODY:
        settle(advice, Words(Advice.NONE), Tally(0, 0, 0, 0, 0, 0), initiative, work)


def stop_asking(initiative: Initiative, left_seq: int, work: Work) -> None:
    """The step was left: what nobody advised on is over, and so is everything when the plan is closed."""
    asked = select(NeighbourhoodAdvice).where(
        col(NeighbourhoodAdvice.municipality_id) == work.municipality_id,
        col(NeighbourhoodAdvice.initiative_id) == initiative.id,
        col(NeighbourhoodAdvice.state) == AdviceState.OPEN,
    )
    work.session.flush()  # one that was settled in this very transaction is not open any more
    if initiative.closed_on is None:
        asked = asked.where(col(NeighbourhoodAdvice.step_seq) == left_seq)
    for advice in work.session.execute(asked).scalars():
        rule.give_up(advice, AdviceState.DROPPED)


def term_over(initiative: Initiative, work: Work) -> Trigger:
    """The term of the step passed. With the quorum there the votes count as they are; else it goes on without."""
    advice = work.session.execute(
        select(NeighbourhoodAdvice).where(
            col(NeighbourhoodAdvice.municipality_id) == work.municipality_id,
            col(NeighbourhoodAdvice.initiative_id) == initiative.id,
            col(NeighbourhoodAdvice.step_seq) == initiative.step_seq,
        )
    ).scalar_one_or_none()
    if advice is None:
        return Trigger.TERM
    if advice.state is AdviceState.OPEN and not _settle_with_votes(advice, initiative, work):
        rule.give_up(advice, AdviceState.MISSED)
    return Trigger.ADVICE if advice.state is AdviceState.GIVEN else Trigger.TERM


def _settle_with_votes(advice: NeighbourhoodAdvice, initiative: Initiative, work: Work) -> bool:
    votes, voices, members = heard(advice, work)
    if advice.by is Adviser.COUNCIL and rule.has_quorum(advice, votes):
        settle_votes(advice, votes, voices, members, initiative, work)
    return advice.state is AdviceState.GIVEN


def settle_votes(
    advice: NeighbourhoodAdvice,
    votes: Tally,
    voices: Sequence[AdviceVoice],
    members: set[UUID],
    initiative: Initiative,
    work: Work,
) -> None:
    """What the members voted is the advice, in the words that they gave with it."""
    words = rule.in_votes(voices, members, rule.outcome(votes, advice.tie))
    settle(advice, words, votes, initiative, work)


def settle(
    advice: NeighbourhoodAdvice,
    words: Words,
    votes: Tally,
    initiative: Initiative,
    work: Work,
    *,
    recorded_by: UUID | None = None,
) -> None:
    """The advice is given."""
    work.record(
        rule.settle(
            advice,
            words,
            votes,
            initiative,
            advising(work),
            today=work.today,
            recesses=work.rules.municipality.recesses,
            recorded_by=recorded_by,
        )
    )


def pass_on(advice: NeighbourhoodAdvice, votes: Tally, initiative: Initiative, work: Work) -> None:
    """So many stepped aside that the council cannot decide: the rules say who does instead."""
    by = rule.instead(advising(work).vote.no_quorum)
    if not advice.asked:
        # Nobody asked, so nobody else has to say anything either.
        rule.give_up(advice, AdviceState.DROPPED)
        return
    advice.by = by
    work.record(
        AdvicePassedOn(
            advice_id=advice.id,
            initiative_id=initiative.id,
            instrument=initiative.instrument,
            neighbourhood_code=advice.neighbourhood_code,
            by=by,
            aside=votes.aside,
            passed_on=work.today,
        )
    )
    if by is Adviser.NOBODY:
        settle(advice, Words(Advice.NONE), votes, initiative, work)


def heard(
    advice: NeighbourhoodAdvice, work: Work
) -> tuple[Tally, Sequence[AdviceVoice], set[UUID]]:
    """What was said so far, by whom, and who are members now."""
    work.session.flush()
    voices = (
        work.session.execute(
            select(AdviceVoice).where(
                col(AdviceVoice.municipality_id) == work.municipality_id,
                col(AdviceVoice.advice_id) == advice.id,
            )
        )
        .scalars()
        .all()
    )
    members = members_of(advice.neighbourhood_code, work)
    return rule.tally(voices, members), voices, members


def members_of(neighbourhood_code: str, work: Work) -> set[UUID]:
    """Whose role as a member has not ended."""
    found = select(_grant.c.person_id).where(
        _grant.c.municipality_id == work.municipality_id,
        _grant.c.role == Role.NEIGHBOURHOOD_COUNCIL,
        _grant.c.neighbourhood_code == neighbourhood_code,
    )
    return set(work.connection.execute(found).scalars())
