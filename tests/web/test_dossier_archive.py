"""The archive of a dossier with its photos and films: all of them with their digests, in pieces, and nothing that is hidden."""

import json
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZipFile

from sqlalchemy import update
from starlette.testclient import TestClient

from tests.commands.test_council_proposals import FORM
from tests.commands.test_council_proposals import opened as proposal_opened
from tests.commands.test_dossiers import opened
from tests.support.carried import planned, shown
from tests.support.outcomes import advised, outcome_row
from tests.support.web import ClientFor
from tests.support.world import HERE, World
from wijkstem.adapters.files import MemoryFiles
from wijkstem.commands.dossiers import PutPlanInDossier
from wijkstem.commands.drafts import SaveDraft
from wijkstem.commands.initiatives import SubmitInitiative, TakeStep
from wijkstem.domain.people import Actor
from wijkstem.kit.rows import table_of
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.means import Means
from wijkstem.tables.media import Photo
from wijkstem.words.council_proposals import ProposalPart
from workers.outcomes import print_outcomes


def plan_with_media(world: World, who: Actor) -> UUID:
    """A plan that everybody can see, with two photos and a film."""
    draft, kind = uuid4(), "burgerinitiatief"
    world.execute(SaveDraft(draft, kind, 0, "p", {"title": "Meer bomen in de straat"}), who)
    for seen in ("Een kale straat", "Een boom"):
        world.add_photo(draft, who, seen)
    world.add_film(draft, who, "Wij lopen door de straat.")
    texts = {"decision": "Plant tien bomen in de straat."}
    filed = SubmitInitiative(kind, "Meer bomen in de straat", "WK990100", texts, draft, "green", 5)
    plan: UUID = world.execute(filed, who).initiative_id
    world.execute(TakeStep(plan, 1, "admit"), world.official)
    return plan


def archived(world: World, plan: UUID) -> str:
    """The address of the archive of a dossier with the plan in it."""
    dossier = opened(world)
    [row] = world.rows(Initiative, id=plan)
    world.execute(PutPlanInDossier(dossier, row["number"]), world.official)
    world.settle()
    [made] = world.rows(Dossier)
    return f"/dossiers/{made['number']}/archief.zip"


def unpacked(client: TestClient, url: str) -> dict[str, bytes]:
    answer = client.get(url)
    assert answer.status_code == 200
    with ZipFile(BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def pictures(files: dict[str, bytes]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(files["dossier.json"])["beelden"]
    return found


def test_photos_and_films_are_in_it_with_their_digests(world: World, client_for: ClientFor) -> None:
    url = archived(world, plan_with_media(world, world.person("anna")))
    client = client_for(world)
    files = unpacked(client, url)
    assert client.get(url).content == client.get(url).content
    said = pictures(files)
    assert [(one["soort"], one["omschrijving"]) for one in said] == [
        ("foto", "Een kale straat"),
        ("foto", "Een boom"),
        ("film", "Wij lopen door de straat."),
    ]
    names = [one["bestand"] for one in said]
    assert names == ["beelden/001-foto.webp", "beelden/002-foto.webp", "beelden/003-film.mp4"]
    assert [files[name] for name in names] == [b"a photo", b"a photo", b"something"]
    assert files["beelden/003-film.vtt"].startswith(b"WEBVTT")
    manifest = json.loads(files.pop("manifest.json"))
    assert {one["naam"]: (one["bytes"], one["sha256"]) for one in manifest["bestanden"]} == {
        name: (len(content), sha256(content).hexdigest()) for name, content in files.items()
    }
    assert manifest["ontbreekt"] == []
    assert "anna" not in str(files)


def test_photos_of_what_is_carried_out_are_in_it(
    sqlite_world: World, client_for: ClientFor
) -> None:
    plan, part, _ = planned(sqlite_world)
    shown(sqlite_world, part)
    files = unpacked(client_for(sqlite_world), archived(sqlite_world, plan))
    [one] = pictures(files)
    assert (one["soort"], one["omschrijving"]) == (
        "foto-van-de-uitvoering",
        "Tien gaten in het gras",
    )
    assert files[one["bestand"]] == b"a photo"


def test_what_is_hidden_is_not_in_it_and_what_is_gone_is_named(
    sqlite_world: World, client_for: ClientFor
) -> None:
    world = sqlite_world
    url = archived(world, plan_with_media(world, world.person("anna")))
    bare, tree = sorted(world.rows(Photo), key=lambda row: row["place"])
    photos = table_of(Photo)
    with world.services.unit_of_work(HERE) as uow:
        hidden = (photos.c.municipality_id == HERE) & (photos.c.id == bare["id"])
        uow.connection.execute(update(photos).where(hidden).values(hiding_id=uuid4()))
    files = world.services.files
    assert isinstance(files, MemoryFiles)
    files.remove(tree["large"])
    found = unpacked(client_for(world), url)
    assert [one["omschrijving"] for one in pictures(found)] == [
        "Een boom",
        "Wij lopen door de straat.",
    ]
    assert "kale" not in str(found)
    manifest = json.loads(found["manifest.json"])
    assert manifest["ontbreekt"] == ["beelden/001-foto.webp"]
    assert "beelden/001-foto.webp" not in {one["naam"] for one in manifest["bestanden"]}


def test_result_of_means_is_in_it_as_the_file_that_everybody_reads(
    sqlite_world: World, client_for: ClientFor
) -> None:
    world = sqlite_world
    means_id = advised(world, world.person("anna"))
    [means] = world.rows(Means, id=means_id)
    [dossier] = world.rows(Dossier, id=means["dossier_id"])
    client, url = client_for(world), f"/dossiers/{dossier['number']}/archief.zip"
    named = {
        "nummer": means["number"],
        "titel": means["title"],
        "datum": str(outcome_row(world, means_id)["known_on"]),
        "sha256": outcome_row(world, means_id)["digest"],
    }
    assert json.loads(unpacked(client, url)["dossier.json"])["uitkomsten"] == [
        named | {"bestand": None}
    ]
    assert print_outcomes(world.services, HERE) == 1
    files, name = unpacked(client, url), f"meedoen/{means['number']}.pdf"
    assert json.loads(files["dossier.json"])["uitkomsten"] == [named | {"bestand": name}]
    assert files[name] == client.get(f"/meedoen/{means['number']}/reactienota.pdf").content
    manifest = json.loads(files["manifest.json"])
    [told] = [one for one in manifest["bestanden"] if one["naam"] == name]
    assert told["sha256"] == sha256(files[name]).hexdigest()


def test_whole_council_proposal_is_in_it_as_it_reads_now(
    sqlite_world: World, client_for: ClientFor
) -> None:
    world = sqlite_world
    proposal_opened(world)
    [dossier] = world.rows(Dossier)
    files = unpacked(client_for(world), f"/dossiers/{dossier['number']}/archief.zip")
    [part] = json.loads(files["dossier.json"])["onderdelen"]
    assert part["soort"] == "proposal"
    assert files[part["bestand"]].decode() == "\n\n".join(
        [FORM.summary, *(FORM.parts[name] for name in ProposalPart if name in FORM.parts)]
    )
