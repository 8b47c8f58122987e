"""Forgetting what somebody said in discussions: it stays in its place with its replies and support, without the words."""

from uuid import UUID

from sqlalchemy import delete, select, update

from wijkstem.domain.texts import WIPED_WORDS
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.discussion import Contribution, ContributionVersion

_contribution = table_of(Contribution)
_version = table_of(ContributionVersion)


def forget_contributions(person_id: UUID, work: Work) -> None:
    """What an official said for the municipality stays: it is the municipality's."""
    theirs = (
        (_contribution.c.municipality_id == work.municipality_id)
        & (_contribution.c.person_id == person_id)
        & _contribution.c.office.is_(None)
    )
    work.connection.execute(
        delete(_version).where(
            _version.c.municipality_id == work.municipality_id,
            _version.c.contribution_id.in_(select(_contribution.c.id).where(theirs)),
        )
    )
    gone = {"words": WIPED_WORDS, "neighbourhood_code": None}
    work.connection.execute(update(_contribution).where(theirs).values(gone))
