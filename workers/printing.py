"""Published yearly reports are made into files: taken on by one worker, written, and then they belong to the report."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time
from pathlib import Path

import structlog

from wijkstem.adapters.files import Files, key_of
from wijkstem.commands.handlers import execute
from wijkstem.commands.printing import AnnouncePrint, KeepPrint, TakePrint
from wijkstem.domain.people import SYSTEM
from wijkstem.kit.jinja import long_date
from wijkstem.kit.metrics import command_counted
from wijkstem.kit.typeset import typeset
from wijkstem.queries.year_reports import ReportPage, published_report, reports_to_print
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.services import Services
from wijkstem.web.report_words import Table, definitions, told_chapters
from workers.stopping import never

logger = structlog.get_logger(__name__)

TEMPLATE = Path("year_reports", "report.typ")
#: A yearly report is a document of the municipality: Dutch, whoever reads it.
LANGUAGE = "nl"


def print_reports(
    services: Services, municipality_id: str, *, stopping: Callable[[], bool] = never
) -> int:
    """How many files were made. Killed anywhere, another worker makes them a few minutes later."""
    if services.files is None:
        return 0
    with services.reading(municipality_id) as connection:
        waiting = reports_to_print(connection, municipality_id, services.clock.now())
    made = 0
    for year, edition in waiting:
        if stopping():
            break
        with services.reading(municipality_id) as connection:
            it = published_report(connection, municipality_id, year, edition)
        made += _print(services, services.files, municipality_id, it)
    return made


def _print(services: Services, files: Files, municipality_id: str, it: ReportPage) -> bool:
    if not _execute(services, municipality_id, TakePrint(it.facts.id)):
        return False
    rules = services.rules.of(municipality_id)
    content = document(it, rules, services.settings.templates_dir / TEMPLATE)
    key = key_of(municipality_id, it.facts.id, content, "pdf")
    _execute(services, municipality_id, AnnouncePrint(key))
    files.put(key, content)
    _execute(services, municipality_id, KeepPrint(it.facts.id, key))
    logger.info(
        "report printed", municipality=municipality_id, year=it.facts.year, bytes=len(content)
    )
    return True


def _execute(services: Services, municipality_id: str, command: object) -> object:
    with command_counted(type(command).__name__):
        return execute(services, municipality_id, command, SYSTEM)


def document(it: ReportPage, rules: MunicipalityRules, template: Path) -> bytes:
    """The report as a tagged PDF; of one edition always the same."""
    assert it.facts.published_on is not None
    made_at = datetime.combine(it.facts.published_on, time(12), UTC)
    return typeset(template, content(it, rules), made_at)


def content(it: ReportPage, rules: MunicipalityRules) -> Mapping[str, object]:
    """What stands in it, as data."""
    facts, here = it.facts, rules.municipality
    assert facts.published_on is not None
    assert facts.as_of is not None
    day = facts.published_on
    chapters = [
        {
            "title": one.title,
            "paragraphs": [*paragraphs(one.text), *([[one.missing]] if one.missing else [])],
            "tables": [_table(each) for each in one.tables],
        }
        for one in told_chapters(it, it.figures, rules, LANGUAGE)
    ]
    return {
        "title": f"Jaarverslag over {facts.year} van de gemeente {here.name}",
        "municipality": f"Gemeente {here.name}",
        "published": {"year": day.year, "month": day.month, "day": day.day},
        "opening": [
            [f"Editie {facts.edition}, gepubliceerd op {long_date(day, LANGUAGE)}."],
            ["Elk jaar vertelt de gemeente wat er met plannen van inwoners is gebeurd."],
        ],
        "contents": "Wat staat erin?",
        "chapters": [*chapters, _how_counted(it)],
    }


def _how_counted(it: ReportPage) -> Mapping[str, object]:
    facts = it.facts
    assert facts.as_of is not None
    said = [
        [f"De cijfers zijn van het einde van {long_date(facts.as_of, LANGUAGE)}."],
        [
            "Zijn er te weinig mensen? Dan tonen wij het cijfer niet. Zo is niemand te herkennen.",
        ],
        [f"Geteld tot en met gebeurtenis {facts.position} van het logboek."],
        [f"De code om dit verslag na te gaan: {facts.digest}"],
    ]
    tables = [_table(definitions(it.figures, LANGUAGE))] if it.figures else []
    return {"title": "Hoe is geteld", "paragraphs": said, "tables": tables}


def _table(one: Table) -> Mapping[str, object]:
    return {
        "caption": one.caption,
        "columns": list(one.columns),
        "rows": [list(row) for row in one.rows],
    }


def paragraphs(text: str) -> Sequence[Sequence[str]]:
    """Lines by paragraph, as the page has them: a blank line begins another."""
    lines = [line.strip() for line in text.strip().splitlines()]
    blocks = [block.strip("\n").split("\n") for block in "\n".join(lines).split("\n\n")]
    return [block for block in blocks if any(block)]
