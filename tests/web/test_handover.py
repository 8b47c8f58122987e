"""What the clerk sees of a request that was handed over, and the dossier that can be taken along."""

import json
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

from starlette.testclient import TestClient

from tests.support.web import log_in
from tests.support.world import World
from tests.workers.test_handover import requested, send
from wijkstem.commands.deliveries import ReleaseDeliveries
from wijkstem.tables.engine import Delivery, DeliveryChannel, DeliveryState
from wijkstem.tables.handover import Handover
from wijkstem.words import Role
from wijkstem.words.handover import HandoverWay


def test_the_clerk_sees_what_arrived_and_takes_the_dossier_along(
    sqlite_world: World, client: TestClient
) -> None:
    world = sqlite_world
    world.execute(ReleaseDeliveries())
    log_in(client, world, "griffie", Role.CLERK)
    initiative = requested(world)
    page = client.get("/griffie/2026-0001").text
    assert "Verzoek ingediend. Per e-mail naar de griffie" in page
    assert "afgeleverd op" not in page
    send(world.services)
    assert "afgeleverd op" in client.get("/griffie/2026-0001").text
    answer = client.post("/griffie/2026-0001/dossier")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    with ZipFile(BytesIO(answer.content)) as archive:
        assert archive.namelist() == [
            "agendaverzoek-2026-0001.json",
            "agendaverzoek-2026-0001.html",
        ]
        assert json.loads(archive.read(archive.namelist()[0]))["gebeurtenis"] == "opgehaald"
    [taken] = world.rows(Handover, way=HandoverWay.DOWNLOAD)
    assert taken["digest"] == sha256(answer.content).hexdigest()
    assert taken["initiative_id"] == initiative
    [row] = world.rows(Delivery, channel=DeliveryChannel.DOWNLOAD)
    assert (row["state"], row["sent_at"]) == (DeliveryState.SENT, world.clock.at)
    assert "Dossier opgehaald. Als bestand" in client.get("/griffie/2026-0001").text
