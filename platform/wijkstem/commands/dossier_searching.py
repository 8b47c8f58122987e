"""Keeping dossiers findable, in the transaction that changes them: by their own words and by what stands in them."""

from uuid import UUID

from sqlalchemy import select

from wijkstem.kit.db import upsert
from wijkstem.kit.rows import table_of
from wijkstem.kit.search import VERSION, findable
from wijkstem.services import Work
from wijkstem.tables.dossiers import Dossier, DossierEntry, FindableDossier
from wijkstem.tables.search import doc_of

_dossier = table_of(Dossier)
_entry = table_of(DossierEntry)
_found = table_of(FindableDossier)


def keep_dossier_findable(dossier_id: UUID, work: Work) -> None:
    """As it is now. Not by the words of plans: those are found themselves, and can be hidden."""
    here = work.municipality_id
    own = work.connection.execute(
        select(_dossier.c.number, _dossier.c.title, _dossier.c.about).where(
            _dossier.c.municipality_id == here, _dossier.c.id == dossier_id
        )
    ).one()
    within = work.connection.execute(
        select(_entry.c.title, _entry.c.text).where(
            _entry.c.municipality_id == here, _entry.c.dossier_id == dossier_id
        )
    )
    row = {
        "municipality_id": here,
        "dossier_id": dossier_id,
        "doc": doc_of(dossier_id),
        "title_words": findable(own.title),
        "words": findable(*own, *(said for entry in within for said in entry)),
        "version": VERSION,
    }
    upsert(work.connection, _found, [row], replace=["title_words", "words", "version"])


def rebuild_dossier_search(work: Work, *, everything: bool) -> None:
    """All of them, or those of which the words are missing or of an older release. There are never many."""
    here = work.municipality_id
    asked = (
        select(_dossier.c.id)
        .join_from(
            _dossier,
            _found,
            (_found.c.municipality_id == _dossier.c.municipality_id)
            & (_found.c.dossier_id == _dossier.c.id),
            isouter=True,
        )
        .where(_dossier.c.municipality_id == here)
        .order_by(_dossier.c.id)
    )
    if not everything:
        asked = asked.where(_found.c.version.is_distinct_from(VERSION))
    for dossier_id in work.connection.scalars(asked).all():
        keep_dossier_findable(dossier_id, work)
