"""Figures in words: with their unit, against what the municipality wants, and which way they go."""

from decimal import Decimal

from babel.numbers import format_decimal

from wijkstem.domain.steering import Aim, Measured, Move, Standing, Trend
from wijkstem.kit.i18n import N_
from wijkstem.queries.histories import Seen
from wijkstem.web.language import translated
from wijkstem.words import Direction, Unit
from wijkstem.words.indicators import IndicatorGroup
from wijkstem.words.sources import FigureKind

#: How a figure of each unit is read; a grade is a bare number.
UNITS = {
    Unit.COUNT: "%(figure)s",
    Unit.PERCENT: "%(figure)s%%",
    Unit.GRADE: "%(figure)s",
    Unit.DAYS: N_("%(figure)s dagen"),
    Unit.EURO: "€\u00a0%(figure)s",
    Unit.INDEX: "%(figure)s",
}
UNIT_NAMES = {
    Unit.COUNT: N_("aantal"),
    Unit.PERCENT: N_("percentage"),
    Unit.GRADE: N_("rapportcijfer"),
    Unit.DAYS: N_("dagen"),
    Unit.EURO: N_("euro"),
    Unit.INDEX: N_("getal van 0 tot 1"),
}
DIRECTIONS = {
    Direction.HIGHER: N_("Hoe hoger, hoe beter."),
    Direction.LOWER: N_("Hoe lager, hoe beter."),
    Direction.NEITHER: "",
}
#: In words, and how the label looks.
STANDINGS = {
    Standing.REACHED: (N_("Gehaald"), "good"),
    Standing.UNDERWAY: (N_("Nog niet gehaald"), "busy"),
    Standing.MISSED: (N_("Niet gehaald"), "late"),
    Standing.UNMEASURED: (N_("Nog niet gemeten"), "neutral"),
}
#: What indicators are about; None: the municipality's own, or of no group.
GROUPS: dict[IndicatorGroup | None, str] = {
    IndicatorGroup.PLANS: N_("Wat werd er van de plannen?"),
    IndicatorGroup.TERMS: N_("Kwam het antwoord op tijd?"),
    IndicatorGroup.MONEY: N_("Geld"),
    IndicatorGroup.PEOPLE: N_("Wie deden er mee?"),
    IndicatorGroup.TOGETHER: N_("Bijeenkomsten, raad en stemmen"),
    IndicatorGroup.WORK: N_("Meldingen en opnieuw kijken"),
    None: N_("Andere cijfers"),
}
KINDS = {
    FigureKind.BASELINE: N_("Nulmeting"),
    FigureKind.TARGET: N_("Streefwaarde"),
    FigureKind.AMBITION: N_("Ambitie"),
    FigureKind.REALISATION: N_("Realisatie"),
    FigureKind.BENCHMARK: N_("Ter vergelijking, niet van deze gemeente"),
}
MOVES = {
    Move.UP: N_("Omhoog: van %(before)s in %(from)s naar %(after)s in %(to)s."),
    Move.DOWN: N_("Omlaag: van %(before)s in %(from)s naar %(after)s in %(to)s."),
    Move.LEVEL: N_("Gelijk gebleven: %(before)s in %(from)s en in %(to)s."),
    Move.UNSURE: N_(
        "Van %(before)s in %(from)s naar %(after)s in %(to)s. Dat verschil kan toeval zijn."
    ),
}
SHORT_MOVES = {
    Move.UP: N_("Omhoog"),
    Move.DOWN: N_("Omlaag"),
    Move.LEVEL: N_("Gelijk gebleven"),
    Move.UNSURE: N_("Het verschil kan toeval zijn"),
}
GOOD = {True: N_("Dat is beter."), False: N_("Dat is minder goed.")}
HIDDEN = N_("Te weinig mensen om te tonen.")
NO_YEAR = N_("jaar niet bekend")
SO_FAR = N_("%(year)s, tot nu toe")


def said(figure: Decimal, unit: Unit, lang: str) -> str:
    """A figure with as many decimals as the source gives: "6,60" is not "6,6"."""
    return translated(UNITS[unit], lang, {"figure": plain(figure, lang)})


def plain(figure: Decimal, lang: str, *, grouped: bool = True) -> str:
    """The same without its unit; a spreadsheet wants no points between thousands."""
    exponent = figure.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    pattern = ("#,##0." if grouped else "0.") + "0" * decimals
    return str(format_decimal(figure, pattern if decimals else pattern[:-1], lang))


def year_said(one: Seen, lang: str) -> str:
    """Of which year it is."""
    if one.year is None:
        return translated(NO_YEAR, lang)
    return translated(SO_FAR, lang, {"year": one.year}) if one.so_far else str(one.year)


def seen_said(one: Seen, unit: Unit, lang: str) -> str:
    """A figure, or why it is not there; "" for a gap."""
    if one.hidden:
        return translated(HIDDEN, lang)
    return "" if one.value is None else said(one.value, unit, lang)


def aim_said(aim: Aim, unit: Unit, lang: str) -> str:
    """What the municipality wants, and when."""
    figure = said(aim.value, unit, lang)
    if aim.year is None:
        return figure
    return translated(N_("%(figure)s in %(year)s"), lang, {"figure": figure, "year": aim.year})


def now_said(one: Measured, unit: Unit, lang: str) -> str:
    """The last figure, and of when it is."""
    if one.year is None:
        year = translated(NO_YEAR, lang)
    else:
        year = translated(SO_FAR, lang, {"year": one.year}) if one.so_far else str(one.year)
    return f"{said(one.value, unit, lang)} ({year})"


def trend_said(trend: Trend | None, unit: Unit, lang: str) -> str:
    """Which way it goes, and whether that is what is wanted."""
    if trend is None:
        return ""
    figures = {
        "before": said(trend.before.value, unit, lang),
        "after": said(trend.after.value, unit, lang),
        "from": trend.before.year,
        "to": trend.after.year,
    }
    return _with_judgement(translated(MOVES[trend.move], lang, figures), trend, lang)


def move_said(trend: Trend | None, lang: str) -> str:
    """The same in a word or two."""
    if trend is None:
        return ""
    return _with_judgement(f"{translated(SHORT_MOVES[trend.move], lang)}.", trend, lang)


def _with_judgement(sentence: str, trend: Trend, lang: str) -> str:
    return sentence if trend.good is None else f"{sentence} {translated(GOOD[trend.good], lang)}"


def people_told(people: int | None, value: Decimal | None) -> int | None:
    """Of how many people or answers a figure is, where that is not what the figure says itself."""
    return None if value is None or value == people else people
