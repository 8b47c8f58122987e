"""A browser, and a municipality of the demo with plans in every state for it to look at."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from pydantic import SecretStr

from tests.support.databases import SqliteDatabases
from tests.support.needs import lacks
from tests.support.processes import embedded, environment, free_port, running, site_on
from wijkstem.bootstrap import bootstrap, publish_rules
from wijkstem.demo.fill import fill
from wijkstem.kit.jinja import make_pages
from wijkstem.settings import Settings
from workers.counting import count_votes
from workers.deliveries import deliver
from workers.dialogues import compute_dialogues

#: The municipality of the demo that is filled.
FILLED = "borne"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Not for the whole session: it keeps an event loop running, which other tests begin."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if chromium is None:
        lacks("There is no Chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def demo_port(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[int]:
    """The demo with one municipality filled, on this port; nobody may change anything in it."""
    folder = tmp_path_factory.mktemp("demo")
    port = free_port()
    env = environment(sqlite_databases.new(folder), "", Settings.model_fields["rules_dir"].default)
    settings = Settings(
        database_url=env["WIJKSTEM_DATABASE_URL"],
        redis_url="",
        tag_key=SecretStr(env["WIJKSTEM_TAG_KEY"]),
        demo=True,
        public_port=port,
    )
    services = bootstrap(settings)
    publish_rules(services)
    pages = make_pages(settings.templates_dir)
    fill(
        services,
        FILLED,
        deliver=lambda at, where: deliver(at, pages, where),
        count=count_votes,
        compute=compute_dialogues,
    )
    services.engine.dispose()
    with running([embedded(env | {"WIJKSTEM_PUBLIC_PORT": str(port)}, folder, port)]):
        yield port


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Iterator[str]:
    """The embedded engine on a database of its own; its address for Testdorp."""
    with site_on(sqlite_url, tmp_path) as address:
        yield address
