"""Whom something concerns, and for which of their reasons they are told."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, literal

from wijkstem.words import Because

#: Whoever is concerned for more than one reason is told once, for the first of these.
ORDER = tuple(Because)

#: People with the place of their reason in `ORDER`, of a municipality and of what the event is about.
Group = Callable[[str, UUID], Select[Any]]


def because(reason: Because) -> Any:
    """A reason as a column, to take the first of."""
    return literal(ORDER.index(reason)).label("reason")
