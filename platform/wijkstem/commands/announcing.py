"""A means before everybody: announced, stopped, closed, and with what was done with what came out of it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from wijkstem.commands.dossier_searching import keep_dossier_findable
from wijkstem.commands.dossiers import add_entry, load_dossier
from wijkstem.commands.draw_places import goes_on
from wijkstem.commands.means import keep_version, load_means
from wijkstem.commands.means_reminders import account_cause
from wijkstem.commands.means_rooms import room_rules, rules_at_end
from wijkstem.commands.moderation import WENT_ON, close_case
from wijkstem.domain import means as rules
from wijkstem.domain.permissions import may_administer, may_open_means, require
from wijkstem.errors import FieldError, Invalid, RuleBroken
from wijkstem.events.means import (
    MeansAccounted,
    MeansAnnounced,
    MeansClosed,
    MeansStopped,
)
from wijkstem.kit.clock import local_date
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.dossiers import DossierEntry
from wijkstem.tables.means import Means, MeansPlace
from wijkstem.words.dossiers import EntryKind
from wijkstem.words.means import Audience, MeansState

_entry = table_of(DossierEntry)
_place = table_of(MeansPlace)


@dataclass(frozen=True)
class AnnounceMeans:
    """Everybody reads it from now on; from its first day on people take part."""

    means_id: UUID
    revision: int


def announce_means(command: AnnounceMeans, work: Work) -> None:
    """Not without the council's choice and a promise. Announced already: nothing happens.

    Raises Conflict after somebody else's change, Invalid for what lacks, RuleBroken for a kind that has no room.
    """
    require(may_open_means(work.actor))
    means = load_means(command.means_id, work)
    if means.state is MeansState.ANNOUNCED:
        return
    rules.check_state(means, MeansState.DRAFT)
    rules.check_revision(means, command.revision)
    rules.check_whole(means, work.today)
    _check_group(means, work)
    room_rules(means.kind).check(means, work)
    means.state, means.announced_on = MeansState.ANNOUNCED, work.today
    means.announced_by = work.actor.person_id
    means.remind_on = rules.day_to_remind(
        means, work.rules.municipality.closing_near.days, work.today
    )
    means.revision += 1
    means.changed_on = work.today
    work.session.flush()
    keep_version(means, "", work)
    _put_in_dossier(means, work)
    work.record(_announced(means, work))


def _check_group(means: Means, work: Work) -> None:
    """Raises Invalid for a group that was cancelled since."""
    if means.audience is Audience.GROUP and not goes_on(means.group_id, work):
        gone = FieldError("group_gone", "Deze klankbordgroep gaat niet door. Kies een andere.")
        raise Invalid({"group": gone})


def _announced(means: Means, work: Work) -> MeansAnnounced:
    level, opens, closes = means.level, means.opens_at, means.closes_at
    decided_on, account_by = means.decided_on, means.account_by
    assert level is not None  # `check_whole` asked for each of these
    assert opens is not None
    assert closes is not None
    assert decided_on is not None
    assert account_by is not None
    return MeansAnnounced(
        means_id=means.id,
        number=means.number,
        kind=means.kind.value,
        dossier_id=means.dossier_id,
        year_subject_id=means.year_subject_id,
        initiative_id=means.initiative_id,
        council_proposal_id=means.council_proposal_id,
        level=level.value,
        audience=means.audience.value,
        places=_places(means.id, work),
        group_id=means.group_id,
        body_id=means.body_id,
        decided_on=decided_on,
        opens_on=local_date(opens),
        closes_on=rules.last_day(closes),
        account_by=account_by,
        announced_on=work.today,
        official_id=work.actor.person_id,
    )


def _places(means_id: UUID, work: Work) -> tuple[str, ...]:
    found = select(_place.c.code).where(
        _place.c.municipality_id == work.municipality_id, _place.c.means_id == means_id
    )
    return tuple(work.connection.execute(found.order_by(_place.c.code)).scalars())


def _put_in_dossier(means: Means, work: Work) -> None:
    said = {
        "title": means.title,
        "text": means.question,
        # The number alone: the words after it follow the title.
        "url": f"/meedoen/{means.number}",
    }
    try:
        add_entry(means.dossier_id, EntryKind.MEANS, work.today, said, work, entry_id=means.id)
    except Invalid as full:
        raise Invalid({"dossier": next(iter(full.fields.values()))}) from full


@dataclass(frozen=True)
class StopMeans:
    """It does not go on, and why; a draft goes without a word."""

    means_id: UUID
    revision: int
    reason: str = ""


def stop_means(command: StopMeans, work: Work) -> None:
    """What was said stays to be read. Raises as changing does."""
    require(may_open_means(work.actor))
    means = load_means(command.means_id, work)
    rules.check_revision(means, command.revision)
    rules.check_state(means, MeansState.DRAFT, MeansState.ANNOUNCED)
    announced = means.state is MeansState.ANNOUNCED
    if announced:
        means.reason = rules.checked_said("reason", command.reason, rules.REASON_MOST)
        room = rules_at_end(means.kind)
        (room.stop or room.close)(means, work)
    _end(means, MeansState.STOPPED, work)
    work.record(
        MeansStopped(
            means_id=means.id,
            kind=means.kind.value,
            dossier_id=means.dossier_id,
            announced=announced,
            stopped_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def _end(means: Means, state: MeansState, work: Work) -> None:
    means.state, means.ended_at = state, work.now
    means.revision += 1
    means.changed_on = work.today
    work.session.flush()


@dataclass(frozen=True)
class CloseMeans:
    """Nobody takes part any more: its time is over, or officials close it early and say why."""

    means_id: UUID
    reason: str = ""


def close_means(command: CloseMeans, work: Work) -> bool:
    """Whether it was still open: the second of two finds it closed.

    Raises RuleBroken for what is not open, Invalid for closing early without a reason.
    """
    require(may_open_means(work.actor) or may_administer(work.actor))
    means = load_means(command.means_id, work)
    if means.state in {MeansState.CLOSED, MeansState.ACCOUNTED}:
        return False
    rules.check_state(means, MeansState.ANNOUNCED)
    early = not rules.is_over(means, work.now)
    if early:
        require(may_open_means(work.actor))
        if not rules.is_open(means, work.now):
            raise RuleBroken("not_begun", "Dit is nog niet begonnen. U kunt het wel stoppen.")
        means.reason = rules.checked_said("reason", command.reason, rules.REASON_MOST)
    rules_at_end(means.kind).close(means, work)
    _end(means, MeansState.CLOSED, work)
    assert means.account_by is not None
    work.record(
        MeansClosed(
            means_id=means.id,
            kind=means.kind.value,
            dossier_id=means.dossier_id,
            early=early,
            account_by=means.account_by,
            closed_on=work.today,
            official_id=work.actor.person_id,
        )
    )
    return True


@dataclass(frozen=True)
class AccountMeans:
    """What is done with what came out, for everybody to read."""

    means_id: UUID
    revision: int
    outcome: str


def account_means(command: AccountMeans, work: Work) -> None:
    """Raises RuleBroken while it is open and once it was said, Conflict and Invalid as changing does."""
    require(may_open_means(work.actor))
    means = load_means(command.means_id, work)
    rules.check_revision(means, command.revision)
    rules.check_state(means, MeansState.CLOSED)
    means.outcome = rules.checked_said("outcome", command.outcome, rules.OUTCOME_MOST)
    means.state, means.accounted_on = MeansState.ACCOUNTED, work.today
    means.revision += 1
    means.changed_on = work.today
    work.session.flush()
    close_case(account_cause(means.id), WENT_ON, work)
    _tell_dossier(means, work)
    assert means.account_by is not None
    work.record(
        MeansAccounted(
            means_id=means.id,
            kind=means.kind.value,
            dossier_id=means.dossier_id,
            in_time=work.today <= means.account_by,
            accounted_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def _tell_dossier(means: Means, work: Work) -> None:
    """In the dossier it can be found by what came of it; taken out by hand, it stays out."""
    dossier = load_dossier(means.dossier_id, work)
    work.connection.execute(
        update(_entry)
        .where(
            _entry.c.municipality_id == work.municipality_id,
            _entry.c.dossier_id == dossier.id,
            _entry.c.id == means.id,
        )
        .values(title=means.title, text=f"{means.question}\n\n{means.outcome}")
    )
    dossier.changed_on = work.today
    work.session.flush()
    keep_dossier_findable(dossier.id, work)
