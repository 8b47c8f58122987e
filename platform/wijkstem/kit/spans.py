"""The time between two moments, in whole seconds, the same on both engines."""

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class seconds_between(FunctionElement[int]):
    """``seconds_between(first, last)``, each without its part of a second."""

    type = Integer()
    name = "seconds_between"
    inherit_cache = True


@compiles(seconds_between)
def _to_be_read(element: Any, compiler: Any, **options: Any) -> str:
    return f"seconds_between({compiler.process(element.clause_expr, **options)})"


@compiles(seconds_between, "sqlite")
def _in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(one, **options) for one in element.clauses)
    return f"(unixepoch({last}) - unixepoch({first}))"


@compiles(seconds_between, "postgresql")
def _in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(one, **options) for one in element.clauses)
    return (
        f"(floor(extract(epoch FROM {last}))::bigint - floor(extract(epoch FROM {first}))::bigint)"
    )
