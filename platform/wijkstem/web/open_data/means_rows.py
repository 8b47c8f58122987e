"""The rows of the datasets about taking part: means, and what people and groups say to statements; no person in any."""

from collections.abc import Iterator

from sqlalchemy import Connection

from wijkstem.kit.clock import local_date
from wijkstem.kit.datafiles import Record, Value
from wijkstem.queries.dialogue import dialogue_room
from wijkstem.queries.open_data import means as listed
from wijkstem.queries.open_data.keyset import chunks
from wijkstem.queries.open_data.means import OpenMeans
from wijkstem.queries.outcomes import OutcomeFacts, outcomes_by_id
from wijkstem.web.api.v1.tell import Here
from wijkstem.web.api.v1.tell_means import Counted, Tally, statement_counts
from wijkstem.web.dialogue_words import group_letter, percent
from wijkstem.web.links import means_path
from wijkstem.words.means import MeansKind


def means(connection: Connection, municipality_id: str, here: Here) -> Iterator[Record]:
    """The newest number first; three statements for a thousand of them."""
    for some in chunks(connection, municipality_id, listed.MEANS):
        ids = [one.id for one in some]
        places = listed.places_of(connection, municipality_id, ids)
        outcomes = outcomes_by_id(connection, municipality_id, ids)
        for it in some:
            yield Record(_means(it, here, places.get(it.id, ()), outcomes.get(it.id)))


def _means(
    it: OpenMeans, here: Here, places: tuple[str, ...], outcome: OutcomeFacts | None
) -> tuple[Value, ...]:
    return (
        it.number,
        it.title,
        it.kind,
        it.level,
        it.audience,
        " ".join(places),
        it.body_id,
        it.decided_on,
        it.announced_on,
        local_date(it.opens_at) if it.opens_at else None,
        it.closes_on,
        it.state,
        it.account_by,
        it.accounted_on,
        it.outcome or None,
        outcome.ruling if outcome else None,
        outcome.decided_on if outcome else None,
        it.dossier,
        it.plan,
        here.page(means_path(it.number, it.slug)),
    )


def statements(connection: Connection, municipality_id: str, here: Here) -> Iterator[Record]:
    """Of each placed statement a row for everybody and one for each group, as the page of its dialogue tells it."""
    for some in chunks(connection, municipality_id, listed.MEANS):
        for it in some:
            if it.kind is MeansKind.DIALOGUE:
                yield from _of_dialogue(connection, municipality_id, here, it)


def _of_dialogue(
    connection: Connection, municipality_id: str, here: Here, it: OpenMeans
) -> Iterator[Record]:
    room = dialogue_room(connection, municipality_id, it.id)
    counts = statement_counts(room, here.rules.indicators.fewest)
    for one in sorted(room.statements, key=lambda one: one.id):
        said = (it.number, str(one.id), one.words)
        yield from (Record((*said, *row)) for row in _counted(counts.get(one.id)))


def _counted(it: Counted | None) -> Iterator[tuple[Value, ...]]:
    """Everybody first; nothing is counted before the first result."""
    if it is None:
        yield ("", None, None, None, None, False)
        return
    tally, groups, told = it
    yield ("", *_answers(tally), tally is None)
    for number, one in enumerate(groups or ()):
        if told:
            yield (group_letter(number), *_answers(one), False)
        else:
            yield (group_letter(number), None, None, None, percent(one, "agree"), True)


def _answers(tally: Tally | None) -> tuple[int | None, int | None, int | None, int | None]:
    if tally is None:
        return (None, None, None, None)
    return (tally["agree"], tally["disagree"], tally["passed"], percent(tally, "agree"))
