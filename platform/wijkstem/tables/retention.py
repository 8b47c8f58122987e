"""What does not last: when rows were kept long enough, and figures of what went, for whoever has to answer for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Table, and_, exists, or_
from sqlmodel import Field

from wijkstem.kit.clock import local_date
from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, table_of
from wijkstem.tables.accounts import EmailCode, KeptForm, LoginAttempt, LoginSession, Person
from wijkstem.tables.council import Meeting
from wijkstem.tables.drafts import Draft
from wijkstem.tables.engine import Delivery, DeliveryState, PostboxMessage
from wijkstem.tables.gatherings import Gathering, SignUp
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.messages import InboxMessage
from wijkstem.tables.moderation import Case
from wijkstem.tables.on_behalf import PaperBatch
from wijkstem.tables.reports import Report
from wijkstem.tables.speaking import Speaker
from wijkstem.words import Keeping, PaperState


class RetentionRun(TenantRow, table=True):
    """How many of one kind went on one day."""

    __tablename__ = "retention_run"

    day: date = Field(primary_key=True)
    what: Keeping = Field(primary_key=True, sa_type=Coded(Keeping))
    gone: int = 0


_person = table_of(Person)
_plan = table_of(Initiative)
_session = table_of(LoginSession)
_code = table_of(EmailCode)
_attempt = table_of(LoginAttempt)
_form = table_of(KeptForm)
_delivery = table_of(Delivery)
_inbox = table_of(InboxMessage)
_post = table_of(PostboxMessage)
_draft = table_of(Draft)
_paper = table_of(PaperBatch)
_gathering = table_of(Gathering)
_sign_up = table_of(SignUp)
_meeting = table_of(Meeting)
_speaker = table_of(Speaker)
_report = table_of(Report)
_case = table_of(Case)

#: A code stays an hour, to count how many went to one address (`commands/email_codes.py`).
CODE_STAYS = timedelta(hours=1)
Over = Callable[[datetime, timedelta], ColumnElement[bool]]


@dataclass(frozen=True)
class Retained:
    """Something that does not last: what says how long, and when it is over."""

    table: Table
    #: What the municipality's rule is called; None: as long as it is good for, which the software says.
    rule: str | None
    #: Whether a row is over at a moment, given how long it is kept.
    over: Over


def _unused(now: datetime, lasts: timedelta) -> ColumnElement[bool]:
    """Nobody came in for so long, nobody is in now, and no plan of theirs is under way."""
    last = local_date(now) - lasts
    in_now = exists().where(
        _session.c.municipality_id == _person.c.municipality_id,
        _session.c.person_id == _person.c.id,
        _session.c.expires_at > now,
    )
    under_way = exists().where(
        _plan.c.municipality_id == _person.c.municipality_id,
        _plan.c.submitter_id == _person.c.id,
        _plan.c.closed_on.is_(None),
    )
    old = or_(
        _person.c.seen_on < last,
        and_(_person.c.seen_on.is_(None), _person.c.registered_at < now - lasts),
    )
    return and_(old, ~in_now, ~under_way)


def unwarned(now: datetime, kept: timedelta, ahead: timedelta) -> ColumnElement[bool]:
    """Accounts that go within ``ahead``, of people who were not told so since they came in last."""
    return and_(_unused(now + ahead, kept), ~_warned(local_date(now)))


def _warned(by: date) -> ColumnElement[bool]:
    """Told on that day or before, and not come in since."""
    silent = or_(_person.c.seen_on.is_(None), _person.c.warned_on > _person.c.seen_on)
    return and_(_person.c.warned_on.is_not(None), _person.c.warned_on <= by, silent)


def _delivered(now: datetime, lasts: timedelta) -> ColumnElement[bool]:
    """Sent, or given up, for so long."""
    gone = and_(_delivery.c.state == DeliveryState.SENT, _delivery.c.sent_at < now - lasts)
    parked = and_(_delivery.c.state == DeliveryState.PARKED, _delivery.c.due_at < now - lasts)
    return or_(gone, parked)


def _gathered(now: datetime, lasts: timedelta) -> ColumnElement[bool]:
    """Of a gathering that was so long ago."""
    return exists().where(
        _gathering.c.municipality_id == _sign_up.c.municipality_id,
        _gathering.c.id == _sign_up.c.gathering_id,
        _gathering.c.held_on < local_date(now) - lasts,
    )


def _spoken(now: datetime, lasts: timedelta) -> ColumnElement[bool]:
    """At a meeting that was so long ago."""
    return exists().where(
        _meeting.c.municipality_id == _speaker.c.municipality_id,
        _meeting.c.id == _speaker.c.meeting_id,
        _meeting.c.held_on < local_date(now) - lasts,
    )


def _decided(now: datetime, lasts: timedelta) -> ColumnElement[bool]:
    """It was decided on so long ago."""
    return exists().where(
        _case.c.municipality_id == _report.c.municipality_id,
        _case.c.id == _report.c.case_id,
        _case.c.closed_at <= now - lasts,
    )


RETAINED: dict[Keeping, Retained] = {
    Keeping.ACCOUNT: Retained(_person, "accounts_kept", _unused),
    Keeping.SESSION: Retained(_session, None, lambda now, _: _session.c.expires_at <= now),
    Keeping.CODE: Retained(_code, None, lambda now, _: _code.c.sent_at <= now - CODE_STAYS),
    Keeping.LOGIN_ATTEMPT: Retained(_attempt, None, lambda now, _: _attempt.c.expires_at <= now),
    Keeping.KEPT_FORM: Retained(_form, None, lambda now, _: _form.c.expires_at <= now),
    Keeping.DRAFT: Retained(
        _draft, "drafts_kept", lambda now, _: _draft.c.keep_until < local_date(now)
    ),
    Keeping.MESSAGE: Retained(
        _inbox, "messages_kept", lambda now, lasts: _inbox.c.told_at <= now - lasts
    ),
    Keeping.POST: Retained(
        _post, "messages_kept", lambda now, lasts: _post.c.sent_at <= now - lasts
    ),
    Keeping.DELIVERY: Retained(_delivery, "deliveries_kept", _delivered),
    Keeping.SIGN_UP: Retained(_sign_up, "sign_ups_kept", _gathered),
    Keeping.SPEAKER: Retained(_speaker, "sign_ups_kept", _spoken),
    Keeping.REPORT: Retained(_report, "reports_kept", _decided),
    Keeping.PAPER: Retained(
        _paper,
        "papers_kept",
        lambda now, lasts: and_(
            _paper.c.state.in_((PaperState.OPEN, PaperState.READY)),
            _paper.c.opened_at <= now - lasts,
        ),
    ),
}


def over(
    what: Keeping, kept: timedelta | None, now: datetime, warned: timedelta | None = None
) -> ColumnElement[bool] | None:
    """Which rows of a kind were kept long enough; None where the municipality keeps them as long as they are there.

    With ``warned``, an account goes only so long after its owner was told.
    """
    one = RETAINED[what]
    if one.rule is None:
        return one.over(now, timedelta(0))
    if kept is None:
        return None
    if what is Keeping.ACCOUNT and warned is not None:
        return and_(one.over(now, kept), _warned(local_date(now) - warned))
    return one.over(now, kept)
