"""The rest of the table: budget rounds and the council."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection

from wijkstem.errors import NotFound
from wijkstem.queries import ori
from wijkstem.queries.dossiers import dossier_page
from wijkstem.queries.open_data import council
from wijkstem.queries.open_data.keyset import Part
from wijkstem.queries.promises import promises_by_id
from wijkstem.queries.results import result_page
from wijkstem.queries.rounds import round_page, rounds
from wijkstem.web.api.v1 import asked, tell_more
from wijkstem.web.api.v1 import more_shapes as shapes
from wijkstem.web.api.v1.asked import Asked
from wijkstem.web.api.v1.parts import Shape
from wijkstem.web.api.v1.resources import (
    Below,
    Listed,
    Resource,
    Single,
    of_listing,
    some,
    types_of,
)
from wijkstem.web.api.v1.tell import Here
from wijkstem.words.rounds import RoundState


def _rounds(connection: Connection, municipality_id: str, here: Here, it: Asked) -> Part[Any]:
    found = rounds(connection, municipality_id)
    return some([((one.number,), tell_more.budget_round(here, one)) for one in found[::-1]], it)


def _round(connection: Connection, municipality_id: str, here: Here, number: str) -> Shape | None:
    try:
        found = round_page(connection, municipality_id, number)
    except NotFound:
        return None
    return None if found.round.state is RoundState.DRAFT else tell_more.whole_round(here, found)


def _result(
    connection: Connection, municipality_id: str, here: Here, number: str, _asked: Asked
) -> Shape | None:
    try:
        return tell_more.result(here, result_page(connection, municipality_id, number))
    except NotFound:
        return None


def _meeting(connection: Connection, municipality_id: str, here: Here, key: Any) -> Shape | None:
    found = ori.told_meeting(connection, municipality_id, key)
    return tell_more.meeting(here, found) if found else None


def _item(connection: Connection, municipality_id: str, here: Here, key: Any) -> Shape | None:
    found = ori.told_item(connection, municipality_id, key)
    return tell_more.item(here, found) if found else None


def _on_meeting(only: Mapping[str, Any]) -> list[Any]:
    return [council.on_meeting(only["vergadering"])] if "vergadering" in only else []


def _in_state(only: Mapping[str, Any]) -> list[Any]:
    return [council.in_state(only["stand"])] if "stand" in only else []


def _promise(connection: Connection, municipality_id: str, here: Here, key: Any) -> Shape | None:
    found = promises_by_id(connection, municipality_id, [key]).get(key)
    return tell_more.promise(here, found) if found else None


def _dossier(connection: Connection, municipality_id: str, here: Here, number: str) -> Shape | None:
    try:
        return tell_more.whole_dossier(here, dossier_page(connection, municipality_id, number))
    except NotFound:
        return None


COUNCIL: Final[Mapping[str, Resource]] = {
    "rondes": Resource(
        "Stemmingen over geld, de oudste eerst",
        "Een stemming over geld, met gebieden, fasen en plannen",
        Listed(shapes.Ronde, _rounds),
        Single(asked.ROUND_KEY, shapes.RondeGeheel, _round),
        below={"uitslag": Below(shapes.Uitslag, _result, "De uitslag, zodra die bekend is")},
    ),
    "vergaderingen": Resource(
        "Vergaderingen, de laatste dag eerst",
        "Een vergadering",
        Listed(
            shapes.Vergadering,
            of_listing(council.MEETINGS, tell_more.meeting),
            (),
            types_of(council.MEETINGS),
        ),
        Single(asked.ID_KEY, shapes.Vergadering, _meeting),
    ),
    "agendapunten": Resource(
        "Punten op agenda's, die van de laatste vergadering eerst",
        "Een punt op een agenda",
        Listed(
            shapes.Agendapunt,
            of_listing(council.ITEMS, tell_more.item, _on_meeting),
            (asked.MEETING,),
            types_of(council.ITEMS),
        ),
        Single(asked.ID_KEY, shapes.Agendapunt, _item),
    ),
    "toezeggingen": Resource(
        "Wat is beloofd, het laatste eerst",
        "Een toezegging",
        Listed(
            shapes.Toezegging,
            of_listing(council.PROMISES, tell_more.promise, _in_state),
            (asked.PROMISED,),
            types_of(council.PROMISES),
        ),
        Single(asked.ID_KEY, shapes.Toezegging, _promise),
    ),
    "dossiers": Resource(
        "Dossiers, het nieuwste eerst",
        "Een dossier met alles wat erin staat",
        Listed(
            shapes.Dossier,
            of_listing(council.DOSSIERS, tell_more.dossier),
            (),
            types_of(council.DOSSIERS),
        ),
        Single(asked.DOSSIER_KEY, shapes.DossierGeheel, _dossier),
    ),
}
