"""Whole files of each kind: what is right counts, what is wrong is said cell by cell, and nothing is guessed."""

import io
import tracemalloc
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from uuid import UUID

import pytest

from tests.kit.test_sheets import book
from tests.support.rulebook import REAL
from tests.support.world import HERE, World
from wijkstem.commands.bringing import bring_in, compare, take
from wijkstem.domain.layouts import LAYOUTS
from wijkstem.domain.source_files import Asked
from wijkstem.eventlog import log
from wijkstem.kit.sheets import BadSheet
from wijkstem.projections.check import differences
from wijkstem.projections.sources import SOURCES
from wijkstem.queries.feedback import Faces, feedback
from wijkstem.queries.grievances import Settled, grievances
from wijkstem.queries.inhabitants import inhabitants, inhabitants_today
from wijkstem.queries.observations import observations
from wijkstem.queries.source_files import FilePage, source_file
from wijkstem.rules.registry import RuleBook, load
from wijkstem.tables.sources import SourceFile
from wijkstem.words.sources import (
    FeedbackChannel,
    FigureKind,
    GrievanceKind,
    GrievanceOutcome,
    Note,
    SourceKind,
)

FIGURES = Path(__file__).parents[1] / "fixtures" / "figures"
HEAD = "indicator;soort;jaar;waarde;steekproef;bron\n"
TODAY = date(2026, 3, 2)


def bring(
    world: World,
    text: str | bytes,
    kind: SourceKind = SourceKind.OBSERVATIONS,
    *,
    where: str = HERE,
    **defaults: str,
) -> UUID:
    data = text.encode() if isinstance(text, str) else text
    asked = Asked(world.services.rules.of(where), TODAY, defaults)
    return bring_in(
        lambda command: world.execute(command, world.official),
        io.BytesIO(data),
        LAYOUTS[kind],
        asked,
    )


def seen(world: World, file: UUID) -> FilePage:
    with world.services.reading(HERE) as connection:
        return source_file(connection, HERE, file)


def taken(world: World, *args: object, replace: bool = False, **more: object) -> UUID:
    file = bring(world, *args, **more)  # type: ignore[arg-type]  # as `bring` takes them
    take(lambda command: world.execute(command, world.official), file, replace=replace)
    world.settle()
    return file


def faults(world: World, text: str | bytes, kind: SourceKind = SourceKind.OBSERVATIONS) -> list[tuple[int, str, str]]:  # fmt: skip
    """Line, heading and what is wrong, of each cell."""
    found = seen(world, bring(world, text, kind))
    return [(one.number, one.heading, one.error.code) for one in found.faults]


def test_survey_is_read_in_any_of_its_spellings(world: World) -> None:
    text = (
        "Indicator;Soort;Jaar;Waarde;Eenheid;Wijk;Respondenten;Bron meting;Kleur\n"
        "feels_informed;Realisatie;2024;44,5;%;;1.200.000;Enquête;groen\n"
        "Voelt zich goed geïnformeerd;meting;2025;46.0;procent;WK990100;120;Enquête;\n"
        "feels_informed;nulmeting;;49;;;;Enquête;\n"
        "feels_informed;doelstelling;2027;60%;;;;Begroting;\n"
        "feels_informed;realisatie;2023;;%;;;Enquête;\n"
    )
    file = taken(world, text)
    found = seen(world, file).file
    assert (found.lines, found.faults, found.gaps, found.ignored) == (4, 0, 1, "Kleur")
    assert found.notes == {Note.COMMA, Note.POINT, Note.NO_YEAR, Note.NO_URL}
    with world.services.reading(HERE) as connection:
        rows = observations(connection, HERE)

    assert [
        (one.kind, one.year, str(one.value), one.neighbourhood_code, one.sample_size)
        for one in rows
    ] == [
        (FigureKind.BASELINE, None, "49", "", None),
        (FigureKind.REALISATION, 2024, "44.5", "", 1_200_000),
        (FigureKind.REALISATION, 2025, "46.0", "WK990100", 120),
        (FigureKind.TARGET, 2027, "60", "", None),
    ]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("feels_inform;realisatie;2025;44;;E", ("indicator", "no_indicator_but")),
        ("iets anders;realisatie;2025;44;;E", ("indicator", "no_indicator")),
        ("feels_informed;gok;2025;44;;E", ("soort", "no_kind")),
        ("feels_informed;realisatie;;44;;E", ("jaar", "year_needed")),
        ("feels_informed;realisatie;2027;44;;E", ("jaar", "future")),
        ("feels_informed;realisatie;43466;44;;E", ("jaar", "excel_days")),
        ("feels_informed;realisatie;2025;101;;E", ("waarde", "out_of_range")),
        ("feels_informed;realisatie;2025;-1;;E", ("waarde", "out_of_range")),
        ("feels_informed;realisatie;2025;6-apr;;E", ("waarde", "excel_date")),
        ("feels_informed;realisatie;2025;1.234;;E", ("waarde", "two_ways")),
        ("feels_informed;realisatie;2025;44;0;E", ("steekproef", "no_one")),
        ("feels_informed;realisatie;2025;44;12;", ("bron", "source_needed")),
        ("submitted;realisatie;2025;44;12;E", ("indicator", "computed")),
        ("submitted;streefwaarde;2025;44%;12;E", ("waarde", "percent")),
    ],
)
def test_each_wrong_cell_is_named(sqlite_world: World, line: str, wrong: tuple[str, str]) -> None:
    assert faults(sqlite_world, HEAD + line) == [(2, *wrong)]


def test_all_that_is_wrong_in_a_row_is_said_at_once(sqlite_world: World) -> None:
    assert faults(sqlite_world, HEAD + "x;y;z;q;r;") == [
        (2, "bron", "source_needed"),
        (2, "indicator", "no_indicator"),
        (2, "jaar", "no_year"),
        (2, "soort", "no_kind"),
        (2, "steekproef", "no_number"),
        (2, "waarde", "no_number"),
    ]


def test_unit_neighbourhood_days_and_address_are_looked_at(sqlite_world: World) -> None:
    head = "indicator;soort;van;tot;waarde;eenheid;wijk;bron;url\n"
    text = head + "feels_informed;meting;1-6-2025;31-5-2025;44;rapportcijfer;WK123;E;www.x\n"
    assert faults(sqlite_world, text) == [
        (2, "eenheid", "other_unit"),
        (2, "tot", "backwards"),
        (2, "url", "no_url"),
        (2, "wijk", "no_neighbourhood"),
    ]
    file = taken(
        sqlite_world, head + "feels_informed;meting;1-1-2025;30-6-2025;44;%;;E;https://x.example\n"
    )
    assert seen(sqlite_world, file).file.lines == 1


def test_same_period_twice_is_wrong_once(sqlite_world: World) -> None:
    line = "feels_informed;realisatie;2025;44;;E\n"
    assert faults(sqlite_world, HEAD + line + line) == [(3, "", "double_line")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("indicator;waarde\n", "column_missing"),
        ("indicator;soort;jaar;waarde;cijfer;bron\n", "column_twice"),
        (HEAD + 'feels_informed;"realisatie;2025;44;;E\n', "csv"),
    ],
)
def test_file_that_cannot_be_read_leaves_nothing(sqlite_world: World, text: str, code: str) -> None:
    with pytest.raises(BadSheet) as refused:
        bring(sqlite_world, text)
    assert refused.value.code == code
    assert sqlite_world.rows(SourceFile) == []


def test_workbook_with_percentages_and_a_date_that_was_a_figure(sqlite_world: World) -> None:
    names = ["indicator", "soort", "jaar", "waarde", "bron"]
    right = book(names, ["feels_informed", "realisatie", 2025, 0.44, "E"], formats={"D2": "0%"})
    file = taken(sqlite_world, right)
    with sqlite_world.services.reading(HERE) as connection:
        assert [str(one.value) for one in observations(connection, HERE)] == ["44"]
    wrong = book(names, ["feels_informed", "realisatie", 2025, date(2025, 4, 6), "E"])
    assert faults(sqlite_world, wrong) == [(2, "waarde", "excel_date")]
    assert seen(sqlite_world, file).file.faults == 0


def test_figures_of_other_municipalities_are_left_out(sqlite_world: World) -> None:
    text = (
        "gemeentecode;gemeente;indicator;soort;jaar;waarde;bron\n"
        "GM9901;Testdorp;feels_informed;realisatie;2025;44;E\n"
        ";Dalfsen;Beoordeling participatie;realisatie;2025;6,4;E\n"
        "GM0796;;iets;realisatie;2025;6,4;E\n"
        "0796;;feels_informed;realisatie;2024;44;E\n"
    )
    found = seen(sqlite_world, bring(sqlite_world, text))
    assert (found.file.lines, found.file.skipped) == (1, 2)
    assert [(one.number, one.error.code) for one in found.faults] == [(5, "no_municipality")]


CBS = (
    '"WijkenEnBuurten";"Perioden";"AantalInwoners_5"\n'
    '"GM9901    ";"2025JJ00";4120\n"WK990100  ";"2025JJ00";1200\n"WK990101  ";"2025JJ00";       .\n'
    '"BU99010001";"2025JJ00";300\n"WK030701  ";"2025JJ00";900\n'
)


FEEDBACK = (
    "kanaal;maand;goed;ertussenin;slecht\nBalie;2025-03;31;7;4\nloket;04-2025;1;0;0\n"
    "telefoon;2025-03;3;0;1\ne-mail;2025-12;0;0;0\n"
)
GRIEVANCES = (
    "soort;jaar;uitkomst;aantal;op tijd\nklacht;2025;gegrond;4;3\nklacht;2025;ongegrond;6;6\n"
    "bezwaar;2025;loopt nog;2;\nberoep;2024;Niet-ontvankelijk;1;1\n"
)


def test_inhabitants_as_cbs_publishes_them(world: World) -> None:
    file = taken(world, CBS, SourceKind.INHABITANTS)
    found = seen(world, file).file
    assert (found.lines, found.gaps, found.skipped) == (2, 1, 2)
    with world.services.reading(HERE) as connection:
        people = inhabitants(connection, HERE)

    assert people.by_year == {("GM9901", 2025): 4120, ("WK990100", 2025): 1200}
    assert [people.of("WK990100", year) for year in (2024, 2025, 2026)] == [None, 1200, 1200]
    assert people.of("WK990101", 2025) is None


def test_year_can_stand_in_the_form_and_nobody_lives_there(sqlite_world: World) -> None:
    taken(sqlite_world, "gebied;inwoners\nWK990100;0\n", SourceKind.INHABITANTS, jaar="2025")
    with sqlite_world.services.reading(HERE) as connection:
        assert inhabitants(connection, HERE).of("WK990100", 2025) == 0


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("Centrum;2025;12", ("gebied", "no_code")),
        ("WK990100;2027;12", ("jaar", "future_year")),
        ("WK990100;2025;1,5", ("inwoners", "no_count")),
        ("WK990100;2025;30000000", ("inwoners", "too_many")),
    ],
)
def test_wrong_inhabitants_are_named(
    sqlite_world: World, line: str, wrong: tuple[str, str]
) -> None:
    text = "gebied;jaar;inwoners\n" + line
    assert faults(sqlite_world, text, SourceKind.INHABITANTS) == [(2, *wrong)]


def test_place_that_got_another_code_keeps_its_people(sqlite_world: World) -> None:
    """Amersfoort: WK030705 was Bosgebied in 2014, and is Isselt now."""
    world = sqlite_world
    rules = real_rules().of("amersfoort")
    asked = Asked(rules, TODAY)
    text = (
        "gebied;jaar;inwoners\nWK030704;2014;80\nWK030705;2014;1500\nWK030725;2014;900\n"
        "WK030707;2014;7000\nWK030705;2024;90\nWK030705;2019;85\nGM0307;2014;150000\n"
    )
    file = bring_in(
        lambda c: world.execute(c, world.official),
        io.BytesIO(text.encode()),
        LAYOUTS[SourceKind.INHABITANTS],
        asked,
    )
    assert seen(world, file).file.notes == {Note.FORMER_CODES}
    take(lambda c: world.execute(c, world.official), file, replace=False)
    world.settle()
    with world.services.reading(HERE) as connection:
        people = inhabitants_today(connection, HERE, rules=rules).by_year

    assert people == {
        ("WK030705", 2014): 80,
        ("WK030734", 2014): 1500,
        ("WK030707", 2014): 7000,
        ("WK030705", 2024): 90,
        ("GM0307", 2014): 150_000,
    }


def test_feedback_of_every_channel_stands_together(world: World) -> None:
    taken(world, FEEDBACK, SourceKind.FEEDBACK)
    with world.services.reading(HERE) as connection:
        found = feedback(connection, HERE)

    assert found.of_year(2025) == {
        FeedbackChannel.COUNTER: Faces(32, 7, 4),
        FeedbackChannel.PHONE: Faces(3, 0, 1),
        FeedbackChannel.EMAIL: Faces(),
    }
    assert found.of_year(2024) == {}
    assert found.of_year(2025)[FeedbackChannel.COUNTER].satisfied(fewest=5) == Decimal("74.4")
    assert found.of_year(2025)[FeedbackChannel.PHONE].satisfied(fewest=5) is None


def test_wrong_feedback_is_named(sqlite_world: World) -> None:
    text = "kanaal;maand;goed;ertussenin;slecht\nduif;2025;veel;;-1\nbalie;2027-01;1;1;1\n"
    assert faults(sqlite_world, text, SourceKind.FEEDBACK) == [
        (2, "ertussenin", "no_number"),
        (2, "goed", "no_number"),
        (2, "kanaal", "no_channel"),
        (2, "maand", "no_month"),
        (2, "slecht", "no_count"),
        (3, "maand", "future_month"),
    ]


def test_complaints_objections_and_appeals_by_outcome_and_term(world: World) -> None:
    taken(world, GRIEVANCES, SourceKind.GRIEVANCES)
    with world.services.reading(HERE) as connection:
        found = grievances(connection, HERE)

    assert found.years == [2025, 2024]
    assert found.by_year[2024] == {
        (GrievanceKind.APPEAL, GrievanceOutcome.INADMISSIBLE): Settled(1, 1, 1)
    }
    complaints = found.in_all(2025, GrievanceKind.COMPLAINT)
    assert complaints == Settled(10, 9, 10)
    assert complaints.share_in_time == Decimal("90.0")
    objections = found.in_all(2025, GrievanceKind.OBJECTION)
    assert objections is not None
    assert (objections.number, objections.share_in_time) == (2, None)
    assert found.in_all(2025, GrievanceKind.APPEAL) is None


def test_wrong_complaints_are_named(sqlite_world: World) -> None:
    text = "soort;jaar;uitkomst;aantal;op_tijd\nzorg;2025;leuk;3;4\nklacht;2031;gegrond;1;\n"
    assert faults(sqlite_world, text, SourceKind.GRIEVANCES) == [
        (2, "op_tijd", "more_in_time"),
        (2, "soort", "not_one_of"),
        (2, "uitkomst", "not_one_of"),
        (3, "jaar", "future_year"),
    ]


def test_figures_of_s_hertogenbosch_are_a_series_of_their_own(sqlite_world: World) -> None:
    """44 and 37 in the yearly report of 2019, where the text of 2018 said 49 and 39."""
    world = sqlite_world
    rules = real_rules().of("s-hertogenbosch")
    known = [
        line
        for line in (FIGURES / "s-hertogenbosch.csv").read_text().splitlines(keepends=True)
        if "geïnteresseerd" not in line
    ]
    data = "".join(known).encode()
    file = bring_in(
        lambda c: world.execute(c, world.official),
        io.BytesIO(data),
        LAYOUTS[SourceKind.OBSERVATIONS],
        Asked(rules, TODAY),
    )
    assert (seen(world, file).file.lines, seen(world, file).file.faults) == (12, 0)
    take(lambda c: world.execute(c, world.official), file, replace=False)
    world.settle()
    with world.services.reading(HERE) as connection:
        found = observations(connection, HERE)

    assert [
        (one.indicator, str(one.value), one.publication, one.source)
        for one in found
        if one.kind is FigureKind.BASELINE
    ] == [
        ("cares_together", "37", "Jaarstukken 2019", "Omnibusenquête (O&S)"),
        ("knows_executive", "44", "Jaarstukken 2019", "Omnibusenquête (O&S)"),
    ]
    assert all(one.url.startswith("https://") for one in found)
    assert {one.baseline.value for one in rules.indicators.indicators if one.baseline} >= {
        "49",
        "39",
    }


def test_indicator_that_nobody_has_is_named_line_by_line(sqlite_world: World) -> None:
    data = (FIGURES / "s-hertogenbosch.csv").read_bytes()
    asked = Asked(real_rules().of("s-hertogenbosch"), TODAY)
    file = bring_in(
        lambda c: sqlite_world.execute(c, sqlite_world.official),
        io.BytesIO(data),
        LAYOUTS[SourceKind.OBSERVATIONS],
        asked,
    )
    found = seen(sqlite_world, file)
    assert [(one.number, one.heading) for one in found.faults] == [
        (number, "indicator") for number in range(14, 20)
    ]


@cache
def real_rules() -> RuleBook:
    return load(REAL)


def many(lines: int) -> bytes:
    head = "gebied;jaar;inwoners\n"
    # Places of earlier lists and years: each line about something else.
    body = (
        f"WK9901{place:02};{1960 + year};{place + year}\n"
        for year in range(60)
        for place in range(100)
    )
    return (head + "".join(line for _, line in zip(range(lines), body, strict=False))).encode()


def test_long_file_takes_constant_memory_and_the_log_stays_whole(sqlite_world: World) -> None:
    world = sqlite_world

    def peak(lines: int) -> int:
        tracemalloc.start()
        try:
            taken(world, many(lines), SourceKind.INHABITANTS, replace=True)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(600)
    short = peak(1200)
    assert peak(6000) < short * 2
    with world.services.reading(HERE) as connection:
        assert list(log.problems(connection, HERE)) == []
        assert list(differences(connection, SOURCES, HERE)) == []
        assert len(inhabitants(connection, HERE).by_year) == 6000


def test_file_that_was_looked_over_too_long_ago_is_compared_anew(sqlite_world: World) -> None:
    world = sqlite_world
    file = bring(world, "gebied;jaar;inwoners\nWK990100;2025;10\n", SourceKind.INHABITANTS)
    taken(world, "gebied;jaar;inwoners\nWK990100;2025;11\n", SourceKind.INHABITANTS)
    assert seen(world, file).file.others == 0
    compare(lambda command: world.execute(command, world.official), file)

    assert seen(world, file).file.others == 1
