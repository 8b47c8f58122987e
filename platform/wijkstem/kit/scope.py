"""Tenancy that fails closed: a statement on a tenant table that does not name its municipality never runs.

Every connection that the application opens carries a scope: one municipality, or explicitly all of them
(the clock, the operator's tools). Before a statement runs, each table in it that has a ``municipality_id``
must be tied to the connection's municipality (`kit/tied.py` says when it is). What cannot be shown to be tied
is refused, text statements included.
"""

from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, event

from wijkstem.kit.tied import COLUMN, OutOfScope, scope_keys

__all__ = ["EVERY_MUNICIPALITY", "OutOfScope", "guard"]

#: Said explicitly by whoever works over all municipalities.
EVERY_MUNICIPALITY = "*"

#: What the driver and the engine say of themselves; nothing in it can name a row.
_HOUSEKEEPING = {"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "SHOW"}

#: What each statement has to be compared by; worked out once, and gone with the statement.
_CHECKS: WeakKeyDictionary[Any, tuple[str, ...]] = WeakKeyDictionary()


def guard(engine: Engine) -> None:
    """Check every statement that runs through ``engine``."""

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
        keys = _CHECKS.get(compiled)
        if keys is None:
            keys = _CHECKS[compiled] = _keys(compiled)
        _check_values(scope, keys, context.compiled_parameters, statement)

    event.listen(engine, "before_cursor_execute", before)


def _keys(compiled: Any) -> tuple[str, ...]:
    wanted = list(scope_keys(compiled.statement))
    names = {bind.key: name for bind, name in compiled.bind_names.items()}
    keys = {names.get(key, key) for key in wanted}
    if getattr(compiled, "isupdate", False) and COLUMN in (compiled.column_keys or ()):
        keys.add(COLUMN)  # SET municipality_id, given with the parameters
    return tuple(sorted(keys))


def _check_driver_sql(statement: str) -> None:
    word = statement.lstrip().split(None, 1)[0].upper() if statement.strip() else ""
    if word not in _HOUSEKEEPING or ";" in statement:
        raise OutOfScope(f"text under a municipality's scope: {statement[:200]}")


def _check_values(scope: Any, keys: tuple[str, ...], parameters: Any, statement: str) -> None:
    for row in parameters:
        for key in keys:
            if scope is None or row.get(key) != scope:
                raise OutOfScope(f"{key}={row.get(key)!r} under scope {scope!r}: {statement[:200]}")
