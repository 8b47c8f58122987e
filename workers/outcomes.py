"""Results of votes and notes of answer are made into files: taken on by one worker, written, and then they stay."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from pathlib import Path

import structlog
from sqlalchemy import Connection

from wijkstem.adapters.files import Files, key_of
from wijkstem.commands.handlers import execute
from wijkstem.commands.outcome_printing import KeepOutcomePrint, TakeOutcomePrint
from wijkstem.commands.printing import AnnouncePrint
from wijkstem.domain.people import SYSTEM
from wijkstem.kit.metrics import command_counted
from wijkstem.kit.typeset import typeset
from wijkstem.queries.comments import every_comment, note_facts
from wijkstem.queries.means import means_facts
from wijkstem.queries.outcomes import ToPrint, outcome_of, outcomes_to_print
from wijkstem.queries.vote_questions import vote_of
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.services import Services
from wijkstem.web.comment_words import told
from wijkstem.web.outcome_files import vote_content
from wijkstem.web.response_notes import note_content
from wijkstem.words.means import MeansKind
from workers.stopping import never

logger = structlog.get_logger(__name__)

#: A note has comments, a result has tables, as a yearly report has.
TEMPLATES = {
    MeansKind.ADVICE: Path("comments", "note.typ"),
    MeansKind.VOTE: Path("year_reports", "report.typ"),
}
#: A document of the municipality: Dutch, whoever reads it.
LANGUAGE = "nl"


def print_outcomes(
    services: Services, municipality_id: str, *, stopping: Callable[[], bool] = never
) -> int:
    """How many files were made. Killed anywhere, another worker makes them a few minutes later."""
    if services.files is None:
        return 0
    with services.reading(municipality_id) as connection:
        waiting = outcomes_to_print(connection, municipality_id, services.clock.now())
    made = 0
    for one in waiting:
        if stopping():
            break
        made += _print(services, services.files, municipality_id, one)
    return made


def _print(services: Services, files: Files, municipality_id: str, it: ToPrint) -> bool:
    if not _execute(services, municipality_id, TakeOutcomePrint(it.means_id)):
        return False
    content = document(services, municipality_id, it)
    key = key_of(municipality_id, it.means_id, content, "pdf")
    _execute(services, municipality_id, AnnouncePrint(key))
    files.put(key, content)
    _execute(services, municipality_id, KeepOutcomePrint(it.means_id, key))
    logger.info("outcome printed", municipality=municipality_id, means=it.number)
    return True


def _execute(services: Services, municipality_id: str, command: object) -> object:
    with command_counted(type(command).__name__):
        return execute(services, municipality_id, command, SYSTEM)


def document(services: Services, municipality_id: str, it: ToPrint) -> bytes:
    """The outcome as a tagged PDF; of one outcome always the same."""
    rules = services.rules.of(municipality_id)
    with services.reading(municipality_id) as connection:
        data = content(connection, municipality_id, it, rules)
        outcome = outcome_of(connection, municipality_id, it.means_id)
    assert outcome is not None  # it waits to be printed
    made_at = datetime.combine(outcome.known_on, time(12), UTC)
    return typeset(services.settings.templates_dir / TEMPLATES[it.kind], data, made_at)


def content(
    connection: Connection, municipality_id: str, it: ToPrint, rules: MunicipalityRules
) -> Mapping[str, object]:
    """What stands in it, as data."""
    means = means_facts(connection, municipality_id, it.number)
    if it.kind is MeansKind.ADVICE:
        note = note_facts(connection, municipality_id, it.means_id)
        assert note is not None  # without a note there is no outcome
        here = rules.municipality
        rows = every_comment(connection, municipality_id, it.means_id)
        return note_content(
            means, note, [told(one, LANGUAGE, here.moderation) for one in rows], here.name
        )
    fewest = rules.indicators.fewest
    vote = vote_of(connection, municipality_id, it.means_id, fewest=fewest)
    outcome = outcome_of(connection, municipality_id, it.means_id)
    assert vote is not None  # nor without a result
    assert outcome is not None
    return vote_content(means, vote, outcome, rules)
