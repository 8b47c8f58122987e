"""Discussions: what a contribution must hold to, who has to wait, and by what contributions are put in order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import floor, sqrt
from typing import Final

from wijkstem.domain.personal_data import personal_data
from wijkstem.domain.texts import line_error, text_error
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.kit.text import clean
from wijkstem.rules.discussing import Discussing
from wijkstem.words.discussion import Brake, ContributionStance

WORDS_MOST: Final = 2000
OFFICE_MOST: Final = 120
REASON_MOST: Final = 500
#: More than this is another contribution, or play.
CHANGES_MOST: Final = 20
#: A day: who must be slower than that is better told that it is closed.
SLOW_MOST: Final = 24 * 60
HOUR: Final = timedelta(hours=1)
#: Of a hundred, ninety-five lie within so many standard deviations.
_Z: Final = 1.959964
#: The order is worked out anew when support grew by a tenth, and by so many.
_GROWN, _LEAST = 10, 10
#: Where nobody looks at the clock.
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class ContributionForm:
    """A contribution as it was typed."""

    words: str
    #: Of one that stands by itself.
    stance: str = ""
    #: For the municipality, in the name of an office.
    office: str | None = None
    #: Show where they live.
    neighbourhood: bool = False
    #: They read that there are data of somebody in it, and want everybody to read those.
    aware: bool = False


@dataclass(frozen=True)
class Said:
    """A contribution as it can be kept."""

    words: str
    stance: ContributionStance | None
    office: str | None


def checked(form: ContributionForm, *, reply: bool) -> Said:
    """Raises Invalid with an error for each field that must change."""
    words = clean(form.words)
    office = clean(form.office) if form.office is not None else None
    stance = None if reply or office is not None else _stance(form.stance)
    found: dict[str, FieldError | None] = {"words": words_error(words, aware=form.aware)}
    if office is not None:
        found["office"] = line_error(office, OFFICE_MOST)
    elif not reply and stance is None:
        found["stance"] = FieldError("stance_needed", "Kies wat u wilt zeggen.")
    if errors := {name: error for name, error in found.items() if error}:
        raise Invalid(errors)
    return Said(words, stance, office)


def _stance(typed: str) -> ContributionStance | None:
    return next((one for one in ContributionStance if one == typed), None)


def words_error(words: str, *, aware: bool) -> FieldError | None:
    """What is wrong with the words. Data of somebody may stand there when its writer says so; a BSN never."""
    if error := text_error(words, WORDS_MOST):
        return error
    if not aware and personal_data(words):
        return FieldError(
            "personal_data",
            "In uw tekst staan gegevens van iemand. Iedereen kan die straks lezen. Haal ze weg, of zet het vinkje.",
        )
    return None


@dataclass(frozen=True)
class Pace:
    """How much was said in the last hour, before this."""

    own: int
    new_account: bool
    #: Of new accounts in this discussion.
    newcomers: int
    last_at: datetime | None


def braked(rule: Discussing, pace: Pace, slow_minutes: int, now: datetime) -> Brake | None:
    """Why somebody has to wait; None: they can say it."""
    if pace.new_account and pace.own >= rule.new_hour_most:
        return Brake.NEW_ACCOUNT
    if pace.own >= rule.hour_most:
        return Brake.HOUR
    if pace.new_account and pace.newcomers >= rule.newcomers_most:
        return Brake.NEWCOMERS
    pause = timedelta(minutes=slow_minutes)
    if slow_minutes and pace.last_at is not None and now < pace.last_at + pause:
        return Brake.SLOW
    return None


def on_the_edge(rule: Discussing, pace: Pace) -> Brake | None:
    """The brake that whoever says this will meet next: the desk is to look before anybody is refused."""
    after = Pace(pace.own + 1, pace.new_account, pace.newcomers + 1, None)
    return braked(rule, after, 0, _NEVER)


def check_pace(rule: Discussing, pace: Pace, slow_minutes: int, now: datetime) -> None:
    """Raises RuleBroken with why and until when, for who has to wait."""
    brake = braked(rule, pace, slow_minutes, now)
    if brake is None:
        return
    if brake is Brake.SLOW:
        assert pace.last_at is not None
        wait = pace.last_at + timedelta(minutes=slow_minutes) - now
        raise RuleBroken(
            "slow_down",
            "Dit gesprek gaat langzaam. U kunt over %(minutes)s minuten weer iets zeggen.",
            minutes=-(-wait // timedelta(minutes=1)),
        )
    raise _WAIT[brake](rule)


_WAIT: dict[Brake, Callable[[Discussing], RuleBroken]] = {
    Brake.HOUR: lambda rule: RuleBroken(
        "said_enough_this_hour",
        "U schreef dit uur al %(most)s keer. Dat is het meeste dat mag. Probeer het over een uur weer.",
        most=rule.hour_most,
    ),
    Brake.NEW_ACCOUNT: lambda rule: RuleBroken(
        "new_account_waits",
        "U bent hier nieuw en schreef dit uur al %(most)s keer. Probeer het over een uur weer.",
        most=rule.new_hour_most,
    ),
    Brake.NEWCOMERS: lambda _: RuleBroken(
        "newcomers_wait",
        "Er schrijven hier nu heel veel nieuwe mensen. Een medewerker kijkt mee. Probeer het over een uur weer.",
    ),
}


def is_new(rule: Discussing, registered_at: datetime, now: datetime) -> bool:
    """Whether an account is so new that it counts with the others that are."""
    return now < registered_at + timedelta(days=rule.new_days)


def check_discussion_open(closed: bool) -> None:
    """Raises RuleBroken for a discussion that a moderator closed."""
    if closed:
        raise RuleBroken(
            "discussion_closed", "De gemeente heeft dit gesprek gesloten. U kunt het nog wel lezen."
        )


def check_readable(hidden: bool) -> None:
    """Raises Conflict for a contribution that nobody reads any more."""
    if hidden:
        raise Conflict("hidden_already", "De gemeente heeft dit verborgen.")


def check_changing(revision: int, shown: int) -> None:
    """Raises Conflict for another revision than their page showed, RuleBroken after too many changes."""
    if revision != shown:
        raise Conflict(
            "changed_meanwhile",
            "U hebt dit net in een ander venster gewijzigd. Kijk hoe het nu is.",
        )
    if revision > CHANGES_MOST:
        raise RuleBroken(
            "changed_enough", "U hebt dit al %(most)s keer gewijzigd.", most=CHANGES_MOST
        )


@dataclass(frozen=True)
class ModerationForm:
    """What a moderator makes of a discussion, and why."""

    slow_minutes: int | None
    closed: bool
    reason: str

    def cleaned(self) -> "ModerationForm":
        """Raises Invalid with an error for each field that must change."""
        reason, slow = clean(self.reason), self.slow_minutes
        found: dict[str, FieldError | None] = {
            "reason": text_error(reason, REASON_MOST, required=self.closed or bool(slow))
        }
        if slow is None or not 0 <= slow <= SLOW_MOST:
            found["slow_minutes"] = FieldError(
                "slow_minutes", "Vul een getal in van 0 tot %(most)s.", most=SLOW_MOST
            )
        if errors := {name: error for name, error in found.items() if error}:
            raise Invalid(errors)
        return ModerationForm(slow, self.closed, reason)


def check_moderation(revision: int, shown: int) -> None:
    """Raises Conflict for who saw the discussion as it was before a colleague."""
    if revision != shown:
        raise Conflict(
            "changed_meanwhile",
            "Een collega heeft dit net anders gemaakt. Kijk hieronder hoe het nu is.",
        )


def score(support: int, since: int) -> int:
    """The least share of support that a contribution deserves, in millionths.

    Of ``since`` times that anything was supported after it came, it got ``support``. The lower end of Wilson's
    interval of that share (E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22, 1927) lets a new contribution pass an old one that had all
    the time, and one supporter is not a hundred per cent. Support of before can be taken back, so ``since`` is at
    least ``support``.
    """
    if support <= 0:
        return 0
    chances = max(since, support)
    share, square = support / chances, _Z * _Z
    middle = share + square / (2 * chances)
    apart = _Z * sqrt(share * (1 - share) / chances + square / (4 * chances * chances))
    return floor(1_000_000 * (middle - apart) / (1 + square / chances))


def is_to_order(supports: int, ordered_at: int) -> bool:
    """Whether what was supported before stands too high by now: its share shrank while others got support."""
    grown = supports - ordered_at
    return grown >= _LEAST and grown * _GROWN >= ordered_at
