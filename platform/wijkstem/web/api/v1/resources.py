"""Everything that the API has, in one table: what it is called, what can be asked of it, and how it is answered.

`endpoints.py` answers by this table, and `describe.py` makes the OpenAPI description from it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import Connection

from wijkstem.domain.steps import collecting
from wijkstem.queries.decisions import votes_on
from wijkstem.queries.neighbourhoods import neighbourhoods
from wijkstem.queries.open_data import advice, initiatives
from wijkstem.queries.open_data.keyset import Key, Listing, Part, part
from wijkstem.web.api.v1 import asked, shapes, tell
from wijkstem.web.api.v1.asked import Asked, Parameter
from wijkstem.web.api.v1.parts import Shape
from wijkstem.web.api.v1.tell import Here

Row = TypeVar("Row")
#: A part of a list, in shapes: what is asked is tied to a municipality.
Lists = Callable[[Connection, str, Here, Asked], Part[Any]]
#: One of them by its key; None when it is not there, or not for everybody.
Finds = Callable[[Connection, str, Here, Any], Shape | None]
PartOf = Callable[[Connection, str, Here, Any, Asked], Part[Any] | Shape | None]


@dataclass(frozen=True)
class Listed:
    """A list that is read in parts."""

    shape: type[Shape]
    read: Lists
    filters: tuple[Parameter, ...] = ()
    #: The types of what is in its cursor.
    keys: tuple[type, ...] = (str,)


@dataclass(frozen=True)
class Single:
    """One of a list."""

    key: Parameter
    shape: type[Shape]
    find: Finds


@dataclass(frozen=True)
class Below:
    """Something that belongs to one of a list: itself one thing, or a list when there are ``keys``."""

    shape: type[Shape]
    read: PartOf
    about: str
    keys: tuple[type, ...] = ()
    filters: tuple[Parameter, ...] = ()


@dataclass(frozen=True)
class Resource:
    """Something that can be asked for."""

    #: In Dutch: what is in it, and one of it.
    about: str
    about_one: str
    #: None: there is only one, and it is asked for by the name alone.
    listed: Listed | None = None
    single: Single | None = None
    alone: type[Shape] | None = None
    read_alone: Callable[[Here], Shape] | None = None
    below: Mapping[str, Below] | None = None


def of_listing(
    listing: Listing[Row],
    told: Callable[[Here, Row], Shape],
    where: Callable[[Mapping[str, Any]], list[Any]] | None = None,
) -> Lists:
    """A list of the database, told row by row."""

    def read(connection: Connection, municipality_id: str, here: Here, it: Asked) -> Part[Any]:
        only = where(it.only) if where else ()
        found = part(connection, municipality_id, listing, after=it.after, most=it.most, where=only)
        return Part(tuple(told(here, row) for row in found.rows), found.last)

    return read


def types_of(listing: Listing[Any]) -> tuple[type, ...]:
    """What is in the cursor of a list of the database."""
    return tuple(key.type.python_type for key in listing.keys)


def some(rows: list[tuple[Key, Shape]], it: Asked) -> Part[Any]:
    """A part of a list that is in memory, in the order of its keys."""
    behind = [one for one in rows if it.after is None or one[0] > it.after]
    shown = behind[: it.most]
    return Part(tuple(one for _, one in shown), shown[-1][0] if len(behind) > it.most else None)


# --- rules and places ---------------------------------------------------------------------------


def _instruments(_connection: Connection, _here: str, here: Here, it: Asked) -> Part[Any]:
    rules = here.rules.on(here.today)
    told = [((code,), tell.instrument(here, rules, code)) for code in sorted(rules.instruments)]
    return some(list(told), it)


def _instrument(_connection: Connection, _here: str, here: Here, code: str) -> Shape | None:
    rules = here.rules.on(here.today)
    return tell.instrument(here, rules, code) if code in rules.instruments else None


def _versions(_connection: Connection, _here: str, here: Here, it: Asked) -> Part[Any]:
    rows = [((one.version,), tell.rules_version(here, one)) for one in here.rules.versions]
    return some(sorted(rows, key=lambda row: row[0]), it)


def _version(_connection: Connection, _here: str, here: Here, version: str) -> Shape | None:
    found = [one for one in here.rules.versions if one.version == version]
    return tell.rules_version(here, found[0]) if found else None


def _places(connection: Connection, municipality_id: str, here: Here, it: Asked) -> Part[Any]:
    steps, codes = collecting(here.rules), here.rules.municipality.neighbourhoods
    counts = neighbourhoods(connection, municipality_id, collecting=steps, today=here.today)
    rows = [((one.code,), tell.neighbourhood(here, one.code, counts)) for one in codes]
    return some(sorted(rows, key=lambda row: row[0]), it)


def _place(connection: Connection, municipality_id: str, here: Here, code: str) -> Shape | None:
    if here.rules.municipality.neighbourhood(code) is None:
        return None
    counts = neighbourhoods(
        connection, municipality_id, collecting=collecting(here.rules), today=here.today
    )
    return tell.neighbourhood(here, code, counts)


# --- plans --------------------------------------------------------------------------------------


def _picked(only: Mapping[str, Any]) -> list[Any]:
    return initiatives.picked(
        instrument=only.get("instrument"),
        neighbourhood=only.get("wijk"),
        filed_from=only.get("ingediendVanaf"),
        filed_to=only.get("ingediendTot"),
        closed=only.get("gesloten"),
    )


def _plan(connection: Connection, municipality_id: str, here: Here, number: str) -> Shape | None:
    found = initiatives.open_plan(connection, municipality_id, number)
    return tell.plan(here, found) if found else None


def _lines(
    connection: Connection, municipality_id: str, here: Here, number: str, it: Asked
) -> Part[Any] | None:
    plan = initiatives.open_plan(connection, municipality_id, number)
    if plan is None:
        return None
    found = initiatives.lines_of(connection, municipality_id, plan.id, after=it.after, most=it.most)
    return Part(tuple(tell.line(here, one) for one in found.rows), found.last)


def _decisions(connection: Connection, municipality_id: str, here: Here, it: Asked) -> Part[Any]:
    found = part(
        connection,
        municipality_id,
        initiatives.DECISIONS,
        after=it.after,
        most=it.most,
        where=initiatives.decided(number=it.only.get("initiatief")),
    )
    plans = {one.initiative_id for one in found.rows}
    votes = votes_on(connection, municipality_id, plans)
    return Part(tuple(tell.decision(here, one, votes) for one in found.rows), found.last)


def _decision(connection: Connection, municipality_id: str, here: Here, key: str) -> Shape | None:
    number, _, seq = key.rpartition("-")
    found = part(
        connection,
        municipality_id,
        initiatives.DECISIONS,
        after=None,
        most=1,
        where=initiatives.decided(number=number, step_seq=int(seq)),
    )
    if not found.rows or found.rows[0].key != key:
        return None
    it = found.rows[0]
    return tell.decision(here, it, votes_on(connection, municipality_id, [it.initiative_id]))


def _advice_about(only: Mapping[str, Any]) -> list[Any]:
    return advice.about(number=only.get("initiatief"), neighbourhood=only.get("wijk"))


def _advice(connection: Connection, municipality_id: str, here: Here, key: Any) -> Shape | None:
    found = advice.open_advice(connection, municipality_id, key)
    return tell.advice(here, found) if found else None


PLANS: Final[Mapping[str, Resource]] = {
    "gemeente": Resource(
        "De gemeente van dit adres", "", alone=shapes.Gemeente, read_alone=tell.municipality
    ),
    "instrumenten": Resource(
        "Manieren waarop bewoners iets kunnen indienen, met de regels van vandaag",
        "Een manier om iets in te dienen",
        Listed(shapes.Instrument, _instruments),
        Single(asked.CODE_KEY, shapes.Instrument, _instrument),
    ),
    "spelregels": Resource(
        "De versies van de spelregels",
        "Een versie van de spelregels",
        Listed(shapes.Spelregelversie, _versions),
        Single(asked.VERSION_KEY, shapes.Spelregelversie, _version),
    ),
    "wijken": Resource(
        "De wijken",
        "Een wijk",
        Listed(shapes.Wijk, _places),
        Single(asked.PLACE_KEY, shapes.Wijk, _place),
    ),
    "initiatieven": Resource(
        "Plannen van bewoners, het nieuwste eerst",
        "Een plan",
        Listed(
            shapes.Initiatief,
            of_listing(initiatives.PLANS, tell.plan, _picked),
            (asked.INSTRUMENT, asked.PLACE, asked.FILED_FROM, asked.FILED_TO, asked.CLOSED),
            types_of(initiatives.PLANS),
        ),
        Single(asked.PLAN_KEY, shapes.Initiatief, _plan),
        below={
            "tijdlijn": Below(
                shapes.Gebeurtenis,
                _lines,
                "Wat er met een plan gebeurde, het laatste eerst",
                types_of(initiatives.LINES),
            )
        },
    ),
    "besluiten": Resource(
        "Besluiten over plannen, die over het nieuwste plan eerst",
        "Een besluit",
        Listed(shapes.Besluit, _decisions, (asked.PLAN,), types_of(initiatives.DECISIONS)),
        Single(asked.DECISION_KEY, shapes.Besluit, _decision),
    ),
    "adviezen": Resource(
        "Adviezen van wijkraden en bewoners over plannen, het nieuwste eerst",
        "Een advies",
        Listed(
            shapes.Advies,
            of_listing(advice.ADVICE, tell.advice, _advice_about),
            (asked.PLAN, asked.PLACE),
            types_of(advice.ADVICE),
        ),
        Single(asked.ID_KEY, shapes.Advies, _advice),
    ),
}
