"""Who is told of a plan in a budget round: its submitter of the ballot, and everybody concerned of what was chosen."""

from wijkstem.events.base import Event
from wijkstem.events.initiatives import StepTaken
from wijkstem.events.rounds import PlanLeftOut, PlanListed
from wijkstem.reactions.people import Group
from wijkstem.words import Milestone


def told_of_round(
    event: Event, submitter: Group, others: tuple[Group, ...]
) -> tuple[str, tuple[Group, ...]] | None:
    """To whom it is told, and the folder of its texts; ``others`` support or follow the plan."""
    match event:
        case PlanListed(news=True):
            return "plan_listed", (submitter,)
        case PlanLeftOut(news=True):
            return "plan_left_out", (submitter,)
        case StepTaken(means=Milestone.CHOSEN | Milestone.NOT_CHOSEN):
            return "vote_result", (submitter, *others)
    return None
