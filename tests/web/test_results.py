"""The result's pages: nothing before it is public, everything after it, and a desk that leads officials through it."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from tests.support.voted import CLOSES, Voting, counted, officials, published, voting
from tests.support.web import log_in
from tests.support.world import World
from wijkstem.commands.closing import CloseRound
from wijkstem.commands.paper_ballots import EnterSheet, OpenBatch
from wijkstem.domain.verifying import verify
from wijkstem.events.counting import LotDrawn, ResultPublished
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.paper_ballots import BallotCheck
from wijkstem.tally import presets
from wijkstem.words import Role
from wijkstem.words.rounds import VotingWay

RESULT, EXPORT, CHECK = (
    "/wijkbudget/2026-1/uitslag",
    "/wijkbudget/2026-1/uitslag/export.zip",
    "/wijkbudget/2026-1/controle",
)
DESK, SAMPLE = "/moderatie/rondes/2026-1/tellen", "/moderatie/rondes/2026-1/steekproef"
#: Of a plan that stands in no other text.
VOTES = (7, 3)


def voted(world: World, **values: object) -> Voting:
    vote = voting(world, (1000, (400, 700)), **values)  # type: ignore[arg-type]
    for plan, many in zip((1, 2), VOTES, strict=True):
        for _ in range(many):
            vote.cast(1, plan)
    return vote


def words(client: TestClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_result_says_who_won_and_why(sqlite_world: World, client: TestClient) -> None:
    published(voted(sqlite_world))
    said = words(client, RESULT)

    assert "Krijgt geld Nummer 1 7 stemmen € 400 Dit plan wint." in said
    assert "Krijgt geen geld Nummer 2 3 stemmen € 700 Dit plan kost 700 euro." in said
    assert "7 van de 10 stemmers kozen een plan dat geld krijgt." in said
    assert "10 van de 10 mensen op de lijst hebben gestemd." in said


def test_rounds_of_equal_shares_stand_there(sqlite_world: World, client: TestClient) -> None:
    published(voted(sqlite_world, count=presets.equal_shares()))

    assert "Ronde 1: plan 1 wint" in words(client, RESULT)


def test_export_can_be_checked(sqlite_world: World, client: TestClient) -> None:
    published(voted(sqlite_world))
    answer = client.get(EXPORT)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}

    assert [check for check in verify(files) if not check.ok] == []
    assert client.get(EXPORT).content == answer.content


def test_nothing_is_said_before_it_is_public(sqlite_world: World, client: TestClient) -> None:
    """Neither while people vote, nor after the close, nor when it is counted: for nobody but two officials."""
    vote = voted(sqlite_world)
    for path in (RESULT, EXPORT, CHECK):
        assert client.get(path).status_code == 404
    counted(vote)
    for path in (RESULT, EXPORT):
        assert client.get(path).status_code == 404
    assert "Stemmen in de uitslag" not in words(client, CHECK)
    assert client.get(DESK).status_code == 303


def test_totals_are_public_from_the_close_on(sqlite_world: World, client: TestClient) -> None:
    counted(voted(sqlite_world))
    said = words(client, CHECK)

    assert "De aantallen kloppen" in said
    assert "Mensen op de lijst 10" in said
    assert "Stemmen die tellen 10" in said


def test_desk_of_a_vote_that_goes_on_shows_no_figures(
    sqlite_world: World, client: TestClient
) -> None:
    voted(sqlite_world)
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    said = words(client, DESK)

    assert "Er wordt nog gestemd." in said
    assert not re.search(r"\b(7|10) stem", said)


def test_two_officials_make_it_public_at_their_desk(
    sqlite_world: World, client: TestClient
) -> None:
    counted(voted(sqlite_world))
    log_in(client, sqlite_world, "official 1", Role.OFFICIAL)
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', client.get(DESK).text)
    assert digest
    form = {"wat": "goed", "digest": digest[1]}
    client.post(DESK, data=form)
    assert "U keurde de uitslag al goed" in words(client, DESK)
    assert client.post(DESK, data=form).status_code == 403
    log_in(client, sqlite_world, "official 2", Role.OFFICIAL)
    client.post(DESK, data=form)

    assert len(sqlite_world.events(ResultPublished)) == 1
    assert client.get(RESULT).status_code == 200


def test_lot_is_asked_for_and_written_down(sqlite_world: World, client: TestClient) -> None:
    vote = voting(sqlite_world, (300, (300, 300)))
    vote.cast(1, 1, 2)
    counted(vote)
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    assert "Deze plannen in Gebied 1 staan gelijk: 1, 2." in words(client, DESK)
    form = {"wat": "loting", "figure": "", "how": "Op lotto.nl."}
    refused = client.post(DESK, data=form)
    assert refused.status_code == 422
    assert "Op lotto.nl." in refused.text
    early = client.post(DESK, data=form | {"figure": "15 8 4"})
    assert early.status_code == 422
    assert "15 8 4" in early.text
    sqlite_world.clock.at += timedelta(days=2)
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    named = form | {"figure": "15 8 4", "how": "Bel mevrouw Voorbeeld."}
    asked = client.post(DESK, data=named)
    assert asked.status_code == 422
    assert asked.text.count('id="f-gevonden"') == 1
    assert "Bel mevrouw Voorbeeld." in asked.text
    assert not sqlite_world.events(LotDrawn)
    client.post(DESK, data=named | {"gevonden": "ja"})
    counted(vote)

    assert "De getallen: 4 8 15." in words(client, DESK)


def test_wrong_figures_are_put_right_and_that_stands_with_the_result(
    sqlite_world: World, client: TestClient
) -> None:
    vote = voting(sqlite_world, (300, (300, 300)))
    vote.cast(1, 1, 2)
    counted(vote)
    sqlite_world.clock.at += timedelta(days=2)
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    client.post(DESK, data={"wat": "loting", "figure": "4 8 15", "how": "Op lotto.nl."})
    counted(vote)
    form = {"wat": "verbeter", "figure": "4 8 16", "how": "Op lotto.nl, 12 juni.", "reasons": ""}
    refused = client.post(DESK, data=form)
    assert refused.status_code == 422
    assert "4 8 16" in refused.text
    assert "<details open>" in refused.text
    assert "Verbeterd" not in words(client, DESK)
    asked = client.post(DESK, data=form | {"reasons": "Mevrouw Voorbeeld typte het verkeerd."})
    assert asked.status_code == 422
    assert asked.text.count('id="f-gevonden"') == 1
    assert "Verbeterd" not in words(client, DESK)
    client.post(DESK, data=form | {"reasons": "Een getal was verkeerd getypt."})
    counted(vote)
    published(vote)

    said = words(client, RESULT)
    assert "De getallen: 4 8 16." in said
    assert "zijn de getallen verbeterd. Eerst stond er: 4 8 15. Een getal was verkeerd" in said


def test_stopped_count_is_named(sqlite_world: World, client: TestClient) -> None:
    vote = voted(sqlite_world)
    vote.cast(1, 1, tag="planted", seal="0" * 64)
    counted(vote)
    (planted,) = [row for row in sqlite_world.rows(Ballot) if row["tag"] == "planted"]
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    said = words(client, DESK)

    assert "Het tellen is gestopt" in said
    assert planted["commitment"] in said
    assert client.post(DESK, data={"wat": "opnieuw"}).status_code == 303


def test_paper_from_the_pile_to_the_sample(sqlite_world: World, client: TestClient) -> None:
    vote = voted(sqlite_world)
    vote.mark(1, VotingWay.PAPER, 2)
    log_in(client, sqlite_world, "official 1", Role.OFFICIAL)
    form = {"wat": "stapel", "area": str(vote.areas[1]), "sheets": "3"}
    assert "Er kunnen er nog 2 bij" in client.post(DESK, data=form).text
    pile = client.post(DESK, data=form | {"sheets": "2"}).headers["location"]
    for number in (1, 2):
        log_in(client, sqlite_world, f"official {number}", Role.OFFICIAL)
        assert "Stembiljet 1" in words(client, pile)
        wrong = client.post(pile, data={"sheet": "1", "picks": "1 9"})
        assert (wrong.status_code, "1 9" in wrong.text) == (422, True)
        client.post(pile, data={"sheet": "1", "picks": "1"})
        client.post(pile, data={"sheet": "2", "picks": "1" if number == 1 else "2"})
    log_in(client, sqlite_world, "official 3", Role.OFFICIAL)
    assert "Twee collega's lazen iets anders." in words(client, pile).replace("&#39;", "'")
    client.post(pile, data={"sheet": "2", "wat": "ongeldig"})
    assert "De stapel is klaar." in words(client, pile)

    counted(vote)
    log_in(client, sqlite_world, "official 1", Role.OFFICIAL)
    client.post(DESK, data={"wat": "sluit"})
    counted(vote)
    for row in sqlite_world.rows(BallotCheck):
        form = {"batch": str(row["batch_id"]), "sheet": str(row["sheet"]), "same": "ja"}
        assert client.post(SAMPLE, data=form).status_code == 303
    assert "Nog te doen: 0." in words(client, SAMPLE)
    assert "Een loting koos 2 papieren stemmen." in words(client, CHECK)


def test_second_reader_sees_nothing_of_the_first(sqlite_world: World, client: TestClient) -> None:
    vote = voted(sqlite_world)
    vote.mark(1, VotingWay.PAPER)
    first, _, _ = officials(sqlite_world)
    batch = sqlite_world.execute(OpenBatch(vote.id, vote.areas[1], 1), first)
    path = f"/moderatie/stapel/{batch}"
    log_in(client, sqlite_world, "official 2", Role.OFFICIAL)
    before = client.get(path).text
    sqlite_world.execute(EnterSheet(batch, 1, "2"), first)

    assert client.get(path).text == before


@pytest.mark.parametrize("path", [DESK, SAMPLE])
def test_desk_is_for_officials(sqlite_world: World, client: TestClient, path: str) -> None:
    voted(sqlite_world)
    log_in(client, sqlite_world, "resident")

    assert client.get(path).status_code == 403


def test_close_is_refused_while_people_vote(sqlite_world: World, client: TestClient) -> None:
    voted(sqlite_world)
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    answer = client.post(DESK, data={"wat": "sluit"})

    assert answer.status_code == 422
    assert "Er kan nog gestemd worden." in answer.text


def test_closed_round_without_a_count_shows_its_totals(
    sqlite_world: World, client: TestClient
) -> None:
    vote = voted(sqlite_world)
    sqlite_world.clock.at = CLOSES
    sqlite_world.execute(CloseRound(vote.id))

    assert "Stemmen die tellen 10" in words(client, CHECK)
