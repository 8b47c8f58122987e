"""Plans that look like the one that somebody is writing: perhaps theirs is there already, and they can support it."""

from dataclasses import dataclass

from rapidfuzz import fuzz, utils
from sqlalchemy import Connection, Text, and_, bindparam, select

from wijkstem.kit.rows import table_of
from wijkstem.kit.search import findable, matches, wanted
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.search import FindableInitiative

_initiative = table_of(Initiative)
_found = table_of(FindableInitiative)

#: How many titles are compared, and how many of them are told.
CANDIDATES, MOST = 300, 3
#: How much of 100 two titles must have in common to be worth a look.
ALIKE = 60


@dataclass(frozen=True)
class SimilarPlan:
    """A public plan with what it takes to say where it is."""

    number: str
    slug: str
    title: str
    instrument: str
    rules_version: str
    step: str
    neighbourhood_code: str


@dataclass(frozen=True)
class Candidate:
    """A plan that has one of the words, with the stems of its title."""

    plan: SimilarPlan
    stems: str


def similar_plans(
    connection: Connection, municipality_id: str, title: str
) -> tuple[SimilarPlan, ...]:
    """The public plans that look most like ``title``, the most alike first."""
    stems = findable(title)
    ranked = [
        (_alike(title, stems, one), one.plan)
        for one in candidates(connection, municipality_id, title)
    ]
    ranked.sort(key=lambda pair: (-pair[0], pair[1].number))
    return tuple(plan for score, plan in ranked[:MOST] if score >= ALIKE)


def _alike(title: str, stems: str, one: Candidate) -> float:
    """By the words as they are written, or by their stems: "bankjes" is "bankje"."""
    written = fuzz.token_set_ratio(title, one.plan.title, processor=utils.default_process)
    return max(written, fuzz.token_sort_ratio(stems, one.stems))


def candidates(connection: Connection, municipality_id: str, title: str) -> list[Candidate]:
    """Public plans with one of the title's words somewhere in their texts, the newest first."""
    words = wanted(title)
    if words is None:
        return []
    question = words.any_for_engine(connection.dialect.name)
    rows = connection.execute(_CANDIDATES, {"here": municipality_id, "words": question})
    return [Candidate(SimilarPlan(*row[:-1]), row[-1]) for row in rows]


_CANDIDATES = (
    select(
        *(_initiative.c[name] for name in SimilarPlan.__dataclass_fields__), _found.c.title_words
    )
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
        matches(_found.c.doc, _found.c.words, bindparam("words", type_=Text)),
    )
    .order_by(_initiative.c.filed_on.desc(), _initiative.c.number.desc())
    .limit(CANDIDATES)
)
