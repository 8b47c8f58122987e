"""The means of a dossier with what became of each, for its lines in order of time."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, and_, select

from wijkstem.domain.means import last_day
from wijkstem.kit.clock import local_date
from wijkstem.kit.rows import table_of
from wijkstem.projections.means_lines import MeansLine
from wijkstem.tables.dossiers import DossierEntry
from wijkstem.tables.means import Means
from wijkstem.words.means import MeansState

_means = table_of(Means)
_line = table_of(MeansLine)
_entry = table_of(DossierEntry)


@dataclass(frozen=True)
class MeansInDossier:
    """A means as a dossier tells of it; that it was announced is an entry of the dossier's own."""

    number: str
    slug: str
    title: str
    #: Its first day, unless it was put on the website that day or stopped before it.
    opens_on: date | None
    #: Its last day while it still runs.
    closes_on: date | None
    #: What happened and when, by the event's name.
    happened: tuple[tuple[str, date], ...]


def means_in_dossier(
    connection: Connection, municipality_id: str, dossier_id: UUID
) -> tuple[MeansInDossier, ...]:
    """By their numbers; of what officials took out of the dossier nothing."""
    rows = connection.execute(_lines(municipality_id, dossier_id))
    return tuple(_made(list(theirs)) for _, theirs in groupby(rows, key=lambda row: row.number))


def _lines(municipality_id: str, dossier_id: UUID) -> Select[Any]:
    here = municipality_id
    columns = ("number", "slug", "title", "state", "announced_on", "opens_at", "closes_at")
    return (
        select(*(_means.c[name] for name in (*columns, "ended_at")), _line.c.kind, _line.c.on)
        .select_from(_means)
        .join(
            _entry,
            and_(
                _entry.c.municipality_id == here,
                _entry.c.dossier_id == _means.c.dossier_id,
                _entry.c.id == _means.c.id,
            ),
        )
        .outerjoin(_line, and_(_line.c.municipality_id == here, _line.c.means_id == _means.c.id))
        .where(_means.c.municipality_id == here, _means.c.dossier_id == dossier_id)
        .order_by(_means.c.number, _line.c.position)
    )


def _made(rows: list[Row[Any]]) -> MeansInDossier:
    it = rows[0]
    opens_on = local_date(it.opens_at)
    begins = opens_on > it.announced_on and (it.ended_at is None or it.ended_at >= it.opens_at)
    return MeansInDossier(
        it.number,
        it.slug,
        it.title,
        opens_on if begins else None,
        last_day(it.closes_at) if it.state is MeansState.ANNOUNCED else None,
        tuple((row.kind, row.on) for row in rows if row.kind is not None),
    )
