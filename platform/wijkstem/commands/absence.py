"""Somebody of the desk is away, and a colleague looks after their cases until they are back.

The cases stay whose they are: the colleague sees them among their own for as long as it lasts. So nothing has to be
given back, and what was given to somebody in their absence is theirs when they return.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, exists, select

from wijkstem.commands.moderation import is_official
from wijkstem.domain.moderation import check_absence
from wijkstem.domain.permissions import may_lead, require
from wijkstem.errors import FieldError, Invalid
from wijkstem.kit.db import upsert
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.moderation import OfficialAbsence

_absence = table_of(OfficialAbsence)


@dataclass(frozen=True)
class MarkAway:
    """From the first day up to and with the last, ``deputy_id`` looks after the cases of ``person_id``."""

    person_id: UUID | None
    first: date | None
    last: date | None
    deputy_id: UUID | None


def mark_away(command: MarkAway, work: Work) -> None:
    """Raises Invalid for days that cannot be, and for a colleague who cannot look after them."""
    require(may_lead(work.actor))
    person, deputy = command.person_id, command.deputy_id
    first, last = check_absence(command.first, command.last, work.today)
    wrong = {}
    if person is None or not is_official(person, work):
        wrong["person"] = FieldError("no_official", "Kies een collega uit de lijst.")
    if deputy is None or deputy == person or not is_official(deputy, work):
        wrong["deputy"] = FieldError(
            "no_deputy", "Kies een andere collega, die de zaken overneemt."
        )
    elif _is_away(deputy, first, last, work):
        wrong["deputy"] = FieldError(
            "deputy_away", "Deze collega is in die tijd zelf weg. Kies iemand anders."
        )
    if wrong:
        raise Invalid(wrong)
    row = {
        "municipality_id": work.municipality_id,
        "person_id": person,
        "first": first,
        "last": last,
        "deputy_id": deputy,
    }
    upsert(work.connection, _absence, [row], replace=("first", "last", "deputy_id"))


def _is_away(person_id: UUID, first: date, last: date, work: Work) -> bool:
    found = select(
        exists().where(
            _absence.c.municipality_id == work.municipality_id,
            _absence.c.person_id == person_id,
            _absence.c.first <= last,
            _absence.c.last >= first,
        )
    )
    return bool(work.connection.scalar(found))


@dataclass(frozen=True)
class MarkBack:
    """Somebody is back earlier, or does not go."""

    person_id: UUID


def mark_back(command: MarkBack, work: Work) -> None:
    """Nothing for who was not away."""
    require(may_lead(work.actor))
    work.connection.execute(
        delete(_absence).where(
            _absence.c.municipality_id == work.municipality_id,
            _absence.c.person_id == command.person_id,
        )
    )
