"""The part of the table about taking part: means, what was said in them, what came out, and what was decided."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from wijkstem.queries.dialogue import dialogue_room
from wijkstem.queries.open_data import means
from wijkstem.queries.open_data.keyset import Part, part
from wijkstem.queries.outcomes import outcome_of
from wijkstem.queries.vote_questions import vote_of
from wijkstem.web.api.v1 import asked, tell_means
from wijkstem.web.api.v1 import means_shapes as shapes
from wijkstem.web.api.v1.asked import Asked
from wijkstem.web.api.v1.parts import Shape
from wijkstem.web.api.v1.resources import Below, Listed, Resource, Single, some, types_of
from wijkstem.web.api.v1.tell import Here
from wijkstem.words.means import MeansKind


def _listed(connection: Connection, municipality_id: str, here: Here, it: Asked) -> Part[Any]:
    where = means.picked(
        kind=it.only.get("soort"), dossier=it.only.get("dossier"), state=it.only.get("stand")
    )
    found = part(
        connection, municipality_id, means.MEANS, after=it.after, most=it.most, where=where
    )
    places = means.places_of(connection, municipality_id, [one.id for one in found.rows])
    told = (tell_means.means(here, one, places.get(one.id, ())) for one in found.rows)
    return Part(tuple(told), found.last)


def _one(connection: Connection, municipality_id: str, here: Here, number: str) -> Shape | None:
    it = means.one_means(connection, municipality_id, number)
    if it is None:
        return None
    places = means.places_of(connection, municipality_id, [it.id])
    return tell_means.means(here, it, places.get(it.id, ()))


def _of_kind(
    connection: Connection, municipality_id: str, number: str, kind: MeansKind
) -> means.OpenMeans | None:
    it = means.one_means(connection, municipality_id, number)
    return it if it and it.kind is kind else None


def _contributions(
    connection: Connection, municipality_id: str, here: Here, number: str, it: Asked
) -> Part[Any] | None:
    of = _of_kind(connection, municipality_id, number, MeansKind.DISCUSSION)
    if of is None:
        return None
    found = means.contributions_of(connection, municipality_id, of.id, after=it.after, most=it.most)
    told = (tell_means.contribution(here, number, one) for one in found.rows)
    return Part(tuple(told), found.last)


def _statements(
    connection: Connection, municipality_id: str, here: Here, number: str, it: Asked
) -> Part[Any] | None:
    of = _of_kind(connection, municipality_id, number, MeansKind.DIALOGUE)
    if of is None:
        return None
    room = dialogue_room(connection, municipality_id, of.id)
    told = tell_means.statements(room, here.rules.indicators.fewest)
    return some([((UUID(one.id),), one) for one in told], it)


def _dialogue(
    connection: Connection, municipality_id: str, here: Here, number: str, _asked: Asked
) -> Shape | None:
    of = _of_kind(connection, municipality_id, number, MeansKind.DIALOGUE)
    if of is None:
        return None
    return tell_means.dialogue(here, of, dialogue_room(connection, municipality_id, of.id))


def _vote(
    connection: Connection, municipality_id: str, here: Here, number: str, _asked: Asked
) -> Shape | None:
    of = _of_kind(connection, municipality_id, number, MeansKind.VOTE)
    if of is None:
        return None
    fewest = here.rules.indicators.fewest
    room = vote_of(connection, municipality_id, of.id, fewest=fewest)
    return tell_means.vote(here, of, room) if room else None


def _outcome(
    connection: Connection, municipality_id: str, here: Here, number: str, _asked: Asked
) -> Shape | None:
    of = means.one_means(connection, municipality_id, number)
    found = outcome_of(connection, municipality_id, of.id) if of else None
    return tell_means.outcome(here, found) if found else None


MEANS: Final[Mapping[str, Resource]] = {
    "meedoen": Resource(
        "Manieren om mee te doen, de nieuwste eerst",
        "Een manier om mee te doen",
        Listed(
            shapes.Middel,
            _listed,
            (asked.MEANS_KIND, asked.MEANS_STATE, asked.DOSSIER),
            types_of(means.MEANS),
        ),
        Single(asked.MEANS_KEY, shapes.Middel, _one),
        below={
            "bijdragen": Below(
                shapes.Bijdrage,
                _contributions,
                "Wat mensen zeiden in een gesprek, het laatste eerst",
                types_of(means.CONTRIBUTIONS),
            ),
            "stellingen": Below(
                shapes.Stelling,
                _statements,
                "De stellingen, met wat mensen en groepen vinden",
                (UUID,),
            ),
            "uitkomst": Below(
                shapes.Stellinguitkomst,
                _dialogue,
                "Wat er uit de antwoorden op stellingen kwam",
            ),
            "uitslag": Below(
                shapes.Vraaguitslag, _vote, "De uitslag van een stemming, zodra die bekend is"
            ),
            "besluit": Below(
                shapes.Middelbesluit, _outcome, "Wat het bestuur met de uitkomst doet"
            ),
        },
    ),
}
