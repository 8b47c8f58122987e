"""A path as a picture: every step has its number, every way out says where it leads, loops and asides among them."""

from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.support.world import HERE, World
from wijkstem.rules.registry import Rules, load
from wijkstem.settings import ROOT
from wijkstem.web.path_picture import BY, ON, numbered, picture
from wijkstem.words import Taker, Trigger

BOOK = load(ROOT / "platform" / "wijkstem" / "rules" / "data")
NEWEST = [pytest.param(rules.versions[-1], id=rules.municipality.slug) for rules in BOOK]


def newest(slug: str) -> Rules:
    return BOOK.of(slug).versions[-1]


def test_steps_of_the_good_way_count_on_and_others_stand_behind_where_they_come_from() -> None:
    assert numbered(newest("borne").path("uitdaagrecht")) == {
        "triage": "1",
        "asked": "1a",
        "assessment": "2",
        "decision": "3",
        "agenda_request": "3a",
        "on_agenda": "3b",
        "agreement": "4",
        "running": "5",
        "evaluation": "6",
    }


def test_ways_lead_on_back_to_the_same_step_and_to_an_end() -> None:
    rules = newest("borne")
    instrument, path = rules.instrument("uitdaagrecht"), rules.path("uitdaagrecht")
    stages = {stage.number: stage for stage in picture(path, instrument, "nl")}
    running = [(way.kind, way.name, way.by, way.leads) for way in stages["5"].ways]
    assert running == [
        ("again", "Verslag van een gesprek", "de gemeente", "blijft bij deze stap"),
        ("on", "De tijd is om: ga terugkijken", "de gemeente", "verder naar stap 6"),
        ("end", "Eerder stoppen", "de gemeente", "einde: Gestopt"),
        ("end", "De taak teruggeven", "wie het indiende", "einde: Gestopt"),
    ]
    assert (stages["1a"].aside, stages["1a"].stands_still, stages["1a"].term) == (
        True,
        True,
        "2 weken",
    )
    [back, late, _] = [(way.kind, way.by, way.leads) for way in stages["1a"].ways]
    assert back == ("back", "wie het indiende", "terug naar stap 1")
    assert late == ("back", "vanzelf, als de tijd om is", "terug naar stap 1")
    english = picture(path, instrument, "en")[0]
    assert [way.leads for way in english.ways] == ["on to step 2", "end: Refused", "on to step 1a"]


def test_whoever_or_whatever_can_take_a_way_has_words() -> None:
    """Also what no path of today has: the next set of rules may, and its page must still come."""
    assert (set(BY), set(ON)) == (set(Taker), set(Trigger))


@pytest.mark.parametrize("rules", NEWEST)
def test_every_step_and_way_of_every_path_is_in_its_picture(rules: Rules) -> None:
    for name, instrument in rules.instruments.items():
        path = rules.path(name)
        stages = picture(path, instrument, "nl")
        assert sorted(stage.name for stage in stages) == sorted(
            step.name.nl for step in path.steps if not step.final
        )
        drawn = sorted(way.name for stage in stages for way in stage.ways)
        assert drawn == sorted(o.name.nl for step in path.steps for o in step.outcomes)
        assert len({stage.number for stage in stages}) == len(stages)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_page_of_the_rules_shows_it_and_every_mark_has_words(
    sqlite_world: World, client: TestClient, lang: str
) -> None:
    page = unescape(client.get(f"/spelregels?taal={lang}").text)
    rules = sqlite_world.services.rules.of(HERE).versions[-1]
    for name, instrument in rules.instruments.items():
        assert f'href="#{name}"' in page
        for stage in picture(rules.path(name), instrument, lang):
            assert stage.explanation in page
            for way in stage.ways:
                assert f"<strong>{way.name}</strong> ({way.by}): {way.leads}." in page
    assert page.count('aria-hidden="true">↻') == sum(
        way.kind == "again"
        for name, instrument in rules.instruments.items()
        for stage in picture(rules.path(name), instrument, lang)
        for way in stage.ways
    )
