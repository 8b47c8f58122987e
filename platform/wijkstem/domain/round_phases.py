"""The phases of a round as data: what is usually allowed in each, and what is allowed now."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, Protocol

from wijkstem.errors import RuleBroken
from wijkstem.words.rounds import PhaseKind, RoundAct

#: What a phase allows unless the officials who make the round say otherwise; kept with each phase of each round.
PHASE_ALLOWS: Final[Mapping[PhaseKind, frozenset[RoundAct]]] = {
    PhaseKind.IDEAS: frozenset({RoundAct.SUBMIT, RoundAct.COST}),
    PhaseKind.FEASIBILITY: frozenset({RoundAct.COST}),
    PhaseKind.ADVICE: frozenset({RoundAct.COST, RoundAct.ADVISE}),
    PhaseKind.BALLOT: frozenset({RoundAct.COST, RoundAct.FIX}),
    PhaseKind.VOTE: frozenset({RoundAct.VOTE}),
    PhaseKind.COUNT: frozenset({RoundAct.COUNT}),
    PhaseKind.RESULT: frozenset({RoundAct.PUBLISH}),
    PhaseKind.DOING: frozenset({RoundAct.PUBLISH, RoundAct.ACCOUNT}),
}


class Phased(Protocol):
    """A phase as it is kept; its end is no longer part of it."""

    @property
    def kind(self) -> PhaseKind: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def allows(self) -> str: ...


def acts(phase: Phased) -> frozenset[RoundAct]:
    """What may be done in a phase."""
    return frozenset(RoundAct(word) for word in phase.allows.split())


def allowed(phases: Iterable[Phased], now: datetime) -> frozenset[RoundAct]:
    """What may be done at ``now``: by all the phases that it lies in."""
    open_now = (acts(phase) for phase in phases if phase.starts_at <= now < phase.ends_at)
    return frozenset[RoundAct]().union(*open_now)


def require_act(act: RoundAct, phases: Iterable[Phased], now: datetime) -> None:
    """Raises RuleBroken when no phase of this moment allows it."""
    if act not in allowed(phases, now):
        raise RuleBroken(
            "not_in_this_phase", "Dit kan nu niet. De ronde is niet in de fase waarin dit mag."
        )
