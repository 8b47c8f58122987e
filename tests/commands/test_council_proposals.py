"""Council proposals: not to be read without plain words, changed with a reason, and what residents ask and say."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.commands.test_dossiers import opened as a_dossier
from tests.commands.test_gatherings import wrong
from tests.commands.test_initiatives import refusal
from tests.commands.test_year_agenda import told
from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.council_proposals import (
    ChangeCouncilProposal,
    OpenCouncilProposal,
    WithdrawCouncilProposal,
    WriteCouncilProposal,
)
from wijkstem.commands.following_dossiers import FollowDossier
from wijkstem.commands.meetings import CancelMeeting, ChangeMeeting
from wijkstem.commands.moderation import ClaimCase
from wijkstem.commands.questions import AnswerQuestion, AskQuestion
from wijkstem.commands.reacting import React
from wijkstem.commands.remark_reports import JudgeRemark, ReportRemark, ShowRemark
from wijkstem.domain.council_proposals import ProposalForm
from wijkstem.domain.meetings import MeetingForm
from wijkstem.domain.people import ANYONE, Actor
from wijkstem.domain.remarks import AnswerForm
from wijkstem.domain.texts import WIPED_WORDS
from wijkstem.events.council_proposals import (
    CouncilProposalChanged,
    CouncilProposalOpened,
    CouncilProposalWithdrawn,
)
from wijkstem.events.dossiers import DossierOpened
from wijkstem.events.remarks import QuestionAnswered, QuestionAsked, ReactionGiven, RemarkJudged
from wijkstem.kit.ids import new_id
from wijkstem.queries.council_proposals import proposal_page
from wijkstem.queries.dossiers import dossier_page
from wijkstem.tables.council_proposals import (
    CouncilProposal,
    CouncilProposalText,
    CouncilProposalVersion,
)
from wijkstem.tables.dossiers import Dossier, DossierEntry
from wijkstem.tables.moderation import Case
from wijkstem.tables.remarks import Remark, RemarkAnswer
from wijkstem.words import CaseKind, Role
from wijkstem.words.council_proposals import ProposalPart, ProposalState

HELD = date(2026, 4, 13)
STARTS = datetime(2026, 4, 13, 17, 30, tzinfo=UTC)
PLAIN = (
    "Op het plein komt een plek om te spelen. De auto's gaan eraf. Er komen bomen en een bank."
    " Kinderen kunnen er dan veilig heen. Het werk begint in de zomer. De straat is dan drie weken dicht."
)
HARD = (
    "De herinrichting van de openbare ruimte ter plaatse van het bestaande parkeerterrein geschiedt"
    " overeenkomstig het vigerende bestemmingsplan met inachtneming van de uitgangspunten van het"
    " gemeentelijke speelruimtebeleid en de klimaatadaptatiestrategie, waarbij de verkeersveiligheid van"
    " schoolgaande kinderen als randvoorwaarde wordt gehanteerd."
)
FORM = ProposalForm(
    "Een speelplek op het plein",
    "wethouder Groen",
    PLAIN,
    {"decision": "Maak van het plein een speelplek.", "costs": "Het kost 40.000 euro."},
)
WHY = "De buurt vroeg om meer bomen."
ANSWER = AnswerForm("Ja, de bank blijft staan.", "Team Groen")


def planned(world: World, **values: Any) -> UUID:
    """A meeting that can be followed online."""
    seen = "https://video.example.nl/raad"
    command = PlanMeeting("raad", "Raad", HELD, STARTS, livestream=seen, **values)
    meeting: UUID = world.execute(command, world.clerk)
    return meeting


def written(world: World, **values: Any) -> UUID:
    """A draft, with what is otherwise than `FORM`."""
    form = replace(FORM, **values)
    number = world.execute(WriteCouncilProposal(form), world.official)
    [row] = world.rows(CouncilProposal, number=number)
    made: UUID = row["id"]
    return made


def opened(world: World, **values: Any) -> UUID:
    """One that everybody can read, before a meeting of its own."""
    if "meeting_id" not in values:
        values["meeting_id"] = planned(world)
    proposal = written(world, **values)
    world.execute(OpenCouncilProposal(proposal, 1), world.official)
    return proposal


def asked(world: World, proposal: UUID, who: Actor, words: str = "Blijft de bank staan?") -> UUID:
    made: UUID = world.execute(AskQuestion(proposal, words), who)
    return made


def row_of(world: World, proposal: UUID) -> dict[str, Any]:
    return world.rows(CouncilProposal, id=proposal)[0]


def test_form_that_is_sent_twice_writes_one(world: World) -> None:
    command = WriteCouncilProposal(FORM, new_id())
    assert {world.execute(command, world.clerk) for _ in range(2)} == {"2026-0001"}
    assert world.execute(WriteCouncilProposal(FORM), world.official) == "2026-0002"
    assert [row["state"] for row in world.rows(CouncilProposal)] == [ProposalState.DRAFT] * 2


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"summary": ""}, {"summary": "summary_needed"}),
        ({"summary": "Er komt een speelplek."}, {"summary": "summary_short"}),
        ({"summary": HARD}, {"tried_out": "try_it_out"}),
        ({"parts": {}}, {"decision": "empty"}),
        ({"office": ""}, {"office": "empty"}),
        ({"meeting_id": None}, {"meeting": "choose_meeting"}),
    ],
    ids=str,
)
def test_nobody_reads_what_lacks_a_plain_summary(
    world: World, values: dict[str, Any], expected: dict[str, str]
) -> None:
    proposal = written(world, **{"meeting_id": planned(world), **values})
    assert wrong(world, OpenCouncilProposal(proposal, 1)) == expected
    assert world.events(CouncilProposalOpened) == []
    assert world.rows(DossierEntry) == []


def test_hard_summary_that_somebody_understood_can_be_read(world: World) -> None:
    proposal = opened(world, summary=HARD, tried_out=True)
    [event] = world.events(CouncilProposalOpened)
    assert (event.tried_out, event.summary_ease < 45) == (True, True)
    assert row_of(world, proposal)["state"] is ProposalState.OPEN


def test_reading_is_measured_with_every_change(world: World) -> None:
    proposal = written(world, parts={"decision": HARD})
    first = row_of(world, proposal)
    world.execute(ChangeCouncilProposal(proposal, 1, replace(FORM, summary="")), world.clerk)
    second = row_of(world, proposal)
    assert (first["text_ease"] < 45, first["summary_ease"] >= 60) == (True, True)
    # "Maak van het plein een speelplek" is too short to say anything of.
    assert (second["text_ease"], second["summary_ease"]) == (None, None)
    kept = {(one["revision"], one["part"]) for one in world.rows(CouncilProposalText)}
    assert kept == {(2, ProposalPart.DECISION), (2, ProposalPart.COSTS)}


def test_opened_stands_in_a_dossier_of_its_own_or_in_the_chosen_one(world: World) -> None:
    follower = world.person("anna")
    dossier = a_dossier(world)
    world.execute(FollowDossier(dossier), follower)
    opened(world, dossier_id=dossier)
    own = opened(world, title="Een tweede plein")
    world.settle()
    entries = {row["dossier_id"]: (row["title"], row["text"]) for row in world.rows(DossierEntry)}
    assert entries == {
        dossier: (FORM.title, PLAIN),
        row_of(world, own)["dossier_id"]: ("Een tweede plein", PLAIN),
    }
    assert told(world, follower.person_id) == ["dossier_news"]
    assert [event.number for event in world.events(DossierOpened)] == ["2026-0001", "2026-0002"]


def test_opening_twice_opens_once(world: World) -> None:
    proposal = opened(world)
    world.execute(OpenCouncilProposal(proposal, 1), world.clerk)
    assert len(world.events(CouncilProposalOpened)) == len(world.rows(CouncilProposalVersion)) == 1


def test_change_of_what_everybody_reads_has_a_reason_and_is_told(world: World) -> None:
    proposal, anna, bram = opened(world), world.person("anna"), world.person("bram")
    asked(world, proposal, anna)
    world.execute(FollowDossier(row_of(world, proposal)["dossier_id"]), bram)
    other = world.execute(PlanMeeting("raad", "Raad", date(2026, 5, 11)), world.clerk)
    form = replace(FORM, title="Een groen plein", meeting_id=other, news=WHY)
    assert wrong(world, ChangeCouncilProposal(proposal, 1, replace(form, news=""))) == {
        "news": "empty"
    }
    assert wrong(world, ChangeCouncilProposal(proposal, 1, replace(form, summary=""))) == {
        "summary": "summary_needed"
    }
    world.execute(ChangeCouncilProposal(proposal, 1, form), world.clerk)
    assert (
        refusal(world, ChangeCouncilProposal(proposal, 1, form), world.clerk) == "changed_meanwhile"
    )
    world.settle()

    [event] = world.events(CouncilProposalChanged)
    assert (event.revision, event.meeting_id) == (2, other)
    said = [(one["title"], one["news"]) for one in world.rows(CouncilProposalVersion)]
    assert said == [(FORM.title, ""), ("Een groen plein", WHY)]
    assert [one["title"] for one in world.rows(DossierEntry)] == ["Een groen plein"]
    assert told(world, anna.person_id) == ["council_proposal_changed"]
    assert told(world, bram.person_id) == ["dossier_news", "council_proposal_changed"]
    with world.services.reading(HERE) as connection:
        page = proposal_page(connection, HERE, "2026-0001")
    assert page.earlier[1] == page.parts != {}


def test_withdrawn_stays_to_be_read_and_closes_its_questions(world: World) -> None:
    proposal, anna = opened(world), world.person("anna")
    asked(world, proposal, anna)
    assert wrong(world, WithdrawCouncilProposal(proposal, 1)) == {"news": "empty"}
    world.execute(WithdrawCouncilProposal(proposal, 1, WHY), world.official)
    world.settle()
    assert world.events(CouncilProposalWithdrawn)[0].revision == 2
    assert [row["closed_as"] for row in world.rows(Case, kind=CaseKind.QUESTION)] == ["overtaken"]
    assert told(world, anna.person_id) == ["council_proposal_withdrawn"]
    with world.services.reading(HERE) as connection:
        page = proposal_page(connection, HERE, "2026-0001")
    assert page.parts[ProposalPart.COSTS] == "Het kost 40.000 euro."
    for command in (AskQuestion(proposal, "En nu?"), ChangeCouncilProposal(proposal, 2, FORM)):
        assert refusal(world, command, world.official) == "withdrawn"


def test_withdrawn_draft_is_told_to_nobody(world: World) -> None:
    world.execute(WithdrawCouncilProposal(written(world), 1), world.official)
    assert world.events(CouncilProposalWithdrawn) == []
    assert [row["state"] for row in world.rows(CouncilProposal)] == [ProposalState.WITHDRAWN]


def test_question_is_a_case_of_the_writer_until_it_is_answered(world: World) -> None:
    proposal, anna = opened(world), world.person("anna")
    question = asked(world, proposal, anna)
    [case] = world.rows(Case, kind=CaseKind.QUESTION)
    assert (case["assigned_to"], case["due_on"], case["target_id"]) == (
        world.official.person_id,
        HELD,
        question,
    )
    world.execute(AnswerQuestion(question, 0, ANSWER), world.clerk)
    assert refusal(world, AnswerQuestion(question, 0, ANSWER), world.clerk) == "answered_meanwhile"
    world.execute(
        AnswerQuestion(question, 1, replace(ANSWER, text="Nee, toch niet.")), world.official
    )
    world.settle()
    assert [row["closed_as"] for row in world.rows(Case, kind=CaseKind.QUESTION)] == ["answered"]
    [answer] = world.rows(RemarkAnswer)
    assert (answer["text"], answer["revision"]) == ("Nee, toch niet.", 2)
    assert [(e.revision, e.in_time) for e in world.events(QuestionAnswered)] == [
        (1, True),
        (2, True),
    ]
    assert told(world, anna.person_id) == ["question_answered"] * 2
    assert told(world, world.official.person_id) == ["question_asked"]


def test_questions_close_by_rule_and_follow_the_meeting(world: World) -> None:
    proposal, anna = opened(world), world.person("anna")
    meeting = row_of(world, proposal)["meeting_id"]
    world.clock.at = STARTS - timedelta(hours=24)
    assert refusal(world, AskQuestion(proposal, "Mag dit nog?"), anna) == "too_late"
    later = MeetingForm("Raad", date(2026, 4, 20), STARTS + timedelta(days=7))
    world.execute(ChangeMeeting(meeting, 1, later, WHY), world.clerk)
    asked(world, proposal, anna)
    world.execute(CancelMeeting(meeting, 2, WHY), world.clerk)
    assert refusal(world, AskQuestion(proposal, "En nu?"), anna) == "meeting_cancelled"
    assert len(world.events(QuestionAsked)) == 1


def test_question_needs_words_a_login_and_room(world: World) -> None:
    proposal, anna = opened(world), world.person("anna")
    assert refusal(world, AskQuestion(proposal, " "), anna) == {"words": "empty"}
    assert refusal(world, AskQuestion(proposal, "Wat?"), ANYONE) == "login_needed"
    twice = AskQuestion(proposal, "Wat kost dat?", new_id())
    assert {world.execute(twice, anna) for _ in range(2)} == {twice.form_id}
    for n in range(4):
        asked(world, proposal, anna, f"Vraag {n}?")
    assert refusal(world, AskQuestion(proposal, "Nog een?"), anna) == "said_enough"
    asked(world, proposal, world.person("bram"))
    assert len(world.rows(Remark)) == 6


def test_reactions_come_in_while_the_meeting_goes_on(world: World) -> None:
    proposal, anna = opened(world), world.person("anna")
    row = row_of(world, proposal)
    react = React(row["dossier_id"], row["meeting_id"], "Eindelijk!", new_id())
    assert refusal(world, react, anna) == "not_live"
    world.clock.at = STARTS
    assert {world.execute(react, anna) for _ in range(2)} == {react.form_id}
    other = React(a_dossier(world), row["meeting_id"], "Mag dit?")
    assert refusal(world, other, anna) == "unknown_meeting"
    for n in range(9):
        world.execute(replace(react, words=f"Hoor {n}", form_id=None), anna)
    assert refusal(world, replace(react, form_id=None), anna) == "said_enough"
    # Nobody said when it ends: four hours, by the rule.
    world.clock.at = STARTS + timedelta(hours=4)
    assert refusal(world, replace(react, form_id=None), world.person("bram")) == "not_live"
    events = world.events(ReactionGiven)
    assert (len(events), events[0].given_on) == (10, HELD)


def test_reported_remark_is_hidden_and_shown_again(world: World) -> None:
    proposal, anna, bram = opened(world), world.person("anna"), world.person("bram")
    question = asked(world, proposal, anna, "Is de wethouder gek?")
    report = ReportRemark(question, "insult", "Dit is een belediging.")
    world.execute(report, bram)
    assert refusal(world, report, bram) == "reported_before"
    world.execute(report, ANYONE)
    [case] = world.rows(Case, kind=CaseKind.REMARK)
    reasons = "Dit is een belediging van iemand die hier werkt."
    judge = JudgeRemark(case["id"], "hidden", reasons, "insult")
    assert wrong(world, replace(judge, ground="")) == {"ground": "ground_needed"}
    world.execute(ClaimCase(case["id"]), world.person("colleague", Role.OFFICIAL))
    assert refusal(world, judge, world.official) == "in_hand"
    world.execute(judge, world.person("colleague", Role.OFFICIAL))
    assert refusal(world, report, world.person("carla")) == "hidden_already"
    with world.services.reading(HERE) as connection:
        [shown] = proposal_page(connection, HERE, "2026-0001").questions
    assert (shown.hidden, shown.words) == (True, "")
    world.execute(ShowRemark(case["id"], reasons), world.official)
    assert refusal(world, ShowRemark(case["id"], reasons), world.official) == "shown_already"
    world.settle()
    assert [event.verdict for event in world.events(RemarkJudged)] == ["hidden", "shown"]
    assert [told(world, one.person_id) for one in (anna, bram)] == [["remark_judged"] * 2] * 2
    assert world.rows(Remark)[0]["hiding_id"] is None


def test_remark_that_stays_is_told_to_who_reported_it(world: World) -> None:
    proposal, anna, bram = opened(world), world.person("anna"), world.person("bram")
    question = asked(world, proposal, anna)
    world.execute(ReportRemark(question, "other", "Dit klopt niet."), bram)
    [case] = world.rows(Case, kind=CaseKind.REMARK)
    world.execute(JudgeRemark(case["id"], "left", "Dit is een gewone vraag."), world.official)
    world.settle()
    assert (told(world, anna.person_id), told(world, bram.person_id)) == ([], ["remark_judged"])
    world.execute(ReportRemark(question, "other", "Toch klopt dit niet."), bram)
    assert len(world.rows(Case, kind=CaseKind.REMARK)) == 2


def test_erased_person_leaves_an_answer_and_no_words(world: World) -> None:
    proposal, anna = opened(world), world.person("anna")
    asked(world, proposal, anna)
    assert anna.person_id is not None
    world.execute(ErasePerson(anna.person_id), anna)
    [remark] = world.rows(Remark)
    assert (remark["person_id"], remark["words"]) == (None, WIPED_WORDS)


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.ADMINISTRATOR])
def test_only_officials_and_the_clerk_write_and_answer(world: World, role: Role) -> None:
    proposal, somebody = opened(world), world.person("somebody", role)
    question = asked(world, proposal, world.person("anna"))
    for command in (
        WriteCouncilProposal(FORM),
        ChangeCouncilProposal(proposal, 1, FORM),
        OpenCouncilProposal(proposal, 1),
        WithdrawCouncilProposal(proposal, 1, WHY),
        AnswerQuestion(question, 0, ANSWER),
        JudgeRemark(new_id(), "left", WHY),
        ShowRemark(new_id(), WHY),
    ):
        assert refusal(world, command, somebody) == "not_allowed"


def test_dossier_names_the_proposal_with_its_address(world: World) -> None:
    opened(world)
    [dossier] = world.rows(Dossier)
    with world.services.reading(HERE) as connection:
        [entry] = dossier_page(connection, HERE, dossier["number"]).entries
    assert (entry.title, entry.url) == (FORM.title, "/raadsvoorstellen/2026-0001")
