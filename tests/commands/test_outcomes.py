"""What comes of taking part: to the body that decides, with its documents, and back as a decision; once, on replay too."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.commands.test_council_proposals import FORM as PROPOSAL
from tests.commands.test_council_proposals import WHY
from tests.support.advised import PARTS
from tests.support.means import row_of
from tests.support.outcomes import advised, council_meets, outcome_row
from tests.support.votes import a_vote, published, resident
from tests.support.world import HERE, World
from wijkstem.commands.council_proposals import ChangeCouncilProposal
from wijkstem.commands.following_dossiers import FollowDossier
from wijkstem.commands.meeting_agendas import RemoveAgendaItem
from wijkstem.commands.meetings import CancelMeeting
from wijkstem.commands.messages import ChooseRhythm
from wijkstem.commands.outcomes import (
    DecideOutcome,
    FollowProposal,
    LookForMeeting,
    PlaceOutcome,
    ReturnOutcome,
    TakeOutcome,
)
from wijkstem.domain.outcomes import DecisionForm
from wijkstem.errors import Conflict, Invalid, NotAllowed, RuleBroken
from wijkstem.eventlog import positions
from wijkstem.events.comments import ResponseNoteAdopted
from wijkstem.events.outcomes import (
    OutcomeArrived,
    OutcomeDecided,
    OutcomePlaced,
    OutcomeReturned,
    OutcomeWaits,
)
from wijkstem.kit.clock import local_date
from wijkstem.reactions import messages, paths
from wijkstem.tables.council import AgendaItem, Meeting, MeetingDocument
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.dossiers import DossierEntry
from wijkstem.tables.engine import Delivery
from wijkstem.tables.messages import InboxMessage
from wijkstem.words import Because, Rhythm
from wijkstem.words.outcomes import OutcomeState, Ruling

DECIDED = DecisionForm("partly", "Er blijven tien plekken. De rest wordt speelplek.", None)


def documents(world: World, meeting_id: UUID) -> list[str]:
    return sorted(row["url"] for row in world.rows(MeetingDocument, meeting_id=meeting_id))


def told_of(world: World, kind: type[Any]) -> set[tuple[UUID, Because]]:
    """Who was told of the last event of a kind, and why."""
    at = [one.position for one in world.recorded() if isinstance(one.event, kind)][-1]
    return {(row["person_id"], row["because"]) for row in world.rows(InboxMessage, position=at)}


def test_note_of_answer_goes_with_the_meeting_of_its_proposal(world: World) -> None:
    clerk = world.clerk
    means_id = advised(world, world.person("anna"))
    [proposal] = world.rows(CouncilProposal)
    row, number = outcome_row(world, means_id), row_of(world, means_id)["number"]
    assert (row["state"], row["meeting_id"], row["body_id"], row["rule"]) == (
        OutcomeState.PLACED, proposal["meeting_id"], "raad", "council",
    )  # fmt: skip
    note = f"/meedoen/{number}/reactienota"
    assert documents(world, proposal["meeting_id"]) == [note, f"{note}.csv"]
    entries = {one["url"] for one in world.rows(DossierEntry) if one["url"].startswith(note)}
    assert entries == {note, f"{note}.csv"}
    [arrived] = world.events(OutcomeArrived)
    assert (arrived.kind, arrived.body, arrived.digest) == ("advice", "raad", row["digest"])
    assert (clerk.person_id, Because.OFFICE) in told_of(world, OutcomeArrived)
    # The clerk heard of it; who took part heard of the note, and hears of the decision.
    assert told_of(world, OutcomePlaced) == set()


def test_result_of_a_vote_asks_the_clerk_for_a_place(world: World) -> None:
    made = a_vote(world, means={"audience": "residents"})
    for n in range(3):
        made.send(resident(world, f"voter {n}"), [1])
    published(made)
    row = outcome_row(world, made.means_id)
    assert (row["state"], row["meeting_id"]) == (OutcomeState.OPEN, None)
    assert row["due_on"] == row["known_on"] + timedelta(weeks=12)

    meeting = council_meets(world)
    world.execute(PlaceOutcome(made.means_id, row["revision"], meeting), world.clerk)
    number = row_of(world, made.means_id)["number"]
    assert documents(world, meeting) == [f"/meedoen/{number}", f"/meedoen/{number}/uitslag.csv"]
    [item] = world.rows(AgendaItem, meeting_id=meeting)
    assert item["title"] == "Uitslag: Wat doen wij met het plein?"
    assert {one["item_id"] for one in world.rows(MeetingDocument)} == {item["id"]}


def test_what_no_rule_sends_anywhere_stays_with_the_municipality(world: World) -> None:
    means_id = advised(world, world.person("anna"), level="inform")
    row = outcome_row(world, means_id)
    assert (row["state"], row["body_id"], row["due_on"]) == (OutcomeState.KEPT, "", None)
    assert world.rows(MeetingDocument) == []
    place = PlaceOutcome(means_id, row["revision"], council_meets(world))
    with pytest.raises(RuleBroken) as no:
        world.execute(place, world.clerk)
    assert no.value.code == "not_now"


def test_told_twice_it_is_taken_once(world: World) -> None:
    means_id = advised(world, world.person("anna"))
    [note] = world.events(ResponseNoteAdopted)
    before = (world.rows(MeetingDocument), world.rows(DossierEntry), outcome_row(world, means_id))
    assert not world.execute(TakeOutcome(means_id, note.digest))
    world.execute(FollowProposal(note.council_proposal_id))
    assert before == (
        world.rows(MeetingDocument), world.rows(DossierEntry), outcome_row(world, means_id),
    )  # fmt: skip
    assert len(world.events(OutcomeArrived)) == len(world.events(OutcomePlaced)) == 1


def test_reaction_that_reads_the_log_again_changes_nothing(world: World) -> None:
    means_id = advised(world, world.person("anna"))
    before = (outcome_row(world, means_id), world.rows(MeetingDocument), len(world.recorded()))
    letters = len(world.rows(InboxMessage))
    with world.services.connection(HERE) as connection:
        for name in (paths.NAME, messages.NAME):
            positions.rewind(connection, name, HERE)
    world.settle()
    assert (outcome_row(world, means_id), world.rows(MeetingDocument)) == before[:2]
    assert len(world.rows(InboxMessage)) == letters
    assert len(world.events(OutcomeArrived)) == 1


def test_proposal_that_moves_takes_the_note_along(world: World) -> None:
    means_id = advised(world, world.person("anna"))
    [proposal] = world.rows(CouncilProposal)
    other = council_meets(world, 30, "Raad later")
    form = replace(
        PROPOSAL,
        parts=PARTS,
        meeting_id=other,
        dossier_id=proposal["dossier_id"],
        news=WHY,
    )
    world.execute(ChangeCouncilProposal(proposal["id"], proposal["revision"], form), world.official)
    world.settle()
    assert outcome_row(world, means_id)["meeting_id"] == other
    assert documents(world, proposal["meeting_id"]) == []
    assert len(documents(world, other)) == 2


def test_meeting_that_does_not_go_on_gives_the_clerk_the_request_again(world: World) -> None:
    means_id, clerk = advised(world, world.person("anna")), world.clerk
    meeting = outcome_row(world, means_id)["meeting_id"]
    revision = world.rows(Meeting, id=meeting)[0]["revision"]
    world.execute(CancelMeeting(meeting, revision, "Er is te weinig te bespreken."), clerk)
    world.settle()
    row = outcome_row(world, means_id)
    assert row["state"] is OutcomeState.OPEN
    assert told_of(world, OutcomeWaits) == {(clerk.person_id, Because.OFFICE)}
    world.execute(LookForMeeting(meeting))
    assert len(world.events(OutcomeWaits)) == 1

    other = council_meets(world, 50)
    world.execute(PlaceOutcome(means_id, row["revision"], other), clerk)
    assert documents(world, meeting) == []
    assert len(documents(world, other)) == 2


def test_decision_travels_back_once_to_everybody_who_took_part(world: World) -> None:
    anna, bram, cato = (world.person(name) for name in ("anna", "bram", "cato"))
    world.execute(ChooseRhythm(Rhythm.NEVER), bram)
    means_id = advised(world, anna, bram)
    for each in (anna, cato):
        world.execute(FollowDossier(row_of(world, means_id)["dossier_id"]), each)
    world.pass_days(41)
    today = local_date(world.clock.now())
    row = outcome_row(world, means_id)
    form = replace(DECIDED, decided_on=today)
    world.settle()
    before = len(world.rows(InboxMessage, person_id=anna.person_id))
    world.execute(DecideOutcome(means_id, row["revision"], form), world.clerk)
    world.settle()
    row = outcome_row(world, means_id)
    assert (row["state"], row["ruling"], row["decided_on"]) == (
        OutcomeState.DECIDED, Ruling.PARTLY, today,
    )  # fmt: skip
    assert told_of(world, OutcomeDecided) == {
        (anna.person_id, Because.FOLLOWS),
        (bram.person_id, Because.TOOK_PART),
        (cato.person_id, Because.FOLLOWS),
    }
    # Who took part and follows the dossier as well is told once.
    assert len(world.rows(InboxMessage, person_id=anna.person_id)) == before + 1
    at = [one.position for one in world.recorded() if isinstance(one.event, OutcomeDecided)][-1]
    mails = {one["recipient_id"] for one in world.rows(Delivery, cause=f"event:{at}")}
    # Who wants no mail gets none of this either; on the site it is there to read.
    assert bram.person_id not in mails
    [news] = [one for one in world.rows(DossierEntry) if one["title"].startswith("Besluit:")]
    assert (news["text"], news["day"]) == (DECIDED.decision, today)


def test_decision_comes_after_its_meeting(world: World) -> None:
    means_id = advised(world, world.person("anna"))
    today, revision = local_date(world.clock.now()), outcome_row(world, means_id)["revision"]
    for form, wrong in (
        (replace(DECIDED, decided_on=today), {"decided"}),
        (replace(DECIDED, decided_on=today + timedelta(days=90)), {"decided"}),
        (DecisionForm("", "", None), {"ruling", "decision", "decided"}),
    ):
        with pytest.raises(Invalid) as no:
            world.execute(DecideOutcome(means_id, revision, form), world.clerk)
        assert no.value.fields.keys() == wrong


def test_clerk_sends_back_with_a_reason_and_can_place_it_after_all(world: World) -> None:
    made = a_vote(world, means={"audience": "residents"})
    made.send(resident(world, "voter"), [1])
    published(made)
    revision = outcome_row(world, made.means_id)["revision"]
    with pytest.raises(Invalid):
        world.execute(ReturnOutcome(made.means_id, revision, " "), world.clerk)
    why = "De raad besloot hier al over."
    world.execute(ReturnOutcome(made.means_id, revision, why), world.clerk)
    row = outcome_row(world, made.means_id)
    assert (row["state"], row["reasons"]) == (OutcomeState.RETURNED, why)
    assert [one.body for one in world.events(OutcomeReturned)] == ["raad"]
    world.execute(PlaceOutcome(made.means_id, row["revision"], council_meets(world)), world.clerk)
    row = outcome_row(world, made.means_id)
    assert (row["state"], row["reasons"]) == (OutcomeState.PLACED, "")


def test_only_the_clerk_and_only_as_it_is_now(world: World) -> None:
    means_id = advised(world, world.person("anna"))
    revision, meeting = outcome_row(world, means_id)["revision"], council_meets(world)
    for who in (world.official, world.person("anna")):
        with pytest.raises(NotAllowed):
            world.execute(PlaceOutcome(means_id, revision, meeting), who)
        with pytest.raises(NotAllowed):
            world.execute(DecideOutcome(means_id, revision, DECIDED), who)
    with pytest.raises(NotAllowed):
        world.execute(TakeOutcome(means_id, "0" * 64), world.clerk)
    with pytest.raises(Conflict):
        world.execute(PlaceOutcome(means_id, revision - 1, meeting), world.clerk)
    for nowhere in (None, uuid4()):
        with pytest.raises(Invalid):
            world.execute(PlaceOutcome(means_id, revision, nowhere), world.clerk)


def test_its_item_is_moved_and_never_thrown_away(world: World) -> None:
    made = a_vote(world, means={"audience": "residents"})
    made.send(resident(world, "voter"), [1])
    published(made)
    first, second = council_meets(world), council_meets(world, 30, "Raad later")
    for meeting in (first, second, second):
        revision = outcome_row(world, made.means_id)["revision"]
        world.execute(PlaceOutcome(made.means_id, revision, meeting), world.clerk)
    [item] = world.rows(AgendaItem)
    assert (item["meeting_id"], item["sequence"]) == (second, 1)
    with pytest.raises(RuleBroken) as no:
        world.execute(RemoveAgendaItem(second, item["id"]), world.clerk)
    assert no.value.code == "not_by_hand"
