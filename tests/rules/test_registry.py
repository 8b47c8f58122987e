"""Reading the rules at boot: errors name the file, the field and what was expected."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from wijkstem.errors import BadConfiguration, NotFound
from wijkstem.rules.registry import load

RAAD = """
id = "raad-1"
start = "triage"
[[steps]]
id = "triage"
name = { nl = "Bekijken", en = "Check" }
explanation = { nl = "De gemeente bekijkt het.", en = "The municipality checks it." }
holder = "official"
public = false
term = "triage"
[[steps.outcomes]]
id = "admit"
name = { nl = "Toelaten", en = "Admit" }
by = "official"
to = "signing"
means = "admitted"
[[steps.outcomes]]
id = "refuse"
name = { nl = "Niet toelaten", en = "Refuse" }
by = "official"
to = "refused"
means = "refused"
needs = ["ground", "reasons"]
[[steps]]
id = "signing"
name = { nl = "Tekenen", en = "Sign" }
explanation = { nl = "Inwoners tekenen.", en = "Residents sign." }
holder = "residents"
public = true
collects = "signatures"
[[steps.outcomes]]
id = "reached"
name = { nl = "Genoeg", en = "Enough" }
on = "threshold"
to = "asked"
means = "threshold_reached"
[[steps]]
id = "asked"
name = { nl = "Gevraagd", en = "Asked" }
explanation = { nl = "De griffie heeft het.", en = "The clerk has it." }
holder = "clerk"
public = true
effect = "request_agenda_item"
[[steps]]
id = "refused"
name = { nl = "Niet toegelaten", en = "Refused" }
explanation = { nl = "Niet toegelaten.", en = "Refused." }
holder = "nobody"
public = false
"""

GEMEENTE = """
slug = "dorp"
name = "Dorp"
cbs_code = "GM0999"
inhabitants = { value = 1000, year = 2025, source = "CBS" }
[[bodies]]
id = "raad"
name = "Gemeenteraad"
kind = "council"
[[subjects]]
id = "other"
name = { nl = "Iets anders", en = "Something else" }

[[neighbourhoods]]
code = "WK099900"
name = "Kern"
[[neighbourhoods]]
code = "WK099901"
name = "Buiten"
"""

SPELREGELS = """
version = "2025.1"
in_force = 2025-01-01
[instruments.burgerinitiatief]
name = { nl = "Burgerinitiatief", en = "Citizens' initiative" }
summary = { nl = "Naar de raad.", en = "To the council." }
path = "raad-1"
body = "raad"
minimum_age = { value = 16, assumed = true }
[instruments.burgerinitiatief.support]
threshold = { value = 25, source = "a page" }
minimum_age = { value = 16, assumed = true }
assumed = true
[instruments.burgerinitiatief.terms]
triage = { weeks = 2, assumed = true }
[[instruments.burgerinitiatief.grounds]]
code = "complaint"
name = { nl = "Een klacht", en = "A complaint" }
assumed = true
[[instruments.burgerinitiatief.fields]]
id = "what"
label = { nl = "Wat?", en = "What?" }
"""

INDICATOREN = """
version = "2025.1"
[[indicators]]
code = "submitted"
formula = "submitted"
name = { nl = "Ingediend", en = "Submitted" }
unit = "count"
direction = "neither"
"""

PADEN = "paden/raad-1.toml"
OVER = "dorp/gemeente.toml"
REGELS = "dorp/spelregels-2025-01-01.toml"
CIJFERS = "dorp/indicatoren.toml"

Change = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small municipality whose rules are right."""
    files = {PADEN: RAAD, OVER: GEMEENTE, REGELS: SPELREGELS, CIJFERS: INDICATOREN}
    for name, text in files.items():
        write(tmp_path / name, text)
    return tmp_path


@pytest.fixture
def change(folder: Path) -> Change:
    """Change one place in one file."""

    def change(name: str, old: str, new: str) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} must stand once in {name}"
        write(folder / name, text.replace(old, new))

    return change


def write(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


def complaint(folder: Path) -> str:
    with pytest.raises(BadConfiguration) as error:
        load(folder)
    return str(error.value)


def hash_of(folder: Path) -> str:
    return load(folder).of("dorp").version("2025.1").hash


def add_version(folder: Path, version: str, in_force: str, threshold: int = 25) -> None:
    text = SPELREGELS.replace("2025-01-01", in_force).replace('"2025.1"', f'"{version}"')
    text = text.replace("value = 25", f"value = {threshold}")
    write(folder / f"dorp/spelregels-{in_force}.toml", text)


def test_right_rules_are_read(folder: Path) -> None:
    book = load(folder)
    assert book.slugs == ("dorp",)
    assert "dorp" in book
    assert [rules.municipality.name for rules in book] == ["Dorp"]
    rules = book.of("dorp").on(date(2025, 1, 1))
    assert (rules.version, rules.in_force) == ("2025.1", date(2025, 1, 1))
    assert rules.path("burgerinitiatief").start == "triage"
    assert [i.code for i in book.of("dorp").indicators.indicators] == ["submitted"]


#: Before the date that a version is in force from.
ROUTE = """routing = [
  {{ id = "small", on = ["threshold"], to = "{to}", because = {{ nl = "a", en = "a" }}, assumed = true{more} }},
]
in_force"""


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "expected"),
    [
        (REGELS, "body =", "bdy =", "instruments.burgerinitiatief.bdy", "Extra inputs"),
        (OVER, "slug =", "slg =", "slug", "Field required"),
        (OVER, '"council"', '"counsil"', "bodies.0.kind", "'council'"),
        (PADEN, '"signatures"', '"signature"', "steps.1.collects", "'signatures' or 'votes'"),
        (PADEN, '"admitted"', '"admited"', "steps.0.outcomes.0.means", "'admitted'"),
        (CIJFERS, '"count"', '"number"', "indicators.0.unit", "'count'"),
        (REGELS, "2025-01-01", '"soon"', "in_force", "valid date"),
        (
            REGELS,
            "triage = {",
            "trage = {",
            "instruments.burgerinitiatief",
            "terms: step 'triage' of path 'raad-1' needs term 'triage'",
        ),
        (
            REGELS,
            '"raad-1"',
            '"raad-2"',
            "instruments.burgerinitiatief.path",
            "'raad-2' is not one of ['raad-1']",
        ),
        (
            REGELS,
            'threshold = { value = 25, source = "a page" }',
            "",
            "instruments.burgerinitiatief",
            "support.threshold: the path waits for a threshold",
        ),
        (
            REGELS,
            'value = 25, source = "a page"',
            "value = 25",
            "instruments.burgerinitiatief.support.threshold",
            "give either a source or assumed = true",
        ),
        (
            REGELS,
            'body = "raad"',
            'body = "commissie"',
            "instruments.burgerinitiatief",
            "body: 'commissie' is not one of the municipality's bodies",
        ),
        (
            REGELS,
            'body = "raad"\n',
            "",
            "instruments.burgerinitiatief",
            "body: None is not one of the municipality's bodies",
        ),
        (
            REGELS,
            "in_force",
            ROUTE.format(to="college", more=""),
            "routing.small.to",
            "'college' is not one of its bodies",
        ),
        (
            REGELS,
            "in_force",
            ROUTE.format(to="raad", more=', subjects = ["x"], neighbourhoods = ["WK099909"]'),
            "routing.small",
            "not of this municipality: ['WK099909', 'x']",
        ),
        (
            REGELS,
            "in_force",
            ROUTE.format(to="raad", more=', instruments = ["vraag"]'),
            "file",
            "routing: no instruments of this version: ['vraag']",
        ),
        (OVER, "WK099901", "WK09990", "neighbourhoods.1.code", "should match pattern"),
        (OVER, "WK099901", "WK099801", "file", "are not of GM0999: ['WK099801']"),
        (OVER, "WK099901", "WK099900", "file", "stand twice: ['WK099900']"),
        (OVER, '"dorp"', '"stad"', "slug", "is 'stad', the folder says 'dorp'"),
        (PADEN, '"raad-1"', '"raad-2"', "id", "is 'raad-2', the file is called 'raad-1'"),
        (
            REGELS,
            "2025-01-01",
            "2025-02-01",
            "in_force",
            "is 2025-02-01, the file is called 'spelregels-2025-01-01'",
        ),
        (PADEN, 'to = "asked"', 'to = "refused"', "file", "step 'asked' cannot be reached"),
        (PADEN, 'to = "refused"', 'to = "refusd"', "file", "leads to 'refusd'"),
        (PADEN, 'to = "asked"', 'to = "signing"', "file", "step 'signing' cannot come to an end"),
    ],
)
def test_wrong_rule_is_named(
    folder: Path, change: Change, file: str, old: str, new: str, field: str, expected: str
) -> None:
    change(file, old, new)
    said = complaint(folder)
    assert said.startswith(f"{folder / file}: {field}")
    assert expected in said


def test_path_that_collects_without_support_is_named(folder: Path, change: Change) -> None:
    support = SPELREGELS[
        SPELREGELS.index("[instruments.burgerinitiatief.support]") : SPELREGELS.index(
            "[instruments.burgerinitiatief.terms]"
        )
    ]
    change(REGELS, support, "")
    said = complaint(folder)
    assert "support: the path collects support, so say who counts" in said
    assert "support.threshold: the path waits for a threshold" in said


def test_path_that_refuses_without_grounds_is_named(folder: Path, change: Change) -> None:
    change(
        REGELS,
        """[[instruments.burgerinitiatief.grounds]]
code = "complaint"
name = { nl = "Een klacht", en = "A complaint" }
assumed = true
""",
        "",
    )
    assert "grounds: the path refuses on grounds, so name them" in complaint(folder)


@pytest.mark.parametrize("file", [PADEN, OVER, REGELS, CIJFERS])
def test_file_that_is_not_toml_is_named(folder: Path, file: str) -> None:
    write(folder / file, "version: 2025.1\n")
    assert complaint(folder).startswith(f"{folder / file}: is not TOML: ")


def test_file_that_is_not_text_is_named(folder: Path) -> None:
    (folder / OVER).write_bytes(b'name = "\xff"')
    assert complaint(folder).startswith(f"{folder / OVER}: is not TOML: ")


@pytest.mark.parametrize("file", [OVER, CIJFERS])
def test_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    assert complaint(folder) == f"{folder / file}: is not there"


def test_municipality_without_rules_is_named(folder: Path) -> None:
    (folder / REGELS).unlink()
    expected = f"{folder / 'dorp'}: no rules here (expected spelregels-<date>.toml)"
    assert complaint(folder) == expected


def test_missing_path_file_is_named(folder: Path) -> None:
    (folder / PADEN).unlink()
    assert "instruments.burgerinitiatief.path: 'raad-1' is not one of []" in complaint(folder)


def test_folder_without_municipalities_is_named(tmp_path: Path) -> None:
    assert complaint(tmp_path).startswith(f"{tmp_path}: no municipality here")


def test_version_that_stands_in_two_files_is_named(folder: Path) -> None:
    add_version(folder, "2025.1", "2026-01-01")
    assert complaint(folder).endswith("dorp: version: stands in two files: ['2025.1']")


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2025, 1, 1), "2025.1"),
        (date(2025, 12, 31), "2025.1"),
        (date(2026, 1, 1), "2026.1"),
        (date(2030, 6, 15), "2026.1"),
    ],
)
def test_version_in_force_on_a_day(folder: Path, day: date, version: str) -> None:
    add_version(folder, "2026.1", "2026-01-01", threshold=50)
    assert load(folder).of("dorp").on(day).version == version


def test_day_before_the_first_version_has_no_rules(folder: Path) -> None:
    dorp = load(folder).of("dorp")
    with pytest.raises(NotFound) as error:
        dorp.on(date(2024, 12, 31))
    assert error.value.code == "no_rules"


def test_later_version_leaves_the_earlier_as_it_was(folder: Path) -> None:
    before = hash_of(folder)
    add_version(folder, "2026.1", "2026-01-01", threshold=50)
    dorp = load(folder).of("dorp")
    assert dorp.version("2025.1").hash == before
    assert dorp.version("2026.1").hash != before


def test_version_that_is_gone_is_named(folder: Path) -> None:
    with pytest.raises(BadConfiguration, match=re.escape("dorp: rules '2024.1' are not there")):
        load(folder).of("dorp").version("2024.1")


def test_unknown_municipality_is_not_found(folder: Path) -> None:
    with pytest.raises(NotFound) as error:
        load(folder).of("stad")
    assert error.value.code == "unknown_municipality"


def test_unknown_instrument_is_not_found(folder: Path) -> None:
    rules = load(folder).of("dorp").version("2025.1")
    with pytest.raises(NotFound) as error:
        rules.path("referendum")
    assert error.value.code == "unknown_instrument"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (REGELS, "value = 25", "value = 26"),
        (REGELS, "weeks = 2", "weeks = 3"),
        (REGELS, '"a page"', '"another page"'),
        (PADEN, "public = false\nterm", "public = true\nterm"),
    ],
)
def test_hash_changes_with_a_rule(
    folder: Path, change: Change, file: str, old: str, new: str
) -> None:
    before = hash_of(folder)
    change(file, old, new)
    assert hash_of(folder) != before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (REGELS, "value = 25,", "value    =  25 ,"),
        (REGELS, "in_force", "# since the new law\nin_force"),
        (PADEN, "start =", "# where it begins\nstart ="),
        (OVER, "value = 1000", "value = 1001"),
        (CIJFERS, '"neither"', '"higher"'),
    ],
)
def test_hash_stays_with_a_comment_or_another_file(
    folder: Path, change: Change, file: str, old: str, new: str
) -> None:
    before = hash_of(folder)
    change(file, old, new)
    assert hash_of(folder) == before


SHARED = """
[[indicators]]
code = "submitted"
formula = "submitted"
name = { nl = "Overal ingediend", en = "Submitted everywhere" }
unit = "count"
direction = "neither"
[[indicators]]
code = "admitted"
formula = "admitted"
name = { nl = "Toegelaten", en = "Admitted" }
unit = "count"
direction = "neither"
"""


def named(folder: Path) -> list[tuple[str, str]]:
    found = load(folder).of("dorp").indicators.indicators
    return [(one.code, one.name.nl) for one in found]


def test_what_every_municipality_counts_stands_behind_its_own(folder: Path) -> None:
    """One of its own takes the place of a shared one, and it can do without one."""
    write(folder / "indicatoren/plannen.toml", SHARED)
    assert named(folder) == [("submitted", "Ingediend"), ("admitted", "Toegelaten")]
    write(folder / CIJFERS, INDICATOREN.replace("[[", 'without = ["admitted"]\n[[', 1))
    assert named(folder) == [("submitted", "Ingediend")]
    write(folder / CIJFERS, 'version = "2025.1"\nindicators = []\n')
    assert named(folder) == [("submitted", "Overal ingediend"), ("admitted", "Toegelaten")]
    assert load(folder).slugs == ("dorp",)


def test_shared_indicator_that_stands_in_two_files_is_refused(folder: Path) -> None:
    for name in ("plannen", "werk"):
        write(folder / f"indicatoren/{name}.toml", SHARED)
    assert "indicators stand twice: ['admitted', 'submitted']" in complaint(folder)
