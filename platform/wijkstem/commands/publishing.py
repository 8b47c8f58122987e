"""Making a result known: the round is public from here on; its plans go on their paths, or its question has an answer."""

import json
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, select

from wijkstem.commands.closing import change
from wijkstem.commands.dossiers import add_entry
from wijkstem.commands.rounds import means_of
from wijkstem.domain.closing import totals_of
from wijkstem.domain.vote_counting import outcome_text
from wijkstem.domain.vote_questions import QuestionFile
from wijkstem.errors import Invalid
from wijkstem.events.counting import ResultPublished
from wijkstem.events.vote_questions import VoteAnswered
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.counting import RoundClosing
from wijkstem.tables.means import Means
from wijkstem.tables.rounds import BallotPlan, RoundArea
from wijkstem.tally.results import Status
from wijkstem.words.dossiers import EntryKind
from wijkstem.words.rounds import OnBallot, RoundKind, RoundState

_area = table_of(RoundArea)
_means = table_of(Means)
_plan = table_of(BallotPlan)
_closing = table_of(RoundClosing)
#: Characters of the title of an entry.
TITLE_MOST: Final = 120


def publish(round_: Row[Any], counts: list[Row[Any]], digest: str, work: Work) -> None:
    """The second official approved it."""
    change(round_.id, work, state=RoundState.PUBLISHED)
    if round_.kind is RoundKind.QUESTION:
        work.record(_answered(round_, counts[0], digest, work))
        _tell_dossier(round_, counts[0], work)
        return
    results = [json.loads(row.result) for row in counts]
    said = {
        int(number): Status(one["status"])
        for result in results
        for number, one in result["result"]["plans"].items()
    }
    plans = _plans(round_.id, work)
    work.record(
        ResultPublished(
            round_id=round_.id,
            number=round_.number,
            instrument=round_.instrument,
            digest=digest,
            chosen=_with(plans, said, Status.WON),
            partly=_with(plans, said, Status.PARTLY),
            not_chosen=_with(plans, said, Status.LOST),
            on_roll=_on_roll(round_.id, work),
            voters=sum(result["result"]["voters"] for result in results),
            served=sum(result["reach"]["served"] for result in results),
            budget=_euros(results, "budget"),
            given=_euros(results, "cost"),
            inhabitants=_inhabitants(round_.id, work),
            published_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def _answered(round_: Row[Any], count: Row[Any], digest: str, work: Work) -> VoteAnswered:
    """A question has one area, and so one result."""
    file, said = QuestionFile.from_json(round_.rule_file), json.loads(count.result)["result"]
    return VoteAnswered(
        round_id=round_.id,
        means_id=means_of(round_.id, work),
        number=round_.number,
        digest=digest,
        outcome=said["outcome"],
        winner=int(said["winner"]) if said["winner"] else None,
        binding=file.binding,
        decided_by=file.decided_by,
        voters=said["voters"],
        blank=said["blank"],
        electorate=file.count.electorate,
        answered_on=work.today,
        official_id=work.actor.person_id,
    )


def _tell_dossier(round_: Row[Any], count: Row[Any], work: Work) -> None:
    """The outcome stands in the dossier from here on, and who follows that hears of it."""
    file, said = QuestionFile.from_json(round_.rule_file), json.loads(count.result)
    found = select(_means.c.dossier_id).where(
        _means.c.municipality_id == work.municipality_id, _means.c.number == file.means
    )
    entry = {
        "title": f"Uitslag: {file.name}"[:TITLE_MOST],
        "text": outcome_text(file, said),
        "url": f"/meedoen/{file.means}",
    }
    dossier_id = work.connection.execute(found).scalar_one()
    try:
        add_entry(dossier_id, EntryKind.NEWS, work.today, entry, work)
    except Invalid:
        return  # the dossier is full: the result goes out all the same, and stands with the means


def _euros(results: list[dict[str, Any]], name: str) -> int:
    return int(sum(result["result"][name] for result in results))


def _with(plans: dict[int, UUID], said: dict[int, Status], status: Status) -> tuple[UUID, ...]:
    return tuple(
        plans[number] for number, one in sorted(said.items()) if one is status and number in plans
    )


def _plans(round_id: UUID, work: Work) -> dict[int, UUID]:
    """Plans on the ballot by number; one that was withdrawn ended on its own path."""
    found = select(_plan.c.number, _plan.c.initiative_id).where(
        _plan.c.municipality_id == work.municipality_id,
        _plan.c.round_id == round_id,
        _plan.c.standing == OnBallot.LISTED,
    )
    return {row.number: row.initiative_id for row in work.connection.execute(found)}


def _on_roll(round_id: UUID, work: Work) -> int:
    found = select(_closing.c.totals).where(
        _closing.c.municipality_id == work.municipality_id, _closing.c.round_id == round_id
    )
    text = work.connection.execute(found).scalar_one()
    return sum(one.on_roll for one in totals_of(text))


def _inhabitants(round_id: UUID, work: Work) -> int | None:
    """Of all areas; None where it is not known of each."""
    found = select(_area.c.inhabitants).where(
        _area.c.municipality_id == work.municipality_id, _area.c.round_id == round_id
    )
    each = list(work.connection.execute(found).scalars())
    return None if None in each else sum(each)
