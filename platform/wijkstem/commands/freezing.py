"""The rules of a round are fixed: one official asks, and another looks at the same file and fixes it."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import func, select

from wijkstem.commands.board import AppendBoard, append_board
from wijkstem.commands.fixing_ballot import check_settled
from wijkstem.commands.means import load_means
from wijkstem.commands.rolls import round_of
from wijkstem.commands.rounds import areas_of, load, means_of, phases_of
from wijkstem.commands.vote_questions import question_file, vote_fixed
from wijkstem.domain import freezing, making_rounds
from wijkstem.domain.people import SYSTEM
from wijkstem.domain.permissions import may_run_rounds, require
from wijkstem.domain.round_phases import require_act
from wijkstem.domain.rounds import FORMAT, FileArea, FilePlan, RoundRules, RuleFile
from wijkstem.domain.vote_files import VoteFile
from wijkstem.domain.vote_questions import QuestionFile
from wijkstem.errors import RuleBroken
from wijkstem.events.rounds import FreezeAsked, RoundFrozen
from wijkstem.kit.canonical import sha256
from wijkstem.kit.clock import local_date
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.rolls import RollEntry
from wijkstem.tables.rounds import BallotPlan, BudgetRound, RoundAreaPlace
from wijkstem.words.rounds import OnBallot, PhaseKind, RoundAct, RoundKind, RoundState

_plan = table_of(BallotPlan)
_place = table_of(RoundAreaPlace)
_initiative = table_of(Initiative)
_entry = table_of(RollEntry)


@dataclass(frozen=True)
class AskFreeze:
    """An official looked at everything and asks a colleague to do the same and fix it."""

    round_id: UUID
    revision: int


def ask_freeze(command: AskFreeze, work: Work) -> str:
    """The digest of the file that would be fixed. Raises RuleBroken for a round that is not complete."""
    require(may_run_rounds(work.actor))
    round_ = _loaded(command.round_id, work)
    making_rounds.check_open(round_, command.revision)
    file = _complete(round_, work)
    round_.asked_by, round_.asked_digest = work.actor.person_id, file.digest
    # So that the colleague reads the very file.
    round_.rule_file = file.to_json()
    work.record(
        FreezeAsked(
            round_id=round_.id,
            number=round_.number,
            digest=file.digest,
            asked_on=work.today,
            official_id=work.actor.person_id,
        )
    )
    return file.digest


@dataclass(frozen=True)
class FreezeRound:
    """Another official fixes the very file that they saw: from then on nothing in it changes."""

    round_id: UUID
    digest: str


def freeze_round(command: FreezeRound, work: Work) -> None:
    """Raises RuleBroken for the official who asked, or when the vote should have begun; Conflict for another file."""
    require(may_run_rounds(work.actor))
    round_ = _loaded(command.round_id, work)
    making_rounds.check_open(round_, round_.revision)
    freezing.check_asked(round_, command.digest, work.actor.person_id)
    file = _complete(round_, work)
    freezing.check_same(file.digest, command.digest)
    asked_by = round_.asked_by
    round_.state = RoundState.FROZEN
    round_.rule_file, round_.rule_digest = file.to_json(), file.digest
    round_.opens_at, round_.closes_at = file.opens_at, file.closes_at
    round_.look_at = freezing.next_look(file.heads_at, file.opens_at, file.closes_at)
    assert asked_by is not None
    assert work.actor.person_id is not None
    by = asked_by, work.actor.person_id
    if isinstance(file, QuestionFile):
        work.record(vote_fixed(round_, file, *by, work))
    else:
        work.record(_frozen(round_, file, *by, work))
    work.session.flush()
    append_board(AppendBoard(round_.id), replace(work, actor=SYSTEM))


def _frozen(
    round_: BudgetRound, file: RuleFile, asked_by: UUID, official_id: UUID, work: Work
) -> RoundFrozen:
    known = [area.inhabitants for area in areas_of(round_.id, work)]
    return RoundFrozen(
        round_id=round_.id,
        number=round_.number,
        instrument=round_.instrument,
        digest=file.digest,
        areas=len(file.areas),
        budget=sum(area.budget for area in file.areas),
        inhabitants=None if None in known else sum(known),
        plans=len(file.plans),
        codes=file.codes,
        opens_on=local_date(file.opens_at),
        closes_on=local_date(file.closes_at),
        frozen_on=work.today,
        asked_by=asked_by,
        official_id=official_id,
    )


def _loaded(round_id: UUID, work: Work) -> BudgetRound:
    """The round, locked; of a question its means first, as everybody does who changes both."""
    if round_of(round_id, work).kind is RoundKind.QUESTION:
        load_means(means_of(round_id, work), work)
    return load(round_id, work)


def _complete(round_: BudgetRound, work: Work) -> VoteFile:
    """The file as it would be fixed now. Raises RuleBroken while something is missing."""
    if round_.kind is RoundKind.QUESTION:
        return question_file(round_, work)
    if round_.state is not RoundState.ANNOUNCED:
        raise RuleBroken("not_announced", "Zet de ronde eerst op de website.")
    now = work.database_now()
    require_act(RoundAct.FIX, phases_of(round_.id, work), now)
    check_settled(round_.id, work)
    file = rule_file(round_, work)
    if not file.plans:
        raise RuleBroken("ballot_not_fixed", "Maak eerst de stemlijst. Er staat nog geen plan op.")
    if now >= file.opens_at:
        raise RuleBroken(
            "vote_began", "Het stemmen zou al begonnen zijn. Kies eerst een latere dag."
        )
    return file


def rule_file(round_: BudgetRound, work: Work) -> RuleFile:
    """Everything that decides the round, as it is now."""
    rules = RoundRules.from_json(round_.rules)
    vote = next(p for p in phases_of(round_.id, work) if p.kind is PhaseKind.VOTE)
    areas, seqs = _areas(round_.id, work)
    return RuleFile(
        format=FORMAT,
        municipality=work.municipality_id,
        number=round_.number,
        name=round_.name,
        opens_at=vote.starts_at,
        closes_at=vote.ends_at,
        voters=rules.voters,
        ballot=rules.ballot,
        count=rules.count,
        heads_at=rules.heads_at,
        lot=rules.lot,
        withdrawn=rules.withdrawn,
        areas=areas,
        plans=_plans(round_.id, seqs, work),
        codes=_codes(round_.id, work),
    )


def _areas(round_id: UUID, work: Work) -> tuple[tuple[FileArea, ...], dict[UUID, int]]:
    rows = areas_of(round_id, work)
    places: dict[UUID, list[str]] = {row.id: [] for row in rows}
    for place in work.connection.execute(
        select(_place).where(
            _place.c.municipality_id == work.municipality_id, _place.c.round_id == round_id
        )
    ):
        places[place.area_id].append(place.code)
    areas = (
        FileArea(
            row.seq,
            row.name,
            row.budget,
            tuple(sorted(places[row.id])),
            row.shape and sha256(row.shape),
        )
        for row in rows
    )
    return tuple(areas), {row.id: row.seq for row in rows}


def _plans(round_id: UUID, seqs: dict[UUID, int], work: Work) -> tuple[FilePlan, ...]:
    found = (
        select(
            _plan,
            _initiative.c.title,
            _initiative.c.neighbourhood_code,
            _initiative.c.number.label("on_website"),
        )
        .join_from(
            _plan,
            _initiative,
            (_plan.c.municipality_id == _initiative.c.municipality_id)
            & (_plan.c.initiative_id == _initiative.c.id),
        )
        .where(
            _plan.c.municipality_id == work.municipality_id,
            _plan.c.round_id == round_id,
            _plan.c.standing == OnBallot.LISTED,
        )
        .order_by(_plan.c.number)
    )
    return tuple(
        FilePlan(
            row.number,
            seqs[row.area_id],
            row.title,
            row.cost,
            row.category,
            row.exclusive,
            row.neighbourhood_code,
            row.on_website,
        )
        for row in work.connection.execute(found)
    )


def _codes(round_id: UUID, work: Work) -> int:
    """Codes that open the box: whoever was on the list and has one."""
    found = select(func.count()).where(
        _entry.c.municipality_id == work.municipality_id,
        _entry.c.round_id == round_id,
        _entry.c.code_hash.is_not(None),
    )
    return int(work.connection.execute(found).scalar_one())
