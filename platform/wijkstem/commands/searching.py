"""Keeping public initiatives findable: in the transaction that makes them public, changes or hides them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlmodel import col

from wijkstem.commands.dossier_searching import rebuild_dossier_search
from wijkstem.domain.permissions import may_operate, require
from wijkstem.kit.db import upsert
from wijkstem.kit.rows import table_of
from wijkstem.kit.search import VERSION, findable
from wijkstem.services import Work
from wijkstem.tables.initiatives import Initiative, InitiativeText
from wijkstem.tables.search import FindableInitiative, doc_of

_found = table_of(FindableInitiative)
_initiative = table_of(Initiative)
_text = table_of(InitiativeText)

#: Initiatives a transaction: whoever takes a step with one of them waits for that long.
BATCH: Final = 200


def keep_findable(initiative: Initiative, work: Work) -> None:
    """As it is now: found by its words when everybody may read them, and else not at all."""
    if initiative.public:
        work.session.flush()
        _write([(initiative.id, initiative.number, initiative.title)], work)
    else:
        lose([initiative.id], work)


def lose(initiatives: Collection[UUID], work: Work) -> None:
    """Not to be found any more, and nothing left of the words."""
    gone = work.connection.execute(
        delete(_found).where(
            _found.c.municipality_id == work.municipality_id,
            _found.c.initiative_id.in_(initiatives),
        )
    )
    if gone.rowcount and work.connection.dialect.name == "sqlite":
        # FTS5 notes that words were taken out, and drops them when it tidies up: so tidy up.
        _tidy(work)


def _tidy(work: Work) -> None:
    # Past the look at statements, which knows no commands of FTS5: this one names no rows.
    every = work.connection.connection.cursor()
    every.execute(
        "INSERT INTO findable_initiative_fts(findable_initiative_fts) VALUES ('optimize')"
    )
    every.close()


def _write(plans: Iterable[tuple[UUID, str, str]], work: Work) -> None:
    here, known = work.municipality_id, {one: (number, title) for one, number, title in plans}
    said: dict[UUID, list[str]] = {one: [] for one in known}
    asked = select(_text.c.initiative_id, _text.c.text).where(
        _text.c.municipality_id == here, _text.c.initiative_id.in_(known)
    )
    for row in work.connection.execute(asked):
        said[row.initiative_id].append(row.text)
    rows = [
        {
            "municipality_id": here,
            "initiative_id": one,
            "doc": doc_of(one),
            "title_words": findable(title),
            "words": findable(number, title, *said[one]),
            "version": VERSION,
        }
        for one, (number, title) in known.items()
    ]
    upsert(work.connection, _found, rows, replace=["title_words", "words", "version"])


@dataclass(frozen=True)
class RebuildSearch:
    """Make what initiatives and dossiers are found by anew, a batch at a time: of all, or only where it is missing or old."""

    after: UUID | None = None
    everything: bool = False


def rebuild_search(command: RebuildSearch, work: Work) -> UUID | None:
    """The last initiative of the batch, to go on behind; None when it is done."""
    require(may_operate(work.actor))
    if command.after is None:
        rebuild_dossier_search(work, everything=command.everything)
    here = work.municipality_id
    asked = (
        select(Initiative)
        .outerjoin(
            FindableInitiative,
            (col(FindableInitiative.municipality_id) == col(Initiative.municipality_id))
            & (col(FindableInitiative.initiative_id) == col(Initiative.id)),
        )
        .where(col(Initiative.municipality_id) == here, col(Initiative.public))
        .order_by(col(Initiative.id))
        .limit(BATCH)
        .with_for_update(key_share=True, of=Initiative)
    )
    if command.after is not None:
        asked = asked.where(col(Initiative.id) > command.after)
    if not command.everything:
        version = col(FindableInitiative.version)
        asked = asked.where(or_(version.is_(None), version != VERSION))
    plans = list(work.session.execute(asked).scalars())
    if not plans:
        return None
    _write([(one.id, one.number, one.title) for one in plans], work)
    last: UUID = plans[-1].id
    return last
