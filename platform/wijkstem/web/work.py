"""The one door from the asynchronous edge to the synchronous core: a thread pool no larger than the database pool."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from anyio import to_thread
from sqlalchemy import Connection
from starlette.requests import Request

from wijkstem.commands.handlers import OnYourOwn, execute_alone, join
from wijkstem.domain.people import Actor
from wijkstem.web import hosts
from wijkstem.web.asked_together import AskedTogether, Query
from wijkstem.web.context import path_of, services, visitor
from wijkstem.web.lanes import Lanes
from wijkstem.web.metrics import command_counted
from wijkstem.web.moments import date_it

P = ParamSpec("P")
T = TypeVar("T")


async def ask(
    request: Request,
    query: Callable[Concatenate[Connection, str, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """The answer of ``query(connection, municipality_id, …)``, all of it read at one moment."""
    parts, where = services(request), visitor(request).municipality_id

    def read() -> T:
        with parts.reading(where) as connection:
            date_it(request, connection, where)
            return query(connection, where, *args, **kwargs)

    return await in_thread(request, read)


async def gathered(request: Request, query: Query[T], key: str) -> T | None:
    """The answer of ``query`` for ``key``, read together with the keys of others who ask the same just now."""
    together: AskedTogether = request.app.state.asked_together
    return await together.ask(visitor(request).municipality_id, query, key)


async def do(request: Request, command: object, actor: Actor | None = None) -> Any:
    """Carry out ``command`` as the visitor, or as ``actor``; errors of the command come out as they are."""
    parts, who = services(request), visitor(request)
    asked = (parts, who.municipality_id, command, actor or who.actor)
    told = hosts.BOOTH.fullmatch(path_of(request)) is None
    with command_counted(type(command).__name__, told=told):
        grouped = join(*asked, correlation_id=who.correlation_id)
        if grouped is not None:
            try:
                return await asyncio.wrap_future(grouped)
            except OnYourOwn:
                pass
        return await in_thread(
            request, partial(execute_alone, *asked, correlation_id=who.correlation_id)
        )


async def in_thread(request: Request, work: Callable[[], T]) -> T:
    """Run ``work`` where it may wait for the database; who finds all threads busy waits in line."""
    lanes: Lanes = request.app.state.lanes
    return await to_thread.run_sync(work, limiter=lanes.of(request))
