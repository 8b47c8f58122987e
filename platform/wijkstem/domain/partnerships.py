"""Partnerships: what the register must say of one, what a change and a review must tell, and when a review is late."""

import re
from dataclasses import dataclass
from datetime import date

from wijkstem.domain.texts import line_error, text_error
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.kit.text import clean
from wijkstem.tables.partnerships import Partnership
from wijkstem.words.partnerships import LegalForm, OwnRole

NAME_MOST, WORDS_MOST, LINES_MOST = 120, 5000, 5000
PARTNERS_MOST, YEARS_MOST, NAMED_MOST = 50, 20, 200
#: Further away from today is a year that was typed wrong.
YEARS = 60
#: A year and whole euros, with or without points: "2026: 46.000".
_MONEY = re.compile(r"([0-9]{4})\s*[:;]?\s+€?\s*([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,10})")


@dataclass(frozen=True)
class PartnershipForm:
    """A partnership as it was typed; a day that is none is None."""

    name: str
    legal_form: str
    own_role: str
    tasks: str
    account: str
    #: A line each: the organisation, a colon, and its role.
    partners: str
    #: A line each: a year, a colon, and whole euros.
    money: str
    since_on: date | None
    review_on: date | None
    #: None: it goes on.
    ended_on: date | None = None
    news: str = ""


@dataclass(frozen=True)
class Checked:
    """A partnership as it can be kept: the columns of its row, and its lines."""

    name: str
    legal_form: LegalForm
    own_role: OwnRole
    tasks: str
    account: str
    since_on: date
    review_on: date
    ended_on: date | None
    partners: tuple[tuple[str, str], ...]
    money: tuple[tuple[int, int], ...]

    def euros_in(self, year: int) -> int:
        """What is paid in a year; 0 where nothing stands."""
        return dict(self.money).get(year, 0)


def checked(form: PartnershipForm, today: date) -> Checked:
    """The form, cleaned. Raises Invalid with an error for each field that must change."""
    name, tasks, account = clean(form.name), clean(form.tasks), clean(form.account)
    partners, wrong_partners = _partners(clean(form.partners))
    money, wrong_money = _money(clean(form.money), today)
    found = {
        "name": line_error(name, NAME_MOST),
        "legal_form": None if form.legal_form in set(LegalForm) else _choose(),
        "own_role": None if form.own_role in set(OwnRole) else _choose(),
        "tasks": text_error(tasks, WORDS_MOST),
        "account": text_error(account, WORDS_MOST),
        "partners": text_error(clean(form.partners), LINES_MOST) or wrong_partners,
        "money": text_error(clean(form.money), LINES_MOST, required=False) or wrong_money,
        "since_on": None if _is_day(form.since_on, today) else _no_day(),
        "review_on": None if _is_day(form.review_on, today) else _no_day(),
        "ended_on": _end_error(form.ended_on, form.since_on),
    }
    if errors := {field: error for field, error in found.items() if error}:
        raise Invalid(errors)
    assert form.since_on is not None
    assert form.review_on is not None
    return Checked(
        name,
        LegalForm(form.legal_form),
        OwnRole(form.own_role),
        tasks,
        account,
        form.since_on,
        form.review_on,
        form.ended_on,
        partners,
        money,
    )


def _partners(typed: str) -> tuple[tuple[tuple[str, str], ...], FieldError | None]:
    found = []
    for line in filter(None, map(str.strip, typed.split("\n"))):
        name, _, role = (part.strip() for part in line.partition(":"))
        if not name or max(len(name), len(role)) > NAMED_MOST:
            return (), FieldError(
                "bad_partner", "Schrijf op elke regel een naam, een dubbele punt en een rol."
            )
        found.append((name, role))
    if len(found) > PARTNERS_MOST:
        return (), FieldError(
            "too_many", "Er mogen hoogstens %(most)s regels zijn.", most=PARTNERS_MOST
        )
    return tuple(found), None


def _money(typed: str, today: date) -> tuple[tuple[tuple[int, int], ...], FieldError | None]:
    found: dict[int, int] = {}
    for line in filter(None, map(str.strip, typed.split("\n"))):
        said = _MONEY.fullmatch(line)
        year = int(said[1]) if said else 0
        if said is None or year in found or abs(year - today.year) > YEARS:
            return (), FieldError(
                "bad_money",
                "Deze regel klopt niet: %(line)s. Schrijf een jaar en een bedrag, zoals 2026: 46.000.",
                line=line[:60],
            )
        found[year] = int(said[2].replace(".", ""))
    if len(found) > YEARS_MOST:
        return (), FieldError(
            "too_many", "Er mogen hoogstens %(most)s regels zijn.", most=YEARS_MOST
        )
    return tuple(sorted(found.items())), None


def _is_day(day: date | None, today: date) -> bool:
    return day is not None and abs(day.year - today.year) <= YEARS


def _end_error(ended: date | None, since: date | None) -> FieldError | None:
    if ended is None or since is None or ended >= since:
        return None
    return FieldError("end_before_start", "Het einde moet later zijn dan het begin.")


def _no_day() -> FieldError:
    return FieldError("bad_date", "Vul een dag, een maand en een jaar in.")


def _choose() -> FieldError:
    return FieldError("choose", "Maak een keuze.")


def checked_news(news: str) -> str:
    """Why it is otherwise, or what was found, cleaned. Raises Invalid without."""
    said = clean(news)
    if error := text_error(said, WORDS_MOST):
        raise Invalid({"news": error})
    return said


def checked_next(day: date | None, today: date) -> date:
    """The day of the next review. Raises Invalid for none, or one that is over."""
    if day is None or day <= today or not _is_day(day, today):
        raise Invalid({"review_on": FieldError("bad_date", "Kies een datum die nog moet komen.")})
    return day


def check_revision(partnership: Partnership, revision: int) -> None:
    """Raises Conflict for a form that shows what was there before somebody else changed it."""
    if partnership.revision != revision:
        raise Conflict(
            "changed_meanwhile",
            "Een collega heeft dit net anders gemaakt. Kijk hieronder hoe het nu is.",
        )


def check_goes_on(partnership: Partnership) -> None:
    """Raises RuleBroken for one that has ended."""
    if partnership.ended_on is not None:
        raise RuleBroken("ended", "Deze samenwerking is gestopt.")


def check_late(partnership: Partnership, today: date) -> None:
    """Raises RuleBroken for one that has time or ended, or of which it was said: a second call does nothing."""
    if partnership.ended_on is not None or partnership.late or partnership.review_on >= today:
        raise RuleBroken("not_late", "Dit is op tijd opnieuw bekeken.")
