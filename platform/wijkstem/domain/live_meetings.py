"""Which meetings a dossier has to do with: those that stand in it, and those of its items, plans and proposals."""

from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, and_, or_, select, union

from wijkstem.kit.rows import table_of
from wijkstem.tables.council import AgendaItem
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.dossiers import DossierEntry
from wijkstem.words.council_proposals import ProposalState

_entry = table_of(DossierEntry)
_item = table_of(AgendaItem)
_proposal = table_of(CouncilProposal)


def meetings_of_dossier(municipality_id: str, dossier_id: UUID) -> CompoundSelect[Any]:
    """Their ids."""
    return union(
        select(_entry.c.meeting_id).where(
            _entry.c.municipality_id == municipality_id,
            _entry.c.dossier_id == dossier_id,
            _entry.c.meeting_id.is_not(None),
        ),
        select(_item.c.meeting_id)
        .join_from(
            _entry,
            _item,
            and_(
                _item.c.municipality_id == _entry.c.municipality_id,
                or_(
                    _item.c.id == _entry.c.item_id,
                    _item.c.initiative_id == _entry.c.initiative_id,
                ),
            ),
        )
        .where(_entry.c.municipality_id == municipality_id, _entry.c.dossier_id == dossier_id),
        select(_proposal.c.meeting_id).where(
            _proposal.c.municipality_id == municipality_id,
            _proposal.c.dossier_id == dossier_id,
            _proposal.c.state == ProposalState.OPEN,
            _proposal.c.meeting_id.is_not(None),
        ),
    )
