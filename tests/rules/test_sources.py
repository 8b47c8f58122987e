"""Every figure of the municipalities' indicators, read anew from their own texts and held against the page.

The texts are not ours to keep here. They are looked for in the folder that ``WIJKSTEM_SEEDS`` names, or beside this
checkout; where they are not, what stands in the rules is held against `test_data.py` alone.
"""

import os
import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest

from tests.rules.test_data import EXPECTED, cell, cells
from tests.support.databases import SqliteDatabases
from tests.support.web import clients
from tests.support.world import make_world
from wijkstem.rules.indicators import Indicator
from wijkstem.rules.registry import RuleBook, load
from wijkstem.settings import ROOT
from wijkstem.web.figure_words import said

SEEDS = Path(os.environ.get("WIJKSTEM_SEEDS") or ROOT.parent / "shared" / "seeds")
FILES = {
    "s-hertogenbosch": "s-hertogenbosch-2018.txt",
    "amersfoort": "amersfoort-2018.txt",
    "enschede": "enschede-2019.txt",
    "borne": "borne-2024.txt",
}
#: A figure with a decimal comma or point, and a percentage behind another without a space between them.
N = r"(\d+(?:[.,]\d+)?)"
#: Of each indicator: what its text says around the figures, and what they are in this order: kind and year.
SAID: dict[tuple[str, str], tuple[str, tuple[tuple[str, int | None], ...]]] = {
    ("s-hertogenbosch", "knows_executive"): (
        rf"Ik weet wie de burgemeester[^\n]*\n[^\n]*omnibus[^\n]*\n{N}%{N}%",
        (("baseline", None), ("ambition", None)),
    ),
    ("s-hertogenbosch", "cares_together"): (
        rf"samen met bewoners zorg[^\n]*\n[^\n]*omnibus[^\n]*\n{N}%{N}%",
        (("baseline", None), ("ambition", None)),
    ),
    ("s-hertogenbosch", "informed"): (
        rf"voldoende geïnformeerd[^\n]*\n[^\n]*communicatieonderzoek[^\n]*\n{N}%{N}%",
        (("baseline", None), ("ambition", None)),
    ),
    ("amersfoort", "communication"): (
        r"Waardering van de communicatie[^\n]*gemeente(\d,\d)(\d,\d)",
        (("realisation", None), ("realisation", None)),
    ),
    ("amersfoort", "council_guests"): (
        rf"per jaar {N} .gasten van de raad",
        (("targets", None),),
    ),
    ("enschede", "communication"): (
        rf"tevreden inwoners van Enschede zijn over communicatie.*?in deze klasse van {N}\. We streven er naar in 2020 een {N} te",
        (("benchmarks", None), ("targets", 2020)),
    ),
    ("enschede", "cooperation"): (
        rf"over hun samenwerking met de gemeente.*?gemiddelde score van {N} in.*?in 2021 een {N} te",
        (("benchmarks", None), ("targets", 2021)),
    ),
    ("enschede", "service_direct"): (
        rf"in 2017 een {N} voor directe dienstverlening",
        (("realisation", 2017),),
    ),
    ("enschede", "service_digital"): (
        rf"in 2017 een \S+ voor directe dienstverlening en een {N} voor digitale",
        (("realisation", 2017),),
    ),
    ("enschede", "digital_deaths"): (
        rf"toeneemt van {N} \(2017\).*?- overlijden: {N}%.*?in 2019",
        (("baseline", 2017), ("targets", 2019)),
    ),
    ("enschede", "digital_births"): (
        rf"toeneemt van {N} \(2017\).*?- geboorte: {N}%.*?in 2019",
        (("baseline", 2017), ("targets", 2019)),
    ),
    ("enschede", "digital_marriages"): (
        rf"toeneemt van {N} \(2017\).*?- huwelijk: {N} ?% in 2019",
        (("baseline", 2017), ("targets", 2019)),
    ),
    ("enschede", "digital_documents"): (
        rf"We verwachten dat {N}% van de aanvragers",
        (("targets", None),),
    ),
    ("borne", "neighbourhoods_reached"): (
        rf"In {N} wijken een vorm van wijkparticipatie",
        (("targets", 2024),),
    ),
}  # fmt: skip

needs_texts = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the municipalities' own texts are not at hand (WIJKSTEM_SEEDS)"
)
each = pytest.mark.parametrize(("slug", "code"), sorted(SAID), ids=lambda name: str(name))


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load(ROOT / "platform" / "wijkstem" / "rules" / "data")


def indicator(book: RuleBook, slug: str, code: str) -> Indicator:
    return next(one for one in book.of(slug).indicators.indicators if one.code == code)


def figures(one: Indicator) -> list[tuple[str, str, int | None]]:
    """Kind, digits and year of everything that is typed in."""
    found = [("baseline", cell(one.baseline)), ("ambition", cell(one.ambition))]
    for kind in ("targets", "realisation", "benchmarks"):
        found += [(kind, each_) for each_ in cells(getattr(one, kind))]
    return sorted((kind, *value) for kind, value in found if value is not None)


@needs_texts
@each
def test_figures_are_those_of_the_text(book: RuleBook, slug: str, code: str) -> None:
    pattern, kinds = SAID[slug, code]
    text = (SEEDS / FILES[slug]).read_text(encoding="utf-8")
    match = re.search(pattern, text, re.DOTALL)
    assert match is not None, f"{slug}: the text does not say {pattern}"
    digits = [one.replace(",", ".") for one in match.groups()]
    expected = sorted(
        (kind, value, year) for value, (kind, year) in zip(digits, kinds, strict=True)
    )
    assert figures(indicator(book, slug, code)) == expected


def test_no_figure_is_without_a_text(book: RuleBook) -> None:
    """What is typed in anywhere is looked up above."""
    typed = {
        (slug, one.code)
        for slug in EXPECTED
        for one in book.of(slug).indicators.indicators
        if figures(one)
    }
    assert typed == set(SAID)


@pytest.fixture(scope="module")
def pages(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory, book: RuleBook
) -> Iterator[dict[tuple[str, str], str]]:
    """The page of every indicator that a text tells of."""
    world = make_world(sqlite_databases.new(tmp_path_factory.mktemp("pages")), book)
    with clients() as client_for:
        open_on = {slug: client_for(world, where=slug) for slug in EXPECTED}
        yield {
            (slug, code): unescape(open_on[slug].get(f"/indicatoren/{code}").text)
            for slug, code in SAID
        }
    world.services.engine.dispose()


@each
def test_figures_are_on_the_page(
    pages: dict[tuple[str, str], str], book: RuleBook, slug: str, code: str
) -> None:
    """Each in a line of a table, beside its year."""
    one, page = indicator(book, slug, code), pages[slug, code]
    assert one.name.nl in page
    lines = [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in page.split("<tr")]
    for _, digits, year in figures(one):
        figure, when = said(Decimal(digits), one.unit, "nl"), str(year or "jaar niet bekend")
        assert [line for line in lines if f" {figure} " in f" {line} " and when in line.lower()], (
            figure,
            when,
        )
