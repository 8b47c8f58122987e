"""Plans that look like the one that somebody is writing: perhaps theirs is there already, and they can support it."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz, utils
from sqlalchemy import Connection, func, or_, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.initiatives import Initiative

_initiative = table_of(Initiative)

#: How many titles are compared, and how many of them are told.
CANDIDATES, MOST = 300, 3
#: How much of 100 two titles must have in common to be worth a look.
ALIKE = 60
#: Words that say what it is about; shorter ones are mostly grammar.
_WORD = re.compile(r"[^\W\d_]{4,}")
MOST_WORDS = 6
#: Words that half of all plans have.
_COMMON = frozenset(
    [
        "meer",
        "voor",
        "deze",
        "onze",
        "door",
        "naar",
        "over",
        "wordt",
        "worden",
        "moet",
        "moeten",
        "graag",
        "zonder",
        "tussen",
        "plan",
        "wijk",
        "buurt",
        "straat",
        "gemeente",
        "bewoners",
        "mensen",
        "nieuwe",
        "betere",
        "veilige",
    ]
)


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


def similar_plans(
    connection: Connection, municipality_id: str, title: str
) -> tuple[SimilarPlan, ...]:
    """The public plans that look most like ``title``, the most alike first."""
    ranked = [
        (fuzz.token_set_ratio(title, one.title, processor=utils.default_process), one)
        for one in candidates(connection, municipality_id, title)
    ]
    ranked.sort(key=lambda pair: (-pair[0], pair[1].number))
    return tuple(one for score, one in ranked[:MOST] if score >= ALIKE)


def candidates(connection: Connection, municipality_id: str, title: str) -> list[SimilarPlan]:
    """Public plans of which the title has one of the words in it, the newest first."""
    words = telling_words(title)
    if not words:
        return []
    found = (
        select(*(_initiative.c[name] for name in SimilarPlan.__dataclass_fields__))
        .where(
            _initiative.c.municipality_id == municipality_id,
            _initiative.c.public,
            or_(
                *(func.lower(_initiative.c.title).contains(word, autoescape=True) for word in words)
            ),
        )
        .order_by(_initiative.c.filed_on.desc(), _initiative.c.number.desc())
        .limit(CANDIDATES)
    )
    return [SimilarPlan(*row) for row in connection.execute(found)]


def telling_words(title: str) -> list[str]:
    """The words of a title that say what it is about, without the endings that grammar gives them."""
    words = {word.lower() for word in _WORD.findall(title)} - _COMMON
    stems = {re.sub(r"(jes|tjes|en|je|tje|s)$", "", word) for word in words}
    return sorted((stem for stem in stems if len(stem) > 2), key=lambda w: (-len(w), w))[
        :MOST_WORDS
    ]
