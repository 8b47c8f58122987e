"""Advice on a council proposal on screen: passage by passage, nothing typed is lost, answered together, and the note."""

from dataclasses import replace
from html import unescape
from io import BytesIO

import pikepdf
import pypdfium2
from starlette.testclient import TestClient

from tests.support.advised import (
    ANSWER,
    NOT_SO,
    YES,
    adopted,
    advice,
    answered,
    commented,
    ended,
    number_of,
)
from tests.support.means import row_of
from tests.support.shelf import state
from tests.support.statements import statements
from tests.support.web import log_in
from tests.support.world import HERE, World
from wijkstem.commands.remark_reports import JudgeRemark
from wijkstem.tables.comments import Comment, CommentAnswer
from wijkstem.tables.moderation import Case
from wijkstem.words import Role
from workers.outcomes import print_outcomes

NAME = "anna"
REASON = "Dit is een goede reden, in een hele zin."


def text(client: TestClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return unescape(answer.text)


def test_room_shows_the_promise_first_and_then_every_passage(
    client: TestClient, sqlite_world: World
) -> None:
    means_id = advice(sqlite_world)
    row = row_of(sqlite_world, means_id)
    commented(sqlite_world, means_id, sqlite_world.person(NAME))
    page = text(client, f"/meedoen/{row['number']}-{row['slug']}")
    marks = [
        "Wat wij u beloven",
        "Wat is het voorstel?",
        "Maak van het plein",
        "Niet eens: 1",
        "Wat kost het?",
    ]
    assert sorted(marks, key=page.index) == marks
    assert f"/meedoen/{row['number']}/reageren/2" in page
    assert NAME not in page.lower()


def test_comment_is_given_read_changed_and_taken_back(
    client: TestClient, sqlite_world: World
) -> None:
    base = f"/meedoen/{number_of(sqlite_world, advice(sqlite_world))}"
    log_in(client, sqlite_world, NAME)
    form = text(client, f"{base}/reageren/2")
    assert "Haal de auto's weg." in form
    empty = client.post(f"{base}/reageren/2", data={"wording": "Laat ze staan.", "for": "person"})
    assert empty.status_code == 422
    assert "Laat ze staan." in unescape(empty.text)
    assert "Kies wat u ervan vindt." in unescape(empty.text)
    given = client.post(
        f"{base}/reageren/2",
        data={
            "assent": "agree_if",
            "why": "Het is te druk.",
            "wording": "Haal de helft van de auto's weg.",
        },
    )
    assert given.headers["location"] == f"{base}/mijn-reacties"
    read = text(client, f"{base}/reacties?stuk=2")
    assert "<ins>de helft van</ins>" in read
    assert "<ins>" not in text(client, f"{base}/reacties?stuk=1")
    [row] = sqlite_world.rows(Comment)
    url = f"{base}/mijn-reacties/{row['id']}"
    assert "Het is te druk." in text(client, url)
    changed = {"assent": "agree", "why": "", "wording": "", "revision": "1"}
    assert client.post(url, data=changed).status_code == 303
    late = client.post(url, data=changed | {"why": "Toch niet.", "assent": "disagree"})
    assert late.status_code == 409
    assert "Toch niet." in unescape(late.text)
    assert client.post(f"{url}/terugnemen").status_code == 303
    assert client.post(f"{url}/terugnemen").status_code == 303
    assert sqlite_world.rows(Comment) == []


def test_comment_that_comes_too_late_is_not_lost(client: TestClient, sqlite_world: World) -> None:
    means_id = advice(sqlite_world)
    base = f"/meedoen/{number_of(sqlite_world, means_id)}"
    log_in(client, sqlite_world, NAME)
    ended(sqlite_world, means_id)
    late = client.post(f"{base}/reageren/2", data={"assent": "disagree", "why": "Wacht nog even."})
    assert late.status_code == 422
    assert "Wacht nog even." in late.text
    assert "Reageren kan nu niet." in late.text


def test_somebody_elses_comment_and_another_means_are_not_found(
    client: TestClient, sqlite_world: World
) -> None:
    means_id = advice(sqlite_world)
    said = commented(sqlite_world, means_id, sqlite_world.person("bram"))
    base = f"/meedoen/{number_of(sqlite_world, means_id)}"
    log_in(client, sqlite_world, NAME)
    assert client.get(f"{base}/mijn-reacties/{said}").status_code == 404
    assert client.get(f"{base}/reageren/99").status_code == 404
    assert client.get("/meedoen/2026-0099/reacties").status_code == 404
    assert client.get(f"{base}/reactienota").status_code == 404


def test_nobody_reports_what_they_said_themselves(client: TestClient, sqlite_world: World) -> None:
    means_id = advice(sqlite_world)
    own = commented(sqlite_world, means_id, sqlite_world.person(NAME))
    other = commented(sqlite_world, means_id, sqlite_world.person("bram"))
    base = f"/meedoen/{number_of(sqlite_world, means_id)}"

    def reported() -> list[bool]:
        page = text(client, f"{base}/reacties")
        return [f"{base}/reacties/{one}/melden" in page for one in (own, other)]

    assert reported() == [True, True]
    log_in(client, sqlite_world, NAME)
    assert reported() == [False, True]


def test_what_people_write_is_shown_and_never_run(client: TestClient, sqlite_world: World) -> None:
    means_id = advice(sqlite_world)
    evil = replace(NOT_SO, why="<script>alert(1)</script>", wording="<b>Nee</b> https://x.example")
    commented(sqlite_world, means_id, sqlite_world.person(NAME), 2, evil)
    page = client.get(f"/meedoen/{number_of(sqlite_world, means_id)}/reacties").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert 'href="https://x.example' not in page


def test_official_answers_several_after_looking_them_over(
    client: TestClient, sqlite_world: World
) -> None:
    means_id = advice(sqlite_world)
    ids = [
        commented(sqlite_world, means_id, sqlite_world.person(name)) for name in ("anna", "bram")
    ]
    ended(sqlite_world, means_id)
    desk = f"/beheer/meedoen/{number_of(sqlite_world, means_id)}/nota"
    log_in(client, sqlite_world, NAME)
    assert client.get(desk).status_code == 403
    log_in(client, sqlite_world, "ambtenaar", Role.OFFICIAL)
    assert "2 van de 2 reacties hebben nog geen antwoord." in text(client, desk)
    ticks = {f"reactie-{one}": "0" for one in ids}
    typed = {**ticks, "response": "partly", "reasons": "Er blijven vijf plekken."}
    no = client.post(f"{desk}/antwoord", data={**ticks, "reasons": "Er blijven vijf plekken."})
    assert no.status_code == 422
    assert no.text.count(" checked") == 2
    assert "Er blijven vijf plekken." in no.text
    named = typed | {"reasons": "Dat vroeg mevrouw Voorbeeld."}
    asked = client.post(f"{desk}/antwoord", data=named)
    assert asked.status_code == 422
    assert "<strong>Voorbeeld</strong>" in asked.text
    meant = client.post(f"{desk}/antwoord", data=named | {"gevonden": "ja"})
    assert '<input type="hidden" name="gevonden" value="ja">' in meant.text
    look = client.post(f"{desk}/antwoord", data=typed)
    assert "Dit antwoord komt bij 2 reacties." in look.text
    assert sqlite_world.rows(CommentAnswer) == []
    assert client.post(f"{desk}/antwoord", data={**typed, "ga": "bewaar"}).status_code == 303
    assert len(sqlite_world.rows(CommentAnswer)) == 2
    again = client.post(f"{desk}/antwoord", data={**typed, "ga": "bewaar"})
    assert again.status_code == 409
    assert "Een collega gaf net antwoord." in again.text
    assert client.post(f"{desk}/vaststellen", data={"revision": "1"}).status_code == 422
    said = {"revision": "1", "summary": "Mensen willen hun auto kwijt kunnen."}
    assert client.post(f"{desk}/samenvatting", data=said).status_code == 303
    done = client.post(f"{desk}/vaststellen", data={"revision": "2"})
    assert done.headers["location"].endswith("/reactienota")


def test_note_is_a_page_a_table_and_a_tagged_document(
    client: TestClient, sqlite_world: World
) -> None:
    means_id = advice(sqlite_world)
    said = commented(sqlite_world, means_id, sqlite_world.person(NAME))
    whole = commented(sqlite_world, means_id, sqlite_world.person("bram"), 0, YES)
    ended(sqlite_world, means_id)
    answered(sqlite_world, means_id, said, whole)
    adopted(sqlite_world, means_id)
    base = f"/meedoen/{number_of(sqlite_world, means_id)}"
    sqlite_world.settle()
    assert "reactienota.pdf" not in text(client, f"{base}/reactienota")
    assert client.get(f"{base}/reactienota.pdf").status_code == 404
    assert print_outcomes(sqlite_world.services, HERE) == 1
    page = text(client, f"{base}/reactienota")
    assert f"{base}/reactienota.pdf" in page
    assert "2 reacties met antwoord" in page
    assert "Er blijven vijf plekken voor auto's." in page
    table = client.get(f"{base}/reactienota.csv").text
    assert table.count("Voor een deel overgenomen") == 2
    first = client.get(f"{base}/reactienota.pdf")
    assert first.headers["content-type"] == "application/pdf"
    with pikepdf.open(BytesIO(first.content)) as file:
        root = file.Root.as_dict()
        assert root["/MarkInfo"].as_dict()["/Marked"]
        assert root["/Lang"] == "nl-NL"
    document = pypdfium2.PdfDocument(first.content)
    words = " ".join(page.get_textpage().get_text_range() for page in document)
    assert "Waar moet ik dan staan?" in " ".join(words.split())
    assert client.get(f"{base}/reactienota.pdf").content == first.content
    mark = {"If-None-Match": first.headers["etag"]}
    assert client.get(f"{base}/reactienota.pdf", headers=mark).status_code == 304


def test_many_comments_cost_no_more_statements(client: TestClient, sqlite_world: World) -> None:
    means_id = advice(sqlite_world)
    number = number_of(sqlite_world, means_id)
    row = row_of(sqlite_world, means_id)
    paths = (f"/meedoen/{number}-{row['slug']}?taal=nl", f"/meedoen/{number}/reacties")

    def cost() -> list[int]:
        found = []
        for path in paths:
            client.get(path)
            state(client).shelf._slots.clear()
            with statements(sqlite_world.services.engine) as asked:
                client.get(path)
            found.append(len(asked))
        return found

    commented(sqlite_world, means_id, sqlite_world.person("anna"))
    few = cost()
    for n in range(30):
        commented(sqlite_world, means_id, sqlite_world.person(f"bewoner-{n}"), n % 4, YES)
    assert cost() == few


def test_reported_comment_is_hidden_with_reasons_and_looked_at_again_by_another(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    means_id, anna = advice(world), world.person("anna")
    said = commented(world, means_id, anna, form=replace(NOT_SO, why="Jullie zijn allemaal dom."))
    base = f"/meedoen/{number_of(world, means_id)}"
    everything = f"{base}/reacties"
    report = f"{everything}/{said}/melden"
    assert report in text(client, everything)
    refused = client.post(report, data={"words": REASON})
    assert (refused.status_code, REASON in refused.text) == (422, True)
    sent = client.post(report, data={"reason": "insult", "words": REASON})
    assert (sent.status_code, sent.headers["location"]) == (303, f"{everything}?stuk=2")
    [case] = world.rows(Case)
    desk = f"/moderatie/zaak/{case['id']}"
    log_in(client, world, "official", Role.OFFICIAL)
    assert "Melding van een vraag of reactie" in text(client, "/moderatie")
    assert "Jullie zijn allemaal dom." in text(client, desk)
    client.post(desk, data={"verdict": "hidden", "ground": "insult", "reasons": REASON})
    client.cookies.clear()
    page = text(client, everything)
    assert ("dom" in page, "De gemeente heeft dit verborgen." in page) == (False, True)
    assert client.get(report).status_code == 404
    world.settle()
    log_in(client, world, "anna")
    own = text(client, f"{base}/mijn-reacties")
    [row] = world.rows(Comment)
    appeal = f"/besluit/{row['hiding_id']}/herziening"
    assert ("Jullie zijn allemaal dom." in own, appeal in own) == (True, True)
    assert "Jullie zijn allemaal dom." in text(client, appeal)
    client.post(appeal, data={"words": REASON})
    [second] = [row for row in world.rows(Case) if row["closed_at"] is None]
    log_in(client, world, "colleague", Role.OFFICIAL)
    client.post(f"/moderatie/zaak/{second['id']}", data={"verdict": "reversed", "reasons": REASON})
    assert "Jullie zijn allemaal dom." in text(client, everything)


def test_hidden_words_stand_in_no_file_of_the_note(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    means_id, anna = advice(world), world.person("anna")
    said = commented(world, means_id, anna, form=replace(NOT_SO, why="Jullie zijn allemaal dom."))
    base = f"/meedoen/{number_of(world, means_id)}"
    client.post(f"{base}/reacties/{said}/melden", data={"reason": "insult", "words": REASON})
    [case] = world.rows(Case)
    world.execute(JudgeRemark(case["id"], "hidden", REASON, "insult"), world.official)
    ended(world, means_id)
    log_in(client, world, "official", Role.OFFICIAL)
    assert "Jullie zijn allemaal dom." in text(client, f"/beheer/meedoen/{base[9:]}/nota")
    answered(world, means_id, said)
    adopted(world, means_id)
    client.cookies.clear()
    for path in ("reactienota", "reactienota.csv"):
        page = text(client, f"{base}/{path}")
        assert ("dom" in page, "verborgen" in page) == (False, True)
        assert ANSWER.reasons in page
