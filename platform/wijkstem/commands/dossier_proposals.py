"""A council proposal in its dossier: put there when everybody can read it, and kept as it is now."""

from typing import Any
from uuid import UUID

from sqlalchemy import update

from wijkstem.commands.dossier_searching import keep_dossier_findable
from wijkstem.commands.dossiers import OpenDossier, add_entry, load_dossier, open_dossier
from wijkstem.domain.dossiers import ABOUT_MOST, DossierForm
from wijkstem.errors import Invalid
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.dossiers import DossierEntry
from wijkstem.words.dossiers import EntryKind, WooCategory

_entry = table_of(DossierEntry)


def put_in_dossier(proposal: CouncilProposal, work: Work) -> UUID:
    """The dossier that it stands in: the one that was chosen, or a new one with its title."""
    dossier_id = proposal.dossier_id
    if dossier_id is None:
        dossier_id = new_id()
        about = DossierForm(proposal.title, proposal.summary[:ABOUT_MOST])
        open_dossier(OpenDossier(about, dossier_id), work)
    said = _said(proposal)
    try:
        add_entry(dossier_id, EntryKind.PROPOSAL, work.today, said, work, entry_id=proposal.id)
    except Invalid as full:
        raise Invalid({"dossier": next(iter(full.fields.values()))}) from full
    return dossier_id


def _said(proposal: CouncilProposal) -> dict[str, Any]:
    return {
        "title": proposal.title,
        "text": proposal.summary,
        # The number alone: the words after it follow the title.
        "url": f"/raadsvoorstellen/{proposal.number}",
        "category": WooCategory.COUNCIL,
    }


def change_in_dossier(proposal: CouncilProposal, work: Work) -> None:
    """Its words there are those that it has now; taken out by hand, it stays out."""
    assert proposal.dossier_id is not None
    dossier = load_dossier(proposal.dossier_id, work)
    work.connection.execute(
        update(_entry)
        .where(
            _entry.c.municipality_id == work.municipality_id,
            _entry.c.dossier_id == dossier.id,
            _entry.c.id == proposal.id,
        )
        .values(title=proposal.title, text=proposal.summary)
    )
    dossier.changed_on = work.today
    work.session.flush()
    keep_dossier_findable(dossier.id, work)
