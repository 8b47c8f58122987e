"""A `PbFile` to bytes: UTF-8, quoted only where it must be; and an election of ours as a `PbFile`."""

from collections.abc import Iterable, Mapping

from wijkstem.tally.amounts import canonical
from wijkstem.tally.elections import Ballot, BallotKind, Election
from wijkstem.tally.pabulib.files import PbFile, Table
from wijkstem.tally.results import Result, Status

#: What we call a kind of ballot, to what Pabulib does.
VOTE_TYPE = {
    BallotKind.APPROVAL: "approval",
    BallotKind.CHOOSE_ONE: "choose-1",
    BallotKind.POINTS: "cumulative",
    BallotKind.SCORES: "scoring",
    BallotKind.RANKING: "ordinal",
}
#: Pabulib's words for what became of a plan.
SELECTED = {Status.WON: "1", Status.PARTLY: "2"}


def write(file: PbFile) -> bytes:
    """The file as bytes; reading it gives the same file."""
    lines = ["META", "key;value", *(_line(pair) for pair in file.meta)]
    for name, table in (("PROJECTS", file.projects), ("VOTES", file.votes)):
        lines += [name, _line(table.columns), *(_line(row) for row in table.rows)]
    return ("\n".join(lines) + "\n").encode()


def _line(cells: Iterable[str]) -> str:
    return ";".join(_cell(cell) for cell in cells)


def _cell(text: str) -> str:
    must = any(sign in text for sign in ';"\n\r') or text.startswith(" ") or not text.isprintable()
    return '"' + text.replace('"', '""') + '"' if must else text


def published(
    election: Election, meta: Mapping[str, str], names: Mapping[str, str], result: Result | None
) -> PbFile:
    """An election of ours; voters get numbers in the order of ``election.ballots``, so shuffle those first.

    ``meta`` has what only the round knows (description, country, unit, instance, rule, dates); counts, budget and
    kind of ballot are filled in.
    """
    counted = {
        "num_projects": str(len(election.plans)),
        "num_votes": str(len(election.ballots)),
        "budget": str(canonical(election.budget)),
        "vote_type": VOTE_TYPE[election.kind],
    }
    columns = ["project_id", "cost", "votes", "score", "name", "category", "neighborhood"]
    rows = [
        [
            plan.id,
            str(canonical(plan.cost)),
            *_counted(result, plan.id),
            names.get(plan.id, ""),
            ",".join(plan.categories),
            plan.neighbourhood,
        ]
        for plan in election.plans
    ]
    if result is not None:
        columns.append("selected")
        for row in rows:
            row.append(SELECTED.get(result.plans[row[0]].status, "0"))
    return PbFile(
        meta=tuple((dict(meta) | counted).items()),
        projects=Table(tuple(columns), tuple(tuple(row) for row in rows)),
        votes=_votes(election),
    )


def _counted(result: Result | None, plan: str) -> tuple[str, str]:
    if result is None:
        return "", ""
    return str(result.plans[plan].votes), str(canonical(result.plans[plan].score))


def _votes(election: Election) -> Table:
    columns = ["voter_id", "vote"]
    columns += ["points"] if election.kind.has_points else []
    columns += ["voting_method"] if any(ballot.method for ballot in election.ballots) else []
    return Table(
        tuple(columns),
        tuple(
            tuple(_ballot(number, ballot)[column] for column in columns)
            for number, ballot in enumerate(election.ballots, 1)
        ),
    )


def _ballot(number: int, ballot: Ballot) -> Mapping[str, str]:
    return {
        "voter_id": str(number),
        "vote": ",".join(ballot.plans),
        "points": ",".join(str(canonical(one)) for one in ballot.points),
        "voting_method": ballot.method,
    }
