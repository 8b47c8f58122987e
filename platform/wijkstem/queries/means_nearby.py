"""Means that are about a neighbourhood: for its council, and for everybody on the page of the neighbourhood.

A means says itself where it is, or for whose residents; else the plan, the proposal or the drawn group that it is about
says so. Only when none of these names a place, a plan in its dossier does.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, and_, exists, literal, not_, or_

from wijkstem.domain.means import is_open
from wijkstem.kit.rows import table_of
from wijkstem.queries.means import MeansFacts, facts_of, is_past, past_first, rows_of
from wijkstem.queries.outcomes import OutcomeFacts, outcomes_by_id
from wijkstem.queries.paging import Paged, paged
from wijkstem.tables.council import AgendaItem
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.dossiers import DossierEntry
from wijkstem.tables.draws import SoundingGroup
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.means import Means, MeansPlace
from wijkstem.words.means import MeansState

_means = table_of(Means)
_place = table_of(MeansPlace)
_plan = table_of(Initiative)
_proposal = table_of(CouncilProposal)
_item = table_of(AgendaItem)
_group = table_of(SoundingGroup)
_entry = table_of(DossierEntry)

#: Of what is over, on one page.
PER_PAGE = 10


@dataclass(frozen=True)
class MeansNearby:
    """What is asked of people in some neighbourhoods, and what came of what was."""

    #: What closes first stands first; what opens first.
    open: tuple[MeansFacts, ...]
    coming: tuple[MeansFacts, ...]
    #: What was over last stands first.
    past: Paged[MeansFacts]
    #: What became of the outcomes of ``past``, by means; those that have one.
    outcomes: Mapping[UUID, OutcomeFacts]


def means_nearby(
    connection: Connection,
    municipality_id: str,
    codes: Collection[str],
    *,
    now: datetime,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> MeansNearby:
    """What everybody can read, about any of these neighbourhoods; four statements for much as for little."""
    public = facts_of(municipality_id).where(
        _means.c.announced_on.is_not(None), _about(municipality_id, codes)
    )
    current = public.where(_means.c.state == MeansState.ANNOUNCED, _means.c.closes_at > now)
    found = rows_of(connection, current.order_by(_means.c.closes_at, _means.c.number))
    past = paged(
        connection,
        public.where(is_past(now)).order_by(*past_first()),
        lambda row: MeansFacts(*tuple(row)),
        page=page,
        per_page=per_page,
    )
    coming = [one for one in found if not is_open(one, now)]
    return MeansNearby(
        tuple(one for one in found if is_open(one, now)),
        tuple(sorted(coming, key=lambda one: (one.opens_at or now, one.number))),
        past,
        outcomes_by_id(connection, municipality_id, [one.id for one in past.rows]),
    )


def _about(municipality_id: str, codes: Collection[str]) -> ColumnElement[bool]:
    here = municipality_id
    says_nothing = and_(_means.c.initiative_id.is_(None), not_(_places(here)))
    return or_(
        _places(here, _place.c.code.in_(codes)),
        _plans(here, codes, _plan.c.id == _means.c.initiative_id),
        _plans(here, codes, _plan.c.id == _item.c.initiative_id, *_of_proposal(here)),
        _groups(here, codes),
        and_(says_nothing, _plans(here, codes, *_in_dossier(here))),
    )


def _places(here: str, *which: ColumnElement[bool]) -> ColumnElement[bool]:
    return _there(_place, here, _place.c.means_id == _means.c.id, *which)


def _plans(here: str, codes: Collection[str], *which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Public plans in these neighbourhoods: of a hidden one nobody learns where it is."""
    return _there(_plan, here, _plan.c.public, _plan.c.neighbourhood_code.in_(codes), *which)


def _of_proposal(here: str) -> tuple[ColumnElement[bool], ...]:
    """The plan that the council decides on with the proposal."""
    return (
        _proposal.c.municipality_id == here,
        _proposal.c.id == _means.c.council_proposal_id,
        _item.c.municipality_id == here,
        _item.c.id == _proposal.c.item_id,
    )


def _in_dossier(here: str) -> tuple[ColumnElement[bool], ...]:
    return (
        _entry.c.municipality_id == here,
        _entry.c.dossier_id == _means.c.dossier_id,
        _entry.c.initiative_id == _plan.c.id,
    )


def _groups(here: str, codes: Collection[str]) -> ColumnElement[bool]:
    """A group that was drawn from these neighbourhoods alone; their codes stand with blanks between."""
    named: ColumnElement[Any] = literal(" ") + _group.c.codes + literal(" ")
    drawn_there = or_(*(named.contains(f" {code} ", autoescape=True) for code in sorted(codes)))
    return _there(_group, here, _group.c.id == _means.c.group_id, drawn_there)


def _there(table: Table, here: str, *which: ColumnElement[bool]) -> ColumnElement[bool]:
    mine = table.c.municipality_id == _means.c.municipality_id
    return exists().where(mine, table.c.municipality_id == here, *which).correlate(_means)
