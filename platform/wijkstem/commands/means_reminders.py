"""What the clock says of means: that one closes soon, and that it was not said in time what is done with one."""

from dataclasses import dataclass
from uuid import UUID

from wijkstem.commands.means import load_means
from wijkstem.commands.moderation import open_case
from wijkstem.domain import means as rules
from wijkstem.domain.permissions import may_operate, require
from wijkstem.events.means import MeansAccountLate, MeansClosingNear
from wijkstem.services import Work
from wijkstem.words import CaseKind, Holder


@dataclass(frozen=True)
class RemindOfMeans:
    """The clock found one that closes soon."""

    means_id: UUID


def remind_of_means(command: RemindOfMeans, work: Work) -> None:
    """Raises RuleBroken when that was said, or it is not near any more: a second call does nothing."""
    require(may_operate(work.actor))
    means = load_means(command.means_id, work)
    rules.check_near(means, work.now, work.today)
    assert means.closes_at is not None  # or it was not open
    means.remind_on = None
    work.record(
        MeansClosingNear(
            means_id=means.id,
            kind=means.kind.value,
            dossier_id=means.dossier_id,
            closes_on=rules.last_day(means.closes_at),
            said_on=work.today,
        )
    )


@dataclass(frozen=True)
class PassAccount:
    """The clock found one of which it was promised to say what is done with it, on a day that is over."""

    means_id: UUID


def pass_account(command: PassAccount, work: Work) -> None:
    """It is said, and is a case from now on. Raises RuleBroken when it was, or was accounted for: a second call does nothing."""
    require(may_operate(work.actor))
    means = load_means(command.means_id, work)
    rules.check_late(means, work.today)
    assert means.account_by is not None  # or it was not late
    means.late = True
    open_case(
        CaseKind.MEANS,
        account_cause(means.id),
        work,
        due_on=means.account_by,
        assigned_to=means.announced_by,
        target_id=means.id,
    )
    to = work.rules.municipality.next_after(Holder.OFFICIAL)
    work.record(
        MeansAccountLate(
            means_id=means.id,
            kind=means.kind.value,
            dossier_id=means.dossier_id,
            due_on=means.account_by,
            passed_on=work.today,
            to=to.value if to else None,
        )
    )


def account_cause(means_id: UUID) -> str:
    """What makes the case of a late account one: its day does not change once it is closed."""
    return f"{CaseKind.MEANS}:{means_id}"
