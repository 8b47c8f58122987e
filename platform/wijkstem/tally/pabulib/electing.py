"""A `PbFile` to the election in it: costs, ballots, and what does not add up, with the line."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeVar

from wijkstem.errors import FieldError
from wijkstem.kit.i18n import N_
from wijkstem.tally.elections import Ballot, BallotKind, Election, Plan
from wijkstem.tally.pabulib.files import PbFile
from wijkstem.tally.pabulib.numbers import amount, number, whole
from wijkstem.tally.remarks import Remark, remark

KINDS: Final = {
    "approval": BallotKind.APPROVAL,
    "choose-1": BallotKind.CHOOSE_ONE,
    "cumulative": BallotKind.POINTS,
    "scoring": BallotKind.SCORES,
    "ordinal": BallotKind.RANKING,
}
#: What Pabulib gives as the cost of a plan that was taken back.
WITHDRAWN: Final = 999_999_999
_T = TypeVar("_T")
#: META keys that say how many rows a section has.
_COUNTED: Final = {"num_projects": "PROJECTS", "num_votes": "VOTES"}


@dataclass(frozen=True)
class Elected:
    """The election of a file, and what one must know about it."""

    election: Election
    remarks: tuple[Remark, ...]


def elected(file: PbFile, *, counts_may_differ: bool = False) -> Elected:
    """The election.

    Raises:
        FieldError: the file contradicts itself or names what is not there.
    """
    kind = _kind(file)
    remarks = [*file.remarks, *_wrong_counts(file, counts_may_differ)]
    plans = tuple(_plans(file))
    reader = _Ballots(file, kind, {plan.id: plan.id for plan in plans})
    ballots = tuple(reader)
    if not ballots:
        remarks.append(
            remark("pb_no_votes", N_("Er zijn geen stembiljetten. Geen enkel plan wint."))
        )
    remarks += reader.remarks()
    election = Election(_meta_amount(file, "budget"), kind, plans, ballots)
    return Elected(election, tuple(remarks))


def needed(file: PbFile, key: str) -> str:
    """A key that has to be there."""
    if not (value := file.key(key)):
        raise FieldError("pb_key", "In META ontbreekt %(name)s.", name=key)
    return value


def _kind(file: PbFile) -> BallotKind:
    said = needed(file, "vote_type")
    if said not in KINDS:
        raise FieldError(
            "pb_kind",
            "Wij kennen het soort biljet “%(kind)s” niet, wel: %(known)s.",
            kind=said,
            known=", ".join(KINDS),
        )
    return KINDS[said]


def _meta_amount(file: PbFile, key: str) -> Fraction:
    return in_meta(key, needed(file, key), amount)


def in_meta(key: str, text: str, read: Callable[[str, int], _T]) -> _T:
    """A number in META; who is wrong there is named, for META is short."""
    try:
        return read(text, 0)
    except FieldError as error:
        raise FieldError(
            "pb_meta_number",
            "In META klopt %(name)s niet: %(text)s.",
            name=key,
            text=text[:40],
        ) from error


def _wrong_counts(file: PbFile, may_differ: bool) -> Iterator[Remark]:
    for key, section in _COUNTED.items():
        if not (said := file.key(key)):
            continue
        table = file.projects if section == "PROJECTS" else file.votes
        if in_meta(key, said, whole) == len(table.rows):
            continue
        sentence = N_("META zegt bij %(name)s %(said)s, maar het bestand heeft er %(found)s.")
        values = {"name": key, "said": said, "found": len(table.rows)}
        if not may_differ:
            raise FieldError("pb_count", sentence, **values)
        yield remark("pb_count", sentence, **values)


def _plans(file: PbFile) -> Iterator[Plan]:
    _require("PROJECTS", file.projects.columns, ("project_id", "cost"))
    seen: dict[str, int] = {}
    for line, row in file.projects.named():
        plan = row["project_id"].strip()
        if not plan:
            raise FieldError("pb_no_id", "Regel %(line)s: het plan heeft geen nummer.", line=line)
        if plan in seen:
            raise FieldError(
                "pb_plan_twice",
                "Regel %(line)s: plan %(plan)s staat ook op regel %(other)s.",
                line=line,
                plan=plan,
                other=seen[plan],
            )
        seen[plan] = line
        cost = amount(row["cost"], line)
        categories = tuple(one.strip() for one in row.get("category", "").split(",") if one.strip())
        place = row.get("neighborhood", row.get("district", "")).strip()
        yield Plan(plan, cost, categories, place, withdrawn=cost == WITHDRAWN)


def _require(name: str, columns: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    for column in wanted:
        if column not in columns:
            raise FieldError(
                "pb_no_column",
                "In het deel %(name)s ontbreekt de kolom %(column)s.",
                name=name,
                column=column,
            )


class _Ballots:
    """The ballots, one by one; afterwards what was odd about them."""

    def __init__(self, file: PbFile, kind: BallotKind, plans: Mapping[str, str]) -> None:
        points = ("points",) if kind.has_points else ()
        _require("VOTES", file.votes.columns, ("voter_id", "vote", *points))
        self._file, self._kind, self._plans = file, kind, plans
        self._default = Fraction(0)
        if kind == BallotKind.SCORES and (said := file.key("default_score")):
            self._default = in_meta("default_score", said, number)
        # Most ballots are like another one, and most points like other points: each is kept once.
        self._known: dict[tuple[str, str, str], Ballot] = {}
        self._points: dict[str, Fraction] = {}
        #: How many names stand on each.
        self._named: dict[tuple[str, str, str], int] = {}
        self._repeated = self._same_voter = self._outside = 0

    def __iter__(self) -> Iterator[Ballot]:
        votes = self._file.votes
        voter, vote = votes.columns.index("voter_id"), votes.columns.index("vote")
        points = votes.columns.index("points") if self._kind.has_points else None
        method = votes.column("voting_method")
        limits, voters = _Limits(self._file, self._kind), set()
        for place, row in enumerate(votes.rows):
            written = (
                row[vote],
                row[points] if points is not None else "",
                row[method].strip() if method is not None else "",
            )
            ballot = self._known.get(written)
            if ballot is None:
                ballot = self._known[written] = self._ballot(votes.line(place), *written)
                self._named[written] = len(_names(row[vote]))
            voters.add(row[voter])
            self._repeated += len(ballot.plans) < self._named[written]
            self._outside += not limits.allow(ballot)
            yield ballot
        self._same_voter = len(votes.rows) - len(voters)

    def _ballot(self, line: int, vote: str, points: str, method: str) -> Ballot:
        names = _names(vote)
        if unknown := [one for one in names if one not in self._plans]:
            raise FieldError(
                "pb_unknown_plan",
                "Regel %(line)s: plan %(plan)s staat niet bij PROJECTS.",
                line=line,
                plan=unknown[0],
            )
        plans = [self._plans[one] for one in names]
        self._check_places(line, plans)
        if not self._kind.has_points:
            plans = list(dict.fromkeys(plans))
        if self._kind == BallotKind.CHOOSE_ONE and len(plans) > 1:
            raise FieldError(
                "pb_choose_one",
                "Regel %(line)s: hier mag maar één plan gekozen zijn.",
                line=line,
            )
        if not self._kind.has_points:
            return Ballot(tuple(plans), method=method)
        return self._pointed(line, plans, points, method)

    def _check_places(self, line: int, plans: list[str]) -> None:
        """Pabulib's checker calls a plan that stands twice an error, but there are such files.

        Approved twice is approved, and points are added up, as that checker does for the column `score`. Which of two
        places or scores was meant nobody knows: programs that read on give different winners.
        """
        if self._kind not in (BallotKind.RANKING, BallotKind.SCORES):
            return
        if twice := next((one for one in plans if plans.count(one) > 1), None):
            raise FieldError(
                "pb_named_twice",
                "Regel %(line)s: plan %(plan)s staat twee keer op dit biljet. Welke van de twee telt, is niet duidelijk.",
                line=line,
                plan=twice,
            )

    def _pointed(self, line: int, plans: list[str], points: str, method: str) -> Ballot:
        given = [self._point(line, one) for one in points.split(",") if one.strip()]
        if len(given) != len(plans):
            raise FieldError(
                "pb_points",
                "Regel %(line)s: er zijn %(points)s keer punten voor %(plans)s plannen.",
                line=line,
                points=len(given),
                plans=len(plans),
            )
        sums: dict[str, Fraction] = {}
        for plan, one in zip(plans, given, strict=True):
            sums[plan] = sums.get(plan, Fraction(0)) + one
        plans, given = list(sums), list(sums.values())
        if self._default:
            others = [plan for plan in self._plans if plan not in set(plans)]
            plans, given = plans + others, given + [self._default] * len(others)
        return Ballot(tuple(plans), tuple(given), method)

    def _point(self, line: int, text: str) -> Fraction:
        if text not in self._points:
            read = number if self._kind == BallotKind.SCORES else amount
            self._points[text] = read(text, line)
        return self._points[text]

    def remarks(self) -> Iterator[Remark]:
        """What was odd."""
        if self._repeated:
            if self._kind == BallotKind.POINTS:
                said = N_(
                    "Op %(count)s biljetten staat een plan twee keer. Wij tellen de punten op."
                )
                yield remark("pb_points_added", said, count=self._repeated)
            else:
                said = N_("Op %(count)s biljetten staat een plan twee keer. Het telt één keer.")
                yield remark("pb_repeated", said, count=self._repeated)
        if self._same_voter:
            said = N_("%(count)s biljetten hebben het nummer van een ander biljet.")
            yield remark("pb_same_voter", said, count=self._same_voter)
        if self._outside:
            said = N_("%(count)s biljetten houden zich niet aan de grenzen in META. Ze tellen mee.")
            yield remark("pb_outside", said, count=self._outside)


def _names(vote: str) -> list[str]:
    return [one.strip() for one in vote.split(",") if one.strip()]


class _Limits:
    """What META allows on a ballot."""

    def __init__(self, file: PbFile, kind: BallotKind) -> None:
        self._costs: dict[str, Fraction] = {}

        def bound(key: str) -> Fraction | None:
            return in_meta(key, said, number) if (said := file.key(key)) else None

        self._length = bound("min_length"), bound("max_length")
        self._money = bound("min_sum_cost"), bound("max_sum_cost")
        if any(self._money):
            place = file.projects.columns.index("project_id")
            cost = file.projects.columns.index("cost")
            self._costs = {
                row[place].strip(): amount(row[cost], file.projects.line(n))
                for n, row in enumerate(file.projects.rows)
            }
        self._each = bound("min_points"), bound("max_points")
        self._sum = (
            (bound("min_sum_points"), bound("max_sum_points"))
            if kind == BallotKind.POINTS
            else (None, None)
        )

    def allow(self, ballot: Ballot) -> bool:
        """Whether a ballot keeps to it."""
        if not _between(len(ballot.plans), *self._length):
            return False
        if self._costs and not _between(
            sum((self._costs[plan] for plan in ballot.plans), Fraction(0)), *self._money
        ):
            return False
        if not all(_between(one, *self._each) for one in ballot.points):
            return False
        return not any(self._sum) or _between(sum(ballot.points, Fraction(0)), *self._sum)


def _between(value: Fraction | int, least: Fraction | None, most: Fraction | None) -> bool:
    return (least is None or value >= least) and (most is None or value <= most)
