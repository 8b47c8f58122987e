"""A discussion from the council's choice to what was done with it; and what must hold after a storm of everything in it."""

import random
from collections import Counter, defaultdict
from datetime import timedelta
from uuid import UUID

import pytest

from tests.commands.test_reports import REASONS
from tests.commands.test_year_agenda import told
from tests.support.discussed import discussion, id_of, said
from tests.support.means import row_of
from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.announcing import AccountMeans, CloseMeans
from wijkstem.commands.changing_contributions import ChangeContribution
from wijkstem.commands.discussing import Contribute
from wijkstem.commands.following_dossiers import FollowDossier
from wijkstem.commands.remark_reports import JudgeRemark, ReportRemark
from wijkstem.commands.supporting_contributions import (
    SupportContribution,
    TakeBackContributionSupport,
)
from wijkstem.domain.discussion import ContributionForm, score
from wijkstem.domain.people import Actor
from wijkstem.errors import WijkstemError
from wijkstem.eventlog import log
from wijkstem.events.discussion import (
    ContributionMade,
    ContributionSupported,
    ContributionSupportTakenBack,
)
from wijkstem.projections.check import differences
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.projections.indicators.tables import Figure
from wijkstem.queries.discussion import discussion_page
from wijkstem.queries.dossiers import dossier_page
from wijkstem.reactions.discussions import NAME, discussions
from wijkstem.tables.discussion import Contribution, ContributionSupport, DiscussionRoom
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.moderation import Case
from wijkstem.words import Target
from wijkstem.words.discussion import Sorting
from wijkstem.words.means import MeansState


def order(world: World, means: UUID) -> list[int]:
    with world.services.reading(HERE) as connection:
        page = discussion_page(
            connection, HERE, means, sorting=Sorting.SUPPORT, after=None, person_id=None
        )
    return [one.number for one in page.contributions]


def test_discussion_goes_from_the_choice_of_the_council_to_what_was_done_with_it(
    world: World,
) -> None:
    means, anna, bram = discussion(world), world.person("anna"), world.person("bram")
    dossier = row_of(world, means)["dossier_id"]
    world.execute(FollowDossier(dossier), bram)
    said(world, means, anna, "Er moeten bomen komen.", stance="idea")
    said(world, means, bram, "Waar komen die?", stance="question")
    said(world, means, world.official, "Langs de straat.", to=2, office="Team Groen")
    said(world, means, bram, "Dat is mooi.", to=1)
    world.execute(SupportContribution(id_of(world, 1)), bram)
    assert order(world, means) == [1, 2]
    world.settle()
    assert told(world, anna.person_id) == ["contribution_answered"]
    assert "contribution_answered" in told(world, bram.person_id)
    world.execute(CloseMeans(means, "Alles is gezegd."), world.official)
    world.execute(
        AccountMeans(means, row_of(world, means)["revision"], "De raad plant twintig bomen."),
        world.official,
    )
    assert row_of(world, means)["state"] is MeansState.ACCOUNTED
    [row] = world.rows(Dossier, id=dossier)
    with world.services.reading(HERE) as connection:
        page = dossier_page(connection, HERE, row["number"], person_id=None)
    assert any(one.url and "/meedoen/" in one.url for one in page.entries)


class Storm:
    """Everything that people do in one discussion, by chance and in any order; what is refused is refused."""

    def __init__(self, world: World, seed: int) -> None:
        self._world, self._chance = world, random.Random(seed)
        self._means = discussion(world)
        self._people = [world.person(f"p{n}") for n in range(8)]
        self.means = self._means
        self.done = Counter[str]()

    def blow(self, times: int) -> None:
        acts = (self._say, self._say, self._reply, self._support, self._support, self._take_back)
        for _ in range(times):
            act = self._chance.choice((*acts, self._change, self._report, self._judge))
            self._world.clock.at += timedelta(minutes=self._chance.randint(0, 20))
            try:
                act(self._chance.choice(self._people))
            except WijkstemError:
                continue
            self.done[act.__name__] += 1

    def _any(self) -> dict[str, object]:
        rows = sorted(self._world.rows(Contribution), key=lambda row: row["number"])
        return dict(self._chance.choice(rows)) if rows else {"id": self._means, "number": 1}

    def _form(self) -> ContributionForm:
        return ContributionForm(f"Zin {self._chance.random()}.", "idea")

    def _say(self, who: Actor) -> None:
        self._world.execute(Contribute(self._means, self._form()), who)

    def _reply(self, who: Actor) -> None:
        self._world.execute(Contribute(self._means, self._form(), to=self._any()["number"]), who)  # type: ignore[arg-type]  # of a row

    def _support(self, who: Actor) -> None:
        self._world.execute(SupportContribution(self._any()["id"]), who)  # type: ignore[arg-type]  # of a row

    def _take_back(self, who: Actor) -> None:
        self._world.execute(TakeBackContributionSupport(self._any()["id"]), who)  # type: ignore[arg-type]  # of a row

    def _change(self, who: Actor) -> None:
        one = self._any()
        self._world.execute(
            ChangeContribution(one["id"], one.get("revision", 1), self._form().words),  # type: ignore[arg-type]  # of a row
            who,
        )

    def _report(self, who: Actor) -> None:
        it = self._any()["id"]
        self._world.execute(ReportRemark(it, "spam", REASONS, target=Target.CONTRIBUTION), who)  # type: ignore[arg-type]  # of a row

    def _judge(self, who: Actor) -> None:
        del who
        open_ = [row for row in self._world.rows(Case) if row["closed_at"] is None]
        case = self._chance.choice(sorted(open_, key=lambda row: str(row["id"]))) if open_ else None
        if case is not None:
            verdict = self._chance.choice(("hidden", "left"))
            self._world.execute(
                JudgeRemark(case["id"], verdict, REASONS, "insult"), self._world.official
            )


@pytest.mark.parametrize("seed", [1, 2])
def test_after_a_storm_the_log_tells_the_same_as_the_rows(world: World, seed: int) -> None:
    storm = Storm(world, seed)
    storm.blow(90)
    gone = world.person("p0")
    assert gone.person_id is not None
    world.execute(ErasePerson(gone.person_id), gone)
    world.settle()
    assert len(storm.done) >= 7, storm.done
    rows = sorted(world.rows(Contribution), key=lambda row: row["number"])
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    made = world.events(ContributionMade)
    assert [(one.number, one.contribution_id, one.depth) for one in made] == [
        (row["number"], row["id"], row["depth"]) for row in rows
    ]
    support = Counter(one.contribution_id for one in world.events(ContributionSupported))
    support -= Counter(one.contribution_id for one in world.events(ContributionSupportTakenBack))
    held = Counter(row["contribution_id"] for row in world.rows(ContributionSupport))
    assert {row["id"]: row["support"] for row in rows if row["support"]} == support == held
    [room] = world.rows(DiscussionRoom)
    assert room["supports"] == sum(support.values())
    places = defaultdict[UUID, list[int]](list)
    for row in rows:
        if row["parent_id"]:
            places[row["parent_id"]].append(row["place"])
    assert all(found == list(range(1, len(found) + 1)) for found in places.values())
    assert {row["id"]: row["replies"] for row in rows if row["answered"]} == {
        above: len(found) for above, found in places.items()
    }
    with world.services.reading(HERE) as connection:
        assert list(log.problems(connection, HERE)) == []
        for consumer in PROJECTIONS:
            assert list(differences(connection, consumer, HERE)) == []


def _scores(world: World) -> dict[int, int]:
    return {row["number"]: row["score"] for row in world.rows(Contribution)}


def test_order_is_worked_out_anew_when_others_got_support(world: World) -> None:
    """What was there first had its time: the support that others get since then counts against it."""
    means, anna = discussion(world), world.person("anna")
    said(world, means, anna), said(world, means, anna)
    people = [world.person(f"p{n}") for n in range(12)]
    for who in people[:2]:
        world.execute(SupportContribution(id_of(world, 1)), who)
    before = _scores(world)[1]
    for who in people:
        world.execute(SupportContribution(id_of(world, 2)), who)
    assert _scores(world)[1] == before == score(2, 2)
    world.settle()
    expected = {1: score(2, 14), 2: score(12, 14)}
    assert _scores(world) == expected
    [room] = world.rows(DiscussionRoom)
    assert (room["supports"], room["ordered_at"]) == (14, 14)
    world.settle()
    assert _scores(world) == expected
    assert discussions().name == NAME


def test_who_says_or_supports_something_takes_part_and_who_takes_it_back_does_not(
    world: World,
) -> None:
    means, anna, bram, carla = (
        discussion(world),
        *(world.person(name) for name in ("anna", "bram", "carla")),
    )
    said(world, means, anna), said(world, means, anna)
    said(world, means, world.official, "Dank u wel.", office="Team Groen")
    for who in (bram, carla):
        world.execute(SupportContribution(id_of(world, 1)), who)
    world.execute(TakeBackContributionSupport(id_of(world, 1)), carla)
    world.settle()
    people = sum(row["count"] for row in world.rows(Figure) if row["measure"] == "people")
    assert people == 2
