"""Putting plans in the archive: the record goes there first and the mark here after, so a kill in between repeats it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, insert, or_, select

from wijkstem.domain.permissions import may_operate, require
from wijkstem.kit.db import upsert
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.rules.schema import Municipality
from wijkstem.services import Work
from wijkstem.tables.accounts import Person
from wijkstem.tables.archiving import LastStatement, PutAway
from wijkstem.tables.initiatives import Initiative, Signature

_plan = table_of(Initiative)
_signature = table_of(Signature)
_away = table_of(PutAway)
_last = table_of(LastStatement)


@dataclass(frozen=True)
class MarkPutAway:
    """The archive has this plan."""

    initiative_id: UUID


def mark_put_away(command: MarkPutAway, work: Work) -> None:
    require(may_operate(work.actor))
    row = {
        "municipality_id": work.municipality_id,
        "initiative_id": command.initiative_id,
        "put_away_at": work.now,
    }
    upsert(work.connection, _away, [row])
    work.connection.execute(
        delete(_last).where(
            _last.c.municipality_id == work.municipality_id,
            _last.c.initiative_id == command.initiative_id,
        )
    )


def for_the_archive(municipality: Municipality) -> ColumnElement[bool]:
    """Closed with a result that the archive law keeps, and not there yet."""
    kept = [
        and_(_plan.c.instrument == name, _plan.c.result.in_(rule.on))
        for name, rule in municipality.archive.items()
    ]
    there = exists().where(
        _away.c.municipality_id == _plan.c.municipality_id, _away.c.initiative_id == _plan.c.id
    )
    return and_(_plan.c.closed_on.is_not(None), or_(*kept), ~there) if kept else _plan.c.id.in_(())


def keep_statements(person: Person, work: Work) -> None:
    """What the archive is to have of somebody who is being erased: plans that closed, and are not there yet."""
    here = work.municipality_id
    found = work.connection.execute(
        select(_signature)
        .join_from(
            _signature,
            _plan,
            and_(
                _plan.c.municipality_id == _signature.c.municipality_id,
                _plan.c.id == _signature.c.initiative_id,
            ),
        )
        .where(
            _signature.c.municipality_id == here,
            _signature.c.person_id == person.id,
            for_the_archive(work.rules.municipality),
        )
    ).all()
    rows = [
        {
            "municipality_id": here,
            "initiative_id": one.initiative_id,
            "id": new_id(),
            "name": person.display_name,
            "birth_date": person.birth_date,
            "neighbourhood_code": one.neighbourhood_code,
            "signed_on": one.signed_on,
            "channel": one.channel,
            "valid": one.valid,
        }
        for one in found
    ]
    if rows:
        work.connection.execute(insert(_last), rows)
