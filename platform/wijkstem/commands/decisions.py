"""Writing down how the council voted, in the transaction that takes the decision."""

from dataclasses import asdict

from sqlalchemy import insert

from wijkstem.domain.decisions import VOTED, VoteForm, checked_votes
from wijkstem.events.decisions import CouncilVoted
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.decisions import CouncilVote
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Milestone

_vote = table_of(CouncilVote)


def note_votes(
    initiative: Initiative, step_seq: int, means: Milestone, form: VoteForm, work: Work
) -> None:
    """Nothing where nothing was typed, or where there is nothing to vote on. Raises Invalid for what does not fit."""
    if form.empty or means not in VOTED:
        return
    votes = checked_votes(form, means)
    about = {
        "municipality_id": work.municipality_id,
        "initiative_id": initiative.id,
        "step_seq": step_seq,
    }
    rows = [{**about, "place": place, **asdict(vote)} for place, vote in enumerate(votes, start=1)]
    work.connection.execute(insert(_vote), rows)
    work.record(
        CouncilVoted(
            initiative_id=initiative.id,
            instrument=initiative.instrument,
            step_seq=step_seq,
            in_favour=sum(vote.in_favour for vote in votes),
            against=sum(vote.against for vote in votes),
            parties=len(votes),
            divided=sum(1 for vote in votes if vote.in_favour and vote.against),
            voted_on=work.today,
        )
    )
