"""Which steps somebody of the municipality is late with when their term has passed."""

from wijkstem.rules.steps import Step
from wijkstem.words import Holder, Trigger

#: Who waits for the municipality, and is never late for it.
_OTHERS = frozenset({Holder.RESIDENTS, Holder.SUBMITTER, Holder.NOBODY})


def somebody_is_late(step: Step) -> bool:
    """Whether somebody else must know that it was not taken: a path that goes on by itself waits for nobody."""
    return step.holder not in _OTHERS and step.triggered_by(Trigger.TERM) is None
