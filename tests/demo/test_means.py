"""Means in the demo: every kind in one municipality, open and over, each with what people did in it; one elsewhere."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.demo.test_fill import RULES, make_filled
from tests.support.databases import SqliteDatabases
from tests.support.world import World
from wijkstem.demo.means_told import EVERY_KIND, told_of
from wijkstem.projections.check import differences
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.queries.dialogue import dialogue_result
from wijkstem.tables.comments import CommentAnswer, ResponseNote
from wijkstem.tables.counting import RoundCount
from wijkstem.tables.dialogue import DialoguePart
from wijkstem.tables.discussion import Contribution
from wijkstem.tables.means import Means, MeansChoice
from wijkstem.tables.rounds import BudgetRound
from wijkstem.words.comments import NoteState
from wijkstem.words.means import MeansKind, MeansState
from wijkstem.words.rounds import RoundState

pytestmark = pytest.mark.slow

OTHER = "hilversum"


@pytest.fixture(scope="module")
def filled(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The municipality with means of every kind, and one of the others."""
    url = sqlite_databases.new(tmp_path_factory.mktemp("means"))
    now = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
    world = make_filled(url, (EVERY_KIND, OTHER), now=now)
    yield world
    world.services.engine.dispose()


def means_of(world: World) -> dict[str, dict[str, Any]]:
    return {row["title"]: row for row in world.rows(Means, where=EVERY_KIND)}


def test_every_kind_is_open_and_most_are_over(filled: World) -> None:
    found = {(row["kind"], row["state"]) for row in means_of(filled).values()}
    assert found == {(kind, MeansState.ANNOUNCED) for kind in MeansKind} | {
        (MeansKind.DISCUSSION, MeansState.CLOSED),
        *((kind, MeansState.ACCOUNTED) for kind in MeansKind if kind is not MeansKind.DISCUSSION),
    }
    assert len(filled.rows(MeansChoice, where=EVERY_KIND)) == 1


def test_everything_that_is_told_was_said(filled: World) -> None:
    rows = filled.rows(Contribution, where=EVERY_KIND)
    told = [one for means in told_of(EVERY_KIND) for one in means.said]
    assert len(rows) == len(told) + sum(len(one.replies) for one in told) >= 25
    assert [row["hiding_id"] is not None for row in rows].count(True) == 1
    assert sum(row["office"] is not None for row in rows) == 3
    assert sum(row["revision"] > 1 for row in rows) == 2


def test_dialogues_have_groups_that_share_something(filled: World) -> None:
    for one in told_of(EVERY_KIND):
        if one.kind is MeansKind.DIALOGUE:
            means_id = means_of(filled)[one.title]["id"]
            with filled.services.reading(EVERY_KIND) as connection:
                result = dialogue_result(connection, EVERY_KIND, means_id)
            assert result is not None
            assert len(result.found["groups"]) >= 2
            assert len(result.found["shared"]) >= 1
    parts = Counter(row["means_id"] for row in filled.rows(DialoguePart, where=EVERY_KIND))
    assert min(parts.values()) >= 60


def test_vote_that_is_over_was_counted_and_made_known(filled: World) -> None:
    states = Counter(row["state"] for row in filled.rows(BudgetRound, where=EVERY_KIND))
    assert states == {RoundState.PUBLISHED: 1, RoundState.FROZEN: 1}
    assert len(filled.rows(RoundCount, where=EVERY_KIND)) == 1


def test_every_comment_on_the_advice_that_is_over_has_an_answer(filled: World) -> None:
    [note] = filled.rows(ResponseNote, where=EVERY_KIND)
    assert note["state"] is NoteState.ADOPTED
    [told] = [one for one in told_of(EVERY_KIND) if one.summary]
    assert len(filled.rows(CommentAnswer, where=EVERY_KIND)) == len(told.comments)


def test_elsewhere_one_discussion_is_open(filled: World) -> None:
    [row] = filled.rows(Means, where=OTHER)
    assert (row["kind"], row["state"]) == (MeansKind.DISCUSSION, MeansState.ANNOUNCED)


def test_figures_of_means_are_what_the_log_says(filled: World) -> None:
    for slug in (EVERY_KIND, OTHER):
        with filled.services.reading(slug) as connection:
            assert [d for c in PROJECTIONS for d in differences(connection, c, slug)] == []


def test_other_municipalities_are_told_the_same() -> None:
    told = {slug: told_of(slug) for slug in RULES.slugs if slug != EVERY_KIND}
    assert told == dict.fromkeys(told, told_of(OTHER))
