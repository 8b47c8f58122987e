"""A film that was hidden: gone for everybody else, told to its sender, and shown again."""

from uuid import UUID, uuid4

from tests.support.web import ClientFor, log_in
from tests.support.world import World
from tests.web.test_hidden_photo import PAGE, PLAN, REASONS, WORDS, text, the_case, told
from wijkstem.commands.drafts import SaveDraft
from wijkstem.commands.initiatives import SubmitInitiative, TakeStep
from wijkstem.domain.people import Actor
from wijkstem.tables.reports import Decision
from wijkstem.words import Role


def opened(world: World, anna: Actor) -> UUID:
    """The film of a plan that people can support."""
    draft, kind = uuid4(), "burgerinitiatief"
    world.execute(SaveDraft(draft, kind, 0, "p", {"title": "Meer bomen in de straat"}), anna)
    film = world.add_film(draft, anna)
    texts = {"decision": "Plant tien bomen in de straat."}
    filed = SubmitInitiative(kind, "Meer bomen in de straat", "WK990100", texts, draft, "green", 3)
    plan = world.execute(filed, anna).initiative_id
    world.execute(TakeStep(plan, 1, "admit"), world.official)
    world.settle()
    return film


def test_hidden_and_shown_again(world: World, client_for: ClientFor) -> None:
    anna = world.person("anna")
    film = opened(world, anna)
    file = f"/film/{film}"
    visitor, writer, official = client_for(world), client_for(world), client_for(world)
    log_in(writer, world, "anna")
    log_in(official, world, "official", Role.OFFICIAL)
    assert f'value="{film}"' in text(visitor, f"{PLAN}/melden")
    asked = {"reason": "personal_data", "words": WORDS, "target": str(film)}
    assert visitor.post(f"{PLAN}/melden", data=asked).status_code == 303
    case = the_case(world)
    assert "Het gaat over de film bij dit plan." in text(official, case)
    form = {"verdict": "hidden", "ground": "personal_data", "reasons": REASONS}
    assert official.post(case, data=form).status_code == 303
    world.settle()
    assert file not in text(visitor, PAGE)
    assert visitor.get(file).status_code == 404
    assert visitor.get(f"{file}/ondertitels.vtt").status_code == 404
    assert writer.get(file).headers["cache-control"] == "private, no-store"
    assert "De gemeente heeft deze film verborgen." in text(writer, PAGE)
    assert "De gemeente heeft een film verborgen" in text(writer, PAGE)
    assert told(world, anna) == ["contribution_hidden"]
    assert visitor.post(f"{PLAN}/melden", data=asked).status_code in {409, 422}
    [decision] = world.rows(Decision)
    asked_again = text(writer, f"/besluit/{decision['id']}/herziening")
    assert "De gemeente heeft de film bij uw plan verborgen." in asked_again
    back = official.post(case, data={"terug": str(decision["id"]), "reasons": REASONS})
    assert back.status_code == 303, back.text
    world.settle()
    assert file in text(visitor, PAGE)
    assert told(world, anna) == ["contribution_hidden", "contribution_shown"]
