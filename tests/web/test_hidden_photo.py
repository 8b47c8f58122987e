"""A photo that was hidden: gone for everybody else, told to its sender, and shown again."""

from html import unescape
from uuid import UUID, uuid4

from starlette.testclient import TestClient

from tests.support.web import ClientFor, log_in
from tests.support.world import World
from wijkstem.commands.drafts import SaveDraft
from wijkstem.commands.initiatives import SubmitInitiative, TakeStep
from wijkstem.domain.people import Actor
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.media import Photo
from wijkstem.tables.messages import InboxMessage
from wijkstem.tables.moderation import Case
from wijkstem.tables.reports import Decision
from wijkstem.words import CaseKind, Role, Target

PLAN = "/initiatieven/2026-0001"
PAGE = f"{PLAN}-meer-bomen-in-de-straat"
WORDS = "Mijn dochter staat herkenbaar op deze foto."
REASONS = "Op de foto staat een kind dat daar niet mee heeft ingestemd."


def opened(world: World, anna: Actor) -> tuple[UUID, UUID]:
    """A plan that people can support, with two photos; both of those."""
    draft, kind = uuid4(), "burgerinitiatief"
    world.execute(SaveDraft(draft, kind, 0, "p", {"title": "Meer bomen in de straat"}), anna)
    photos = [world.add_photo(draft, anna, what) for what in ("Een kind", "Een boom")]
    texts = {"decision": "Plant tien bomen in de straat."}
    filed = SubmitInitiative(kind, "Meer bomen in de straat", "WK990100", texts, draft, "green", 3)
    plan = world.execute(filed, anna).initiative_id
    world.execute(TakeStep(plan, 1, "admit"), world.official)
    world.settle()
    return photos[0], photos[1]


def text(client: TestClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def the_case(world: World) -> str:
    [case] = [one for one in world.rows(Case, kind=CaseKind.REPORT) if one["closed_at"] is None]
    return f"/moderatie/zaak/{case['id']}"


def told(world: World, who: Actor) -> list[str]:
    ours = {"contribution_hidden", "contribution_shown"}
    found = world.rows(InboxMessage, person_id=who.person_id)
    return sorted(row["template"] for row in found if row["template"] in ours)


def test_hidden_and_shown_again(world: World, client_for: ClientFor) -> None:
    anna = world.person("anna")
    photo, other = opened(world, anna)
    file = f"/foto/{photo}/groot"
    visitor, writer, official = client_for(world), client_for(world), client_for(world)
    log_in(writer, world, "anna")
    log_in(official, world, "official", Role.OFFICIAL)
    assert file in text(visitor, PAGE)
    assert visitor.get(file).status_code == 200
    sent = visitor.post(
        f"{PLAN}/melden",
        data={"reason": "personal_data", "words": WORDS, "target": str(photo)},
    )
    assert sent.status_code == 303, sent.text
    case = the_case(world)
    assert "Een kind" in text(official, case)
    form = {"verdict": "hidden", "ground": "personal_data", "reasons": REASONS}
    assert official.post(case, data=form).status_code == 303
    [decision] = world.rows(Decision)
    assert (decision["target"], decision["target_id"]) == (Target.PHOTO, photo)

    # Gone at once for everybody else, in both sizes; the plan and the other photo stay.
    page = text(visitor, PAGE)
    assert "Plant tien bomen in de straat." in page
    assert (str(photo) in page, str(other) in page) == (False, True)
    assert [row["public"] for row in world.rows(Initiative)] == [True]
    for size in ("groot", "klein"):
        assert visitor.get(f"/foto/{photo}/{size}").status_code == 404
    assert visitor.get(f"/foto/{other}/groot").status_code == 200
    assert str(photo) not in text(visitor, f"{PLAN}/melden")
    late = visitor.post(f"{PLAN}/melden", data={**form, "words": WORDS, "target": str(photo)})
    assert late.status_code in {409, 422}

    # Its sender and the desk still see it, and no cache keeps it for others.
    for client in (writer, official):
        given = client.get(file)
        assert (given.status_code, given.headers["cache-control"]) == (200, "private, no-store")
    assert file in text(writer, PAGE)
    world.settle()
    assert told(world, anna) == ["contribution_hidden"]
    asked = text(writer, f"/besluit/{decision['id']}/herziening")
    assert "De gemeente verborg een foto bij uw plan." in asked

    again = official.post(case, data={"terug": str(decision["id"]), "reasons": REASONS})
    assert again.status_code == 303, again.text
    assert world.rows(Photo, id=photo)[0]["hiding_id"] is None
    assert file in text(visitor, PAGE)
    assert visitor.get(file).status_code == 200
    world.settle()
    assert told(world, anna) == ["contribution_hidden", "contribution_shown"]
