"""The outcome of a means as a file: made by a worker, once, tagged, the same for the same outcome."""

import hashlib
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from tests.support.advised import ANSWER, NOT_SO, hidden
from tests.support.outcomes import advised, outcome_row
from tests.support.votes import MadeVote, a_vote, published, resident
from tests.support.world import HERE, World
from tests.workers.test_printing import words
from tests.workers.test_sweep import Calls
from wijkstem.adapters.files import MemoryFiles
from wijkstem.adapters.wake import Task
from wijkstem.commands.outcome_printing import KeepOutcomePrint, TakeOutcomePrint
from wijkstem.commands.printing import PATIENCE
from wijkstem.errors import NotAllowed
from wijkstem.events.outcomes import OutcomePrinted
from wijkstem.queries.outcomes import outcomes_to_print
from wijkstem.tables.comments import Comment
from wijkstem.tables.council import MeetingDocument
from wijkstem.tables.dossiers import DossierEntry
from wijkstem.tables.media import LooseFile
from workers.outcomes import document, print_outcomes
from workers.sweep import sweep


def voted(world: World, many: int = 6) -> MadeVote:
    made = a_vote(world, means={"audience": "residents"})
    for n in range(many):
        made.send(resident(world, f"voter {n}"), [1])
    published(made)
    return made


def test_worker_makes_the_note_once_and_puts_it_with_the_meeting(world: World) -> None:
    means_id = advised(world, world.person("anna"))
    assert print_outcomes(world.services, HERE) == 1
    assert print_outcomes(world.services, HERE) == 0
    row, [event] = outcome_row(world, means_id), world.events(OutcomePrinted)
    assert isinstance(world.services.files, MemoryFiles)
    content = world.services.files.read(row["pdf_key"])
    assert content is not None
    assert event.digest == hashlib.sha256(content).hexdigest()
    assert (row["pdf_due_at"], world.rows(LooseFile)) == (None, [])
    files = [one for one in world.rows(MeetingDocument) if one["url"].endswith(".pdf")]
    assert [one["meeting_id"] for one in files] == [row["meeting_id"]]
    assert sum(one["url"].endswith(".pdf") for one in world.rows(DossierEntry)) == 1


def test_result_of_a_vote_is_tagged_and_hides_small_places(sqlite_world: World) -> None:
    world = sqlite_world
    made = voted(world)
    with world.services.reading(HERE) as connection:
        [waiting] = outcomes_to_print(connection, HERE, world.clock.now())
    assert waiting.means_id == made.means_id
    file = document(world.services, HERE, waiting)
    assert file == document(world.services, HERE, waiting)
    with pikepdf.open(BytesIO(file)) as pdf:
        root = pdf.Root.as_dict()
        assert root["/MarkInfo"].as_dict()["/Marked"]
        assert str(root["/Lang"]).lower().startswith("nl")
    said = words(file)
    assert "Uitslag: Wat doen wij met het plein?" in said
    assert "Een park" in said
    assert "De code om deze uitslag na te gaan" in said


def test_few_voters_of_a_place_stand_in_no_file(sqlite_world: World) -> None:
    voted(sqlite_world, 3)
    with sqlite_world.services.reading(HERE) as connection:
        [waiting] = outcomes_to_print(connection, HERE, sqlite_world.clock.now())
    assert "te weinig om te tonen" in words(document(sqlite_world.services, HERE, waiting))


def test_worker_that_was_killed_leaves_the_file_to_another(world: World) -> None:
    means_id = advised(world, world.person("anna"))
    assert world.execute(TakeOutcomePrint(means_id))  # and then it is gone
    assert not world.execute(TakeOutcomePrint(means_id))
    assert print_outcomes(world.services, HERE) == 0
    world.clock.at += PATIENCE
    assert print_outcomes(world.services, HERE) == 1


def test_file_that_comes_late_leaves_the_one_that_is_there(world: World) -> None:
    means_id = advised(world, world.person("anna"))
    print_outcomes(world.services, HERE)
    before = outcome_row(world, means_id)
    world.execute(KeepOutcomePrint(means_id, f"{HERE}/{means_id}/{'0' * 64}.pdf"))
    assert outcome_row(world, means_id) == before


def hide_it(world: World) -> None:
    """An official hides what the only resident said of the proposal."""
    [comment] = world.rows(Comment)
    hidden(world, comment["id"])


def test_note_is_made_anew_without_what_was_hidden_since(world: World) -> None:
    means_id = advised(world, world.person("anna"))
    print_outcomes(world.services, HERE)
    before = outcome_row(world, means_id)["pdf_key"]
    files = world.services.files
    assert isinstance(files, MemoryFiles)
    assert NOT_SO.why in words(files.read(before) or b"")
    hide_it(world)
    row = outcome_row(world, means_id)
    assert (row["pdf_key"], [one["key"] for one in world.rows(LooseFile)]) == (None, [before])
    assert print_outcomes(world.services, HERE) == 1
    after = outcome_row(world, means_id)["pdf_key"]
    said = words(files.read(after) or b"")
    assert NOT_SO.why not in said
    assert ANSWER.reasons in said


def test_file_that_was_being_made_while_something_was_hidden_is_not_kept(world: World) -> None:
    means_id = advised(world, world.person("anna"))
    assert world.execute(TakeOutcomePrint(means_id))
    hide_it(world)
    world.execute(KeepOutcomePrint(means_id, f"{HERE}/{means_id}/{'0' * 64}.pdf"))
    assert outcome_row(world, means_id)["pdf_key"] is None
    assert print_outcomes(world.services, HERE) == 1


def test_only_the_system_prints(sqlite_world: World) -> None:
    means_id = advised(sqlite_world, sqlite_world.person("anna"))
    for command in (TakeOutcomePrint(means_id), KeepOutcomePrint(means_id, "key")):
        with pytest.raises(NotAllowed):
            sqlite_world.execute(command, sqlite_world.official)


def test_clock_calls_for_what_waits(sqlite_world: World) -> None:
    advised(sqlite_world, sqlite_world.person("anna"))
    calls = Calls()
    sweep(replace(sqlite_world.services, wake=calls), ())
    assert (HERE, Task.PRINT) in calls.made
