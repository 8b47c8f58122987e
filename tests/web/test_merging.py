"""Letting one plan go on in another, as both submitters, an official and a supporter meet it."""

from html import unescape

from starlette.testclient import TestClient

from tests.commands.test_merging import WHY, number, propose, two
from tests.support.web import ClientFor, log_in
from tests.support.world import World
from wijkstem.commands.merging import AnswerMerge
from wijkstem.commands.signatures import Sign
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.merging import PlanMerge
from wijkstem.words import MergeEnd, Role


def text(client: TestClient, url: str, status: int = 200) -> str:
    answer = client.get(url, follow_redirects=True)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def test_from_proposal_to_one_plan(sqlite_world: World, client_for: ClientFor) -> None:
    world = sqlite_world
    plan, into, _, _ = two(world)
    here, there = number(world, plan), number(world, into)
    coba = world.person("coba")
    world.execute(Sign(plan), coba)
    world.settle()
    anna, bram, official, signer, visitor = (client_for(world) for _ in range(5))
    for client, name in ((anna, "anna"), (bram, "bram"), (signer, "coba")):
        log_in(client, world, name)
    log_in(official, world, "official", Role.OFFICIAL)

    form = f"/initiatieven/{here}/samenvoegen"
    assert form in text(official, f"/moderatie/{here}")
    assert form in text(anna, f"/initiatieven/{here}")
    assert form not in text(visitor, f"/initiatieven/{here}")
    assert signer.get(form).status_code == 403
    typed = {"into": "2026-9999", "side": "from", "words": WHY}
    wrong = official.post(form, data=typed)
    assert (wrong.status_code, WHY in wrong.text) == (422, True)
    assert "Dit nummer kennen wij niet." in wrong.text
    sent = official.post(form, data=typed | {"into": there})
    address = sent.headers["location"]
    assert (sent.status_code, address.startswith("/samenvoegen/")) == (303, True)
    twice = official.post(form, data=typed | {"into": there})
    assert (twice.status_code, WHY in twice.text) == (409, True)
    world.settle()

    # Both submitters find it on their own pages and in their messages; nobody else knows.
    assert address in text(anna, f"/initiatieven/{here}")
    assert address in text(bram, f"/initiatieven/{there}")
    assert address not in text(visitor, f"/initiatieven/{there}")
    assert signer.get(address).status_code == 404
    assert visitor.get(address).status_code in {302, 303}
    assert "Voorstel om samen verder te gaan" in text(bram, "/mijn/berichten")
    assert WHY in text(anna, address)
    assert official.post(address, data={"antwoord": "ja"}).status_code == 403
    assert anna.post(address, data={"antwoord": ""}).status_code == 422
    assert anna.post(address, data={"antwoord": "ja"}).status_code == 303
    assert "U zei ja." in text(anna, address)
    assert bram.post(address, data={"antwoord": "ja"}).status_code == 303
    late = bram.post(address, data={"antwoord": "nee"})
    assert (late.status_code, "Dit voorstel is al voorbij." in late.text) == (409, True)
    world.settle()

    gone = text(visitor, f"/initiatieven/{here}")
    assert "Dit plan gaat verder in een ander plan" in gone
    assert f"/initiatieven/{there}" in gone
    kept = text(visitor, f"/initiatieven/{there}")
    assert f"/initiatieven/{here}" in kept
    assert "Een ander plan gaat verder in dit plan" in kept
    # What ended is no plan to go on in; what goes on is.
    new = world.submit(world.person("dirk")).initiative_id
    beside = text(official, f"/moderatie/{number(world, new)}")
    assert (f"?met={there}" in beside, f"?met={here}" in beside) == (True, False)
    assert "Uw steun ging niet mee." in text(signer, f"/initiatieven/{here}")
    assert [row["result"].value for row in world.rows(Initiative, id=plan)] == ["merged"]
    assert form not in text(anna, f"/initiatieven/{here}")
    assert "Verder in een ander plan" in text(visitor, "/initiatieven")


def test_plan_that_nobody_may_read_yet_is_shown_only_after_its_submitter_agreed(
    sqlite_world: World, client_for: ClientFor
) -> None:
    world = sqlite_world
    plan, into, anna, _ = two(world, public=False)
    merge = propose(world, plan, into)
    bram, address = client_for(world), f"/samenvoegen/{merge}"
    log_in(bram, world, "bram")
    assert bram.get(address).status_code == 404
    assert address not in text(bram, f"/initiatieven/{number(world, into)}")
    world.execute(AnswerMerge(merge, agrees=True), anna)
    shown = text(bram, address)
    assert "Plant tien bomen" in shown
    assert "Laat het dus niet aan anderen zien." in shown
    assert bram.post(address, data={"antwoord": "ja"}).status_code == 303
    world.settle()
    visitor = client_for(world)
    assert visitor.get(f"/initiatieven/{number(world, plan)}").status_code == 404
    assert number(world, plan) not in text(visitor, f"/initiatieven/{number(world, into)}")


def test_submitter_takes_another_plan_in(sqlite_world: World, client_for: ClientFor) -> None:
    world = sqlite_world
    plan, into, _, _ = two(world)
    new = world.submit(world.person("anna")).initiative_id
    bram, official = client_for(world), client_for(world)
    log_in(bram, world, "bram")
    log_in(official, world, "official", Role.OFFICIAL)
    form = f"/initiatieven/{number(world, into)}/samenvoegen"
    typed = {"into": number(world, plan), "side": "into", "words": WHY}
    for bad, field in (
        (typed | {"into": number(world, new)}, "Dit nummer kennen wij niet."),
        (typed | {"side": ""}, "Kies welk plan verdergaat."),
        (typed | {"words": "Kort."}, "Leg in gewone woorden uit waarom."),
        (typed | {"words": "Bel mij, mijn BSN is 999990019 dank u."}, "burgerservicenummer"),
    ):
        wrong = bram.post(form, data=bad)
        assert (wrong.status_code, field in unescape(wrong.text)) == (422, True), field
    sent = bram.post(form, data=typed)
    assert sent.status_code == 303
    [row] = world.rows(PlanMerge)
    assert (row["initiative_id"], row["into_id"]) == (plan, into)
    taken = official.post(sent.headers["location"], data={"antwoord": "terug"})
    assert taken.status_code == 303
    assert [row["ended_as"] for row in world.rows(PlanMerge)] == [MergeEnd.TAKEN_BACK]
