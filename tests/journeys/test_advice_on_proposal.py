"""Advice on a council proposal, from the council's choice to the note of answer in the dossier, on both engines."""

from collections import Counter
from dataclasses import replace

from tests.commands.test_council_proposals import FORM as PROPOSAL
from tests.commands.test_council_proposals import WHY
from tests.support.advised import (
    ANSWER,
    NOT_SO,
    PARTS,
    YES,
    adopted,
    advice,
    answered,
    commented,
)
from tests.support.means import row_of
from tests.support.world import HERE, World
from wijkstem.commands.announcing import AccountMeans
from wijkstem.commands.comments import ChangeComment, WithdrawComment
from wijkstem.commands.council_proposals import ChangeCouncilProposal
from wijkstem.commands.response_notes import AnswerComments
from wijkstem.events.comments import ResponseNoteAdopted
from wijkstem.events.means import MeansClosed
from wijkstem.projections.check import differences
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.projections.indicators.tables import Figure
from wijkstem.queries.comments import advice_room, every_comment, waiting
from wijkstem.queries.dossiers import dossier_page
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.dossiers import Dossier
from wijkstem.words.comments import Assent, Response
from workers.reminding import remind


def test_from_the_councils_choice_to_the_note_of_answer(world: World) -> None:
    means_id = advice(world)
    world.settle()
    people = [world.person(f"bewoner-{n}") for n in range(5)]
    club = replace(NOT_SO, for_organisation=True, organisation="Winkels op het plein")
    said = [
        commented(world, means_id, people[0], 2),
        commented(world, means_id, people[0], 0, YES),
        commented(world, means_id, people[1], 2, club),
        commented(world, means_id, people[2], 3, YES),
        commented(world, means_id, people[3], 2),
    ]
    world.execute(WithdrawComment(said[4]), people[3])
    world.execute(ChangeComment(said[3], 1, replace(NOT_SO, assent="agree_if")), people[2])

    # The proposal listens to some of it before the advice is over.
    [proposal] = world.rows(CouncilProposal)
    form = replace(
        PROPOSAL,
        parts=PARTS | {"decision": "Maak van het plein een speelplek.\n\nLaat tien plekken over."},
        meeting_id=proposal["meeting_id"],
        dossier_id=proposal["dossier_id"],
        news=WHY,
    )
    world.execute(ChangeCouncilProposal(proposal["id"], proposal["revision"], form), world.official)
    world.settle()
    with world.services.reading(HERE) as connection:
        room = advice_room(connection, HERE, means_id)
        comments = every_comment(connection, HERE, means_id)
    assert [(one.number, one.version) for one in room.passages] == [(1, 1), (2, 2), (3, 1)]
    assert room.passages[1].counts == {Assent.DISAGREE: 2}
    assert {one.id for one in comments if one.changed} == {said[0], said[2]}
    assert {one.text for one in comments if one.passage == 2} == {"Haal de auto's weg."}

    # Its time is over; the clock closes it.
    world.pass_days(14)
    assert remind(world.services, HERE) >= 1
    [closed] = world.events(MeansClosed)
    assert not closed.early
    world.execute(AnswerComments(means_id, {said[0]: 0, said[2]: 0}, ANSWER), world.official)
    with world.services.reading(HERE) as connection:
        assert waiting(connection, HERE, means_id).unanswered == 2
    answered(world, means_id, said[1], said[3])
    adopted(world, means_id)
    world.execute(
        AccountMeans(means_id, row_of(world, means_id)["revision"], "Er blijven tien plekken."),
        world.official,
    )
    world.settle()

    [event] = world.events(ResponseNoteAdopted)
    assert (event.comments, event.partly, event.hidden) == (4, 4, 0)
    assert (event.meeting_id, event.council_proposal_id) == (
        proposal["meeting_id"],
        proposal["id"],
    )
    with world.services.reading(HERE) as connection:
        responses = Counter(one.response for one in every_comment(connection, HERE, means_id))
        [dossier] = world.rows(Dossier, id=proposal["dossier_id"])
        page = dossier_page(connection, HERE, dossier["number"])
        wrong = {one.name: list(differences(connection, one, HERE)) for one in PROJECTIONS}
    assert responses == {Response.PARTLY: 4}
    urls = [entry.url for entry in page.entries if entry.url]
    assert any(url.endswith("/reactienota") for url in urls)
    assert wrong == {one.name: [] for one in PROJECTIONS}
    [took_part] = [
        row["count"]
        for row in world.rows(Figure, measure="people")
        if not row["neighbourhood_code"] and not row["instrument"]
    ]
    # Who took back the only thing they said did not take part.
    assert took_part == 3
