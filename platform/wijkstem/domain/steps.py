"""Which steps a question is about: a path's steps are data, so the rules say it and the statement is told."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, and_, or_

from wijkstem.rules.registry import MunicipalityRules
from wijkstem.rules.steps import Step
from wijkstem.words import Taker


@dataclass(frozen=True, order=True)
class StepKey:
    """A step of an instrument's path in one version of the rules."""

    version: str
    instrument: str
    step: str


def steps_where(rules: MunicipalityRules, wanted: Callable[[Step], bool]) -> frozenset[StepKey]:
    """The steps of every version and instrument that ``wanted`` picks."""
    return frozenset(
        StepKey(version.version, instrument, step.id)
        for version in rules.versions
        for instrument in version.instruments
        for step in version.path(instrument).steps
        if wanted(step)
    )


@dataclass(frozen=True)
class Steps:
    """Steps to ask for where the version of the rules is at hand only by a join."""

    keys: frozenset[StepKey]
    #: Whether a step is one of these by one version of the rules, and by another is not.
    by_version: bool

    @property
    def names(self) -> frozenset[tuple[str, str]]:
        """Instrument and step, whatever the version."""
        return frozenset((key.instrument, key.step) for key in self.keys)


def collecting(rules: MunicipalityRules) -> Steps:
    """The steps in which residents can give support."""
    keys = steps_where(rules, lambda step: step.collects is not None)
    others = steps_where(rules, lambda step: step.collects is None)
    names = {(key.instrument, key.step) for key in keys}
    return Steps(keys, any((key.instrument, key.step) in names for key in others))


def waiting_for(rules: MunicipalityRules, taker: Taker) -> frozenset[StepKey]:
    """The steps that ``taker`` must end."""
    return steps_where(rules, lambda step: any(o.by is taker for o in step.outcomes))


def in_steps(table: Table, steps: Collection[StepKey]) -> ColumnElement[bool]:
    """The condition that an initiative of ``table`` is in one of ``steps``."""
    if not steps:
        return table.c.step.in_(())
    return or_(
        *(
            and_(
                table.c.rules_version == key.version,
                table.c.instrument == key.instrument,
                table.c.step == key.step,
            )
            for key in sorted(steps)
        )
    )
