"""Tenancy that fails closed: a statement on a tenant table that does not name its municipality never runs.

Every connection that the application opens carries a scope: one municipality, or explicitly all of them
(the clock, the operator's tools). Before a statement runs, each table in it that has a ``municipality_id``
must be tied to the connection's municipality: compared with it, or joined on ``municipality_id`` to a table
that is. What cannot be shown to be tied is refused, text statements included.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Delete, Engine, Insert, Select, Table, TextClause, Update, event
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, BindParameter
from sqlalchemy.sql.selectable import Alias, FromClause, Join

#: Said explicitly by whoever works over all municipalities.
EVERY_MUNICIPALITY = "*"

COLUMN = "municipality_id"


class OutOfScope(Exception):
    """A programming error: a statement that could touch another municipality's rows."""


def guard(engine: Engine) -> None:
    """Check every statement that runs through ``engine``."""
    checks: WeakKeyDictionary[Any, tuple[str, ...]] = WeakKeyDictionary()

    def before(
        connection: Connection,
        _cursor: Any,
        statement: str,
        _parameters: Any,
        context: Any,
        _many: bool,
    ) -> None:
        scope = connection.get_execution_options().get("municipality")
        if scope == EVERY_MUNICIPALITY:
            return
        compiled = getattr(context, "compiled", None)
        if compiled is None or compiled.statement is None:
            _check_driver_sql(statement)
            return
        keys = checks.get(compiled)
        if keys is None:
            names = {bind.key: name for bind, name in compiled.bind_names.items()}
            found = _scope_keys(compiled.statement)
            keys = checks[compiled] = tuple(names.get(key, key) for key in found)
        _check_values(scope, keys, context.compiled_parameters, statement)

    event.listen(engine, "before_cursor_execute", before)


def _check_driver_sql(statement: str) -> None:
    word = statement.lstrip().split(None, 1)[0].upper() if statement.strip() else ""
    if word not in {"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "SHOW"}:
        raise OutOfScope(f"text under a municipality's scope: {statement[:200]}")


def _check_values(scope: Any, keys: tuple[str, ...], parameters: Any, statement: str) -> None:
    for row in parameters:
        for key in keys:
            if scope is None or row.get(key) != scope:
                raise OutOfScope(f"{key}={row.get(key)!r} under scope {scope!r}: {statement[:200]}")


def _scope_keys(statement: Any) -> Iterator[str]:
    """The names of the parameters that must hold the municipality for ``statement`` to stay inside it."""
    if isinstance(statement, TextClause):
        raise OutOfScope(f"text under a municipality's scope: {str(statement)[:200]}")
    if isinstance(statement, Insert):
        if COLUMN in statement.table.c:
            yield COLUMN
        if statement.select is not None:
            yield from _scope_keys(statement.select)
        return
    elements = list(visitors.iterate(statement))
    tied, keys = _ties(elements)
    for table in _tenant_tables(elements):
        if table not in tied:
            raise OutOfScope(f"{table} is not tied to a municipality in: {str(statement)[:300]}")
    yield from keys


def _tenant_tables(elements: Iterable[Any]) -> Iterator[FromClause]:
    for element in elements:
        if isinstance(element, Update | Delete):
            yield from _leaves(element.table)
        elif isinstance(element, Select):
            for source in element.get_final_froms():
                yield from _leaves(source)


def _leaves(source: Any) -> Iterator[FromClause]:
    if isinstance(source, Join):
        yield from _leaves(source.left)
        yield from _leaves(source.right)
        return
    named = source.element if isinstance(source, Alias) else source
    if isinstance(named, Table) and COLUMN in source.c:
        yield source


def _ties(elements: Iterable[Any]) -> tuple[set[FromClause], list[str]]:
    """Tables tied to a parameter directly or through an equal ``municipality_id``, and those parameters."""
    pairs: list[tuple[FromClause, FromClause]] = []
    tied: set[FromClause] = set()
    keys: list[str] = []
    for element in elements:
        if not (isinstance(element, BinaryExpression) and element.operator is operators.eq):
            continue
        left, right = element.left, element.right
        if getattr(left, "key", None) != COLUMN and getattr(right, "key", None) == COLUMN:
            left, right = right, left
        if getattr(left, "key", None) != COLUMN or not hasattr(left, "table"):
            continue
        if isinstance(right, BindParameter):
            tied.add(left.table)
            keys.append(right.key)
        elif getattr(right, "key", None) == COLUMN and hasattr(right, "table"):
            pairs.append((left.table, right.table))
    return _closure(tied, pairs), keys


def _closure(tied: set[FromClause], pairs: list[tuple[FromClause, FromClause]]) -> set[FromClause]:
    while True:
        more = {t for pair in pairs for t in pair if any(other in tied for other in pair)} - tied
        if not more:
            return tied
        tied |= more
