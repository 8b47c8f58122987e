"""Plans that an official may have seen before: like the one to judge, public or not, and all of the same person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, Text, and_, bindparam, func, or_, select

from wijkstem.domain.alike import WORTH_A_LOOK, Wording, likeness
from wijkstem.kit.rows import table_of
from wijkstem.kit.search import findable, matches, telling, wanted
from wijkstem.tables.initiatives import Initiative, InitiativeText
from wijkstem.tables.search import FindableInitiative
from wijkstem.words import Milestone

_initiative = table_of(Initiative)
_text = table_of(InitiativeText)
_found = table_of(FindableInitiative)

#: Plans that have one of the words; of these the texts are read; and so many are shown.
CANDIDATES, READ, MOST = 300, 60, 3
#: Words to look for, those of the title first.
WORDS, TITLE_WORDS = 24, 6
#: Of a longer answer the beginning says what it is about.
BEGINNING = 1000
#: Earlier plans of one person that are shown.
EARLIER = 10


@dataclass(frozen=True)
class KnownPlan:
    """A plan as far as colleagues must know it."""

    id: UUID
    number: str
    title: str
    instrument: str
    rules_version: str
    neighbourhood_code: str
    step: str
    filed_on: date
    public: bool
    result: Milestone | None


@dataclass(frozen=True)
class AlikePlan:
    """One that looks like it, how much of 100, and the words that both have."""

    plan: KnownPlan
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True)
class Beside:
    """What stands beside a case."""

    alike: tuple[AlikePlan, ...]
    earlier: tuple[KnownPlan, ...]
    #: Of all earlier ones; `earlier` are the newest.
    earlier_count: int


def beside(
    connection: Connection,
    municipality_id: str,
    *,
    initiative_id: UUID,
    submitter_id: UUID | None,
    title: str,
    text: str,
) -> Beside:
    """As many statements however many plans there are."""
    earlier, count = _earlier(connection, municipality_id, submitter_id, initiative_id)
    alike = alike_plans(connection, municipality_id, title, text, besides=initiative_id)
    return Beside(alike, earlier, count)


def alike_plans(
    connection: Connection, municipality_id: str, title: str, text: str, *, besides: UUID
) -> tuple[AlikePlan, ...]:
    """The most alike first. Not only public ones: a double is filed while the first still waits."""
    words = wanted(f"{title} {text}", WORDS)
    if words is None:
        return ()
    asked = {
        "here": municipality_id,
        "besides": besides,
        "words": words.any_for_engine(connection.dialect.name),
    }
    stems = set(findable(title, text).split())
    public = connection.execute(_PUBLIC, asked).all()
    nearest = sorted(public, key=lambda row: -len(stems.intersection(row.words.split())))
    hidden = connection.execute(_hidden(municipality_id, besides, title)).all()
    plans = {row.id: KnownPlan(*row[: len(_COLUMNS)]) for row in (*nearest[:READ], *hidden)}
    said = _texts(connection, municipality_id, plans)
    mine = Wording.of(title, text)
    found = []
    for plan in plans.values():
        theirs = Wording.of(plan.title, said.get(plan.id, ""))
        found.append(AlikePlan(plan, likeness(mine, theirs), mine.shared(theirs)))
    found.sort(key=lambda one: (-one.score, one.plan.number))
    return tuple(one for one in found[:MOST] if one.score >= WORTH_A_LOOK)


def _texts(
    connection: Connection, municipality_id: str, plans: Mapping[UUID, KnownPlan]
) -> dict[UUID, str]:
    rows = connection.execute(
        select(_text.c.initiative_id, func.substr(_text.c.text, 1, BEGINNING))
        .where(_text.c.municipality_id == municipality_id, _text.c.initiative_id.in_(plans))
        .order_by(_text.c.initiative_id, _text.c.field)
    )
    said: dict[UUID, str] = {}
    for plan, text in rows:
        said[plan] = f"{said.get(plan, '')} {text}"
    return said


def _earlier(
    connection: Connection, municipality_id: str, person_id: UUID | None, besides: UUID
) -> tuple[tuple[KnownPlan, ...], int]:
    """The newest, and how many there are; of nobody, when the account is gone."""
    found = (
        select(*_COLUMNS, func.count().over().label("all"))
        .where(
            _initiative.c.municipality_id == municipality_id,
            # Not those of everybody who is gone, when this one's submitter is.
            _initiative.c.submitter_id.is_not(None),
            _initiative.c.submitter_id == person_id,
            _initiative.c.id != besides,
        )
        .order_by(_initiative.c.filed_on.desc(), _initiative.c.number.desc())
        .limit(EARLIER)
    )
    rows = connection.execute(found).all()
    plans = tuple(KnownPlan(*row[:-1]) for row in rows)
    return plans, rows[0][-1] if rows else 0


_COLUMNS = tuple(_initiative.c[name] for name in KnownPlan.__dataclass_fields__)
_PUBLIC = (
    select(*_COLUMNS, _found.c.words)
    .join_from(
        _initiative,
        _found,
        and_(
            _found.c.municipality_id == _initiative.c.municipality_id,
            _found.c.initiative_id == _initiative.c.id,
        ),
    )
    .where(
        _initiative.c.municipality_id == bindparam("here"),
        _initiative.c.public,
        _initiative.c.id != bindparam("besides"),
        matches(_found.c.doc, _found.c.words, bindparam("words", type_=Text)),
    )
    .order_by(_initiative.c.filed_on.desc(), _initiative.c.number.desc())
    .limit(CANDIDATES)
)


def _hidden(municipality_id: str, besides: UUID, title: str) -> Select[Any]:
    """Plans that nobody can read yet, or never could, with one of the title's words: the index has only public ones."""
    stems = list(telling(title))[:TITLE_WORDS] or [title]
    return (
        select(*_COLUMNS)
        .where(
            _initiative.c.municipality_id == municipality_id,
            ~_initiative.c.public,
            _initiative.c.id != besides,
            or_(*(_says(stem) for stem in stems)),
        )
        .order_by(_initiative.c.filed_on.desc(), _initiative.c.number.desc())
        .limit(READ)
    )


def _says(stem: str) -> ColumnElement[bool]:
    in_text = (
        select(_text.c.field)
        .where(
            _text.c.municipality_id == _initiative.c.municipality_id,
            _text.c.initiative_id == _initiative.c.id,
            func.lower(_text.c.text).contains(stem, autoescape=True),
        )
        .exists()
    )
    return or_(func.lower(_initiative.c.title).contains(stem, autoescape=True), in_text)
