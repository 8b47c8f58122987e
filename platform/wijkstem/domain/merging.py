"""Letting one plan go on in another: when that can be, whose consent it needs, and that nobody's support moves by it."""

from uuid import UUID

from wijkstem.domain.path import Course
from wijkstem.errors import FieldError, Invalid, RuleBroken
from wijkstem.rules.parts import Text
from wijkstem.rules.steps import Outcome, Step, merged_step
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.merging import PlanMerge
from wijkstem.words import Collects, Holder, Intent, Milestone, Side, Taker

#: Who can let go of a plan for this: what a council, the college or the clerk has in hand is theirs to end.
_HOLDERS = frozenset(
    {Holder.OFFICIAL, Holder.RESIDENTS, Holder.SUBMITTER, Holder.NEIGHBOURHOOD_COUNCIL}
)


def can_be_merged(step: Step, course: Course) -> bool:
    """Whether a plan in ``step`` can still go on in another, or another in it: before anything was decided on it."""
    return (
        course.instrument.intent is Intent.PLAN
        and not step.final
        and step.holder in _HOLDERS
        and step.collects is not Collects.VOTES
        and step.id in course.path.before_decision()
    )


def check_can(plan: Initiative, course: Course, side: Side) -> None:
    """Raises RuleBroken for a plan that is too far, hidden, or whose submitter cannot be asked any more."""
    if plan.submitter_id is None:
        raise RuleBroken(
            "nobody_to_ask",
            "De indiener van plan %(number)s heeft hier geen account meer. Dan kan niemand instemmen.",
            number=plan.number,
        )
    if plan.hiding_id is not None:
        raise RuleBroken(
            "hidden_plan",
            "De gemeente heeft plan %(number)s verborgen. Het kan nu niet samen met een ander plan.",
            number=plan.number,
        )
    if not can_be_merged(course.step_of(plan), course):
        raise RuleBroken(
            "too_far",
            "Plan %(number)s is al te ver om samen te gaan met een ander plan.",
            number=plan.number,
        )
    if side is Side.INTO and not plan.public:
        raise RuleBroken(
            "not_public",
            "Plan %(number)s staat niet op de website. Wacht tot het is toegelaten.",
            number=plan.number,
        )


def sides_of(person_id: UUID | None, plan: Initiative, into: Initiative) -> frozenset[Side]:
    """For which of both plans somebody speaks."""
    submitters = {Side.FROM: plan.submitter_id, Side.INTO: into.submitter_id}
    return frozenset(side for side, one in submitters.items() if one and one == person_id)


def agreed(merge: PlanMerge) -> bool:
    """Whether both want it."""
    return merge.from_agreed_at is not None and merge.into_agreed_at is not None


def other_knows(merge: PlanMerge, plan: Initiative) -> bool:
    """Whether who submitted the other plan may read this one: it is public, or its submitter agreed."""
    return plan.public or merge.from_agreed_at is not None or merge.into_agreed_at is not None


def unknown_plan() -> Invalid:
    """Of a number that leads nowhere: what is not public is not there for who asks."""
    said = FieldError("unknown_plan", "Dit nummer kennen wij niet. Het nummer staat bij het plan.")
    return Invalid({"into": said})


def merged(left: Step) -> Outcome:
    """The way out of any step into another plan. No path lists it: it needs two people and no rule."""
    to = merged_step(public=left.public)
    return Outcome(
        id=Milestone.MERGED.value,
        name=Text(nl="Verder in een ander plan", en="Goes on in another plan"),
        to=to.id,
        means=Milestone.MERGED,
        by=Taker.SUBMITTER,
    )
