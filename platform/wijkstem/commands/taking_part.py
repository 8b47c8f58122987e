"""Whoever takes part in a means comes through here: who they are, whether it is open, and whether it is for them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, select

from wijkstem.commands.known_people import met
from wijkstem.domain.means import Facts, check_open_for, require_known
from wijkstem.domain.people import age_band
from wijkstem.errors import NotAllowed, NotFound
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.means import Means, MeansPlace
from wijkstem.words import AgeBand
from wijkstem.words.means import Audience, MeansKind, MeansState

_means = table_of(Means)
_place = table_of(MeansPlace)

#: Whether somebody is in a sounding group; whoever keeps the groups adds the only entry.
InGroup = Callable[[UUID, UUID, Work], bool]
GROUPS: Final[list[InGroup]] = []


@dataclass(frozen=True)
class Taking:
    """Somebody who may take part, and what the log keeps of them."""

    #: The columns of `Means`.
    means: Row[Any]
    person_id: UUID
    neighbourhood_code: str | None
    age_band: AgeBand


def take_part(means_id: UUID, work: Work, *, kind: MeansKind) -> Taking:
    """Lets one person in. Until the transaction ends nobody closes or changes the means; many come in at once.

    Raises NotFound for one that is not there, NotAllowed for who is not known well enough, RuleBroken for what is
    not open, or not for this person. The person is locked before the means.
    """
    seen = _seen(means_id, work, kind)
    person_id = require_known(seen, work.actor, work.rules.municipality)
    facts = _facts(person_id, seen, work)
    return _let_in(_held(means_id, work), person_id, facts, work)


def take_part_in(means: Row[Any], work: Work) -> Taking:
    """The same, for who has the person and the announced means locked already."""
    person_id = require_known(means, work.actor, work.rules.municipality)
    return _let_in(means, person_id, _facts(person_id, means, work), work)


def _let_in(means: Row[Any], person_id: UUID, facts: Facts, work: Work) -> Taking:
    check_open_for(means, _places(means, work), facts, work.now)
    return Taking(means, person_id, facts.neighbourhood_code, facts.age_band)


def _seen(means_id: UUID, work: Work, kind: MeansKind) -> Row[Any]:
    """As it is at a glance: what never changes once people see it decides who must log in how."""
    found = work.connection.execute(
        select(_means).where(
            _means.c.municipality_id == work.municipality_id,
            _means.c.id == means_id,
            _means.c.kind == kind,
            _means.c.announced_on.is_not(None),
        )
    ).first()
    if found is None:
        raise NotFound("unknown_means", "Dit is er niet. Misschien klopt het adres niet.")
    return found


def _held(means_id: UUID, work: Work) -> Row[Any]:
    """The row, shared: who closes waits for whoever is in, and who comes later finds it closed."""
    return work.connection.execute(
        select(_means)
        .where(_means.c.municipality_id == work.municipality_id, _means.c.id == means_id)
        .with_for_update(read=True)
    ).one()


def _facts(person_id: UUID, means: Row[Any], work: Work) -> Facts:
    person = met(person_id, work)
    if person is None:
        raise NotAllowed("login_needed", "Log eerst in. Daarna kunt u verder.")
    group = means.group_id if means.audience is Audience.GROUP else None
    return Facts(
        person.lives_here,
        person.neighbourhood_code,
        age_band(person.birth_date, work.today),
        group is not None and any(found(group, person_id, work) for found in GROUPS),
    )


def _places(means: Row[Any], work: Work) -> dict[str, str]:
    """Names of the neighbourhoods by code; looked up only where they decide."""
    if means.audience is not Audience.NEIGHBOURHOODS:
        return {}
    codes = work.connection.execute(
        select(_place.c.code)
        .where(_place.c.municipality_id == work.municipality_id, _place.c.means_id == means.id)
        .order_by(_place.c.code)
    ).scalars()
    known = {code: work.rules.municipality.neighbourhood(code) for code in codes}
    return {code: place.name if place else code for code, place in known.items()}


def held_open(means_id: UUID, work: Work, *, kind: MeansKind) -> Row[Any]:
    """The row, shared, for who looks after it: officials and moderators act while it is there, open or closed.

    Raises NotFound for one that is not there or was never announced.
    """
    _seen(means_id, work, kind)
    return _held(means_id, work)


def is_announced(means: Row[Any]) -> bool:
    """Whether it goes on: announced, and neither closed nor stopped."""
    return bool(means.state is MeansState.ANNOUNCED)
