"""What messages about means say, looked up when they are read or go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from sqlalchemy import Connection

from wijkstem.domain.means import last_day
from wijkstem.events.comments import ResponseNoteAdopted
from wijkstem.events.means import (
    MeansAccounted,
    MeansAnnounced,
    MeansChanged,
    MeansClosed,
    MeansStopped,
)
from wijkstem.kit.clock import local_date
from wijkstem.queries.means import MeansFacts, means_by_id, means_news
from wijkstem.queries.readers import Addressed, Asked, Telling, tellings
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.words import Because

Told = (
    MeansAnnounced
    | MeansChanged
    | MeansStopped
    | MeansClosed
    | MeansAccounted
    | ResponseNoteAdopted
)


@dataclass(frozen=True)
class MeansLetter(Addressed):
    """Everything that the templates may use; of a means as it is now."""

    #: "announced", "changed", "stopped", "closed" or "accounted"; "note_adopted": what people said has an answer.
    news: str
    title: str
    path: str
    question: str
    promise: str
    opens_on: date | None
    closes_on: date | None
    account_by: date | None
    #: Why it changed, was closed early or does not go on; or what is done with what came out.
    text: str


def means_letters(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
    lang: str | None = None,
) -> dict[Asked, MeansLetter]:
    """What people were told, in their languages or in ``lang``; nothing for who is gone.

    As many statements for a hundred as for one.
    """
    told: list[Telling[Told]] = tellings(
        connection, municipality_id, get_args(Told), rules=rules, asked=asked, lang=lang,
        otherwise=Because.FOLLOWS,
    )  # fmt: skip
    if not told:
        return {}
    ids = {one.event.means_id for one in told}
    facts = means_by_id(connection, municipality_id, ids)
    why = means_news(connection, municipality_id, ids)
    made = {}
    for one in told:
        it = facts[one.event.means_id]
        text = why.get((it.id, getattr(one.event, "revision", 0)), "")
        made[one.asked] = MeansLetter(
            **one.envelope,
            news=_news(one.event),
            title=it.title,
            path=_path(one, it),
            question=it.question,
            promise=it.promise,
            opens_on=local_date(it.opens_at) if it.opens_at else None,
            closes_on=last_day(it.closes_at) if it.closes_at else None,
            account_by=it.account_by,
            text=text or _text(one.event, it),
        )
    return made


def _path(one: Telling[Told], it: MeansFacts) -> str:
    """Where its reader finds it: who said something, under their own words."""
    if not isinstance(one.event, ResponseNoteAdopted):
        return f"/meedoen/{it.number}-{it.slug}"
    own = one.because is Because.REMARKED
    return f"/meedoen/{it.number}/{'mijn-reacties' if own else 'reactienota'}"


def _news(event: Told) -> str:
    return type(event).type.split(".")[1]


def _text(event: Told, it: MeansFacts) -> str:
    if isinstance(event, MeansStopped | MeansClosed):
        return it.reason
    return it.outcome if isinstance(event, MeansAccounted) else ""
