"""What messages about promises say, looked up when they are read or go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from sqlalchemy import Connection

from wijkstem.events.promises import PromiseLate, PromiseMade, PromiseUpdated
from wijkstem.queries.promises import news_of, promises_by_id
from wijkstem.queries.readers import Addressed, Asked, Telling, tellings
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.words import Because

Told = PromiseMade | PromiseUpdated | PromiseLate


@dataclass(frozen=True)
class PromiseLetter(Addressed):
    """Everything that the templates may use; of a promise as it is now, and what was said then."""

    what: str
    path: str
    office: str
    owner: str
    due_on: date
    #: "made", "late", or what it became.
    news: str
    reasons: str
    #: The plan that it is about; "" for none.
    plan: str


def promise_letters(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
    lang: str | None = None,
) -> dict[Asked, PromiseLetter]:
    """What people were told, in their languages or in ``lang``; nothing for who is gone.

    As many statements for a hundred as for one.
    """
    told: list[Telling[Told]] = tellings(
        connection, municipality_id, get_args(Told), rules=rules, asked=asked, lang=lang,
        otherwise=Because.FOLLOWS,
    )  # fmt: skip
    if not told:
        return {}
    ids = {one.event.promise_id for one in told}
    facts = promises_by_id(connection, municipality_id, ids)
    said = news_of(connection, municipality_id, ids)
    made = {}
    for one in told:
        event, it = one.event, facts[one.event.promise_id]
        made[one.asked] = PromiseLetter(
            **one.envelope,
            what=it.what,
            path=f"/toezeggingen/{it.id}",
            office=it.office,
            owner=it.owner,
            due_on=event.due_on,
            news=_news(event),
            reasons=said.get((event.promise_id, getattr(event, "revision", 0)), ""),
            plan=it.plan or "",
        )
    return made


def _news(event: Told) -> str:
    if isinstance(event, PromiseUpdated):
        return event.state
    return "made" if isinstance(event, PromiseMade) else "late"
