"""Reports, decisions on them and appeals at the same moment, with real threads on a real PostgreSQL."""

from uuid import UUID

from tests.journeys.test_at_once import at_once, kinds
from tests.journeys.test_at_once_cases import officials
from tests.journeys.test_at_once_offices import asking
from tests.support.world import World
from wijkstem.commands.appeals import DecideAppeal, MakeAppeal
from wijkstem.commands.reports import DecideCase, MakeReport, ShowAgain
from wijkstem.commands.signatures import Sign
from wijkstem.domain.people import ANYONE
from wijkstem.events.reports import AppealDecided, AppealMade, ContributionHidden, ReportMade
from wijkstem.events.signatures import SignatureGiven
from wijkstem.kit.ids import new_id
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.moderation import Case
from wijkstem.tables.reports import Appeal, Decision, Report
from wijkstem.words import CaseKind

WORDS = "Hier staat het telefoonnummer van mijn buurman in."
REASONS = "In de tekst staat het telefoonnummer van iemand die dat niet wil."


def reported(world: World) -> tuple[UUID, UUID]:
    """A plan that somebody reported, and the case of that."""
    plan = world.open()
    world.execute(MakeReport(plan, "insult", WORDS), ANYONE)
    [case] = world.rows(Case, initiative_id=plan, kind=CaseKind.REPORT)
    return plan, case["id"]


def hidden(world: World) -> UUID:
    """The decision by which a plan is hidden."""
    plan, case_id = reported(world)
    world.execute(DecideCase(case_id, "hidden", REASONS, "insult"), world.official)
    [row] = world.rows(Initiative, id=plan)
    found: UUID = row["hiding_id"]
    return found


def test_report_that_is_sent_many_times_is_one(postgres_world: World) -> None:
    world = postgres_world
    plan, form, anna = world.open(), new_id(), world.person("anna")
    same_form = MakeReport(plan, "insult", WORDS, form_id=form)
    ended = at_once([asking(world, same_form, ANYONE)] * 6)
    assert kinds(ended) == {"done": 6}
    ended = at_once([asking(world, MakeReport(plan, "spam", WORDS), anna) for _ in range(6)])

    assert kinds(ended) == {"done": 1, "reported_before": 5}
    assert len(world.rows(Report)) == len(world.events(ReportMade)) == 2
    assert len(world.rows(Case, kind=CaseKind.REPORT)) == 1


def test_many_who_report_one_plan_share_one_case(postgres_world: World) -> None:
    world = postgres_world
    plan = world.open()
    people = [world.person(f"resident-{n}") for n in range(8)]
    at_once([asking(world, MakeReport(plan, "spam", WORDS), who) for who in people])

    assert len(world.rows(Case, kind=CaseKind.REPORT)) == 1
    assert len({row["case_id"] for row in world.rows(Report)}) == 1
    assert len(world.rows(Report)) == 8


def test_case_that_two_decide_is_decided_by_one(postgres_world: World) -> None:
    world = postgres_world
    for _ in range(4):
        _, case_id = reported(world)
        asked = [
            DecideCase(case_id, "left", REASONS),
            DecideCase(case_id, "hidden", REASONS, "insult"),
        ]
        people = officials(world, 4)
        ended = at_once([asking(world, asked[n % 2], who) for n, who in enumerate(people)])
        assert kinds(ended) == {"done": 1, "case_closed": 3}
        assert len(world.rows(Decision, case_id=case_id)) == 1


def test_report_while_it_is_hidden_is_told_or_was_first(postgres_world: World) -> None:
    """A report comes in time for the case, or is told that it is not needed; none is left behind alone."""
    world = postgres_world
    for _ in range(6):
        plan, case_id = reported(world)
        hide = DecideCase(case_id, "hidden", REASONS, "insult")
        report = MakeReport(plan, "spam", WORDS)
        at_once([asking(world, hide, world.official), *([asking(world, report, ANYONE)] * 4)])
        cases = world.rows(Case, initiative_id=plan, kind=CaseKind.REPORT)
        assert [one["closed_as"] for one in cases] == ["hidden"]
        assert {row["case_id"] for row in world.rows(Report, initiative_id=plan)} == {case_id}


def test_support_while_it_is_hidden_counts_or_is_refused(postgres_world: World) -> None:
    world = postgres_world
    plan, case_id = reported(world)
    hide = DecideCase(case_id, "hidden", REASONS, "insult")
    people = [world.person(f"resident-{n}") for n in range(8)]
    at_once(
        [asking(world, Sign(plan), who) for who in people] + [asking(world, hide, world.official)]
    )
    [row] = world.rows(Initiative, id=plan)
    assert row["public"] is False
    [hiding] = [e for e in world.recorded() if isinstance(e.event, ContributionHidden)]
    signed = [e.position for e in world.recorded() if isinstance(e.event, SignatureGiven)]
    assert row["valid_for"] == len(signed)
    assert all(position < hiding.position for position in signed)


def test_what_is_hidden_is_shown_once(postgres_world: World) -> None:
    world = postgres_world
    decision = hidden(world)
    show = ShowAgain(decision, REASONS)
    ended = at_once([asking(world, show, who) for who in officials(world)])

    assert kinds(ended) == {"done": 1, "shown_already": 5}


def test_appeal_that_is_made_many_times_is_one(postgres_world: World) -> None:
    world = postgres_world
    appeal = MakeAppeal(hidden(world), WORDS)
    ended = at_once([asking(world, appeal, world.person("submitter"))] * 6)

    assert kinds(ended) == {"done": 1, "appealed_before": 5}
    assert len(world.rows(Appeal)) == len(world.events(AppealMade)) == 1
    [case] = world.rows(Case, kind=CaseKind.APPEAL)
    people = officials(world)
    decide = DecideAppeal(case["id"], "reversed", REASONS)
    ended = at_once([asking(world, decide, who) for who in people])
    assert kinds(ended) == {"done": 1, "case_closed": 5}
    assert len(world.events(AppealDecided)) == 1
