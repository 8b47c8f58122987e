"""Who may do what: every route, asked by everybody, beside one table (`who_may_what.txt`).

Whoever adds a route runs this test, reads the row that it proposes, and puts it in the table if that is as it
should be. Refused also means that nothing was written.
"""

from dataclasses import replace
from pathlib import Path
from typing import Final

import httpx2
import pytest

from tests.web.town import PEOPLE, STAGES, Town, Visit, routes

pytestmark = pytest.mark.slow

TABLE: Final = Path(__file__).with_name("who_may_what.txt")
#: What refuses, and what may be written then: who is asked to log in first finds their form again afterwards.
REFUSALS: Final[dict[str, set[str]]] = {"no": set(), "none": set(), "login": {"kept_form"}}
HOW: Final = (
    "\n\nThere is no row for this route in tests/web/who_may_what.txt. This is what it does now; is it what it"
    " should do? Then add:\n\n{}\n\nWhere nobody gets it done, the example is not good enough: PLACES and FORMS in"
    " tests/web/town.py say what stands in an address and what a form sends."
)


def rows() -> dict[Visit, tuple[str, ...]]:
    """The table, by how a route is walked."""
    found: dict[Visit, tuple[str, ...]] = {}
    for line in TABLE.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            method, pattern, stage, *cells = line.split()
            visit = Visit(method, pattern, stage.strip("-"))
            assert visit not in found, f"{visit} stands there twice"
            assert len(cells) == len(PEOPLE), f"{visit}: one cell for each of {PEOPLE}"
            found[visit] = tuple(cells)
    return found


def heading() -> str:
    """What stands above the table."""
    return "# " + row(Visit("", "", ""), tuple(who[:6] for who in PEOPLE))[2:]


def row(visit: Visit, cells: tuple[str, ...]) -> str:
    """A line of the table."""
    told = f"{visit.method:<5}{visit.pattern:<53}{visit.stage or '-':<6}"
    return (told + "".join(f"{cell:<7}" for cell in cells)).rstrip()


TOLD: Final = rows()


def outcome(answer: httpx2.Response, method: str) -> str:
    """What somebody gets, in the words of the table."""
    status, on = answer.status_code, answer.headers.get("location", "")
    if status in {301, 302, 303}:
        if on.startswith("/inloggen?terug="):
            return "login"
        return "on" if method == "GET" else "done"
    return {200: "page", 403: "no", 404: "none", 503: "away"}.get(status, str(status))


def walked(here: Town, visit: Visit) -> tuple[str, ...]:
    """What everybody gets, each in the town as it was."""
    return tuple(_asked(here, visit, who) for who in PEOPLE)


def _asked(here: Town, visit: Visit, who: str) -> str:
    found = outcome(here.ask(visit, who), visit.method)
    changed = here.put_back()
    if found in REFUSALS:
        assert set(changed) <= REFUSALS[found], f"{visit} by {who} was refused, and yet"
    return found


@pytest.mark.parametrize("visit", TOLD, ids=str)
def test_everybody_gets_what_the_table_says(here: Town, visit: Visit) -> None:
    assert row(visit, walked(here, visit)) == row(visit, TOLD[visit])


def test_every_route_has_a_row(here: Town) -> None:
    told = {(visit.method, visit.pattern) for visit in TOLD}
    missing = [visit for visit in routes() if (visit.method, visit.pattern) not in told]
    proposed = [
        row(one, walked(here, one))
        for visit in missing
        for one in (
            replace(visit, stage=s) for s in (STAGES if "{number" in visit.pattern else ("",))
        )
    ]
    assert not missing, HOW.format("\n".join(proposed))


def test_the_columns_are_called_by_their_names() -> None:
    assert heading() in TABLE.read_text("utf-8").splitlines()


def test_every_row_has_a_route() -> None:
    there = {(visit.method, visit.pattern) for visit in routes()}
    assert [str(visit) for visit in TOLD if (visit.method, visit.pattern) not in there] == []


@pytest.mark.parametrize("who", ["nobody", "submitter", "operator"])
def test_other_methods_are_refused_with_what_may_be_done(here: Town, who: str) -> None:
    taken: dict[str, set[str]] = {}
    for visit in routes():
        taken.setdefault(visit.pattern, set()).add(visit.method)
    for pattern, methods in taken.items():
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - methods:
            answer = here.ask(Visit(method, pattern), who)
            assert (pattern, method, answer.status_code) == (pattern, method, 405)
            allowed = set(answer.headers["allow"].split(", ")) - {"HEAD"}
            assert methods <= allowed, pattern
            assert method not in allowed, pattern
    assert here.put_back() == []


def test_a_session_counts_where_it_was_begun_and_nowhere_else(here: Town) -> None:
    """So whatever somebody may do at home, elsewhere they are nobody."""
    nobody, guest = PEOPLE.index("nobody"), PEOPLE.index("guest")
    assert [str(visit) for visit, cells in TOLD.items() if cells[nobody] != cells[guest]] == []
