"""Letting one plan go on in another: proposing it, answering, and what follows when both submitters agreed."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from wijkstem.commands.going_on import go_on
from wijkstem.commands.initiatives import course_of, load
from wijkstem.commands.merge_over import end_merge, open_merges
from wijkstem.domain import merging as rule
from wijkstem.domain.explaining import explained
from wijkstem.domain.permissions import may_triage, require, require_strong
from wijkstem.domain.personal_data import check_no_bsn
from wijkstem.domain.reports import last_day
from wijkstem.errors import Conflict, Invalid, NotFound, RuleBroken
from wijkstem.events.merging import MergeAgreed, MergeProposed, PlansMerged
from wijkstem.kit.db import insert_rows_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.kit.text import clean
from wijkstem.services import Work
from wijkstem.tables.accounts import Person
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.merging import PlanMerge
from wijkstem.tables.messages import Following
from wijkstem.words import MergeEnd, Proposer, Side, Taker

_following = table_of(Following)
_person = table_of(Person)


@dataclass(frozen=True)
class ProposeMerge:
    """An official, or who submitted one of both, proposes that a plan goes on in the one of this number."""

    initiative_id: UUID
    into: str
    words: str = field(repr=False)


def propose_merge(command: ProposeMerge, work: Work) -> UUID:
    """Its id. Raises Invalid for the form, Conflict when one of both waits for an answer already."""
    require_strong(work.actor)
    plan, into = _both(command.initiative_id, _number(command.into, work), work)
    sides = rule.sides_of(work.actor.person_id, plan, into)
    if not may_triage(work.actor):
        require(bool(sides))
        _check_new(plan, into, work)
        if not plan.public and Side.FROM not in sides:
            raise NotFound("unknown_initiative", "Dit plan bestaat niet.")
    for one, side in ((plan, Side.FROM), (into, Side.INTO)):
        rule.check_can(one, course_of(one, work), side)
    words = clean(command.words)
    if error := explained(words):
        raise Invalid({"words": error})
    check_no_bsn({"words": words})
    _check_free(plan, into, work)
    merge = _proposed(plan, into, words, sides, work)
    if rule.agreed(merge):
        _merge(merge, plan, into, work)
    return merge.id


def _number(into: str, work: Work) -> UUID:
    found: UUID | None = work.session.execute(
        select(col(Initiative.id)).where(
            col(Initiative.municipality_id) == work.municipality_id,
            col(Initiative.number) == into.strip(),
        )
    ).scalar_one_or_none()
    if found is None:
        raise rule.unknown_plan()
    return found


def _both(plan_id: UUID, into_id: UUID, work: Work) -> tuple[Initiative, Initiative]:
    """Both plans, locked in the order of their ids. Raises Invalid for one and the same."""
    if plan_id == into_id:
        raise rule.unknown_plan()
    locked = {one: load(one, work) for one in sorted((plan_id, into_id))}
    return locked[plan_id], locked[into_id]


def _check_new(plan: Initiative, into: Initiative, work: Work) -> None:
    """Raises RuleBroken for a submitter who asks again what was refused: only an official may."""
    if not into.public:
        raise rule.unknown_plan()
    before = select(col(PlanMerge.id)).where(
        col(PlanMerge.municipality_id) == work.municipality_id,
        col(PlanMerge.initiative_id) == plan.id,
        col(PlanMerge.into_id) == into.id,
        col(PlanMerge.ended_as) == MergeEnd.REFUSED,
    )
    if work.session.execute(before.limit(1)).first():
        raise RuleBroken(
            "proposed_before",
            "Dit is al eens voorgesteld. Toen wilde een van beide indieners niet.",
        )


def _check_free(plan: Initiative, into: Initiative, work: Work) -> None:
    """Raises Conflict unless each is free for it: so no two plans can go on in each other, and none in a chain."""
    of_plan = open_merges(plan.id, work)
    goes_on = [one for one in open_merges(into.id, work) if one.initiative_id == into.id]
    if of_plan or goes_on:
        raise Conflict(
            "merge_waits",
            "Voor een van deze plannen loopt al een voorstel. Wacht tot de indieners hebben geantwoord.",
        )


def _proposed(
    plan: Initiative, into: Initiative, words: str, sides: frozenset[Side], work: Work
) -> PlanMerge:
    rules, by_submitter = work.rules.municipality, bool(sides)
    merge = PlanMerge(
        municipality_id=work.municipality_id,
        id=new_id(),
        initiative_id=plan.id,
        into_id=into.id,
        proposed_as=Proposer.SUBMITTER if by_submitter else Proposer.OFFICIAL,
        proposed_by=work.actor.person_id,
        proposed_at=work.now,
        words=words,
        answer_until=last_day(rules.moderation.answer_merge, work.today, rules),
        from_agreed_at=work.now if Side.FROM in sides else None,
        into_agreed_at=work.now if Side.INTO in sides else None,
    )
    work.session.add(merge)
    work.session.flush()
    work.record(
        MergeProposed(
            merge_id=merge.id,
            initiative_id=plan.id,
            into_id=into.id,
            proposed_as=merge.proposed_as.value,
            proposed_by=work.actor.person_id,
            answer_until=merge.answer_until,
            asks_submitter=Side.FROM not in sides,
            asks_other=Side.INTO not in sides and rule.other_knows(merge, plan),
        )
    )
    return merge


@dataclass(frozen=True)
class AnswerMerge:
    """Who submitted one of both says whether they want it."""

    merge_id: UUID
    agrees: bool


def answer_merge(command: AnswerMerge, work: Work) -> None:
    """Raises Conflict when it is over, NotAllowed for anybody else, RuleBroken when a plan is too far meanwhile."""
    require_strong(work.actor)
    merge, plan, into = _locked(command.merge_id, work)
    sides = rule.sides_of(work.actor.person_id, plan, into)
    require(bool(sides))
    if sides == {Side.INTO} and not rule.other_knows(merge, plan):
        raise NotFound("unknown_merge", "Dit voorstel bestaat niet.")
    if work.today > merge.answer_until:
        raise Conflict("merge_over", "De tijd om te antwoorden is voorbij.")
    if not command.agrees:
        end_merge(merge, plan, MergeEnd.REFUSED, work)
        return
    knew = rule.other_knows(merge, plan)
    if Side.FROM in sides:
        merge.from_agreed_at = merge.from_agreed_at or work.now
    if Side.INTO in sides:
        merge.into_agreed_at = merge.into_agreed_at or work.now
    if rule.agreed(merge):
        _merge(merge, plan, into, work)
        return
    work.record(
        MergeAgreed(
            merge_id=merge.id,
            initiative_id=plan.id,
            into_id=into.id,
            side=next(iter(sides)).value,
            answer_until=merge.answer_until,
            asks_other=not knew,
        )
    )


@dataclass(frozen=True)
class DropMerge:
    """An official takes a proposal back before both answered."""

    merge_id: UUID


def drop_merge(command: DropMerge, work: Work) -> None:
    """Raises Conflict when it is over."""
    require(may_triage(work.actor))
    merge, plan, _ = _locked(command.merge_id, work)
    end_merge(merge, plan, MergeEnd.TAKEN_BACK, work)


@dataclass(frozen=True)
class PassMerge:
    """The clock found a proposal that was not answered in time."""

    merge_id: UUID


def pass_merge(command: PassMerge, work: Work) -> None:
    """Raises Conflict when it is over, RuleBroken while there is time, so that a second call does nothing."""
    merge, plan, _ = _locked(command.merge_id, work)
    if work.today <= merge.answer_until:
        raise RuleBroken("merge_in_time", "De indieners hebben nog tijd om te antwoorden.")
    end_merge(merge, plan, MergeEnd.LAPSED, work)


def _locked(merge_id: UUID, work: Work) -> tuple[PlanMerge, Initiative, Initiative]:
    """A proposal with both plans, which are locked first. Raises Conflict when it is over."""
    found = work.session.get(PlanMerge, (work.municipality_id, merge_id))
    if found is None:
        raise NotFound("unknown_merge", "Dit voorstel bestaat niet.")
    plan, into = _both(found.initiative_id, found.into_id, work)
    work.session.refresh(found, with_for_update=True)
    if found.ended_as is not None:
        raise Conflict("merge_over", "Dit voorstel is al voorbij. Bekijk hoe het afliep.")
    return found, plan, into


def _merge(merge: PlanMerge, plan: Initiative, into: Initiative, work: Work) -> None:
    """Both want it: the one ends, with nobody's support moved; the other goes on as it is."""
    for one, side in ((plan, Side.FROM), (into, Side.INTO)):
        rule.check_can(one, course_of(one, work), side)
    merge.ended_as, merge.ended_at = MergeEnd.MERGED, work.now
    work.session.flush()  # so that the step just taken does not find it waiting
    course = course_of(plan, work)
    outcome = rule.merged(course.step_of(plan))
    go_on(plan, outcome, course, work, taken_by=Taker.SUBMITTER.value)
    work.record(
        PlansMerged(
            merge_id=merge.id,
            initiative_id=plan.id,
            into_id=into.id,
            instrument=plan.instrument,
            neighbourhood_code=plan.neighbourhood_code,
            merged_on=work.today,
            supporters=plan.valid_for,
        )
    )


@dataclass(frozen=True)
class FollowAlong:
    """Plans were merged: who follows the one that ended, or submitted it, follows the other from now on."""

    initiative_id: UUID
    into_id: UUID


def follow_along(command: FollowAlong, work: Work) -> None:
    """Twice is once. People are locked as the foreign key would: who is being erased is gone, not an error."""
    here = work.municipality_id
    follows = select(_following.c.person_id).where(
        _following.c.municipality_id == here, _following.c.initiative_id == command.initiative_id
    )
    filed = select(col(Initiative.submitter_id)).where(
        col(Initiative.municipality_id) == here, col(Initiative.id) == command.initiative_id
    )
    people = (
        select(_person.c.id)
        .where(
            _person.c.municipality_id == here,
            _person.c.id.in_(follows) | _person.c.id.in_(filed),
        )
        .order_by(_person.c.id)
        .with_for_update(read=True, key_share=True)
    )
    insert_rows_new(
        work.connection,
        _following,
        [
            {
                "municipality_id": here,
                "initiative_id": command.into_id,
                "person_id": one,
                "since": work.now,
            }
            for one in work.connection.scalars(people)
        ],
    )
