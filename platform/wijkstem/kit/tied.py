"""Whether every table of a statement is tied to a municipality; `kit/scope.py` asks before a statement runs.

Each SELECT, UPDATE and DELETE within a statement is looked at by itself, because a condition on one says
nothing of the other: a member of a union, a subquery, a CTE. In each, a table is tied when the conditions that
*must* hold (joined by AND, never below OR or NOT) compare its ``municipality_id`` with a parameter, or with the
``municipality_id`` of a source that is tied. The ON of an outer join holds for one side only.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    BindParameter,
    Delete,
    Insert,
    Select,
    Table,
    TextClause,
    TextualSelect,
    Update,
)
from sqlalchemy.schema import ExecutableDDLElement
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BinaryExpression, BooleanClauseList, ColumnClause, Grouping
from sqlalchemy.sql.selectable import (
    AliasedReturnsRows,
    CompoundSelect,
    FromGrouping,
    Join,
    Lateral,
    SelectBase,
    SelectStatementGrouping,
    TableClause,
)

COLUMN = "municipality_id"

#: From a source, or from a parameter, to the source that it ties.
Edge = tuple[Any, Any]


class OutOfScope(Exception):
    """A programming error: a statement that could touch another municipality's rows."""


@dataclass(frozen=True)
class Around:
    """The statements around a part: their sources, the nearest one's, and which of them are tied."""

    all: frozenset[Any] = frozenset()
    nearest: frozenset[Any] = frozenset()
    tied: frozenset[Any] = frozenset()
    #: Whether the part stands in a FROM, where SQL does not let it see the statement around it.
    in_from: bool = False

    def inside(self, sources: Iterable[Any], tied: Iterable[Any]) -> "Around":
        nearest = frozenset(sources)
        return Around(self.all | nearest, nearest, self.tied | frozenset(tied))


def scope_keys(statement: Any) -> Iterator[str]:
    """The names of the parameters that must hold the municipality for ``statement`` to stay inside it.

    Raises:
        OutOfScope: a table is not tied, or something stands in it that cannot be looked into.
    """
    if isinstance(statement, ExecutableDDLElement):
        raise _refusal("a change of the schema", statement)
    yield from _keys(statement, Around())


def _keys(element: Any, around: Around) -> Iterator[str]:
    match element:
        case Select():
            yield from _select(element, around)
        case Insert():
            yield from _insert(element)
        case Update() | Delete():
            yield from _change(element)
        case TextClause() | TextualSelect():
            raise _refusal("text", element)
        case ColumnClause(is_literal=True) if element.name not in {"*", "1"}:
            raise _refusal("text", element)
        case TableClause() if not isinstance(element, Table):
            raise _refusal("a table that says nothing of its columns", element)
        case _:
            yield from _children(element, replace(around, in_from=_in_from(element, around)))


def _in_from(element: Any, around: Around) -> bool:
    if isinstance(element, CompoundSelect | SelectStatementGrouping):
        return around.in_from
    return isinstance(element, AliasedReturnsRows) and not isinstance(element, Lateral)


def _children(element: Any, around: Around) -> Iterator[str]:
    for child in element.get_children():
        yield from _keys(child, around)


# --- statements ------------------------------------------------------------------------------------


def _select(statement: Any, around: Around) -> Iterator[str]:
    state = statement._compile_state_factory(statement, statement._default_compiler())
    # What the compiler does itself: a source of the statement around is not listed again, but referred to.
    froms = state._get_display_froms(
        explicit_correlate_froms=around.all - around.nearest if around.in_from else around.all,
        implicit_correlate_froms=() if around.in_from else around.nearest,
    )
    edges = list(_edges(statement.whereclause))
    for source in froms:
        edges += _join_edges(source)
    sources = [leaf for source in froms for leaf in _leaves(source)]
    tied, keys = _tied(sources, edges, around, statement)
    yield from keys
    yield from _children(statement, around.inside([*froms, *sources], tied))


def _change(statement: Any) -> Iterator[str]:
    sources = {statement.table} | set(_named(statement.get_children()))
    tied, keys = _tied(sources, list(_edges(statement.whereclause)), Around(), statement)
    yield from keys
    if isinstance(statement, Update):
        for column, value in (statement._values or {}).items():
            if getattr(column, "key", column) == COLUMN:
                yield _parameter(value, statement)
    around = Around().inside(sources, tied)
    for source in sources - {statement.table}:
        yield from _keys(source, around)
    yield from _children(statement, around)


def _insert(statement: Any) -> Iterator[str]:
    if COLUMN in statement.table.c:
        values = {getattr(k, "key", k): v for k, v in (statement._values or {}).items()}
        if statement.select is not None:
            yield from _selected(statement)
        elif COLUMN in values:
            _parameter(values[COLUMN], statement)
            yield COLUMN
        else:
            yield COLUMN
        _check_conflict(statement)
    yield from _children(statement, Around())


def _selected(statement: Any) -> Iterator[str]:
    """INSERT … SELECT: what goes into the column must be a parameter, or come out of a tied table."""
    names = [getattr(name, "key", name) for name in statement._select_names]
    if not isinstance(statement.select, Select) or COLUMN not in names:
        raise _refusal("rows without a municipality", statement)
    value = statement.select.selected_columns[names.index(COLUMN)]
    if not (_is_key(value) and _is_tenant(value.table)):
        yield _parameter(value, statement)


def _check_conflict(statement: Any) -> None:
    """ON CONFLICT DO UPDATE may only change the row whose key has this municipality in it."""
    clause = statement._post_values_clause
    changes = getattr(clause, "update_values_to_set", None)
    if changes is None:
        return
    target = [getattr(c, "key", c) for c in clause.inferred_target_elements or ()]
    changed = [getattr(c, "key", c) for c in dict(changes)]
    if COLUMN not in target or COLUMN in changed:
        raise _refusal("an upsert that can reach another municipality's row", statement)


def _parameter(value: Any, statement: Any) -> str:
    if not isinstance(value, BindParameter):
        raise _refusal(f"a {COLUMN} that is worked out", statement)
    return value.key


# --- ties ------------------------------------------------------------------------------------------


def _tied(
    sources: Iterable[Any], edges: list[Edge], around: Around, statement: Any
) -> tuple[set[Any], list[str]]:
    """The tied among ``sources``, and the parameters behind it. Raises OutOfScope for one that is not."""
    keys = [source.key for source, _ in edges if isinstance(source, BindParameter)]
    tied = {target for source, target in edges if isinstance(source, BindParameter)}
    while more := {t for s, t in edges if s in tied or s in around.tied} - tied:
        tied |= more
    for source in sources:
        if _is_tenant(source) and source not in tied:
            raise _refusal(f"{source} is not tied to a municipality", statement)
    return tied, keys


def _edges(clause: Any) -> Iterator[Edge]:
    """What a condition ties, as far as it must hold."""
    match clause:
        case BooleanClauseList(operator=operators.and_):
            for part in clause.clauses:
                yield from _edges(part)
        case Grouping():
            yield from _edges(clause.element)
        case BinaryExpression(operator=operators.eq):
            yield from _equality(clause.left, clause.right)


def _equality(left: Any, right: Any) -> Iterator[Edge]:
    for one, other in ((left, right), (right, left)):
        if _is_key(one):
            if isinstance(other, BindParameter):
                yield other, one.table
            elif _is_key(other):
                yield other.table, one.table


def _join_edges(source: Any) -> Iterator[Edge]:
    if isinstance(source, FromGrouping):
        yield from _join_edges(source.element)
    if not isinstance(source, Join):
        return
    yield from _join_edges(source.left)
    yield from _join_edges(source.right)
    right = set(_leaves(source.right))
    for edge in _edges(source.onclause):
        # Rows of the left side appear whether or not ON holds; of a full join those of both.
        if not source.full and (not source.isouter or edge[1] in right):
            yield edge


def _is_key(column: Any) -> bool:
    return isinstance(column, ColumnClause) and column.key == COLUMN and column.table is not None


# --- sources ---------------------------------------------------------------------------------------


def _leaves(source: Any) -> Iterator[Any]:
    if isinstance(source, FromGrouping):
        yield from _leaves(source.element)
    elif isinstance(source, Join):
        yield from _leaves(source.left)
        yield from _leaves(source.right)
    else:
        yield source


def _is_tenant(source: Any) -> bool:
    named = source
    while isinstance(named, AliasedReturnsRows):
        named = named.element
    return isinstance(named, Table) and COLUMN in named.c


def _named(elements: Iterable[Any]) -> Iterator[Any]:
    """The sources that columns in ``elements`` belong to, without looking into subqueries."""
    for element in elements:
        if isinstance(element, ColumnClause):
            if element.table is not None:
                yield element.table
        elif not isinstance(element, SelectBase):
            yield from _named(element.get_children())


def _refusal(what: str, statement: Any) -> OutOfScope:
    return OutOfScope(f"{what} under a municipality's scope: {str(statement)[:300]}")
