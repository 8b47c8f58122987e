"""What every projection promises: it applies, twice is once, and rebuilt it is what it was."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, select, text

from tests.commands.test_bringing import CBS, FEEDBACK, GRIEVANCES
from tests.commands.test_bringing import taken as brought
from tests.commands.test_council_proposals import ANSWER, STARTS, row_of
from tests.commands.test_council_proposals import FORM as PROPOSAL
from tests.commands.test_council_proposals import opened as proposal_opened
from tests.commands.test_dossiers import FORM as DOSSIER
from tests.commands.test_dossiers import NEWS, opened
from tests.commands.test_gatherings import FORM, REPORT
from tests.commands.test_partnerships import FORM as REGISTERED
from tests.commands.test_partnerships import registered
from tests.commands.test_programme import FORM as ITEM
from tests.commands.test_promises import NEWS as PROMISE_NEWS
from tests.commands.test_promises import promised
from tests.commands.test_sources import taken, undone
from tests.commands.test_year_agenda import FORM as SUBJECT
from tests.commands.test_year_agenda import chosen
from tests.domain.test_choosing import OPEN
from tests.eventlog.consumers import unguarded
from tests.support.advised import YES, advice, commented, not_open_yet
from tests.support.carried import carried_out, stopped
from tests.support.dialogue import open_dialogue
from tests.support.discussed import discussion
from tests.support.discussed import said as talk_said
from tests.support.draws import actor_of, drawn, willing
from tests.support.draws import entries as drawn_entries
from tests.support.means import FORM as MEANS
from tests.support.means import announced as means_announced
from tests.support.means import closed as means_closed
from tests.support.means import made_up_room
from tests.support.means import row_of as means_row
from tests.support.rooms import days_of, rooms_come_and_go
from tests.support.world import HERE, World
from wijkstem.adapters.council import ImportedMeeting
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.advice import AdviseUnasked, CloseVote
from wijkstem.commands.announcing import AccountMeans, CloseMeans, StopMeans
from wijkstem.commands.answering import AnswerAdvice, LookAtAdvice
from wijkstem.commands.appeals import DecideAppeal, MakeAppeal
from wijkstem.commands.choosing import PublishChoice
from wijkstem.commands.comments import ChangeComment, WithdrawComment
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.council_import import ImportMeeting
from wijkstem.commands.council_proposals import ChangeCouncilProposal, WithdrawCouncilProposal
from wijkstem.commands.cutting_passages import CorrectPassage, JoinPassages, SplitPassage
from wijkstem.commands.departments import ForwardCase
from wijkstem.commands.dossiers import AddDossierEntry, ChangeDossier, RemoveDossierEntry
from wijkstem.commands.draw_answers import AnswerInvitation, PassAnswers
from wijkstem.commands.draws import CancelDraw, SayWilling
from wijkstem.commands.evaluations import GiveEvaluation
from wijkstem.commands.gatherings import (
    AnnounceGathering,
    CancelGathering,
    ChangeGathering,
    RemindOfGathering,
    ReportGathering,
)
from wijkstem.commands.initiatives import EditInitiative, TakeStep
from wijkstem.commands.means import ChangeMeans
from wijkstem.commands.means_reminders import PassAccount, RemindOfMeans
from wijkstem.commands.meeting_agendas import AddAgendaItem
from wijkstem.commands.meetings import CancelMeeting, ChangeMeeting
from wijkstem.commands.merging import AnswerMerge, ProposeMerge
from wijkstem.commands.moderation import AssignCase
from wijkstem.commands.on_behalf import SignFor
from wijkstem.commands.paper import AddPaperLine, ApprovePaper, HandOverPaper, OpenPaper
from wijkstem.commands.partnerships import (
    ChangePartnership,
    LinkItem,
    PassReview,
    ReviewPartnership,
    UnlinkItem,
)
from wijkstem.commands.programme import AddProgrammeItem, UpdateProgrammeItem
from wijkstem.commands.promises import PassPromise, UpdatePromise
from wijkstem.commands.questions import AnswerQuestion, AskQuestion
from wijkstem.commands.reacting import React
from wijkstem.commands.recognising import Identity
from wijkstem.commands.remark_reports import JudgeRemark, ReportRemark
from wijkstem.commands.reports import DecideCase, MakeReport
from wijkstem.commands.signatures import Sign, WithdrawSignature
from wijkstem.commands.signing_up import SignOff, SignUpFor
from wijkstem.commands.speaking import RemindSpeakers, SignUpToSpeak, WithdrawFromSpeaking
from wijkstem.commands.statements import ProposeStatement
from wijkstem.commands.supporting_contributions import (
    SupportContribution,
    TakeBackContributionSupport,
)
from wijkstem.commands.terms import ExplainDelay, PassTerm
from wijkstem.commands.year_agenda import ChangeYearSubject
from wijkstem.domain.choosing import ChoiceForm
from wijkstem.domain.decisions import VoteForm
from wijkstem.domain.gatherings import WHOLE
from wijkstem.domain.meetings import ItemForm, MeetingForm
from wijkstem.domain.people import Actor
from wijkstem.domain.speaking import SpeakingForm
from wijkstem.eventlog.consumer import Consumer
from wijkstem.eventlog.follow import follow
from wijkstem.events.catalogue import EVENTS
from wijkstem.kit.clock import local_date
from wijkstem.projections.agenda import AGENDA, AgendaEntry
from wijkstem.projections.check import differences
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.projections.indicators import Figure
from wijkstem.projections.listing import ListedInitiative
from wijkstem.projections.rebuild import reset
from wijkstem.projections.timeline import TimelineEntry
from wijkstem.tables.council import AgendaItem, MeetingState
from wijkstem.tables.discussion import Contribution
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.moderation import Case
from wijkstem.words import Advice, CaseKind, Hand, Heeded, Milestone, Role, Stance
from wijkstem.words.means import MeansKind
from wijkstem.words.sources import SourceKind

REASONS = "Dit is de uitleg in gewone woorden."

each = pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda p: p.name)


def on_paper(world: World, plan: UUID) -> None:
    """A resident at the counter, and another on a list that two officials look at."""
    truus, wim = (
        Identity(
            f"bsn:{number}",
            "Inwoner",
            birth_date=date(1950, 3, 4),
            neighbourhood_code="WK990100",
            tells_email=False,
        )
        for number in ("999990019", "999990032")
    )
    world.execute(SignFor(plan, truus, Hand.COUNTER), world.official)
    batch = world.execute(OpenPaper(plan), world.official)
    world.execute(AddPaperLine(batch, 1, wim, None), world.official)
    world.execute(HandOverPaper(batch), world.official)
    world.execute(ApprovePaper(batch), world.person("second official", Role.OFFICIAL))


def among_neighbours(world: World) -> None:
    """Gatherings that are held, changed, cancelled and put right, and a programme that goes on."""
    official, day = world.official, local_date(world.clock.now()) + timedelta(days=2)
    walk = replace(FORM, day=day, places=1)
    held = world.execute(AnnounceGathering(walk), official)
    off = world.execute(AnnounceGathering(replace(walk, where=WHOLE)), official)
    everywhere = world.execute(AnnounceGathering(replace(walk, where=WHOLE)), official)
    world.execute(ChangeGathering(held, 1, replace(walk, place="Het plein")), official)
    world.execute(CancelGathering(off, 1, REASONS), official)
    anna, bram = world.person("anna"), world.person("bram")
    for who in (anna, bram):
        world.execute(SignUpFor(held), who)
    world.execute(SignOff(held), anna)
    meeting = world.execute(PlanMeeting("raad", "Met sprekers", day), world.clerk)
    world.pass_days(1)
    world.execute(RemindOfGathering(held))
    world.execute(RemindSpeakers(meeting))
    world.pass_days(2)
    world.execute(ReportGathering(held, 2, REPORT), official)
    world.execute(ReportGathering(held, 3, replace(REPORT, came=9)), official)
    world.execute(ReportGathering(everywhere, 1, REPORT), official)
    item = world.execute(AddProgrammeItem("WK990100", ITEM), official)
    world.execute(UpdateProgrammeItem(item, 1, replace(ITEM, news=REASONS)), official)
    promise = promised(world, promised_on=day, due_on=day)
    news = replace(PROMISE_NEWS, state="open", due_on=day)
    world.execute(UpdatePromise(promise, 1, news), official)
    world.pass_days(1)
    world.execute(PassPromise(promise))
    world.pass_days(-1)
    subject = chosen(world)
    world.execute(ChangeYearSubject(subject, 1, replace(SUBJECT, news=REASONS)), official)
    dossier = opened(world)
    world.execute(ChangeDossier(dossier, 1, replace(DOSSIER, title="De wijk")), official)
    entry = world.execute(AddDossierEntry(dossier, NEWS), official)
    world.execute(RemoveDossierEntry(dossier, entry), official)
    before_the_council(world)
    among_partners(world)


def among_partners(world: World) -> None:
    """A partnership that changes, is late, is reviewed, and has to do with something on an agenda."""
    day, clerk = local_date(world.clock.now()), world.clerk
    made = registered(world, review_on=day - timedelta(days=1))
    world.execute(PassReview(made))
    world.execute(ReviewPartnership(made, 1, REASONS, day + timedelta(days=300)), clerk)
    form = replace(REGISTERED, review_on=day + timedelta(days=300), news=REASONS)
    world.execute(ChangePartnership(made, 2, form), clerk)
    [item, *_] = world.rows(AgendaItem)
    world.execute(LinkItem(made, item["id"]), clerk)
    world.execute(UnlinkItem(made, item["id"]), clerk)


def before_the_council(world: World) -> None:
    """A council proposal with a question, a reaction to its meeting, a report, and then it is withdrawn."""
    anna, now = world.person("anna"), world.clock.at
    world.clock.at = STARTS - timedelta(days=14)
    proposal = proposal_opened(world)
    question = world.execute(AskQuestion(proposal, "Blijft de bank staan?"), anna)
    world.execute(AnswerQuestion(question, 0, ANSWER), world.official)
    world.execute(ReportRemark(question, "other", REASONS), world.person("bram"))
    [case] = world.rows(Case, kind=CaseKind.REMARK)
    world.execute(JudgeRemark(case["id"], "left", REASONS), world.official)
    row = row_of(world, proposal)
    form = replace(PROPOSAL, meeting_id=row["meeting_id"], news=REASONS)
    world.execute(ChangeCouncilProposal(proposal, 1, form), world.official)
    world.clock.at = STARTS
    world.execute(React(row["dossier_id"], row["meeting_id"], "Eindelijk!"), anna)
    world.execute(WithdrawCouncilProposal(proposal, 2, REASONS), world.official)
    world.clock.at = now


def never_held(world: World, meeting: UUID, day: date) -> None:
    """A meeting with a plan on it gets an item of the clerk's own, is moved, and then does not go on."""
    clerk = world.clerk
    world.execute(AddAgendaItem(meeting, ItemForm("Opening", "")), clerk)
    for n in range(4):
        one = world.person(f"speaker {n}")
        world.execute(SignUpToSpeak(meeting, SpeakingForm("Over de bomen.")), one)
    world.execute(WithdrawFromSpeaking(meeting), world.person("speaker 0"))
    form = MeetingForm("Raad", day, location="Plein")
    world.execute(ChangeMeeting(meeting, 2, form, REASONS), clerk)
    world.execute(CancelMeeting(meeting, 3, REASONS), clerk)


#: A statement of somebody's own.
OWN = "Er moet een kiosk komen."


def a_busy_year(world: World) -> None:
    """Every event that the platform records, most of them more than once, in two municipalities."""
    submitter = world.person("submitter")
    texts = {"decision": "Plant twintig bomen."}
    edited = world.submit(submitter).initiative_id
    world.execute(EditInitiative(edited, 1, "Twintig bomen", "WK990101", texts, "other"), submitter)
    decided = world.open(submitter)
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(decided), world.person(name))
    world.execute(Sign(decided), world.person("far", lives=None))
    world.execute(WithdrawSignature(decided), world.person("anna"))
    returned = world.open(submitter)
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(returned), world.person(name))
    world.settle()
    world.execute(TakeStep(returned, 3, "not_place", reasons=REASONS), world.clerk)
    for on, step in ((date(2026, 4, 13), 3), (date(2026, 5, 11), 4)):
        meeting = world.execute(PlanMeeting("raad", "Raad", on), world.clerk)
        outcome = "place" if step == 3 else "move"
        world.execute(TakeStep(decided, step, outcome, meeting_id=meeting), world.clerk)
        if outcome == "place":
            never_held(world, meeting, on)
    votes = VoteForm("Lokaal 24; 2; 1", "2", "1")
    world.execute(TakeStep(decided, 5, "adopt", reasons=REASONS, votes=votes), world.clerk)
    world.execute(GiveEvaluation(decided, "green"), world.person("bram"))
    carried_out(world, decided)
    vote = world.open(submitter, instrument="voorstel")
    world.execute(Sign(vote, Stance.AGAINST), world.person("dirk"))
    refuse = TakeStep(world.submit().initiative_id, 1, "refuse", "complaint", REASONS)
    world.execute(refuse, world.official)
    world.pass_days(60)
    world.execute(PassTerm(vote, 2))
    world.execute(PassTerm(edited, 1))
    world.execute(ExplainDelay(edited, 1, REASONS), world.official)
    [case] = world.rows(Case, initiative_id=edited)
    official = world.official.person_id
    world.execute(AssignCase(case["id"], official, None), world.official)
    world.execute(ForwardCase(case["id"], "green", None, REASONS), world.official)
    world.execute(TakeStep(edited, 1, "admit"), world.official)
    still_open = world.open(submitter)
    on_paper(world, still_open)
    on_advice(world, still_open)
    among_neighbours(world)
    reported(world, still_open)
    going_together(world, submitter)
    figures_from_outside(world)
    stopped(world)
    means_of_all_ends(world)
    in_every_room(world)
    drawn_by_lot(world)
    anna = world.person("anna")
    assert anna.person_id is not None
    world.execute(ErasePerson(anna.person_id), anna)
    world.settle()


def in_every_room(world: World) -> None:
    """What people say in the rooms of means, and take back."""
    for _, happens in rooms_come_and_go(world):
        happens()
    dirk, open_one = world.person("dirk"), advice(world, **days_of(world))
    said = commented(world, open_one, dirk)
    world.execute(ChangeComment(said, 1, YES), dirk)
    world.execute(WithdrawComment(said), dirk)
    cut_by_hand(world)
    talk = discussion(world, **days_of(world))
    number = talk_said(world, talk, world.person("emma"))
    [row] = world.rows(Contribution, means_id=talk, number=number)
    for name in ("dirk", "finn"):
        world.execute(SupportContribution(row["id"]), world.person(name))
    world.execute(TakeBackContributionSupport(row["id"]), world.person("finn"))
    proposed = world.execute(ProposeStatement(open_dialogue(world, **days_of(world)), OWN), dirk)
    assert proposed


def cut_by_hand(world: World) -> None:
    """Passages of an advice that is not open yet."""
    means_id = not_open_yet(world)
    world.execute(JoinPassages(means_id, 1, 1), world.official)
    again = "Maak van het plein een speelplek.\n\nHaal de auto's weg."
    world.execute(SplitPassage(means_id, 2, 1, again), world.official)
    world.execute(CorrectPassage(means_id, 3, 3, "Het kost 45.000 euro."), world.official)


def drawn_by_lot(world: World) -> None:
    """A group of whom one says no and others stay silent, and that is cancelled; and somebody who is not willing any more."""
    willing(world, 8)
    last = world.person("loting 1980 7")
    world.execute(SayWilling(False), last)
    group_id = drawn(world)
    first, second, *_ = drawn_entries(world, group_id)
    world.execute(AnswerInvitation(first["id"], True), actor_of(first))
    world.execute(AnswerInvitation(second["id"], False), actor_of(second))
    world.pass_days(15)
    world.execute(PassAnswers(group_id))
    world.execute(CancelDraw(group_id, REASONS), world.official)


def means_of_all_ends(world: World) -> None:
    """A choice that is published; means that change, are closed early and by the clock, are accounted for and stopped."""
    with made_up_room(MeansKind.DISCUSSION):
        today = local_date(world.clock.now())
        days: dict[str, Any] = {
            "opens_on": today,
            "closes_on": today + timedelta(days=9),
            "account_by": today + timedelta(days=12),
        }
        first = means_closed(world, **days, plan="2026-0002")
        row = means_row(world, first)
        world.execute(AccountMeans(first, row["revision"], REASONS), world.official)
        second = means_announced(world, **days, places=("WK990100",))
        row = means_row(world, second)
        form = replace(MEANS, dossier_id=row["dossier_id"], news=REASONS, **days)
        later = replace(form, closes_on=today + timedelta(days=12))
        world.execute(ChangeMeans(second, row["revision"], later), world.official)
        third = means_announced(world, **days)
        world.execute(StopMeans(third, 2, REASONS), world.official)
        world.pass_days(10)
        world.execute(RemindOfMeans(second))
        world.pass_days(3)
        world.execute(CloseMeans(second))
        world.execute(PassAccount(second))
        chosen = ChoiceForm(row["dossier_id"], None, OPEN, "codecide", ("discussion",))
        world.execute(PublishChoice(chosen), world.official)


def on_advice(world: World, plan: UUID) -> None:
    """What a council says unasked, an answer to it that comes too late, and one that does not come."""
    member = world.person("member", Role.NEIGHBOURHOOD_COUNCIL)
    for choice in (Advice.POSITIVE, Advice.NEGATIVE):
        begun = world.execute(AdviseUnasked(plan, choice, REASONS), member)
        seen = "1-0-0-0-0" if choice is Advice.POSITIVE else "0-0-1-0-0"
        world.execute(CloseVote(begun, seen, REASONS), member)
    world.pass_days(29)
    world.execute(LookAtAdvice(begun))
    world.execute(AnswerAdvice(begun, Heeded.DEPARTED, REASONS), world.official)


def reported(world: World, plan: UUID) -> None:
    """A plan is hidden, and shown again on appeal; and a report is left."""
    for verdict, ground in (("left", ""), ("hidden", "insult")):
        world.execute(MakeReport(plan, "insult", REASONS), world.person("bram"))
        cases = world.rows(Case, initiative_id=plan, kind=CaseKind.REPORT)
        [case] = [one for one in cases if one["closed_at"] is None]
        world.execute(DecideCase(case["id"], verdict, REASONS, ground), world.official)
    [hidden] = world.rows(Initiative, id=plan)
    appeal = world.execute(MakeAppeal(hidden["hiding_id"], REASONS), world.person("submitter"))
    world.execute(DecideAppeal(appeal, "reversed", REASONS), world.person("another", Role.OFFICIAL))


def figures_from_outside(world: World) -> None:
    """Files that are taken in, one after the other, and one that is taken back."""
    taken(world, "44")
    taken(world, "49", "40.5")
    undone(world, taken(world, "50"))
    brought(world, CBS, SourceKind.INHABITANTS)
    brought(world, FEEDBACK, SourceKind.FEEDBACK)
    brought(world, GRIEVANCES, SourceKind.GRIEVANCES)


def going_together(world: World, submitter: Actor) -> None:
    """One plan that goes on in another, and one that does not."""
    dirk = world.person("dirk")
    plans = [world.open(submitter), world.open(dirk)]
    [into] = world.rows(Initiative, id=plans[1])
    for agrees in (False, True):
        merge = world.execute(ProposeMerge(plans[0], into["number"], REASONS), world.official)
        world.execute(AnswerMerge(merge, agrees=True), submitter)
        world.execute(AnswerMerge(merge, agrees), dirk)


def rows(world: World, projection: Consumer[Connection]) -> dict[str, list[Any]]:
    """Everything in a projection's tables, of every municipality."""
    with unguarded(world) as connection:
        return {
            table.name: list(connection.execute(select(table).order_by(*table.primary_key)).all())
            for table in projection.tables
        }


def run(world: World, projection: Consumer[Connection]) -> int:
    return follow(projection, HERE, world.services.projection_desk(HERE), most=1000)


def test_busy_year_has_every_event_but_imported_meetings_and_what_operators_do(
    sqlite_busy: World,
) -> None:
    """Without this the tests below would prove little of an event that nobody thought of."""
    seen = {type(recorded.event).type for recorded in sqlite_busy.recorded()}
    missing = {event.type for event in EVENTS} - seen
    # What is folded of a round or a vote has a year of its own: test_ballot_figures.py, test_vote_figures.py. Of the rest nothing is.
    elsewhere = ("engine.", "round.", "roll.", "board.", "draft.", "year_report.", "vote.")
    assert {type_ for type_ in missing if not type_.startswith(elsewhere)} == {
        "meeting.imported.v1",
        "agenda.item_dropped.v1",
        "agenda.item_restored.v1",
        # Only where meetings decide, and are moved and cancelled: tests/projections/test_agenda_requests.py
        "agenda.dossier_filled.v1",
        "agenda.request_accepted.v1",
        "agenda.meeting_foreseen.v1",
        "agenda.placed_meeting_moved.v1",
        "agenda.placed_meeting_cancelled.v1",
        "routing.corrected.v1",
        # Only where a path waits for advice: tests/commands/test_advice.py
        "advice.nearly_due.v1",
        "advice.passed_on.v1",
        # What a desk does with what was said moves no figure: tests/commands/test_discussing.py, test_dialogue.py
        "contribution.judged.v1",
        "contribution.reported.v1",
        "dialogue.statement_refused.v1",
        "discussion.moderated.v1",
        # Only of who did not come in for years: tests/workers/test_tidying.py
        "person.closing_near.v1",
    }


@each
def test_applies(busy: World, projection: Consumer[Connection]) -> None:

    assert all(rows(busy, projection).values())


@each
def test_twice_is_once(busy: World, projection: Consumer[Connection]) -> None:
    before = rows(busy, projection)

    assert run(busy, projection) == 0
    assert rows(busy, projection) == before


@each
@pytest.mark.parametrize("batch", [1, 7, 500])
def test_rebuilt_is_what_it_was(busy: World, projection: Consumer[Connection], batch: int) -> None:
    before = rows(busy, projection)
    with busy.services.connection(HERE) as connection:
        assert reset(connection, projection, HERE)
    assert rows(busy, projection) != before
    run(busy, replace(projection, batch=batch))

    assert rows(busy, projection) == before


@each
def test_rebuilding_one_municipality_leaves_the_others(
    sqlite_busy: World, projection: Consumer[Connection]
) -> None:
    world = sqlite_busy
    with unguarded(world) as connection:
        for table in projection.tables:
            columns = ", ".join(f'"{c.name}"' for c in table.c if c.name != "municipality_id")
            connection.execute(
                text(
                    f"INSERT INTO {table.name} (municipality_id, {columns})"  # noqa: S608 - our own names
                    f" SELECT 'buurdorp', {columns} FROM {table.name}"
                )
            )
    before = rows(world, projection)
    with world.services.connection(HERE) as connection:
        reset(connection, projection, HERE)
    run(world, projection)

    assert rows(world, projection) == before


@each
def test_check_finds_a_row_that_was_changed_or_lost_or_made_up(
    busy: World, projection: Consumer[Connection]
) -> None:
    def found() -> int:
        with busy.services.reading(HERE) as connection:
            return len(list(differences(connection, projection, HERE)))

    assert found() == 0
    total = 0
    with unguarded(busy) as connection:
        for table in projection.tables:
            total += connection.execute(text(f"SELECT count(*) FROM {table.name}")).scalar_one()  # noqa: S608
            connection.execute(text(f"DELETE FROM {table.name}"))  # noqa: S608 - our own name
    assert found() == total


def test_agenda_follows_a_meeting_that_is_put_off(world: World) -> None:
    planned = ImportedMeeting(
        source_id="m",
        municipality_code="GM9901",
        body_name="Gemeenteraad",
        name="Raad",
        held_on=date(2026, 4, 13),
        starts_at=None,
        location=None,
        state=MeetingState.PLANNED,
    )
    meeting = world.execute(ImportMeeting(planned)).meeting_id
    placed, elsewhere = world.open(), world.open()
    for initiative in (placed, elsewhere):
        for name in ("anna", "bram", "cato"):
            world.execute(Sign(initiative), world.person(name))
    world.settle()
    other = world.execute(PlanMeeting("raad", "Raad", date(2026, 5, 11)), world.clerk)
    for initiative, where in ((placed, meeting), (elsewhere, other)):
        world.execute(TakeStep(initiative, 3, "place", meeting_id=where), world.clerk)
    world.settle()
    world.execute(ImportMeeting(replace(planned, held_on=date(2026, 4, 20))))
    world.settle()

    before = rows(world, AGENDA)
    assert {r["initiative_id"]: r["held_on"] for r in world.rows(AgendaEntry)} == {
        placed: date(2026, 4, 20),
        elsewhere: date(2026, 5, 11),
    }
    assert run(world, AGENDA) == 0
    with world.services.connection(HERE) as connection:
        assert reset(connection, AGENDA, HERE)
    run(world, AGENDA)
    assert rows(world, AGENDA) == before


def test_names_are_unique_and_every_table_has_one_owner() -> None:
    tables = [table.name for projection in PROJECTIONS for table in projection.tables]

    assert len({projection.name for projection in PROJECTIONS}) == len(PROJECTIONS)
    assert len(set(tables)) == len(tables)


def test_what_the_projections_say_of_the_busy_year(sqlite_busy: World) -> None:
    world = sqlite_busy
    names = (
        "number",
        "step",
        "neighbourhood_code",
        "result",
        "valid_for",
        "valid_against",
        "not_valid",
    )
    assert [
        tuple(r[n] for n in names)
        for r in sorted(world.rows(ListedInitiative), key=lambda r: r["number"])
    ] == [
        ("2026-0001", "signing", "WK990101", None, 0, 0, 0),
        ("2026-0002", "adopted", "WK990100", Milestone.ADOPTED, 2, 0, 1),
        ("2026-0003", "not_placed", "WK990100", Milestone.NOT_PLACED, 3, 0, 0),
        ("2026-0004", "answering", "WK990100", None, 0, 1, 0),
        ("2026-0005", "refused", "WK990100", Milestone.REFUSED, 0, 0, 0),
        ("2026-0006", "signing", "WK990100", None, 2, 0, 0),
        ("2026-0007", "merged", "WK990100", Milestone.MERGED, 0, 0, 0),
        ("2026-0008", "signing", "WK990100", None, 0, 0, 0),
        ("2026-0009", "agreement", "WK990100", None, 0, 0, 0),
    ]
    assert sorted(
        (r["held_on"], r["returned_on"], r["result"])
        for r in world.rows(AgendaEntry)
        if r["held_on"]
    ) == [(date(2026, 5, 11), None, Milestone.ADOPTED)]
    assert [
        (r["returned_on"], r["result"]) for r in world.rows(AgendaEntry) if not r["held_on"]
    ] == [(date(2026, 3, 2), Milestone.NOT_PLACED)]
    figures: dict[str, int] = {}
    for row in world.rows(Figure):
        figures[row["measure"]] = figures.get(row["measure"], 0) + row["count"]
    assert figures["submitted"] == 9
    assert (figures["milestone_merged"], figures["milestone_refused"]) == (1, 1)
    assert (figures["support_for"], figures["support_against"], figures["support_not_valid"]) == (
        7,
        1,
        1,
    )
    assert (figures["answered_late"], figures["term_passed"], figures["ground_complaint"]) == (
        1,
        2,
        1,
    )
    worked = ("carried_out", "final_costs", "work_in_time", "work_moved", "carrying_out_stopped")
    assert [figures[one] for one in worked] == [1, 9_500, 1, 1, 1]
    assert len(world.rows(TimelineEntry)) > 20
