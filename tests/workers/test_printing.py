"""The yearly report as a file: made once, tagged, Dutch, and nothing that somebody typed is markup in it."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.support.reported import YEAR, a_year, draft, offer, publish, published, report, written
from tests.support.world import HERE, World
from tests.workers.test_sweep import Calls
from wijkstem.adapters.files import MemoryFiles
from wijkstem.adapters.wake import Task
from wijkstem.commands.printing import PATIENCE, KeepPrint, TakePrint
from wijkstem.commands.year_reports import WriteChapter
from wijkstem.domain.year_reports import checked_text
from wijkstem.errors import Invalid
from wijkstem.events.year_reports import YearReportPrinted
from wijkstem.kit.typeset import typeset
from wijkstem.settings import ROOT
from wijkstem.tables.media import LooseFile
from wijkstem.tables.year_reports import YearReport
from wijkstem.web.report_words import TITLES
from wijkstem.words.year_reports import Chapter
from workers.printing import TEMPLATE, document, paragraphs, print_reports
from workers.sweep import sweep

MADE_AT = datetime(2026, 1, 15, 12, tzinfo=UTC)
#: A report without a chapter.
PLAIN: dict[str, object] = {
    "title": "Een verslag",
    "municipality": "Gemeente Testdorp",
    "published": {"year": 2026, "month": 1, "day": 15},
    "opening": [["Iets"]],
    "contents": "Wat staat erin?",
    "chapters": [{"title": "Geld", "paragraphs": [], "tables": []}],
}

#: What is markup, code or a way out in typst, in HTML and in JSON.
NASTY = (
    '#eval("1+1") #read("/etc/passwd") #import "@preview/x:1.0.0" ] #[ = Kop\n== Nog een\n- lijst $ x^2 $ *vet*'
    " _schuin_ `code` @ref <label> // niets /* */ \\ \" ' </p><script>alert(1)</script> {{ 7 * 7 }} ~ -- ..."
)


def made(world: World) -> bytes:
    """The file of the last edition."""
    rules = world.services.rules.of(HERE)
    return document(report(world), rules, world.services.settings.templates_dir / TEMPLATE)


def structure(node: Any) -> Iterator[Any]:
    """Every element of the structure tree, in reading order."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from structure(one)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from structure(node.K)


def words(file: bytes) -> str:
    """What somebody reads in it, with one space between words."""
    document = pypdfium2.PdfDocument(file)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return " ".join(" ".join(pages).split())


@pytest.fixture
def told(sqlite_world: World) -> World:
    a_year(sqlite_world)
    published(sqlite_world)
    return sqlite_world


def opened(file: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(file))


def test_file_is_tagged_dutch_and_says_what_it_is_called(told: World) -> None:
    with opened(made(told)) as pdf:
        root = pdf.Root
        assert root.MarkInfo.as_dict()["/Marked"]
        assert str(root.Lang).lower().startswith("nl")
        assert root.ViewerPreferences.as_dict()["/DisplayDocTitle"]
        assert "/Outlines" in root
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == f"Jaarverslag over {YEAR} van de gemeente Testdorp"
        # Reading order follows the tags, and every page knows its place in them.
        assert all(str(page.obj.Tabs) == "/S" for page in pdf.pages)
        assert all("/StructParents" in page.obj for page in pdf.pages)


def test_structure_has_a_heading_for_each_chapter_and_headers_for_each_table(told: World) -> None:
    with opened(made(told)) as pdf:
        found = list(structure(pdf.Root.StructTreeRoot.K))
        names = [str(one.S) for one in found]
        headings = [str(one.T) for one in found if str(one.S) == "/H1"]
        tables = [one for one in found if str(one.S) == "/Table"]
        assert names.count("/Title") == 1
        assert headings == [
            "Wat staat erin?",
            *(TITLES[one.chapter] for one in report(told).chapters),
            "Hoe is geteld",
        ]
        assert len(tables) >= 4
        for table in tables:
            inside = list(structure(table.K))
            parts = [str(one.S) for one in inside]
            [head] = [one for one in inside if str(one.S) == "/THead"]
            headers = [one for one in structure(head.K) if str(one.S) == "/TH"]
            assert parts[0] == "/Caption"
            assert headers
            assert {str(one.A[0].Scope) for one in headers} == {"/Column"}
        # Nothing that is read is left outside the tree.
        assert {"/P", "/TOC", "/TD", "/Link"} <= set(names)


def test_file_says_what_the_page_says(told: World) -> None:
    text = words(made(told))
    for one in report(told).chapters:
        assert " ".join(one.text.split()) in text
    assert "Ingediende plannen 3 0" in text
    assert "Geteld tot en met gebeurtenis" in text
    assert (report(told).facts.digest or "")[:20] in text.replace(" ", "")


def nasty(world: World, text: str) -> bytes:
    """The file of a report of which a chapter says ``text``."""
    report_id = written(world)
    revision = draft(world).chapter(Chapter.MONEY).revision
    command = WriteChapter(report_id, Chapter.MONEY, revision, text)
    world.execute(command, world.official)
    offer(world, report_id)
    publish(world, report_id)
    return made(world)


def test_nothing_that_is_typed_is_markup(sqlite_world: World) -> None:
    file = nasty(sqlite_world, NASTY)
    assert " ".join(NASTY.split()) in words(file)
    with opened(file) as pdf:
        found = list(structure(pdf.Root.StructTreeRoot.K))
        assert "Nog een" not in [str(one.get("/T", "")) for one in found]
        assert "/L" not in {str(one.S) for one in found}
        assert "/JavaScript" not in pdf.Root.get("/Names", {})


@settings(max_examples=60)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=80))
def test_whatever_passes_the_check_can_be_printed(text: str) -> None:
    try:
        checked = checked_text(text)
    except Invalid:
        assume(False)
    data = {**PLAIN, "opening": paragraphs(checked) or [["leeg"]]}
    assert typeset(ROOT / "templates" / TEMPLATE, data, MADE_AT).startswith(b"%PDF-1.7")


def test_every_sign_that_passes_the_check_can_be_printed() -> None:
    """All of them in one file: typst refuses a sign that its font does not have."""
    signs = []
    for code in range(0x20, 0x3000):
        try:
            signs.append(checked_text(f"a{chr(code)}a")[1:-1])
        except Invalid:
            continue
    assert len(signs) > 300
    data = {**PLAIN, "opening": [["".join(signs)]]}
    assert typeset(ROOT / "templates" / TEMPLATE, data, MADE_AT).startswith(b"%PDF-1.7")


def test_same_edition_gives_the_same_file(told: World) -> None:
    assert made(told) == made(told)


def test_worker_makes_the_file_once(world: World) -> None:
    a_year(world)
    published(world)
    assert print_reports(world.services, HERE) == 1
    assert print_reports(world.services, HERE) == 0

    [row], [event] = world.rows(YearReport), world.events(YearReportPrinted)
    assert isinstance(world.services.files, MemoryFiles)
    content = world.services.files.read(row["pdf_key"])
    assert content is not None
    assert event.digest == hashlib.sha256(content).hexdigest()
    assert (row["pdf_due_at"], world.rows(LooseFile)) == (None, [])


def test_worker_that_was_killed_leaves_the_file_to_another(world: World) -> None:
    report_id = published(world)
    assert world.execute(TakePrint(report_id))  # and then it is gone
    assert print_reports(world.services, HERE) == 0
    world.clock.at += PATIENCE
    assert print_reports(world.services, HERE) == 1


def test_file_that_comes_late_leaves_the_one_that_is_there(world: World) -> None:
    report_id = published(world)
    print_reports(world.services, HERE)
    [before] = world.rows(YearReport)
    world.execute(KeepPrint(report_id, f"{HERE}/{report_id}/{'0' * 64}.pdf"))
    assert world.rows(YearReport) == [before]
    assert len(world.events(YearReportPrinted)) == 1


def test_clock_finds_what_must_be_printed(world: World) -> None:
    published(world)
    calls = Calls()
    sweep(replace(world.services, wake=calls), ())
    assert (HERE, Task.PRINT) in calls.made
