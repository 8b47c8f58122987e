"""What somebody has in hand: the plan that they are writing, and all that they did not send yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select

from wijkstem.domain.drafts import read
from wijkstem.kit.rows import table_of
from wijkstem.tables.drafts import Draft
from wijkstem.tables.initiatives import Initiative

_draft = table_of(Draft)
_initiative = table_of(Initiative)


@dataclass(frozen=True)
class OwnDraft:
    """A plan in hand."""

    id: UUID
    instrument: str
    answers: Mapping[str, str]
    revision: int
    saved_at: datetime
    keep_until: date | None


@dataclass(frozen=True)
class Sent:
    """What became of a draft that was sent."""

    number: str
    slug: str


def own_draft(
    connection: Connection, municipality_id: str, person_id: UUID, draft_id: UUID
) -> OwnDraft | Sent | None:
    """The draft, or the plan that it became; None for what is neither."""
    asked = {"here": municipality_id, "person": person_id, "draft": draft_id}
    row = connection.execute(_ONE, asked).first()
    if row is not None:
        return _own(row)
    sent = connection.execute(_SENT, asked).first()
    return Sent(*sent) if sent else None


def own_drafts(
    connection: Connection, municipality_id: str, person_id: UUID
) -> tuple[OwnDraft, ...]:
    """Everything in hand, the latest first; there is a most."""
    rows = connection.execute(_ALL, {"here": municipality_id, "person": person_id})
    return tuple(map(_own, rows))


def _own(row: Row[Any]) -> OwnDraft:
    values = row._asdict()
    texts = {name: kept.text for name, kept in read(values.pop("answers")).items()}
    return OwnDraft(answers=texts, **values)


_ALL = (
    select(*(_draft.c[name] for name in OwnDraft.__dataclass_fields__))
    .where(_draft.c.municipality_id == bindparam("here"), _draft.c.person_id == bindparam("person"))
    .order_by(_draft.c.saved_at.desc(), _draft.c.id)
)
_ONE = _ALL.where(_draft.c.id == bindparam("draft"))
_SENT = select(_initiative.c.number, _initiative.c.slug).where(
    _initiative.c.municipality_id == bindparam("here"),
    _initiative.c.submitter_id == bindparam("person"),
    _initiative.c.id == bindparam("draft"),
)
