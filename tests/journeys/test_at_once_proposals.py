"""Council proposals, questions and reactions at the same moment, with real threads on a real PostgreSQL."""

from dataclasses import replace

from tests.commands.test_council_proposals import (
    FORM,
    STARTS,
    WHY,
    opened,
    planned,
    row_of,
    written,
)
from tests.journeys.test_at_once import at_once, kinds
from tests.journeys.test_at_once_cases import officials
from tests.journeys.test_at_once_offices import asking
from tests.support.world import World
from wijkstem.commands.council_proposals import (
    ChangeCouncilProposal,
    OpenCouncilProposal,
    WithdrawCouncilProposal,
    WriteCouncilProposal,
)
from wijkstem.commands.questions import AnswerQuestion, AskQuestion
from wijkstem.commands.reacting import React
from wijkstem.commands.remark_reports import JudgeRemark, ReportRemark
from wijkstem.domain.people import ANYONE
from wijkstem.domain.remarks import AnswerForm
from wijkstem.events.council_proposals import CouncilProposalOpened
from wijkstem.events.remarks import QuestionAnswered, QuestionAsked, RemarkJudged, RemarkReported
from wijkstem.kit.ids import new_id
from wijkstem.tables.council_proposals import CouncilProposal, CouncilProposalVersion
from wijkstem.tables.dossiers import Dossier, DossierEntry
from wijkstem.tables.moderation import Case
from wijkstem.tables.remarks import Remark
from wijkstem.words import CaseKind

ANSWER = AnswerForm("Ja, de bank blijft staan.", "Team Groen")


def test_numbers_of_proposals_are_handed_out_once(postgres_world: World) -> None:
    world = postgres_world
    people = officials(world, 8)
    ended = at_once([asking(world, WriteCouncilProposal(FORM), who) for who in people])
    assert kinds(ended) == {"done": 8}
    numbers = {row["number"] for row in world.rows(CouncilProposal)}
    assert numbers == {f"2026-{n:04}" for n in range(1, 9)}


def test_proposal_that_many_open_is_opened_once(postgres_world: World) -> None:
    world = postgres_world
    proposal = written(world, meeting_id=planned(world))
    people = officials(world, 6)
    ended = at_once([asking(world, OpenCouncilProposal(proposal, 1), who) for who in people])
    assert kinds(ended) == {"done": 6}
    assert len(world.events(CouncilProposalOpened)) == len(world.rows(DossierEntry)) == 1
    assert len(world.rows(Dossier)) == len(world.rows(CouncilProposalVersion)) == 1


def test_proposal_that_two_change_is_changed_by_one(postgres_world: World) -> None:
    world = postgres_world
    proposal = opened(world)
    form = replace(FORM, meeting_id=row_of(world, proposal)["meeting_id"], news=WHY)
    asked = ChangeCouncilProposal(proposal, 1, form)
    ended = at_once([asking(world, asked, who) for who in officials(world, 5)])
    assert kinds(ended) == {"done": 1, "changed_meanwhile": 4}
    assert [row["revision"] for row in world.rows(CouncilProposalVersion)] == [1, 2]


def test_who_asks_on_many_devices_asks_no_more_than_the_rule_says(postgres_world: World) -> None:
    world, proposal = postgres_world, opened(postgres_world)
    anna = world.person("anna")
    ended = at_once([asking(world, AskQuestion(proposal, f"Vraag {n}?"), anna) for n in range(9)])
    assert kinds(ended) == {"done": 5, "said_enough": 4}
    twice = AskQuestion(proposal, "Wat kost dat?", new_id())
    bram = world.person("bram")
    assert kinds(at_once([asking(world, twice, bram)] * 6)) == {"done": 6}
    assert len(world.rows(Remark)) == len(world.events(QuestionAsked)) == 6


def test_question_while_the_proposal_is_withdrawn_leaves_no_case_open(
    postgres_world: World,
) -> None:
    world = postgres_world
    for n in range(4):
        proposal = opened(world, title=f"Voorstel {n}")
        people = [world.person(f"resident-{one}") for one in range(5)]
        asked = [asking(world, AskQuestion(proposal, "Blijft de bank?"), who) for who in people]
        at_once([*asked, asking(world, WithdrawCouncilProposal(proposal, 1, WHY), world.official)])
    assert [row for row in world.rows(Case) if row["closed_at"] is None] == []


def test_question_that_two_answer_is_answered_by_one(postgres_world: World) -> None:
    world, proposal = postgres_world, opened(postgres_world)
    question = world.execute(AskQuestion(proposal, "Blijft de bank?"), world.person("anna"))
    answer = AnswerQuestion(question, 0, ANSWER)
    ended = at_once([asking(world, answer, who) for who in officials(world, 5)])
    assert kinds(ended) == {"done": 1, "answered_meanwhile": 4}
    assert len(world.events(QuestionAnswered)) == 1


def test_reaction_that_is_sent_many_times_is_one(postgres_world: World) -> None:
    world, proposal = postgres_world, opened(postgres_world)
    row, anna = row_of(world, proposal), world.person("anna")
    world.clock.at = STARTS
    react = React(row["dossier_id"], row["meeting_id"], "Eindelijk!", new_id())
    assert kinds(at_once([asking(world, react, anna)] * 6)) == {"done": 6}
    more = [asking(world, replace(react, form_id=None), anna) for _ in range(12)]
    assert kinds(at_once(more)) == {"done": 9, "said_enough": 3}
    assert len(world.rows(Remark)) == 10


def test_remark_that_many_report_is_one_case_and_judged_once(postgres_world: World) -> None:
    world, proposal = postgres_world, opened(postgres_world)
    question = world.execute(AskQuestion(proposal, "Is dit gek?"), world.person("anna"))
    same = ReportRemark(question, "insult", "Dit is een belediging.", new_id())
    at_once([asking(world, same, ANYONE)] * 4)
    people = [world.person(f"resident-{n}") for n in range(5)]
    report = replace(same, form_id=None)
    assert kinds(at_once([asking(world, report, who) for who in people])) == {"done": 5}
    assert len(world.events(RemarkReported)) == 6
    [case] = world.rows(Case, kind=CaseKind.REMARK)
    judge = JudgeRemark(case["id"], "hidden", "Dit is een belediging van iemand.", "insult")
    ended = at_once([asking(world, judge, who) for who in officials(world, 4)])
    assert kinds(ended) == {"done": 1, "case_closed": 3}
    assert len(world.events(RemarkJudged)) == 1
