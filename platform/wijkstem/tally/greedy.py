"""Greedy: the plan with the highest score first, as far as the money goes."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from wijkstem.tally.prepared import Prepared
from wijkstem.tally.results import Reason
from wijkstem.tally.room import Room
from wijkstem.tally.rules import Unfit
from wijkstem.tally.ties import Ties


@dataclass
class Turn:
    """A plan whose turn it was, what was left before it, and what became of it."""

    plan: int
    left: int
    reason: Reason


@dataclass
class Taken:
    """Who won, in order, and all turns."""

    winners: list[int] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)


def take_by_score(
    prepared: Prepared,
    plans: Iterable[int],
    room: Room,
    ties: Ties,
    unfit: Unfit = Unfit.SKIP,
    won: Reason = Reason.FITS,
) -> Taken:
    """Let ``plans`` have their turn in the order of their score."""
    taken, stopped = Taken(), False
    for block in ties.blocks(plans, lambda plan: -prepared.scores[plan]):
        if len(block) > 1 and not stopped and _lot_matters(block, room):
            ties.decided.add(frozenset(block))
        for plan in block:
            left = room.money or 0
            reason = Reason.STOPPED if stopped else (room.against(plan) or won)
            taken.turns.append(Turn(plan, left, reason))
            if reason is won:
                room.take(plan)
                taken.winners.append(plan)
            stopped = stopped or (reason is Reason.TOO_DEAR and unfit == Unfit.STOP)
    return taken


def _lot_matters(block: tuple[int, ...], room: Room) -> bool:
    """Not when they all win, or none of them, whoever comes first."""
    return any(room.against(plan) is None for plan in block) and not room.all_fit(block)
