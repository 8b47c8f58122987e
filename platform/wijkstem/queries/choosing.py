"""Guided choices as they were published: one with its answers and reasons, and those of a dossier or a subject."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, select

from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.means import MeansChoice
from wijkstem.words import ParticipationLevel
from wijkstem.words.means import MeansKind

_choice = table_of(MeansChoice)
_dossier = table_of(Dossier)


@dataclass(frozen=True)
class ChoiceFacts:
    """A choice, as data."""

    id: UUID
    dossier_id: UUID
    year_subject_id: UUID | None
    guide: str
    #: By question the id of the answer.
    answers: Mapping[str, str]
    #: By question what was said with it.
    said: Mapping[str, str]
    because: tuple[str, ...]
    advised_level: ParticipationLevel
    advised_kinds: tuple[MeansKind, ...]
    level: ParticipationLevel
    kinds: tuple[MeansKind, ...]
    reasons: str
    chosen_on: date
    dossier_number: str
    dossier_slug: str
    dossier_title: str


def _choices(municipality_id: str) -> Select[Any]:
    return (
        select(
            _choice,
            _dossier.c.number.label("dossier_number"),
            _dossier.c.slug.label("dossier_slug"),
            _dossier.c.title.label("dossier_title"),
        )
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
    )


def _made(row: Row[Any]) -> ChoiceFacts:
    answers = json.loads(row.answers)
    return ChoiceFacts(
        row.id,
        row.dossier_id,
        row.year_subject_id,
        row.guide,
        {name: one["answer"] for name, one in answers.items()},
        {name: one["said"] for name, one in answers.items() if one["said"]},
        tuple(json.loads(row.because)),
        row.advised_level,
        _kinds(row.advised_kinds),
        row.level,
        _kinds(row.kinds),
        row.reasons,
        row.chosen_on,
        row.dossier_number,
        row.dossier_slug,
        row.dossier_title,
    )


def _kinds(text: str) -> tuple[MeansKind, ...]:
    return tuple(map(MeansKind, text.split()))


def choice_facts(connection: Connection, municipality_id: str, choice_id: UUID) -> ChoiceFacts:
    """Raises NotFound for one that is not there."""
    row = connection.execute(_choices(municipality_id).where(_choice.c.id == choice_id)).first()
    if row is None:
        raise NotFound("unknown_choice", "Deze keuze is er niet. Misschien klopt het adres niet.")
    return _made(row)


def choices_of_subject(
    connection: Connection, municipality_id: str, year_subject_id: UUID
) -> tuple[ChoiceFacts, ...]:
    """The newest first."""
    return _found(connection, municipality_id, _choice.c.year_subject_id == year_subject_id)


def choices_of_dossier(
    connection: Connection, municipality_id: str, dossier_id: UUID
) -> tuple[ChoiceFacts, ...]:
    """The newest first."""
    return _found(connection, municipality_id, _choice.c.dossier_id == dossier_id)


def _found(
    connection: Connection, municipality_id: str, which: ColumnElement[bool]
) -> tuple[ChoiceFacts, ...]:
    rows = connection.execute(_choices(municipality_id).where(which))
    return tuple(_made(row) for row in rows)
