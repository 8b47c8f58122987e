"""Every figure of the five municipalities' texts is read on its indicator's page, exactly as the text has it."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from tests.rules.test_data import EXPECTED, Figures
from tests.support.rulebook import REAL
from tests.support.web import ClientFor
from tests.support.world import World
from tests.web.test_comparing import cells
from tests.web.test_indicators import text
from wijkstem.rules.registry import RuleBook, load
from wijkstem.web.figure_words import said
from wijkstem.words import Unit

#: Of what the page calls them, and in which order.
KINDS = {
    "baseline": "Nulmeting",
    "targets": "Streefwaarde",
    "ambition": "Ambitie",
    "benchmarks": "Ter vergelijking, niet van deze gemeente",
}


@cache
def real() -> RuleBook:
    return load(REAL)


def rows(figures: Figures) -> Iterator[str]:
    """How the table of what was wanted begins, row by row."""
    for field, name in KINDS.items():
        found = getattr(figures, field)
        for value, year in found if isinstance(found, list) else [found] if found else []:
            yield f"{name} {year or 'jaar niet bekend'} {shown(value, figures)}"


def shown(value: str, figures: Figures) -> str:
    return said(Decimal(value), Unit(figures.unit), "nl")


@pytest.mark.parametrize("slug", EXPECTED)
def test_figures_of_the_text_are_on_their_pages(
    sqlite_world: World, client_for: ClientFor, slug: str
) -> None:
    services = replace(sqlite_world.services, rules=real())
    client = client_for(replace(sqlite_world, services=services), where=slug)
    overview = text(client, "/indicatoren")
    for code, figures in EXPECTED[slug].indicators.items():
        assert f'href="/indicatoren/{code}"' in overview
        page = text(client, f"/indicatoren/{code}")
        wanted = list(rows(figures))
        table = page.find("Waar het begon en wat de gemeente wil</caption>")
        beside = cells(page[table:]) if table >= 0 else []
        assert len(beside) == len(wanted)
        for row in wanted:
            assert any(one.startswith(row) for one in beside), (code, row, beside)
        for value, year in figures.realisation:
            assert f"{year or 'jaar niet bekend'} {shown(value, figures)}" in " ".join(
                cells(page)
            ), code
