"""Where neighbourhoods lie: the shapes that are shipped, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.rulebook import REAL, rules_folder
from wijkstem.errors import BadConfiguration
from wijkstem.rules.registry import RuleBook, load
from wijkstem.web.drawing import WIDTH, drawing

BOOK = load(REAL)


@pytest.mark.parametrize("slug", BOOK.slugs)
def test_every_municipality_has_shapes_of_its_own(slug: str) -> None:
    rules = BOOK.of(slug)
    assert rules.shapes is not None
    assert "CBS / Kadaster" in rules.shapes.source
    assert "CC BY 4.0" in rules.shapes.source
    drawn = drawing(rules.shapes)
    assert all(0 <= area.x <= WIDTH and 0 <= area.y <= drawn.height for area in drawn.areas)
    shown, all_of_them = len(drawn.areas), len(rules.municipality.neighbourhoods)
    assert shown == all_of_them or (slug == "amersfoort" and shown == 23)


def test_drawing_is_to_scale_and_numbers_stand_inside(rules: RuleBook) -> None:
    shapes = rules.of("testdorp").shapes
    assert shapes is not None
    drawn = drawing(shapes)
    # Six tenths of a degree of longitude at 52 degrees north are 3.7 tenths of latitude; the sheet is a tenth high.
    assert drawn.height == 271
    centre, outside = drawn.areas
    assert centre.path.count("Z") == outside.path.count("Z") == 2
    # Beside the hole in the middle, and in the larger of two parts.
    assert not 6.08 < centre.middle[1] < 6.12
    assert 6.0 < centre.middle[1] < 6.2
    assert 6.2 < outside.middle[1] < 6.4


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d["features"][0]["properties"].update(code="WK990199"), "not of testdorp"),
        (lambda d: d["features"].append(d["features"][0]), "stand twice"),
        (lambda d: d.pop("source"), "source"),
        (lambda d: d["features"][0]["geometry"].update(type="Point"), "geometry"),
        (lambda d: d["features"][0]["geometry"]["coordinates"][0].clear(), "at least 4"),
        (lambda d: d["features"][0]["geometry"]["coordinates"][0].append([6.0, 152.0]), "90"),
    ],
)
def test_shapes_that_are_not_right(tmp_path: Path, change: Any, said: str) -> None:
    folder = rules_folder(tmp_path / "rules")
    file = folder / "testdorp" / "wijken.geojson"
    data = json.loads(file.read_text())
    change(data)
    file.write_text(json.dumps(data))
    with pytest.raises(BadConfiguration) as refused:
        load(folder)
    assert "wijken.geojson" in str(refused.value)
    assert said in str(refused.value)
