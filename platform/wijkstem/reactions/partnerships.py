"""Who is told that a partnership was not reviewed in time: the clerk, and who the rules say."""

from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from wijkstem.events.base import Event
from wijkstem.events.partnerships import PartnershipReviewLate
from wijkstem.kit.rows import table_of
from wijkstem.reactions.people import Group, because
from wijkstem.tables.accounts import RoleGrant
from wijkstem.words import Because, Role

_role = table_of(RoleGrant)


def _with_role(role: Role, municipality_id: str, partnership_id: UUID) -> Select[Any]:
    del partnership_id
    return select(_role.c.person_id, because(Because.OFFICE)).where(
        _role.c.municipality_id == municipality_id, _role.c.role == role
    )


def told_of_partnership(event: Event) -> tuple[str, tuple[Group, ...]] | None:
    """To whom an event is told, and the folder of its texts below ``templates/mail``."""
    if not isinstance(event, PartnershipReviewLate):
        return None
    office = {Role.CLERK, *([Role(event.to)] if event.to else [])}
    groups = tuple(partial(_with_role, role) for role in sorted(office))
    return "partnership_review_late", groups
