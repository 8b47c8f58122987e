"""What must hold of discussions after a storm: what was accepted is there once, and everything that is counted adds up."""

from collections import Counter, defaultdict
from typing import Any
from uuid import UUID

from tests.fire.ledger import Answer, Ledger
from tests.fire.proposal_proof import accepted
from tests.fire.talk_errands import SLOW
from tests.fire.town import Town
from tests.support.world import HERE, World
from wijkstem.events.discussion import (
    ContributionChanged,
    ContributionJudged,
    ContributionMade,
    ContributionReported,
    ContributionSupported,
    ContributionSupportTakenBack,
    DiscussionModerated,
)
from wijkstem.tables.discussion import (
    Contribution,
    ContributionSupport,
    ContributionVersion,
    DiscussionRoom,
)
from wijkstem.tables.messages import InboxMessage
from wijkstem.tables.moderation import Case
from wijkstem.tables.reports import Report
from wijkstem.words import Target


def talk_is_what_was_said(world: World, town: Town, ledger: Ledger) -> None:
    """Each accepted contribution once, numbered without a gap, below what it replies to; and nobody beyond the brakes."""
    rows = world.rows(Contribution)
    made = Counter(one.contribution_id for one in world.events(ContributionMade))
    assert made == Counter(row["id"] for row in rows)
    assert accepted(ledger, "contribution") <= set(made)
    by_room = defaultdict[UUID, list[dict[str, Any]]](list)
    for row in rows:
        by_room[row["means_id"]].append(row)
    last = {row["means_id"]: row["last_number"] for row in world.rows(DiscussionRoom)}
    for means_id, there in by_room.items():
        assert sorted(row["number"] for row in there) == list(range(1, last[means_id] + 1))
    _stand_in_their_place(rows)
    rule = world.services.rules.of(HERE).municipality.discussion
    by = Counter((row["means_id"], row["person_id"]) for row in rows if row["office"] is None)
    assert by[town.rooms.talk.id, town.supporters[1].id] == rule.new_hour_most
    assert by[town.rooms.slow.id, town.supporters[9].id] == 1
    assert accepted(ledger, "behind the moderator") == set()
    led = [
        (one.revision, one.slow_minutes, one.closed)
        for one in world.events(DiscussionModerated)
        if one.means_id == town.rooms.slow.id
    ]
    assert led == [(1, SLOW, False), (2, 0, True)]


def _stand_in_their_place(rows: list[dict[str, Any]]) -> None:
    """Replies are numbered below what they reply to, and counted there."""
    places = defaultdict[UUID, list[int]](list)
    for row in rows:
        if row["parent_id"]:
            places[row["parent_id"]].append(row["place"])
    for parent, found in places.items():
        assert sorted(found) == list(range(1, len(found) + 1)), parent
    counted = {row["id"]: row["replies"] for row in rows if row["replies"]}
    assert counted == {parent: len(found) for parent, found in places.items()}
    assert places, "nobody could reply"


def support_counts_once(world: World, town: Town, ledger: Ledger) -> None:
    """One person, one support; what was told last is so; log, rows, contribution and room say the same."""
    rows, it = world.rows(ContributionSupport), town.rooms.said[0]
    given = Counter(one.contribution_id for one in world.events(ContributionSupported))
    given -= Counter(one.contribution_id for one in world.events(ContributionSupportTakenBack))
    assert given == Counter(row["contribution_id"] for row in rows)
    people = Counter(row["person_id"] for row in rows if row["contribution_id"] == it)
    assert set(people.values()) == {1}
    for who in town.supporters[11:19]:
        assert people[who.id] == 1
    assert {one: people[one] == 1 for one in town.rooms.supports} == town.rooms.supports
    assert set(ledger.answers["support what was said", "ja"]) <= {Answer.ACCEPTED, *_UNSURE}
    for row in world.rows(Contribution):
        assert row["support"] == given[row["id"]]
    for room in world.rows(DiscussionRoom):
        mine = {row["id"] for row in world.rows(Contribution, means_id=room["means_id"])}
        assert room["supports"] == sum(given[one] for one in mine)


#: What who asked again may have been told before.
_UNSURE = (Answer.AWAY, Answer.UNANSWERED)


def changes_are_kept(world: World, town: Town) -> None:
    """Changed three times, each once; every earlier wording is there to be read."""
    [row] = world.rows(Contribution, id=town.rooms.said[1])
    told = [
        one.revision
        for one in world.events(ContributionChanged)
        if one.contribution_id == row["id"]
    ]
    assert (told, row["revision"]) == ([2, 3, 4], 4)
    assert row["words"].startswith("3 keer anders")
    before = world.rows(ContributionVersion, contribution_id=row["id"])
    assert [one["revision"] for one in before] == [1, 2, 3]
    assert [one["words"][:13] for one in before[1:]] == ["1 keer anders", "2 keer anders"]


def doubted_is_judged_once(world: World, town: Town, ledger: Ledger) -> None:
    """Hidden by one decision and shown again by another; who reported it stands in the one case that it ended."""
    it, case = town.rooms.said[2], town.rooms.doubted_case
    judged = [one.verdict for one in world.events(ContributionJudged) if one.contribution_id == it]
    assert judged == ["hidden", "shown"]
    [row] = world.rows(Contribution, id=it)
    assert row["hiding_id"] is None
    [found] = world.rows(Case, target_id=it, target=Target.CONTRIBUTION)
    assert (found["id"], found["closed_as"]) == (case, "hidden")
    told = Counter(one.report_id for one in world.events(ContributionReported))
    assert told == Counter(row["id"] for row in world.rows(Report, case_id=case))
    assert accepted(ledger, "contribution report") <= set(told)


def who_is_answered_is_told(world: World, town: Town) -> None:
    """Each reply of somebody else is told to who is replied to: one message, by the key of the table."""
    told = {(row["position"], row["person_id"]) for row in world.rows(InboxMessage)}
    rows = {row["id"]: row for row in world.rows(Contribution)}
    answered = 0
    for recorded in world.recorded():
        event = recorded.event
        if not isinstance(event, ContributionMade) or event.to_id is None:
            continue
        above = rows[event.to_id]
        theirs = above["person_id"] if above["office"] is None else None
        if theirs is None or theirs == event.person_id or theirs in town.erased:
            continue
        answered += 1
        assert (recorded.position, theirs) in told, recorded
    assert answered, "nobody was answered"
