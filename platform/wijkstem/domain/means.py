"""Means: what one must say before it opens, what may still change, for whom it is, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from uuid import UUID

from wijkstem.domain.people import Actor
from wijkstem.domain.permissions import may_discuss, require_login, require_strong
from wijkstem.domain.texts import line_error, text_error
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.kit.clock import AMSTERDAM, local_date
from wijkstem.kit.text import clean
from wijkstem.rules.schema import Municipality
from wijkstem.tables.means import Means
from wijkstem.words import AgeBand, ParticipationLevel
from wijkstem.words.means import Audience, MeansKind, MeansState

TITLE_MOST, QUESTION_MOST, PROMISE_MOST, DECISION_MOST = 120, 2000, 2000, 5000
REASON_MOST, OUTCOME_MOST = 2000, 10_000
#: A day further away is a year that was typed wrong.
YEARS = 5


@dataclass(frozen=True)
class MeansForm:
    """A means as it was typed; "" and None for what was left empty."""

    kind: str
    title: str
    question: str
    dossier_id: UUID | None
    year_subject_id: UUID | None = None
    #: The number of a plan of residents.
    plan: str = ""
    council_proposal_id: UUID | None = None
    choice_id: UUID | None = None
    level: str = ""
    promise: str = ""
    audience: str = Audience.EVERYONE
    places: tuple[str, ...] = ()
    group_id: UUID | None = None
    body_id: str = ""
    decided_on: date | None = None
    decision: str = ""
    meeting_id: UUID | None = None
    #: First and last day; both count.
    opens_on: date | None = None
    closes_on: date | None = None
    account_by: date | None = None
    #: Why it changed; asked for once everybody can read it.
    news: str = ""


@dataclass(frozen=True)
class Checked:
    """A means as it can be kept: the columns of its row that a form fills."""

    kind: MeansKind
    title: str
    question: str
    level: ParticipationLevel | None
    promise: str
    audience: Audience
    group_id: UUID | None
    body_id: str
    decided_on: date | None
    decision: str
    opens_at: datetime | None
    closes_at: datetime | None
    account_by: date | None


class Hours(Protocol):
    """What is asked of a means to know whether it is open: its row, loaded or selected."""

    @property
    def state(self) -> MeansState: ...
    @property
    def opens_at(self) -> datetime | None: ...
    @property
    def closes_at(self) -> datetime | None: ...


class Admission(Hours, Protocol):
    """And for whom it is."""

    @property
    def kind(self) -> MeansKind: ...
    @property
    def audience(self) -> Audience: ...


@dataclass(frozen=True)
class Facts:
    """What is asked of somebody who takes part."""

    lives_here: bool
    neighbourhood_code: str | None
    age_band: AgeBand
    #: Of the sounding group that the means is for.
    in_group: bool = False


def checked(form: MeansForm, municipality: Municipality) -> Checked:
    """The form, cleaned: a draft may lack all but kind, title and question. Raises Invalid with an error a field."""
    title, question = clean(form.title), clean(form.question)
    promise, decision = clean(form.promise), clean(form.decision)
    known = not form.body_id or municipality.body(form.body_id) is not None
    _refuse(
        {
            "kind": None if form.kind in set(MeansKind) else _choose(),
            "title": line_error(title, TITLE_MOST),
            "question": text_error(question, QUESTION_MOST),
            "level": None if form.level in {"", *ParticipationLevel} else _choose(),
            "promise": text_error(promise, PROMISE_MOST, required=False),
            "audience": None if form.audience in set(Audience) else _choose(),
            "places": _places_error(form, municipality),
            "group": _group_error(form),
            "body_id": None if known else _choose(),
            "decision": text_error(decision, DECISION_MOST, required=False),
            "closes": _order_error(form),
        }
    )
    return Checked(
        MeansKind(form.kind),
        title,
        question,
        ParticipationLevel(form.level) if form.level else None,
        promise,
        Audience(form.audience),
        form.group_id if form.audience == Audience.GROUP else None,
        form.body_id,
        form.decided_on,
        decision,
        beginning(form.opens_on) if form.opens_on else None,
        beginning(form.closes_on + timedelta(days=1)) if form.closes_on else None,
        form.account_by,
    )


def beginning(day: date) -> datetime:
    """The first moment of a day here: a means opens and closes when a day begins."""
    return datetime.combine(day, time(), AMSTERDAM)


def last_day(closes_at: datetime) -> date:
    """The last day on which somebody can take part."""
    return local_date(closes_at - timedelta(microseconds=1))


def _places_error(form: MeansForm, municipality: Municipality) -> FieldError | None:
    if any(municipality.neighbourhood(code) is None for code in form.places):
        return FieldError("unknown_neighbourhood", "Kies wijken uit de lijst.")
    if form.audience == Audience.NEIGHBOURHOODS and not form.places:
        return FieldError("no_places", "Kies voor welke wijken dit is.")
    return None


def _group_error(form: MeansForm) -> FieldError | None:
    if form.audience == Audience.GROUP and form.group_id is None:
        return FieldError("no_group", "Kies voor welke klankbordgroep dit is.")
    return None


def _order_error(form: MeansForm) -> FieldError | None:
    if form.opens_on and form.closes_on and form.closes_on < form.opens_on:
        return FieldError("closes_first", "De laatste dag ligt voor de eerste dag.")
    return None


def check_whole(means: Means, today: date) -> None:
    """What everybody must be able to read before it opens. Raises Invalid for what lacks."""
    _refuse(
        {
            "level": None if means.level else _choose(),
            "promise": None if means.promise else _needed(),
            "body_id": None if means.body_id else _choose(),
            "decided_on": _decided_error(means.decided_on, today),
            "decision": None if means.decision else _needed(),
            "opens": _opens_error(means.opens_at, today),
            "closes": None if means.closes_at else _no_day(),
            "account_by": _account_error(means),
        }
    )


def _decided_error(day: date | None, today: date) -> FieldError | None:
    if day is None:
        return _no_day()
    if day > today:
        return FieldError("not_decided", "Deze dag komt nog. De keuze moet eerst gemaakt zijn.")
    return None


def _opens_error(opens_at: datetime | None, today: date) -> FieldError | None:
    if opens_at is None:
        return _no_day()
    day = local_date(opens_at)
    if day < today:
        return FieldError("opens_past", "Deze dag is voorbij. Kies vandaag of een latere dag.")
    return _far(day, today)


def _account_error(means: Means) -> FieldError | None:
    if means.account_by is None:
        return _no_day()
    if means.closes_at and means.account_by < last_day(means.closes_at):
        return FieldError("account_early", "Kies een dag na de laatste dag van meedoen.")
    return _far(means.account_by, local_date(means.opens_at)) if means.opens_at else None


def _far(day: date, today: date) -> FieldError | None:
    if day.year - today.year > YEARS:
        return FieldError("too_far", "Deze dag is te ver weg. Kijk het jaar na.")
    return None


#: What was chosen and promised: from the announcement on it stands.
_FIXED = ("kind", "level", "audience", "group_id", "body_id", "decided_on", "decision")
#: And once people take part, what they were asked.
_ASKED = ("title", "question", "promise", "opens_at")


def check_change(means: Means, it: Checked, now: datetime) -> None:
    """What is announced keeps what was promised; what is open can only stay open for longer. Raises Invalid."""
    names = _FIXED if now < _moment(means.opens_at) else (*_FIXED, *_ASKED)
    fixed = FieldError("fixed", "Dit staat vast: inwoners hebben het zo gelezen.")
    found = {_FIELDS.get(n, n): fixed for n in names if getattr(it, n) != getattr(means, n)}
    if it.closes_at is None:
        found["closes"] = _no_day()
    elif it.closes_at < _moment(means.closes_at) and now >= _moment(means.opens_at):
        found["closes"] = FieldError(
            "closes_earlier", "Eerder dan beloofd kan hier niet. Sluit het dan met een reden."
        )
    elif it.closes_at <= now:
        found["closes"] = FieldError("closes_past", "Deze dag is voorbij. Kies een latere dag.")
    _refuse(found)


_FIELDS = {"opens_at": "opens", "group_id": "group"}


def _moment(at: datetime | None) -> datetime:
    assert at is not None  # `check_whole` asks for it before anything is announced
    return at


def checked_said(field: str, text: str, most: int) -> str:
    """A text that is needed, cleaned. Raises Invalid with an error for ``field``."""
    said = clean(text)
    _refuse({field: text_error(said, most)})
    return said


def _refuse(found: Mapping[str, FieldError | None]) -> None:
    if errors := {name: error for name, error in found.items() if error}:
        raise Invalid(errors)


def _choose() -> FieldError:
    return FieldError("choose", "Maak een keuze.")


def _needed() -> FieldError:
    return FieldError("empty", "Vul dit in.")


def _no_day() -> FieldError:
    return FieldError("bad_day", "Schrijf een dag, een maand en een jaar.")


def check_revision(means: Means, revision: int) -> None:
    """Raises Conflict for a form that shows what was there before somebody else changed it."""
    if means.revision != revision:
        raise Conflict(
            "changed_meanwhile",
            "Een collega heeft dit net anders gemaakt. Kijk hieronder hoe het nu is.",
        )


def day_to_remind(means: Means, days: int, today: date) -> date | None:
    """When who follows it hears that it closes soon; None where it is not open for longer than that."""
    assert means.opens_at is not None  # `check_whole` asked for both
    assert means.closes_at is not None
    day = last_day(means.closes_at) - timedelta(days=days)
    return day if day > max(local_date(means.opens_at), today) else None


def check_near(means: Means, now: datetime, today: date) -> None:
    """Raises RuleBroken for one of which that was said, or in which nobody can take part: a second call does nothing."""
    if means.remind_on is None or means.remind_on > today or not is_open(means, now):
        raise RuleBroken("not_near", "Dit gaat niet bijna dicht.")


def check_late(means: Means, today: date) -> None:
    """Raises RuleBroken for one that has time, was accounted for, or was said to be late: a second call does nothing."""
    waits = means.state is MeansState.CLOSED and not means.late
    if not waits or means.account_by is None or means.account_by >= today:
        raise RuleBroken("not_late", "Dit is niet te laat.")


def check_state(means: Means, *states: MeansState) -> None:
    """Raises RuleBroken for what cannot be done any more, or not yet."""
    if means.state not in states:
        raise RuleBroken("not_now", "Dit kan nu niet. Kijk hieronder hoe ver het is.")


def is_open(means: Hours, now: datetime) -> bool:
    """Whether somebody can take part at this moment."""
    if means.state is not MeansState.ANNOUNCED or means.opens_at is None or means.closes_at is None:
        return False
    return means.opens_at <= now < means.closes_at


class Promised(Protocol):
    """What is asked of a means to know whether its account is late."""

    @property
    def state(self) -> MeansState: ...
    @property
    def account_by(self) -> date | None: ...


def is_late(means: Promised, today: date) -> bool:
    """Whether it should have been said by now what is done with what came out."""
    promised = means.account_by
    return means.state is MeansState.CLOSED and promised is not None and promised < today


def is_over(means: Hours, now: datetime) -> bool:
    """Whether its time is over and nobody closed it yet."""
    closes = means.closes_at
    return means.state is MeansState.ANNOUNCED and closes is not None and closes <= now


def check_open(means: Hours, now: datetime) -> None:
    """Raises RuleBroken before it is open and when it is over."""
    if means.state is MeansState.ANNOUNCED and means.opens_at and now < means.opens_at:
        raise RuleBroken("not_open_yet", "Meedoen kan nog niet. Kijk wanneer het begint.")
    if not is_open(means, now):
        raise RuleBroken("closed", "Meedoen kan niet meer: dit is gesloten.")


def check_open_for(
    means: Admission, places: Mapping[str, str], facts: Facts, now: datetime
) -> None:
    """Raises RuleBroken when it is not open, or not for this person. ``places``: names by code.

    Who somebody is must be known wherever it matters where they live, or where they are chosen.
    """
    check_open(means, now)
    match means.audience:
        case Audience.EVERYONE:
            return
        case Audience.RESIDENTS if not (facts.lives_here or facts.neighbourhood_code):
            raise RuleBroken(
                "not_for_you",
                "Hieraan doen inwoners van deze gemeente mee. Volgens onze gegevens woont u hier niet.",
            )
        case Audience.NEIGHBOURHOODS if facts.neighbourhood_code not in places:
            raise RuleBroken(
                "not_for_you",
                "Hieraan doen alleen inwoners van deze wijken mee: %(places)s.",
                places=", ".join(places.values()),
            )
        case Audience.GROUP if not facts.in_group:
            raise RuleBroken(
                "not_for_you",
                "Hieraan doet een klankbordgroep mee. Die is door loting gekozen.",
            )


def require_known(means: Admission, actor: Actor, municipality: Municipality) -> UUID:
    """The id of who takes part. Raises NotAllowed for who is not logged in, or by e-mail alone where that is not enough."""
    if means.audience is Audience.EVERYONE and means.kind is not MeansKind.VOTE:
        person_id = require_login(actor)
        if may_discuss(actor, municipality.without_digid):
            return person_id
    return require_strong(actor)
