"""Who is told of a plan in a budget round: its submitter of the ballot, and everybody concerned of how it ended."""

from wijkstem.events.base import Event
from wijkstem.events.initiatives import StepTaken
from wijkstem.events.rounds import PlanLeftOut, PlanListed, PlanRoundStopped
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
        case PlanRoundStopped():
            return "round_stopped", (submitter, *others)
        case StepTaken(means=Milestone.CHOSEN | Milestone.NOT_CHOSEN):
            return "vote_result", (submitter, *others)
    return None
