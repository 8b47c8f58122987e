"""The rooms of means in tests that look at every public page: their addresses, and what happens in each."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.support.advised import adopted, advice, answered, commented, ended, hidden
from tests.support.dialogue import answered_by_two_camps, computed, open_dialogue
from tests.support.discussed import discussion, id_of, said
from tests.support.outcomes import council_meets, outcome_row
from tests.support.votes import fixed_vote, published, resident
from tests.support.world import HERE, World
from wijkstem.commands.announcing import CloseMeans
from wijkstem.commands.appeals import DecideAppeal, MakeAppeal
from wijkstem.commands.changing_contributions import ChangeContribution
from wijkstem.commands.meetings import CancelMeeting
from wijkstem.commands.outcomes import DecideOutcome, PlaceOutcome, ReturnOutcome
from wijkstem.domain.outcomes import DecisionForm
from wijkstem.domain.people import Actor
from wijkstem.kit.clock import local_date
from wijkstem.tables.comments import Comment
from wijkstem.tables.council import Meeting
from wijkstem.tables.discussion import Contribution
from wijkstem.tables.means import Means
from wijkstem.words import Role
from workers.outcomes import print_outcomes

Happening = tuple[str, Callable[[], object]]


def addresses_of_rooms(world: World) -> list[str]:
    """What everybody can look at in them now."""
    numbers = {row["id"]: row["number"] for row in world.rows(Means)}
    contributions = [
        f"/meedoen/{numbers[row['means_id']]}/bijdrage/{row['number']}{part}"
        for row in world.rows(Contribution)
        for part in ("", "/eerder")
    ]
    pages = ("reacties", "reactienota", "reactienota.csv", "stellingen.csv", "uitslag.csv")
    return contributions + [f"/meedoen/{one}/{page}" for one in numbers.values() for page in pages]


def rooms_come_and_go(world: World) -> Iterator[Happening]:
    """People say something in each, and it comes to its end."""
    days = days_of(world)
    made: dict[str, Any] = {}
    yield "discussion opened", lambda: made.update(talk=discussion(world, **days))
    anna, bram = world.person("anna"), world.person("bram")
    yield "said", lambda: said(world, made["talk"], anna)
    yield (
        "said otherwise",
        lambda: world.execute(
            ChangeContribution(id_of(world, 1), 1, "Er moeten toch bomen komen."), anna
        ),
    )
    yield "advice opened", lambda: made.update(advice=advice(world, **days))
    yield "commented", lambda: made.update(said=commented(world, made["advice"], bram))
    yield "comment hidden", lambda: hidden(world, made["said"])
    yield "hiding reversed", lambda: _shown_again(world, made["said"], bram)
    yield "advice closed", lambda: ended(world, made["advice"])
    yield "answered", lambda: answered(world, made["advice"], made["said"])
    yield "adopted", lambda: adopted(world, made["advice"])
    yield "dialogue opened", lambda: made.update(dialogue=open_dialogue(world, **days))
    yield "agreed", lambda: answered_by_two_camps(world, made["dialogue"])
    yield "dialogue closed", lambda: _closed(world, made["dialogue"])
    yield "worked out", lambda: computed(world)
    yield "folded", world.settle
    yield "note printed", lambda: print_outcomes(world.services, HERE)
    yield "comment hidden after all", lambda: hidden(world, made["said"])
    yield "note printed anew", lambda: print_outcomes(world.services, HERE)
    yield "its meeting cancelled", lambda: _cancelled(world, made["advice"])
    yield "folded", world.settle
    yield "note sent back", lambda: _returned(world, made["advice"])
    yield "council meets today", lambda: made.update(today=council_meets(world, 0))
    yield "note placed today", lambda: _placed(world, made["advice"], made["today"])
    yield "decided", lambda: _decided(world, made["advice"])
    yield from _voted(world)


def _voted(world: World) -> Iterator[Happening]:
    """A question that people vote on, and whose result is let out."""
    day, made = local_date(world.clock.now()), dict[str, Any]()
    means = {
        "opens_on": day + timedelta(days=2),
        "closes_on": day + timedelta(days=9),
        "account_by": day + timedelta(days=40),
    }

    def settle() -> None:
        made.update(vote=fixed_vote(world, means=means, reference_day=day))

    yield "question settled", settle
    yield "question open", lambda: world.pass_days(3)
    yield "voted on it", lambda: made["vote"].send(resident(world, "kiezer"), [1])
    yield "question closed", lambda: world.pass_days(8)
    yield "answered by voting", lambda: published(made["vote"])


def _cancelled(world: World, means_id: UUID) -> None:
    meeting_id = outcome_row(world, means_id)["meeting_id"]
    [row] = world.rows(Meeting, id=meeting_id)
    why = "Er is te weinig te bespreken."
    world.execute(CancelMeeting(meeting_id, row["revision"], why), world.clerk)


def _returned(world: World, means_id: UUID) -> None:
    revision = outcome_row(world, means_id)["revision"]
    world.execute(ReturnOutcome(means_id, revision, "De raad sprak er al over."), world.clerk)


def _placed(world: World, means_id: UUID, meeting_id: UUID) -> None:
    revision = outcome_row(world, means_id)["revision"]
    world.execute(PlaceOutcome(means_id, revision, meeting_id), world.clerk)


def _decided(world: World, means_id: UUID) -> None:
    form = DecisionForm("partly", "Er blijven tien plekken.", local_date(world.clock.now()))
    revision = outcome_row(world, means_id)["revision"]
    world.execute(DecideOutcome(means_id, revision, form), world.clerk)


def _shown_again(world: World, comment_id: UUID, who: Actor) -> None:
    """Its writer asks another official to look again."""
    [row] = world.rows(Comment, id=comment_id)
    case = world.execute(MakeAppeal(row["hiding_id"], "Zo bedoelde ik het niet."), who)
    other = world.person("other official", Role.OFFICIAL)
    world.execute(DecideAppeal(case, "reversed", "Wij lezen het nu zo ook niet."), other)


def _closed(world: World, means_id: UUID) -> None:
    world.execute(CloseMeans(means_id, "Alles is gezegd."), world.official)


def days_of(world: World) -> dict[str, Any]:
    """Open from today on."""
    day = local_date(world.clock.now())
    return {
        "opens_on": day,
        "closes_on": day + timedelta(days=9),
        "account_by": day + timedelta(days=30),
        "decided_on": day,
    }
