"""The room of a means in which people vote: officials say what can be answered and by which rules, until those are fixed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, func, insert, select

from wijkstem.commands.means import load_means
from wijkstem.commands.rounds import load, means_of, next_number, touch
from wijkstem.domain import making_rounds, making_votes
from wijkstem.domain.making_votes import OptionForm, QuestionForm
from wijkstem.domain.permissions import may_run_rounds, require
from wijkstem.domain.rounds import FileArea
from wijkstem.domain.vote_questions import FORMAT, WHOLE, FileOption, QuestionFile, QuestionRules
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.events.vote_questions import VoteFixed, VoteSettled
from wijkstem.kit.clock import local_date
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.means import Means, MeansPlace
from wijkstem.tables.rolls import RollEntry
from wijkstem.tables.rounds import (
    BudgetRound,
    RoundArea,
    RoundAreaPlace,
    RoundChange,
    VoteOption,
    VoteQuestion,
)
from wijkstem.words import ParticipationLevel
from wijkstem.words.means import Audience, MeansKind, MeansState
from wijkstem.words.rounds import RoundKind, RoundState

_question = table_of(VoteQuestion)
_area = table_of(RoundArea)
_area_place = table_of(RoundAreaPlace)
_option = table_of(VoteOption)
_change = table_of(RoundChange)
_entry = table_of(RollEntry)
_place = table_of(MeansPlace)


@dataclass(frozen=True)
class SettleVote:
    """Officials say what can be answered, and by which rules; ``revision`` is the one that their page showed, 0 for none."""

    means_id: UUID
    revision: int
    form: QuestionForm


def settle_vote(command: SettleVote, work: Work) -> str:
    """The number of the vote.

    Raises:
        Invalid: with an error for each field that must change.
        RuleBroken: the rules are fixed, or the means is over.
        Conflict: somebody else changed it meanwhile.
    """
    require(may_run_rounds(work.actor))
    means = load_means(command.means_id, work, kind=MeansKind.VOTE)
    if means.state not in {MeansState.DRAFT, MeansState.ANNOUNCED}:
        raise RuleBroken("not_now", "Dit kan nu niet. Kijk hieronder hoe ver het is.")
    rules, options = making_votes.checked(command.form)
    round_ = _round_of(means.id, work)
    if (round_.revision if round_ else 0) != command.revision:
        raise _changed()
    number = _changed_round(round_, means, rules, work) if round_ else _made(means, rules, work)
    _write(number, means, rules, options, work)
    return number


def _changed() -> Conflict:
    return Conflict(
        "changed_meanwhile",
        "Een collega heeft dit net anders gemaakt. Kijk hieronder hoe het nu is.",
    )


def _round_of(means_id: UUID, work: Work) -> BudgetRound | None:
    """The vote of a means, locked."""
    found = work.connection.execute(
        select(_question.c.round_id).where(
            _question.c.municipality_id == work.municipality_id, _question.c.means_id == means_id
        )
    ).scalar()
    return load(found, work) if found else None


def _made(means: Means, rules: QuestionRules, work: Work) -> str:
    number, round_id = next_number(work), new_id()
    work.session.add(
        BudgetRound(
            municipality_id=work.municipality_id,
            id=round_id,
            kind=RoundKind.QUESTION,
            number=number,
            instrument="",
            name=means.title,
            about=means.question,
            rules=rules.to_json(),
        )
    )
    work.session.flush()
    area = {
        "municipality_id": work.municipality_id,
        "id": new_id(),
        "round_id": round_id,
        "seq": 1,
        "name": work.rules.municipality.name,
        "budget": WHOLE,
    }
    work.connection.execute(insert(_area), [area])
    link = {"municipality_id": work.municipality_id, "round_id": round_id, "means_id": means.id}
    work.connection.execute(insert(_question), [link])
    return number


def _changed_round(round_: BudgetRound, means: Means, rules: QuestionRules, work: Work) -> str:
    making_rounds.check_open(round_, round_.revision)
    round_.name, round_.about, round_.rules = means.title, means.question, rules.to_json()
    touch(round_)
    work.session.flush()
    return round_.number


def _write(
    number: str,
    means: Means,
    rules: QuestionRules,
    options: Sequence[OptionForm],
    work: Work,
) -> None:
    """The answers, the version, and what happened."""
    round_ = _round_of(means.id, work)
    assert round_ is not None  # it was made or changed just now
    of = {"municipality_id": work.municipality_id, "round_id": round_.id}
    work.connection.execute(
        delete(_option).where(*(_option.c[name] == value for name, value in of.items()))
    )
    rows = [
        {**of, "number": at, "title": one.title, "about": one.about}
        for at, one in enumerate(options, 1)
    ]
    work.connection.execute(insert(_option), rows)
    version = {
        **of,
        "revision": round_.revision,
        "changed_on": work.today,
        "changed_by": work.actor.person_id,
        "rules": making_votes.version_of(rules, options),
    }
    work.connection.execute(insert(_change), [version])
    work.record(
        VoteSettled(
            round_id=round_.id,
            means_id=means.id,
            number=number,
            revision=round_.revision,
            options=len(options),
            ballot=rules.ballot.type.value,
            method=rules.count.method.value,
            settled_on=work.today,
            official_id=work.actor.person_id,
        )
    )


# --- fixing ------------------------------------------------------------------------------------------


def question_file(round_: BudgetRound, work: Work) -> QuestionFile:
    """The file as it would be fixed now, and the places of its area put down. Raises RuleBroken while something lacks."""
    means = load_means(means_of(round_.id, work), work, kind=MeansKind.VOTE)
    if means.state is not MeansState.ANNOUNCED:
        raise RuleBroken("means_not_announced", "Zet de stemming eerst op de website.")
    assert means.opens_at is not None
    assert means.closes_at is not None
    assert means.decided_on is not None
    if work.database_now() >= means.opens_at:
        raise RuleBroken(
            "vote_began", "Het stemmen zou al begonnen zijn. Kies eerst een latere dag."
        )
    rules = QuestionRules.from_json(round_.rules)
    return QuestionFile(
        format=FORMAT,
        municipality=work.municipality_id,
        number=round_.number,
        means=means.number,
        name=means.title,
        question=means.question,
        decided_by=means.body_id,
        decided_on=means.decided_on,
        # What the council said: who decides along is not only heard.
        binding=means.level is ParticipationLevel.CODECIDE,
        audience=means.audience,
        opens_at=means.opens_at,
        closes_at=means.closes_at,
        voters=rules.voters,
        ballot=rules.ballot,
        count=rules.count,
        heads_at=rules.heads_at,
        lot=rules.lot,
        areas=(_area_of(round_, means, work),),
        options=_options(round_.id, work),
        codes=_codes(round_.id, work),
    )


def _area_of(round_: BudgetRound, means: Means, work: Work) -> FileArea:
    """One for everybody; of a vote of some neighbourhoods it is made of those."""
    found = work.connection.execute(
        select(_area.c.id, _area.c.name).where(
            _area.c.municipality_id == work.municipality_id, _area.c.round_id == round_.id
        )
    ).one()
    places = _places(means, work)
    scope = (
        _area_place.c.municipality_id == work.municipality_id,
        _area_place.c.round_id == round_.id,
    )
    work.connection.execute(delete(_area_place).where(*scope))
    rows = [
        {
            "municipality_id": work.municipality_id,
            "round_id": round_.id,
            "area_id": found.id,
            "code": code,
        }
        for code in places
    ]
    if rows:
        work.connection.execute(insert(_area_place), rows)
    return FileArea(1, found.name, WHOLE, places, None)


def _places(means: Means, work: Work) -> tuple[str, ...]:
    """Where those live who may vote; none: wherever."""
    if means.audience is not Audience.NEIGHBOURHOODS:
        return ()
    found = select(_place.c.code).where(
        _place.c.municipality_id == work.municipality_id, _place.c.means_id == means.id
    )
    return tuple(work.connection.execute(found.order_by(_place.c.code)).scalars())


def _options(round_id: UUID, work: Work) -> tuple[FileOption, ...]:
    found = select(_option.c.number, _option.c.title, _option.c.about).where(
        _option.c.municipality_id == work.municipality_id, _option.c.round_id == round_id
    )
    return tuple(
        FileOption(*row) for row in work.connection.execute(found.order_by(_option.c.number))
    )


def _codes(round_id: UUID, work: Work) -> int:
    found = select(func.count()).where(
        _entry.c.municipality_id == work.municipality_id,
        _entry.c.round_id == round_id,
        _entry.c.code_hash.is_not(None),
    )
    return int(work.connection.execute(found).scalar_one())


def vote_fixed(
    round_: BudgetRound, file: QuestionFile, asked_by: UUID, official_id: UUID, work: Work
) -> VoteFixed:
    """What happened when a colleague fixed it."""
    return VoteFixed(
        round_id=round_.id,
        means_id=means_of(round_.id, work),
        number=round_.number,
        digest=file.digest,
        options=len(file.options),
        ballot=file.ballot.type.value,
        method=file.count.method.value,
        binding=file.binding,
        electorate=file.count.electorate,
        codes=file.codes,
        opens_on=local_date(file.opens_at),
        closes_on=local_date(file.closes_at),
        fixed_on=work.today,
        asked_by=asked_by,
        official_id=official_id,
    )


# --- the room of a means -----------------------------------------------------------------------------


def check_settled(means: Means, work: Work) -> None:
    """For the announcement: what can be answered must stand there, and time must be left to fix the rules."""
    if means.opens_at is not None and work.database_now() >= means.opens_at:
        raise Invalid(
            {
                "opens": FieldError(
                    "vote_opens_later",
                    "Kies een latere dag. Een collega moet de regels eerst nog vastleggen.",
                )
            }
        )
    if _round_of(means.id, work) is None:
        raise RuleBroken(
            "question_not_settled", "Vul eerst in wat inwoners kunnen kiezen, en hoe u telt."
        )


def close_vote(means: Means, work: Work) -> None:
    """Its time is over: then it is counted. Raises RuleBroken earlier: nobody ends a vote of which they see the turnout."""
    round_ = _round_of(means.id, work)
    if round_ is None or round_.rule_digest is None:
        return
    if round_.closes_at is not None and work.database_now() < round_.closes_at:
        raise RuleBroken(
            "vote_goes_on_until_its_day",
            "Een stemming duurt tot de dag die is beloofd. U kunt haar wel laten stoppen.",
        )


def stop_vote(means: Means, work: Work) -> None:
    """It does not go on: what was voted is never counted. Once the box is locked it is too late, as it is for a budget.

    The box is not locked here: who marks the roll has it, and then waits for the means. What still comes in is not counted.
    """
    round_ = _round_of(means.id, work)
    if round_ is None:
        return
    if round_.state not in making_rounds.OPEN_STATES | {RoundState.FROZEN}:
        raise RuleBroken("too_late_to_cancel", "Deze ronde kan niet meer stoppen.")
    round_.state, round_.cancelled_because = RoundState.CANCELLED, means.reason
    round_.look_at = round_.asked_by = round_.asked_digest = None
    if round_.rule_digest is None:
        round_.rule_file = None
    work.session.flush()
