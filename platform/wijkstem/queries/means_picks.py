"""What a means can be about, to pick from lists: subjects of the year's agenda, council proposals and guided choices."""

from datetime import date
from uuid import UUID

from sqlalchemy import Connection, and_, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.means import MeansChoice
from wijkstem.tables.year_agenda import YearSubject
from wijkstem.words import SubjectState
from wijkstem.words.council_proposals import ProposalState

_subject = table_of(YearSubject)
_proposal = table_of(CouncilProposal)
_choice = table_of(MeansChoice)
_dossier = table_of(Dossier)

#: The most that can be picked from a list.
MOST = 200


def subjects_to_pick(connection: Connection, municipality_id: str) -> tuple[tuple[UUID, str], ...]:
    """Those that go on, of the newest year first."""
    found = (
        select(_subject.c.id, _subject.c.title)
        .where(
            _subject.c.municipality_id == municipality_id,
            _subject.c.state != SubjectState.DROPPED,
        )
        .order_by(_subject.c.year.desc(), _subject.c.council_month, _subject.c.title)
        .limit(MOST)
    )
    return tuple((row.id, row.title) for row in connection.execute(found))


def proposals_to_pick(connection: Connection, municipality_id: str) -> tuple[tuple[UUID, str], ...]:
    """Council proposals that everybody can read, the newest first."""
    found = (
        select(_proposal.c.id, _proposal.c.number, _proposal.c.title)
        .where(
            _proposal.c.municipality_id == municipality_id,
            _proposal.c.state == ProposalState.OPEN,
        )
        .order_by(_proposal.c.number.desc())
        .limit(MOST)
    )
    return tuple((row.id, f"{row.number} {row.title}") for row in connection.execute(found))


def choices_to_pick(
    connection: Connection, municipality_id: str
) -> tuple[tuple[UUID, date, str], ...]:
    """Guided choices that were published: the day, and the title of their dossier."""
    found = (
        select(_choice.c.id, _choice.c.chosen_on, _dossier.c.title)
        .join_from(
            _choice,
            _dossier,
            and_(
                _dossier.c.municipality_id == _choice.c.municipality_id,
                _dossier.c.id == _choice.c.dossier_id,
            ),
        )
        .where(_choice.c.municipality_id == municipality_id)
        .order_by(_choice.c.chosen_on.desc(), _choice.c.id)
        .limit(MOST)
    )
    return tuple((row.id, row.chosen_on, row.title) for row in connection.execute(found))
