"""Whom something concerns, and for which of their reasons they are told."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, literal, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.accounts import RoleGrant
from wijkstem.words import Because, Role

_role = table_of(RoleGrant)

#: Whoever is concerned for more than one reason is told once, for the first of these.
ORDER = tuple(Because)

#: People with the place of their reason in `ORDER`, of a municipality and of what the event is about.
Group = Callable[[str, UUID], Select[Any]]


def because(reason: Because) -> Any:
    """A reason as a column, to take the first of."""
    return literal(ORDER.index(reason)).label("reason")


def with_role(role: Role) -> Group:
    """Everybody who has it, for whom it is work."""

    def group(municipality_id: str, about: UUID) -> Select[Any]:
        del about
        return select(_role.c.person_id, because(Because.OFFICE)).where(
            _role.c.municipality_id == municipality_id, _role.c.role == role
        )

    return group


def clerk_and(to: str | None) -> tuple[Group, ...]:
    """Who is told that something is late: the clerk, and the role that the rules say."""
    office = {Role.CLERK, *([Role(to)] if to else [])}
    return tuple(with_role(role) for role in sorted(office))
