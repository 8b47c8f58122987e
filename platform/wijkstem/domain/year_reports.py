"""The yearly report: which year may be told of, what a text may hold, and what two officials agree on."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from wijkstem.domain.people import Actor
from wijkstem.domain.texts import text_error
from wijkstem.errors import Conflict, FieldError, Invalid, NotAllowed
from wijkstem.kit.canonical import canonical, sha256
from wijkstem.kit.text import clean
from wijkstem.tables.year_reports import YearReport
from wijkstem.words import Unit
from wijkstem.words.year_reports import Chapter, ReportState, chapters

#: Characters of a chapter.
TEXT_MOST = 8000
#: Nobody makes a report of longer ago.
YEARS = 20
#: In the place of a formula: counted elsewhere, and brought in.
REGISTER = "register"
#: What the font of the file has: Latin letters, and the marks that go with them.
_NOT_PRINTED = re.compile(
    r"[^\n -~\u00a0-\u017f\u0218-\u021b\u1e9e\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u20ac"
    r"\u2190-\u2193\u2212\u2248\u2260\u2264\u2265]"
)


@dataclass(frozen=True)
class FrozenFigure:
    """A figure as it goes into a report, and stays."""

    chapter: Chapter
    indicator: str
    definition_version: str
    name_nl: str
    name_en: str
    unit: Unit
    value: str | None
    #: A CBS code, or the number of one of more figures of one survey; "": of the whole municipality.
    part: str = ""
    #: "": it was found by a survey.
    formula: str = ""
    formula_version: int = 0
    hidden: bool = False
    before: str | None = None
    before_hidden: bool = False
    source: str = ""
    sample_size: int | None = None


def require_year(year: int, today: date) -> None:
    """Raises Invalid for a year that is not over, or too long ago."""
    if not today.year - YEARS <= year < today.year:
        raise Invalid(
            {
                "year": FieldError(
                    "year_not_over",
                    "Kies een jaar dat voorbij is. Bijvoorbeeld: %(year)s.",
                    year=today.year - 1,
                )
            }
        )


def checked_text(typed: str) -> str:
    """Cleaned. Raises Invalid for what is too long, or cannot be printed."""
    text = clean(typed)
    if error := text_error(text, TEXT_MOST, required=False) or _not_printed(text):
        raise Invalid({"text": error})
    return text


def _not_printed(text: str) -> FieldError | None:
    found = _NOT_PRINTED.search(text)
    if found is None:
        return None
    return FieldError(
        "not_printed",
        "Dit teken kan niet in het PDF-bestand: %(sign)s. Haal het weg.",
        sign=found[0],
    )


def check_writing(report: YearReport) -> None:
    """Raises Conflict for a report that nobody may write at now."""
    match report.state:
        case ReportState.OFFERED:
            raise Conflict(
                "report_is_offered", "Een collega kijkt dit verslag na. Haal het eerst terug."
            )
        case ReportState.PUBLISHED:
            raise Conflict(
                "report_is_published",
                "Dit verslag is al gepubliceerd en verandert niet meer. Maak een nieuwe editie.",
            )


def check_offered(report: YearReport) -> None:
    """Raises Conflict for a report that does not wait for a second official."""
    if report.state is not ReportState.OFFERED:
        raise Conflict("report_not_offered", "Dit verslag ligt niet (meer) klaar om na te kijken.")


def check_revision(now: int, seen: int) -> None:
    """Raises Conflict for a form that shows what was there before somebody else changed it."""
    if now != seen:
        raise Conflict(
            "changed_meanwhile",
            "Een collega heeft dit net anders gemaakt. Kijk hieronder hoe het nu is.",
        )


def check_complete(edition: int, texts: Mapping[Chapter, str]) -> None:
    """Raises Invalid by chapter: figures alone tell nobody what happened."""
    missing = [one for one in chapters(edition) if not texts.get(one)]
    if missing:
        raise Invalid(
            {
                one.value: FieldError("chapter_empty", "Dit hoofdstuk heeft nog geen tekst.")
                for one in missing
            }
        )


def check_second(report: YearReport, digest: str, actor: Actor) -> None:
    """Raises NotAllowed for who offered it, Conflict for what is not what they looked at."""
    check_offered(report)
    if report.digest != digest:
        raise Conflict("report_changed", "Het verslag is intussen anders. Bekijk het nog eens.")
    if report.offered_by == actor.person_id:
        raise NotAllowed(
            "second_look",
            "U bood dit verslag zelf aan. Een collega kijkt het na en publiceert het.",
        )


def digest_of(
    year: int,
    edition: int,
    as_of: date,
    position: int,
    texts: Mapping[Chapter, str],
    figures: Iterable[FrozenFigure],
) -> str:
    """Of everything that a reader gets to see."""
    said = {one.value: texts[one] for one in sorted(texts)}
    lines = [asdict(one) for one in figures]
    return sha256(canonical([year, edition, as_of.isoformat(), position, said, lines]))
