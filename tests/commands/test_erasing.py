"""Being forgotten: what was planted in every field is searched in every row and in every byte, and is not there."""

import logging
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.eventlog.consumers import unguarded
from tests.support.planted import PUBLIC_WORDS, WORDS, in_files, in_rows, live
from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.erasing import WIPED
from wijkstem.domain.people import Actor
from wijkstem.eventlog import log
from wijkstem.events.accounts import PersonErased
from wijkstem.projections.check import differences
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.tables.initiatives import Initiative, InitiativeText, Signature
from wijkstem.tables.personal import personal


def erase(world: World, actor: Actor, *, texts: bool) -> None:
    assert actor.person_id is not None
    world.execute(ErasePerson(actor.person_id, texts=texts), actor)
    world.settle()


def folder_of(world: World) -> Path:
    return Path(world.services.settings.database_url.removeprefix("sqlite:///")).parent


def empty_the_journal(world: World) -> None:
    with unguarded(world) as connection:
        connection.rollback()
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def test_what_is_planted_is_found_before(world: World) -> None:
    """The search sees what it is to see, before it is asked to see nothing."""
    live(world)
    found = set(in_rows(world, *WORDS, *PUBLIC_WORDS))
    assert found >= {"person", "email_code", "initiative", "initiative_text"} or found >= {
        "public.person",
        "public.email_code",
        "public.initiative",
        "public.initiative_text",
    }


def test_nothing_stays_in_any_row(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    actor = live(world)
    erase(world, actor, texts=True)

    assert in_rows(world, *WORDS, *PUBLIC_WORDS) == []
    assert not [word for word in (*WORDS, *PUBLIC_WORDS) if word in caplog.text]
    # The log keeps an id that is nobody's any more.
    assert {name.removeprefix("public.") for name in in_rows(world, str(actor.person_id))} == {
        "logged_event"
    }
    assert actor.person_id is not None
    assert in_rows(world, actor.person_id.hex) == []


def test_words_that_others_can_read_stay_unless_they_were_asked_to_go(world: World) -> None:
    actor = live(world)
    erase(world, actor, texts=False)

    assert in_rows(world, *WORDS) == []
    left = {name.removeprefix("public.") for name in in_rows(world, *PUBLIC_WORDS)}
    assert left == {"initiative", "initiative_text"}


def test_nothing_stays_in_the_bytes_of_any_file(sqlite_world: World) -> None:
    actor = live(sqlite_world)
    empty_the_journal(sqlite_world)
    before = in_files(folder_of(sqlite_world), *WORDS, *PUBLIC_WORDS)
    erase(sqlite_world, actor, texts=True)
    empty_the_journal(sqlite_world)

    assert before != [], "the search sees what is there"
    assert in_files(folder_of(sqlite_world), *WORDS, *PUBLIC_WORDS) == []


def test_every_count_and_the_log_stay_valid(world: World) -> None:
    actor = live(world)
    before = [(r["number"], r["valid_for"], r["step"]) for r in world.rows(Initiative)]
    erase(world, actor, texts=True)

    assert [(r["number"], r["valid_for"], r["step"]) for r in world.rows(Initiative)] == before
    assert {row["person_id"] for row in world.rows(Signature)} == {None}
    assert len(world.rows(Signature)) == 3
    assert [event.person_id for event in world.events(PersonErased)] == [actor.person_id]
    texts = {row["text"] for row in world.rows(InitiativeText)}
    assert WIPED in texts
    with world.services.reading(HERE) as connection:
        assert list(log.problems(connection, HERE)) == []
        for consumer in PROJECTIONS:
            assert list(differences(connection, consumer, HERE)) == []


def test_somebody_elses_words_stay(world: World) -> None:
    """The same search, by who is left: an eraser that took everything would pass the tests above."""
    actor = live(world)
    before = [r["title"] for r in world.rows(Initiative) if r["submitter_id"] != actor.person_id]
    people = len(world.rows(Initiative))
    erase(world, actor, texts=True)

    after = [r["title"] for r in world.rows(Initiative) if r["submitter_id"] is not None]
    assert after == before != []
    assert len(world.rows(Initiative)) == people


def test_life_touches_every_table_that_knows_people(sqlite_world: World) -> None:
    """Who adds a table about people plants something in it (`tests/support/planted.py`), or says why not."""
    live(sqlite_world)
    untouched = set()
    with unguarded(sqlite_world) as connection:
        for name in personal():
            count = connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()  # noqa: S608 - our own names
            if not count:
                untouched.add(name)
    assert untouched == ELSEWHERE.keys()


#: Tables about people that no life in this test fills, and where erasing them is tested.
ELSEWHERE = {
    "sounding_group": "tests/commands/test_draws.py: an official",
    "draw": "tests/commands/test_draws.py: an official",
    "draw_entry": "tests/commands/test_draws.py: erased person leaves the draw as it was",
    "draw_willing": "tests/commands/test_draws.py: goes with the account",
    "means_choice": "tests/commands/test_choosing.py: an official",
    "comment": "tests/commands/test_comments.py",
    "comment_answer": "tests/commands/test_comments.py: an official",
    "response_note": "tests/commands/test_comments.py: an official",
    "statement": "tests/commands/test_dialogue.py",
    "statement_vote": "tests/commands/test_dialogue.py",
    "dialogue_part": "tests/commands/test_dialogue.py",
    "remark_answer": "tests/commands/test_council_proposals.py: an official",
    "evaluation": "needs a plan that is over: tests/web/test_evaluations.py",
    "carrying_out": "tests/commands/test_carrying_out.py: an official who looks after it",
    "advice_voice": "tests/commands/test_advice.py: a member's vote, which leaves the counts",
    "bulk_action": "tests/commands/test_bulk.py: an official",
    "bulk_line": "tests/commands/test_bulk.py: an official",
    "saved_view": "tests/commands/test_bulk.py: an official",
    "postbox_message": "tests/adapters/test_mail.py: the demo's post box",
    "last_statement": "tests/workers/test_archiving.py: erased while a plan is on its way to the archive",
    "passed_over": "tests/web/test_engine_page.py: an operator",
    "agenda_item": "a plan that a clerk placed",
    "agenda_dossier": "tests/commands/test_agenda_requests.py: a plan that went to the council",
    "routing": "tests/commands/test_routing.py: an official",
    "earlier_text": "tests/commands/test_edits.py: texts that were changed while they were public",
    "official_absence": "tests/commands/test_absence.py: an official who is away, or stands in",
    "budget_round": "tests/commands/test_freezing.py: an official",
    "round_change": "tests/commands/test_freezing.py: an official",
    "year_report": "tests/commands/test_year_reports.py: an official",
    "year_report_text": "tests/commands/test_year_reports.py: an official",
    "source_file": "tests/commands/test_sources.py: an official",
    "roll_import": "tests/commands/test_rolls.py: an official",
    "ballot_sheet": "tests/commands/test_paper_ballots.py: an official",
    "ballot_check": "tests/commands/test_paper_ballots.py: an official",
    "case_forward": "tests/commands/test_departments.py: an official",
    "round_lot_correction": "tests/workers/test_counting.py: an official",
    "round_lot": "tests/workers/test_counting.py: an official",
    "round_approval": "tests/workers/test_counting.py: an official",
    "delay_note": "tests/commands/test_delays.py: an official's words, which stay without whose they are",
}
