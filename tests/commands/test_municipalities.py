"""Publishing rules: once, never edited, and what was filed keeps the rules of its day."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.rulebook import rules_folder
from tests.support.world import HERE, World, make_world
from wijkstem.bootstrap import publish_rules
from wijkstem.commands.signatures import Sign
from wijkstem.errors import BadConfiguration
from wijkstem.events.initiatives import ThresholdReached
from wijkstem.events.municipalities import RulesPublished
from wijkstem.rules.registry import load
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.municipalities import PublishedRules


def add_rules_of_march(folder: Path) -> Path:
    """A second version, which asks for two signatures where the first asks for three."""
    old = folder / HERE / "spelregels-2025-01-01.toml"
    new = folder / HERE / "spelregels-2026-03-10.toml"
    new.write_text(
        old.read_text()
        .replace('version = "2025.1"', 'version = "2026.1"')
        .replace("in_force = 2025-01-01", "in_force = 2026-03-10")
        .replace("threshold = { value = 3,", "threshold = { value = 2,")
    )
    return new


def test_initiative_keeps_the_rules_of_the_day_it_was_filed(
    sqlite_url: str, tmp_path: Path
) -> None:
    folder = rules_folder(tmp_path / "rules")
    add_rules_of_march(folder)
    world = make_world(sqlite_url, load(folder))
    before = world.open()
    world.pass_days(8)
    after = world.open()
    for plan in (before, after):
        for name in ("anna", "bram"):
            world.execute(Sign(plan), world.person(name))

    assert [(r["id"], r["rules_version"]) for r in world.rows(Initiative, number="2026-0001")] == [
        (before, "2025.1")
    ]
    assert [(e.initiative_id, e.threshold) for e in world.events(ThresholdReached)] == [(after, 2)]
    world.services.engine.dispose()


def test_rules_are_published_once(world: World) -> None:
    publish_rules(world.services)

    assert [event.version for event in world.events(RulesPublished)] == ["2025.1"]
    assert [row["version"] for row in world.rows(PublishedRules)] == ["2025.1"]


def edit_threshold(folder: Path) -> None:
    file = folder / HERE / "spelregels-2025-01-01.toml"
    file.write_text(
        file.read_text().replace("threshold = { value = 3,", "threshold = { value = 1,")
    )


def edit_path(folder: Path) -> None:
    file = folder / "paden" / "raad-1.toml"
    file.write_text(file.read_text().replace('needs = ["ground", "reasons"]', 'needs = ["ground"]'))


def remove_version(folder: Path) -> None:
    add_rules_of_march(folder)
    (folder / HERE / "spelregels-2025-01-01.toml").unlink()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (edit_threshold, "were changed after they were published"),
        (edit_path, "were changed after they were published"),
        (remove_version, "'2025.1' are not there"),
    ],
)
def test_published_rules_that_changed_stop_the_publishing(
    sqlite_url: str, tmp_path: Path, change: Callable[[Path], None], sentence: str
) -> None:
    folder = rules_folder(tmp_path / "rules")
    world = make_world(sqlite_url, load(folder))
    before = world.recorded()
    world.services.engine.dispose()
    change(folder)

    with pytest.raises(BadConfiguration, match=sentence):
        make_world(sqlite_url, load(folder))
    assert world.recorded() == before
    world.services.engine.dispose()


def test_comment_in_published_rules_may_change(sqlite_url: str, tmp_path: Path) -> None:
    folder = rules_folder(tmp_path / "rules")
    make_world(sqlite_url, load(folder)).services.engine.dispose()
    file = folder / HERE / "spelregels-2025-01-01.toml"
    file.write_text(f"# Explained better.\n{file.read_text()}")

    world = make_world(sqlite_url, load(folder))
    assert len(world.events(RulesPublished)) == 1
    world.services.engine.dispose()
