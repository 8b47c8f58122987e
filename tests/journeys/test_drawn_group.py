"""A sounding group from the council's choice to what was done with what it said, on both engines."""

from datetime import timedelta

from tests.commands.test_initiatives import refusal
from tests.commands.test_year_agenda import told
from tests.support.discussed import discussion, said
from tests.support.draws import FIGURE, HOW, actor_of, announced, entries, group_row, willing
from tests.support.means import dossier, row_of
from tests.support.world import HERE, World
from wijkstem.commands.announcing import AccountMeans
from wijkstem.commands.discussing import Contribute
from wijkstem.commands.draw_answers import AnswerInvitation
from wijkstem.commands.draws import RecordDraw
from wijkstem.domain.discussion import ContributionForm
from wijkstem.domain.draws_verifying import verify_draw
from wijkstem.events.draws import DrawPlacesFreed
from wijkstem.events.means import MeansAnnounced, MeansClosed
from wijkstem.kit.canonical import canonical
from wijkstem.kit.clock import local_date
from wijkstem.projections.check import differences
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.projections.indicators.tables import Figure
from wijkstem.queries.dossiers import dossier_page
from wijkstem.queries.draws import candidates_file, outcome_file
from wijkstem.queries.means import means_page
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.draws import Draw
from wijkstem.words.draws import EntryState
from workers.reminding import remind


def figure(world: World, measure: str) -> int:
    return sum(row["count"] for row in world.rows(Figure, measure=measure))


def test_from_the_choice_of_the_council_to_what_was_done(world: World) -> None:
    willing(world, 12)
    dossier_id = dossier(world)
    group_id = announced(world, 4)
    root = kept_root(world)

    # The figures come, and the first four are asked: two come, one does not, one stays silent.
    world.pass_days(3)
    world.execute(RecordDraw(group_id, FIGURE, HOW), world.official)
    world.settle()
    asked = entries(world, group_id, state=EntryState.INVITED)
    assert [told(world, one["person_id"]) for one in asked] == [["draw_invited"]] * 4
    for one, yes in zip(asked[:3], (True, True, False), strict=True):
        world.execute(AnswerInvitation(one["id"], yes), actor_of(one))
    world.pass_days(15)
    assert remind(world.services, HERE) >= 1
    [freed] = world.events(DrawPlacesFreed)
    assert (freed.silent, freed.gone) == (2, 0)
    world.settle()
    for one in entries(world, group_id, state=EntryState.INVITED):
        assert told(world, one["person_id"]) == ["draw_invited"]
        world.execute(AnswerInvitation(one["id"], True), actor_of(one))
    group = [actor_of(one) for one in entries(world, group_id, state=EntryState.YES)]
    assert len(group) == 4

    # The council opens a discussion for this group alone.
    today = local_date(world.clock.now())
    means_id = discussion(
        world,
        dossier_id=dossier_id,
        audience="group",
        group_id=group_id,
        opens_on=today,
        closes_on=today + timedelta(days=9),
        account_by=today + timedelta(days=30),
    )
    [opened] = world.events(MeansAnnounced)
    assert (opened.audience, opened.group_id) == ("group", group_id)
    for who in group:
        said(world, means_id, who)
    outside = world.person("vreemde")
    for who in (outside, actor_of(asked[2]), actor_of(asked[3])):
        form = ContributionForm("Ik wil ook iets zeggen.", "idea")
        assert refusal(world, Contribute(means_id, form), who) == "not_for_you"

    # Its time is over, and the council says what it does.
    world.pass_days(10)
    assert remind(world.services, HERE) >= 1
    assert len(world.events(MeansClosed)) == 1
    revision = row_of(world, means_id)["revision"]
    world.execute(AccountMeans(means_id, revision, "Het plein wordt groen."), world.official)
    world.settle()
    number = group_row(world, group_id)["number"]
    with world.services.reading(HERE) as connection:
        [row] = world.rows(Dossier, id=dossier_id)
        page = dossier_page(connection, HERE, row["number"])
        link = means_page(connection, HERE, row_of(world, means_id)["number"]).group
        listed = "\n".join(candidates_file(connection, HERE, number))
        outcome = canonical(outcome_file(connection, HERE, number))
        wrong = {one.name: list(differences(connection, one, HERE)) for one in PROJECTIONS}
    assert link is not None
    assert (link.number, link.title) == (number, "Het plein")
    assert any(one.url and "/meedoen/" in one.url for one in page.entries)
    assert all(check.ok for check in verify_draw(listed, outcome, root))
    assert wrong == {one.name: [] for one in PROJECTIONS}
    assert (figure(world, "draw_asked"), figure(world, "draw_yes")) == (7, 4)
    assert figure(world, "people") == 4


def kept_root(world: World) -> str:
    """What somebody wrote down before the draw."""
    [draw] = world.rows(Draw)
    root: str = draw["root"]
    return root
