"""Every part of the bench works on real processes and gives figures; none of them is judged by a clock here."""

import json
import math
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import results
from bench.__main__ import PARTS, measure
from bench.measure import Result
from bench.running import POSTGRES, SQLITE, Servers, servers
from bench.scale import QUICK
from bench.town import town
from tests.support.needs import Missing, lacks
from wijkstem.projections.consumers import VERSIONS

#: What each part gives, and on which engine it is tried: the other one runs the same code.
NAMES = {
    "pages": (POSTGRES, {"list.unseen", "list.seen", "page.unseen", "page.seen"}),
    "signing": (SQLITE, {"signing"}),
    "visible": (POSTGRES, {"visible.p50", "visible.p99"}),
    "rush": (SQLITE, {"rush.signing", "rush.visiting"}),
    "consumers": (
        POSTGRES,
        {f"fold.{name}" for name in (*VERSIONS, "all")},
    ),
    "indicators": (SQLITE, {"indicators.rebuild", "indicators.overview"}),
    "digest": (POSTGRES, {"digest", "digest.memory"}),
    "growth": (
        SQLITE,
        {"rebuild", "rebuild.memory"}
        | {
            f"growth.{kind}.{what}"
            for kind in ("list", "page", "sign")
            for what in ("signatures", "municipalities")
        },
    ),
    "desk": (POSTGRES, {"desk"}),
    "alike": (SQLITE, {"alike.recall", "alike.precision"}),
    "dialogue": (
        SQLITE,
        {"dialogue.beside", "dialogue.seconds", "dialogue.memory", "dialogue.ari"}
        | {f"dialogue.flood.{kind}.20%" for kind in ("copies", "varied")},
    ),
    "discussion": (
        SQLITE,
        {"discussion.supporting"}
        | {f"discussion.page.{one}" for one in ("support", "newest", "unanswered")},
    ),
    "tally": (SQLITE, {"tally.seconds.made-up", "tally.megabytes.made-up"}),
    "voting": (POSTGRES, {"voting", "voting.crowd"}),
    "footprint": (POSTGRES, {"start", "memory.web", "memory.worker"}),
}


@pytest.fixture(scope="module")
def running() -> Iterator[Servers]:
    """Servers for all of these."""
    folder = Path(tempfile.mkdtemp(prefix="wijkstem-bench-"))
    folder.chmod(0o711)
    try:
        with servers(folder) as found:
            yield found
    except Missing as missing:
        lacks(str(missing))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.slow
@pytest.mark.parametrize("part", sorted(NAMES))
def test_each_part_gives_figures(part: str, running: Servers) -> None:
    engine, names = NAMES[part]
    found = list(measure(running, [part], [engine], QUICK))
    assert {one.name.removesuffix(f".{engine}") for one in found} == names
    for one in found:
        assert all(math.isfinite(figure) and figure > 0 for figure in (one.value, one.floor))
        assert json.loads(one.line())["ratio"] == round(one.ratio, 3)


def test_all_parts_are_tried() -> None:
    assert set(NAMES) | {"signatures"} == set(PARTS)


@pytest.mark.slow
@pytest.mark.parametrize("engine", [SQLITE, POSTGRES])
def test_the_filled_town_is_what_commands_and_folds_would_leave(
    engine: str, running: Servers
) -> None:
    with town(running, engine, QUICK) as it:
        assert it.town.problems() == []
        assert len(it.town.initiatives) == QUICK.initiatives


@pytest.mark.slow
def test_the_table_says_what_was_measured_with_what(running: Servers, tmp_path: Path) -> None:
    one = Result("a", 1234.5, "pages/s", "bare", 2469.0, 0.1, "≥ 0.4 ×", True, "so")
    other = Result("b", 0.5, "ms", "a round trip", 0.25, 0.0, "≤ 1 ×", False)
    results.write([one, other], running, tmp_path / "RESULTS.md")
    written = (tmp_path / "RESULTS.md").read_text()
    assert "| `a` | 1,234 pages/s | 2,469 (bare) | 0.50 | 0.10 | ≥ 0.4 × | yes | so |" in written
    assert "| `b` | 0.5 ms | 0.25 (a round trip) | 2.00 |  | ≤ 1 × | **no** |  |" in written
    assert "PostgreSQL 18." in written
    assert "sqlalchemy 2.1" in written
