"""Following a dossier, and leaving that off; as with plans, the log knows nothing of it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from wijkstem.commands.following import begin_following, end_following
from wijkstem.commands.present import present
from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.dossiers import Dossier, DossierFollowing
from wijkstem.words import WithoutDigiD

_dossier = table_of(Dossier)
_following = table_of(DossierFollowing)


@dataclass(frozen=True)
class FollowDossier:
    """Tell me when there is news in this dossier."""

    dossier_id: UUID


def follow_dossier(command: FollowDossier, work: Work) -> bool:
    """Whether that is new: who follows already goes on following. Raises NotFound for one that is not there."""
    person_id = present(work, WithoutDigiD.FOLLOW)
    found = select(_dossier.c.id).where(
        _dossier.c.municipality_id == work.municipality_id, _dossier.c.id == command.dossier_id
    )
    if work.connection.execute(found).first() is None:
        raise NotFound("unknown_dossier", "Dit dossier is er niet.")
    return begin_following(_following, {"dossier_id": command.dossier_id}, person_id, work)


@dataclass(frozen=True)
class UnfollowDossier:
    """Tell me no more of it."""

    dossier_id: UUID


def unfollow_dossier(command: UnfollowDossier, work: Work) -> bool:
    """Whether there was something to end."""
    return end_following(_following, {"dossier_id": command.dossier_id}, work)
