"""The pages of a budget round in a real browser: what residents read of it, and where officials make it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.test_personal_and_paper import Scripted
from tests.support.processes import site_on
from tests.support.rounds import filled_round
from tests.support.world import make_world
from wijkstem.rules.registry import RuleBook
from wijkstem.tables.rounds import BallotPlan

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def round_site(sqlite_url: str, rules: RuleBook, tmp_path: Path) -> Iterator[tuple[str, str, str]]:
    """A round whose ballot can be fixed: the site, its number, and a plan in it."""
    world = make_world(sqlite_url, rules)
    world.clock.at = datetime.now(UTC) - timedelta(days=60)
    number = filled_round(world).number
    plan = world.rows(BallotPlan)[0]["initiative_id"]
    world.settle()
    world.services.engine.dispose()
    with site_on(sqlite_url, tmp_path) as address:
        yield address, number, str(plan)


def test_every_page_of_a_round(browser: Browser, round_site: tuple[str, str, str]) -> None:
    site, number, plan = round_site
    visits = Scripted(browser, site, scripts=False)
    resident, official = visits.visitor(), visits.person("ambtenaar-1")
    desk = f"{site}/moderatie/rondes/{number}"
    for page, name, where in (
        (resident, "wijkbudget-een", f"{site}/wijkbudget/{number}"),
        (official, "rondes-een", desk),
        (official, "rondes-een-wijzigen", f"{desk}/wijzigen"),
        (official, "rondes-een-plan", f"{desk}/plannen/{plan}"),
    ):
        answer = page.goto(where)
        assert answer is not None
        assert answer.status == 200, where
        visits.look(page, name)
