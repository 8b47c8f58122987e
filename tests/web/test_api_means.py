"""Taking part in the API: what the pages say, without a person, and of few people nothing."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.api import API, SITE, everything, get, mistakes, whole_list
from tests.support.dialogue import answered_by_two_camps, computed, open_dialogue, statements
from tests.support.discussed import contribution, discussion, said
from tests.support.means import made, row_of
from tests.support.outcomes import advised, outcome_row
from tests.support.votes import a_vote, published, resident
from tests.support.world import HERE, World
from wijkstem.commands.announcing import CloseMeans
from wijkstem.commands.dialogue import TakeStance
from wijkstem.commands.outcomes import DecideOutcome
from wijkstem.commands.remark_reports import JudgeRemark, ReportRemark
from wijkstem.commands.statements import ProposeStatement
from wijkstem.domain.outcomes import DecisionForm
from wijkstem.kit.clock import local_date
from wijkstem.queries.dialogue import dialogue_room
from wijkstem.tables.moderation import Case
from wijkstem.web.api.v1 import tell_means
from wijkstem.web.api.v1.tell_means import statement_counts
from wijkstem.words import Target


def of(world: World, means_id: Any) -> str:
    """The number of a means."""
    number: str = row_of(world, means_id)["number"]
    return number


def as_described(client: TestClient) -> dict[str, Any]:
    """Every answer that there is about taking part, by its address; each as the description says."""
    described = get(client, "openapi.json")
    seen = {}
    for path, address, content in everything(client):
        if path.startswith("/meedoen"):
            assert mistakes(described, path, content) == [], address
            seen[path] = content
    return seen


def test_a_means_says_what_was_chosen_promised_and_done(
    client: TestClient, sqlite_world: World
) -> None:
    means_id = discussion(sqlite_world, places=("WK990100",))
    made(sqlite_world)  # a draft, that nobody else sees
    number = of(sqlite_world, means_id)
    sqlite_world.settle()
    [one] = whole_list(client, "meedoen")
    url, dossier = f"{SITE}{API}/meedoen/{number}", one["dossier"].rpartition("/")[2]
    assert one == {
        "nummer": number,
        "titel": "Wat doen wij met het plein?",
        "soort": {"code": "discussion", "naam": "Gesprek"},
        "vraag": "Het plein is leeg. Wat moet er komen? Zeg wat u wilt.",
        "rol": {"code": "advise", "naam": one["rol"]["naam"]},
        "belofte": "De raad leest alles. In april zegt de raad wat hij doet, en waarom.",
        "doelgroep": "everyone",
        "wijken": [{"code": "WK990100", "naam": "Centrum"}],
        "gekozenDoor": {"code": "raad", "naam": "Gemeenteraad"},
        "gekozenOp": "2026-02-23",
        "keuze": "De raad wil eerst weten wat mensen er nu missen.",
        "bekendOp": "2026-03-02",
        "openVanaf": "2026-03-01T23:00:00Z",
        "openTot": "2026-03-15T23:00:00Z",
        "stand": "announced",
        "eerderDichtOmdat": None,
        "antwoordUiterlijk": "2026-04-20",
        "antwoord": None,
        "antwoordOp": None,
        "dossier": f"{SITE}{API}/dossiers/{dossier}",
        "initiatief": None,
        "raadsvoorstel": None,
        "bijdragen": f"{url}/bijdragen",
        "stellingen": None,
        "url": url,
        "pagina": f"{SITE}/meedoen/{number}-wat-doen-wij-met-het-plein",
    }
    assert get(client, one["url"]) == one
    sqlite_world.execute(CloseMeans(means_id, "Alles is gezegd."), sqlite_world.official)
    closed = get(client, one["url"])
    assert (closed["stand"], closed["eerderDichtOmdat"]) == ("closed", "Alles is gezegd.")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("soort=discussion", 1),
        ("soort=dialogue", 1),
        ("soort=vote", 0),
        ("stand=announced", 2),
        ("stand=closed", 0),
        ("dossier=2026-0001", 1),
        ("dossier=2026-0009", 0),
    ],
)
def test_means_can_be_picked(
    client: TestClient, sqlite_world: World, asked: str, shown: int
) -> None:
    discussion(sqlite_world)
    open_dialogue(sqlite_world)
    assert len(whole_list(client, f"meedoen?{asked}")) == shown


@pytest.mark.parametrize("asked", ["soort=praten", "stand=open", "dossier=plein"])
def test_what_cannot_be_picked_is_told(client: TestClient, asked: str) -> None:
    answer = client.get(f"{API}/meedoen?{asked}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_means_that_is_prepared_is_not_there(client: TestClient, sqlite_world: World) -> None:
    number = of(sqlite_world, made(sqlite_world))
    assert whole_list(client, "meedoen") == []
    for part in ("", "/bijdragen", "/stellingen", "/uitkomst", "/uitslag", "/besluit"):
        assert client.get(f"{API}/meedoen/{number}{part}").status_code == 404, part


def test_contributions_come_in_parts_without_who_said_them(
    client: TestClient, sqlite_world: World
) -> None:
    world, means_id = sqlite_world, discussion(sqlite_world)
    anna, bram = (world.person(name) for name in ("anna", "bram"))
    said(world, means_id, anna, "Er moeten bomen komen.", neighbourhood=True)
    said(world, means_id, bram, "Dat vind ik ook.", to=1)
    said(world, means_id, bram, "Ik wil een fontein.", stance="idea")
    path = f"meedoen/{of(world, means_id)}/bijdragen"
    first = get(client, f"{path}?pageSize=2")
    second = get(client, first["volgende"])
    rows = [*first["resultaten"], *second["resultaten"]]
    assert [(one["nummer"], one["standpunt"], one["reactieOp"]) for one in rows] == [
        (3, "idea", None), (2, None, 1), (1, "for", None),
    ]  # fmt: skip
    assert second["volgende"] is None
    assert (rows[2]["tekst"], rows[2]["reacties"], rows[2]["steun"]) == (
        "Er moeten bomen komen.", 1, 0,
    )  # fmt: skip
    assert {str(anna.person_id), str(bram.person_id), "anna", "bram"}.isdisjoint(str(rows).split())
    assert str(anna.person_id) not in str(rows)


def test_hidden_words_are_not_told(client: TestClient, sqlite_world: World) -> None:
    world, means_id = sqlite_world, discussion(sqlite_world)
    said(world, means_id, world.person("anna"), "De buurman is dom.")
    path = f"meedoen/{of(world, means_id)}/bijdragen"
    assert get(client, path)["resultaten"][0]["tekst"] == "De buurman is dom."
    hidden(world, contribution(world, 1)["id"])
    [one] = get(client, path)["resultaten"]
    assert (one["tekst"], one["verborgen"], one["grond"]) == ("", True, "insult")


def hidden(world: World, contribution_id: Any) -> None:
    """Reported by a resident, and hidden by an official."""
    form = ReportRemark(contribution_id, "insult", "Dit is gemeen.", target=Target.CONTRIBUTION)
    world.execute(form, world.person("bram"))
    [case] = world.rows(Case, target_id=contribution_id)
    world.execute(
        JudgeRemark(case["id"], "hidden", "Dit scheldt iemand uit die er ook woont.", "insult"),
        world.official,
    )


def test_statements_say_what_groups_think_and_nothing_of_few(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    means_id = open_dialogue(world)
    number = of(world, means_id)
    world.execute(ProposeStatement(means_id, "Er moet een fontein komen."), world.person("anna"))
    before = get(client, f"meedoen/{number}/stellingen")["resultaten"]
    assert {one["tekst"] for one in before} == set(statements(world, means_id)) - {
        "Er moet een fontein komen."
    }, "what waits for a moderator is not there"
    assert all(one["antwoorden"] is None and one["groepen"] is None for one in before)
    assert client.get(f"{API}/meedoen/{number}/uitkomst").status_code == 404
    answered_by_two_camps(world, means_id)
    assert computed(world) == 1
    first = get(client, f"meedoen/{number}/stellingen?pageSize=3")
    rows = [*first["resultaten"], *whole_list(client, first["volgende"])]
    assert [one["id"] for one in rows] == sorted(one["id"] for one in before)
    green = next(one for one in rows if one["tekst"] == "Er moet meer groen op het plein.")
    assert green["antwoorden"] == {"eens": 6, "oneens": 6, "geenMening": 4}
    assert sorted(one["eensProcent"] for one in green["groepen"]) == [0, 75]
    assert [one["antwoorden"] is not None for one in green["groepen"]] == [True, True]
    it = get(client, f"meedoen/{number}/uitkomst")
    assert (it["mensen"], it["antwoorden"], it["definitief"]) == (16, 128, False)
    assert [one["mensen"] for one in it["groepen"]] == [8, 8]
    assert set(it["eensOver"]) <= {one["id"] for one in rows}
    assert {"/meedoen/{nummer}/stellingen", "/meedoen/{nummer}/uitkomst"} <= set(
        as_described(client)
    )


def test_who_is_in_no_group_is_not_told_by_the_difference(sqlite_world: World) -> None:
    """Two people who answered little: all minus the groups would be what they said."""
    world = sqlite_world
    means_id = open_dialogue(world)
    answered_by_two_camps(world, means_id)
    for name in ("xander", "yara"):
        for one in list(statements(world, means_id).values())[:2]:
            world.execute(TakeStance(means_id, one, "agree"), world.person(name))
    assert computed(world) == 1
    with world.services.reading(HERE) as connection:
        room = dialogue_room(connection, HERE, means_id)
    told = [told for _, _, told in statement_counts(room, 5).values()]
    assert told.count(False) == 2
    rows = tell_means.statements(room, 5)
    kept = [one for one in rows if one.groepen and one.groepen[0].antwoorden is None]
    assert len(kept) == 2
    assert all(one.antwoorden and one.groepen for one in kept), "parts of a hundred stay"


def test_result_of_a_vote_is_there_once_it_is_out(client: TestClient, sqlite_world: World) -> None:
    vote = a_vote(sqlite_world)
    number = of(sqlite_world, vote.means_id)
    for name, pick in (("anna", 1), ("bram", 1), ("cato", 2)):
        vote.send(resident(sqlite_world, name), [pick])
    assert client.get(f"{API}/meedoen/{number}/uitslag").status_code == 404
    published(vote)
    it = get(client, f"meedoen/{number}/uitslag")
    assert (it["gestemd"], it["kiezers"], it["leeg"]) == (3, 10, 0)
    assert [(one["nummer"], one["titel"], one["stemmers"]) for one in it["antwoorden"]] == [
        (1, "Een park", 2), (2, "Een school", 1), (3, "Winkels", 0),
    ]  # fmt: skip
    assert {one["stemmers"] for one in it["opkomst"]} == {None}, "three people are too few"
    assert "/meedoen/{nummer}/uitslag" in as_described(client)


def test_decision_on_what_came_out(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    means_id = advised(world, world.person("anna"))
    number = of(world, means_id)
    before = get(client, f"meedoen/{number}/besluit")
    assert (before["stand"], before["besluit"], before["toelichting"]) == ("placed", None, None)
    assert get(client, before["vergadering"])["gehoudenOp"] == before["vergaderdOp"]
    world.pass_days(41)
    form = DecisionForm("partly", "Er blijven tien plekken.", local_date(world.clock.now()))
    revision = outcome_row(world, means_id)["revision"]
    world.execute(DecideOutcome(means_id, revision, form), world.clerk)
    it = get(client, f"meedoen/{number}/besluit")
    assert (it["stand"], it["besluit"], it["toelichting"]) == (
        "decided", "partly", "Er blijven tien plekken.",
    )  # fmt: skip
    assert it["orgaan"] == {"code": "raad", "naam": "Gemeenteraad"}
    assert "/meedoen/{nummer}/besluit" in as_described(client)
