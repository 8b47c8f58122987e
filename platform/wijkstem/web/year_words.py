"""Subjects of the year's agenda in words, and the picture of a year that is drawn from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import get_month_names

from wijkstem.kit.i18n import N_
from wijkstem.kit.jinja import long_date, month_name
from wijkstem.queries.year_agenda import Subject, Version
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.web.language import translated
from wijkstem.web.links import meeting_path, subject_path
from wijkstem.words import ParticipationLevel, SubjectState

#: The role that residents have, and what that asks of them.
LEVELS = {
    ParticipationLevel.INFORM: (
        N_("Informeren"),
        N_("U leest wat de gemeente gaat doen. U beslist niet mee."),
    ),
    ParticipationLevel.CONSULT: (
        N_("Raadplegen"),
        N_("De gemeente vraagt wat u ervan vindt. Daarna beslist de gemeente."),
    ),
    ParticipationLevel.ADVISE: (
        N_("Adviseren"),
        N_("U geeft advies. Wijkt de gemeente daarvan af? Dan legt zij uit waarom."),
    ),
    ParticipationLevel.COPRODUCE: (
        N_("Coproduceren"),
        N_("U maakt het plan samen met de gemeente. De raad neemt het besluit."),
    ),
    ParticipationLevel.CODECIDE: (
        N_("Meebeslissen"),
        N_("U beslist samen met de gemeente. Dat geldt binnen de grenzen van de raad."),
    ),
}
NO_LEVEL = N_("Nog niet gekozen")
STATES = {
    SubjectState.COMING: N_("Komt nog"),
    SubjectState.RUNNING: N_("Bezig"),
    SubjectState.DECIDED: N_("Besloten"),
    SubjectState.DROPPED: N_("Gaat niet door"),
}
_LOOKS = {
    SubjectState.COMING: "neutral",
    SubjectState.RUNNING: "busy",
    SubjectState.DECIDED: "good",
    SubjectState.DROPPED: "bad",
}
#: Units of the picture: a month, a line with its bar, and what stands above the first.
MONTH, ROW, TOP = 30, 46, 26
#: As many letters of a title as the picture has room for.
_LETTERS = 48


@dataclass(frozen=True)
class Told:
    """A subject in words."""

    subject: Subject
    url: str
    state: str
    look: str
    body: str
    level: str
    level_means: str
    chosen_by: str
    #: From which month until which.
    period: str
    #: The month or the day on which it is decided.
    when: str
    meeting_url: str
    cancelled: bool


def told(it: Subject, rules: MunicipalityRules, lang: str) -> Told:
    """In the visitor's language."""
    name, means = LEVELS[it.level] if it.level else (NO_LEVEL, "")
    first, last = month_name(it.first_month, lang), month_name(it.council_month, lang)
    period = first if first == last else f"{first} – {last}"
    return Told(
        it,
        subject_path(it.id),
        translated(STATES[it.state], lang),
        _LOOKS[it.state],
        body_name(it.body_id, rules),
        translated(name, lang),
        translated(means, lang) if means else "",
        body_name(it.chosen_by or "", rules),
        f"{period} {it.year}",
        long_date(it.held_on, lang) if it.held_on else f"{last} {it.year}",
        meeting_path(it.meeting_id) if it.meeting_id else "",
        it.meeting_cancelled,
    )


def levels(lang: str) -> list[tuple[str, str, str]]:
    """The roles, each with what it asks of residents."""
    return [
        (level.value, translated(name, lang), translated(means, lang))
        for level, (name, means) in LEVELS.items()
    ]


def body_name(body_id: str, rules: MunicipalityRules) -> str:
    """What a body is called; its id for one that the rules know no more."""
    body = rules.municipality.body(body_id)
    return body.name if body else body_id


def months(lang: str) -> list[tuple[str, str]]:
    """To choose from in a form."""
    return [(str(month), month_name(month, lang)) for month in range(1, 13)]


@dataclass(frozen=True)
class Bar:
    """A subject in the picture: a stretch of the year that ends where it is decided."""

    title: str
    y: int
    x: int
    width: int
    #: The middle of the month in which it is decided.
    mark: int
    state: str


@dataclass(frozen=True)
class Picture:
    """A year from left to right, its subjects from top to bottom."""

    width: int
    height: int
    #: Letter and middle of each month.
    months: Sequence[tuple[str, int]]
    bars: Sequence[Bar]
    #: Where today is, in this year.
    today: int | None


def picture(subjects: Sequence[Subject], year: int, today: date, lang: str) -> Picture:
    """What goes on does; what was dropped is left out, and stands in the table."""
    drawn = [one for one in subjects if one.state is not SubjectState.DROPPED]
    letters = get_month_names("narrow", context="stand-alone", locale=lang)
    named = [(str(letters[m]), (m - 1) * MONTH + MONTH // 2) for m in range(1, 13)]
    bars = [_bar(one, TOP + number * ROW) for number, one in enumerate(drawn)]
    here = (today.month - 1) * MONTH + today.day * MONTH // 31 if today.year == year else None
    return Picture(12 * MONTH, TOP + len(drawn) * ROW + 4, named, bars, here)


def _bar(one: Subject, y: int) -> Bar:
    x = (one.first_month - 1) * MONTH
    width = one.council_month * MONTH - x
    return Bar(shortened(one.title), y, x, width, x + width - MONTH // 2, one.state.value)


def shortened(title: str) -> str:
    """A title that fits on one line of the picture."""
    return title if len(title) <= _LETTERS else title[: _LETTERS - 1].rstrip() + "…"


@dataclass(frozen=True)
class Change:
    """A version beside the one before it: what became otherwise."""

    version: Version
    state: str
    #: What it was before; "" where that stayed.
    was: str
    when_was: str
    body_was: str
    title_was: str
    words_changed: bool
    first: bool


def changes(versions: Sequence[Version], rules: MunicipalityRules, lang: str) -> list[Change]:
    """The newest first."""
    before: list[Version | None] = [*versions[1:], None]
    return [_change(new, old, rules, lang) for new, old in zip(versions, before, strict=True)]


def _change(new: Version, old: Version | None, rules: MunicipalityRules, lang: str) -> Change:
    then = old or new

    def was(name: str, said: str) -> str:
        return said if getattr(then, name) != getattr(new, name) else ""

    moved = (then.year, then.council_month) != (new.year, new.council_month)
    return Change(
        version=new,
        state=translated(STATES[new.state], lang),
        was=was("state", translated(STATES[then.state], lang)),
        when_was=f"{month_name(then.council_month, lang)} {then.year}" if moved else "",
        body_was=was("body_id", body_name(then.body_id, rules)),
        title_was=was("title", then.title),
        words_changed=(then.what, then.wants) != (new.what, new.wants),
        first=old is None,
    )
