"""Pabulib files: whole, in every kind and dress, and with the line when something is wrong."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tally.drawing import elections
from wijkstem.errors import FieldError
from wijkstem.tally import presets
from wijkstem.tally.counting import count
from wijkstem.tally.elections import Ballot, BallotKind, Election, Plan
from wijkstem.tally.pabulib.electing import elected
from wijkstem.tally.pabulib.files import PbFile, Table
from wijkstem.tally.pabulib.mapping import mapped
from wijkstem.tally.pabulib.reading import read
from wijkstem.tally.pabulib.writing import published, write
from wijkstem.tally.rules import (
    Cap,
    CapOn,
    Comparison,
    Completion,
    EqualShares,
    Greedy,
    Leftover,
    Measure,
    Threshold,
    Unfit,
    Unit,
)

SMALL = """META
key;value
description;Proef
country;Netherlands
unit;Proefstad
instance;2026
num_projects;2
num_votes;3
budget;1000
vote_type;approval
rule;greedy
date_begin;01.09.2026
date_end;14.09.2026
PROJECTS
project_id;cost;name;category
1;600.50;"Bomen; en een bank";groen,spelen
2;500;Café;
VOTES
voter_id;vote;age
a;1,2;34
b;2;
c;1;70
"""


def _with(old: str, new: str) -> bytes:
    assert old in SMALL
    return SMALL.replace(old, new).encode()


def _election(data: bytes) -> Election:
    return elected(read(data)).election


def test_small_file_is_read() -> None:
    assert _election(SMALL.encode()) == Election(
        Fraction(1000),
        BallotKind.APPROVAL,
        (Plan("1", Fraction(1201, 2), ("groen", "spelen")), Plan("2", Fraction(500))),
        (Ballot(("1", "2")), Ballot(("2",)), Ballot(("1",))),
    )


@pytest.mark.parametrize(
    "data",
    [
        SMALL.encode("utf-8-sig"),
        SMALL.encode("cp1252"),
        SMALL.encode("utf-16"),
        SMALL.replace("\n", "\r\n").encode(),
        SMALL.replace(";", "; ").encode(),
        SMALL.replace("\nVOTES", "\n\n\nVOTES;;").encode(),
        SMALL.replace("c;1;70", "c;1").encode(),
        SMALL.replace("c;1;70", "c;1;70;;").encode(),
        SMALL.replace("META", "meta").encode(),
        SMALL.replace("600.50", "600,5").encode(),
        SMALL.replace("1000", "1e3").encode(),
    ],
    ids=range(11),
)
def test_dress_of_the_file_does_not_matter(data: bytes) -> None:
    assert _election(data) == _election(SMALL.encode())


def test_windows_encoding_is_remarked_on() -> None:
    assert [one.code for one in read(SMALL.encode("cp1252")).remarks] == ["pb_encoding"]
    assert read(SMALL.encode("cp1252")).projects.rows[1][2] == "Café"


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("VOTES\nvoter_id;vote;age\na;1,2;34\nb;2;\nc;1;70\n", "", "pb_section", "VOTES"),
        ("META\n", "", "pb_start", "Regel 1:"),
        ("num_votes;3", "num_votes;4", "pb_count", "4, maar het bestand heeft er 3"),
        ("num_projects;2", "num_projects;1", "pb_count", "num_projects 1"),
        ("num_votes;3", "num_votes;drie", "pb_meta_number", "num_votes"),
        ("budget;1000", "budget;-5", "pb_meta_number", "budget"),
        ("budget;1000\n", "", "pb_key", "budget"),
        ("approval", "panel", "pb_kind", "panel"),
        ("600.50", "-600", "pb_below_zero", "Regel 16:"),
        ("600.50", "zes", "pb_number", "Regel 16:"),
        ("600.50", "1.200,50", "pb_number", "Regel 16:"),
        ("600.50", "NaN", "pb_number", "Regel 16:"),
        ("2;500", "1;500", "pb_plan_twice", "Regel 17:"),
        ("2;500", ";500", "pb_no_id", "Regel 17:"),
        ("project_id;cost", "project_id;price", "pb_no_column", "cost"),
        ("voter_id;vote", "voter_id;choice", "pb_no_column", "vote"),
        ("b;2;", "b;9;", "pb_unknown_plan", "Regel 21: plan 9"),
        ("c;1;70", "c;1;70;extra", "pb_cells", "Regel 22:"),
        ('"Bomen; en een bank"', '"Bomen; en een bank', "pb_quotes", "Regel 16:"),
        ("unit;Proefstad", "unit", "pb_meta", "Regel 5:"),
        ("unit;Proefstad", "country;Proefstad", "pb_twice", "Regel 5:"),
        ("approval", "choose-1", "pb_choose_one", "Regel 20:"),
        ("approval", "cumulative", "pb_no_column", "points"),
        ("a;1,2;34", "a;1,1;34", None, ""),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    old: str, new: str, code: str | None, said: str
) -> None:
    if code is None:
        assert [one.code for one in elected(read(_with(old, new))).remarks] == ["pb_repeated"]
        return
    with pytest.raises(FieldError) as error:
        _election(_with(old, new))
    assert error.value.code == code
    assert said in str(error.value)


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"\x81\x8d\xff", b'"' * 3, b"\xff\xfe\x00"])
def test_what_is_no_pb_file_at_all_is_refused(data: bytes) -> None:
    with pytest.raises(FieldError):
        read(data)


def test_several_remarks_are_kept() -> None:
    data = _with("budget;1000", "comment;#1: een;twee\ncomment;#2: drie\nbudget;1000")
    remarks = [value for key, value in read(data).meta if key == "comment"]
    assert remarks == ["#1: een;twee", "#2: drie"]
    assert read(write(read(data))).same_as(read(data))


def test_wrong_counts_can_be_let_through() -> None:
    found = elected(read(_with("num_votes;3", "num_votes;4")), counts_may_differ=True)
    assert [one.code for one in found.remarks] == ["pb_count"]


POINTS = SMALL.replace("approval", "cumulative\nmax_sum_points;5").replace(";age", ";points")


@pytest.mark.parametrize(
    ("vote", "code"),
    [
        ("1,2;3,2", None),
        ("1,2;3", "pb_points"),
        ("1;-1", "pb_below_zero"),
    ],
)
def test_points_go_with_their_plans(vote: str, code: str | None) -> None:
    data = POINTS.replace("1,2;34", vote).replace("b;2;", "b;2;1").encode()
    if code is None:
        assert _election(data).ballots[0] == Ballot(("1", "2"), (Fraction(3), Fraction(2)))
        assert [one.code for one in elected(read(data)).remarks] == ["pb_outside"]
        return
    with pytest.raises(FieldError) as error:
        _election(data)
    assert error.value.code == code


def test_points_of_a_plan_that_stands_twice_are_added_up() -> None:
    """As Pabulib's own checker adds them up for the column `score`; and each such ballot is counted as odd."""
    rows = "a;1,2,1;1,2,2\nb;1,2,1;1,2,2\nc;2,2;1,4"
    data = POINTS.replace("a;1,2;34\nb;2;\nc;1;70", rows).encode()
    found = elected(read(data))

    both = Ballot(("1", "2"), (Fraction(3), Fraction(2)))
    assert found.election.ballots == (both, both, Ballot(("2",), (Fraction(5),)))
    assert [(one.code, dict(one.values)["count"]) for one in found.remarks] == [
        ("pb_points_added", 3)
    ]


def test_approvals_that_stand_twice_are_counted_by_ballot() -> None:
    data = _with("a;1,2;34\nb;2;", "a;1,1;34\nb;1,1;")
    [said] = elected(read(data)).remarks
    assert (said.code, dict(said.values)["count"]) == ("pb_repeated", 2)


@pytest.mark.parametrize(
    ("kind", "row"), [("scoring", "a;1,2,1;3,2,1"), ("ordinal", "a;1,2,1;")], ids=str
)
def test_two_places_or_scores_for_one_plan_are_refused_by_name(kind: str, row: str) -> None:
    """Pabulib calls it an error, and programs that read on do different things."""
    data = SMALL.replace("approval", kind).replace(";age", ";points")
    data = data.replace("a;1,2;34", row).replace("b;2;", "b;2;1")
    with pytest.raises(FieldError) as error:
        _election(data.encode())
    assert error.value.code == "pb_named_twice"
    assert "Regel 20: plan 1 " in str(error.value)


def test_scores_may_be_below_zero_and_have_a_default() -> None:
    data = (
        POINTS.replace("cumulative", "scoring\ndefault_score;-1")
        .replace("1,2;34", "1,2;3,-2")
        .replace("b;2;", "b;2;1")
    )
    assert [
        dict(zip(one.plans, one.points, strict=True)) for one in _election(data.encode()).ballots
    ] == [
        {"1": 3, "2": -2},
        {"2": 1, "1": -1},
        {"1": 70, "2": -1},
    ]


def test_withdrawn_plan_has_the_cost_that_says_so() -> None:
    assert _election(_with("2;500", "2;999999999")).plans[1].withdrawn


def test_nobody_voted_is_remarked_on() -> None:
    data = _with("a;1,2;34\nb;2;\nc;1;70\n", "").replace(b"num_votes;3", b"num_votes;0")
    assert [one.code for one in elected(read(data)).remarks] == ["pb_no_votes"]


# --- round trip ---------------------------------------------------------------------------------

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
NAME = st.text("abcdefghij_", min_size=1, max_size=8)


@st.composite
def _tables(draw: st.DrawFn) -> Table:
    columns = draw(st.lists(NAME, min_size=2, max_size=4, unique=True))
    cells = st.tuples(st.just("x"), *[TEXT] * (len(columns) - 1))
    return Table(tuple(columns), tuple(draw(st.lists(cells, max_size=4))))


@settings(max_examples=300, deadline=None)
@given(meta=st.dictionaries(NAME, TEXT, max_size=5), projects=_tables(), votes=_tables())
def test_any_file_comes_back_whole(meta: dict[str, str], projects: Table, votes: Table) -> None:
    file = PbFile(tuple(meta.items()), projects, votes)
    assert read(write(file)).same_as(file)


@settings(max_examples=150, deadline=None)
@given(election=elections())
def test_any_election_of_ours_comes_back_whole(election: Election) -> None:
    rule = presets.greedy(presets.POINTS if election.kind.has_points else presets.VOTES)
    result = count(election, replace(rule, lot="lot"))
    file = read(write(published(election, {"rule": "greedy"}, {"a": "Bo;men"}, result)))
    back = elected(file).election
    assert back == election
    selected = {row["project_id"] for _, row in file.projects.named() if row["selected"] == "1"}
    assert selected == set(result.winners)


# --- META to a rule -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "winner"),
    [
        ("greedy", Greedy(Unfit.SKIP)),
        ("greedy-threshold", Greedy(Unfit.SKIP)),
        ("greedy-exclusive", Greedy(Unfit.SKIP)),
        ("greedy-no-skip", Greedy(Unfit.STOP)),
        ("equalshares", (Completion.NONE, Comparison.NONE)),
        ("equalshares/add1", (Completion.ADD1, Comparison.NONE)),
        ("equalshares/add1u", (Completion.ADD1U, Comparison.NONE)),
        ("equalshares/add1-comparison", (Completion.ADD1, Comparison.SATISFACTION)),
        ("equalshares/comparison", (Completion.NONE, Comparison.SATISFACTION)),
    ],
)
def test_rule_in_meta_is_taken(rule: str, winner: Greedy | tuple[Completion, Comparison]) -> None:
    found = mapped(read(_with("rule;greedy", f"rule;{rule}"))).rule.winner
    if isinstance(found, EqualShares):
        assert (found.completion, found.comparison) == winner
        assert found.increment == 1
        assert not found.exhaustive_stop
    else:
        assert found == winner


@pytest.mark.parametrize("rule", ["unknown", "greedy-custom", "phragmen", "equalshares/add2"])
def test_rule_that_we_cannot_carry_out_is_refused_unless_one_is_given(rule: str) -> None:
    file = read(_with("rule;greedy", f"rule;{rule}"))
    with pytest.raises(FieldError) as error:
        mapped(file)
    assert error.value.code == "pb_rule"
    assert mapped(file, "greedy-no-skip").rule.winner == Greedy(Unfit.STOP)
    shares = mapped(file, "equal-shares").rule.winner
    assert isinstance(shares, EqualShares)
    assert shares.completion == Completion.ADD1


def test_everything_in_meta_that_counts_is_in_the_rule() -> None:
    more = (
        "rule;greedy\nmin_project_score_threshold;50\ncategories;groen,spelen\n"
        "budget_per_category;600,400.5\nleftover_budget;Partially fund one additional project with highest score"
    )
    rule = mapped(read(_with("rule;greedy", more))).rule
    assert rule.thresholds == (
        Threshold(on=Measure.SCORE, at_least=Fraction(50), unit=Unit.NUMBER),
    )
    assert rule.leftover == Leftover.PARTIAL
    assert rule.caps == (
        Cap(on=CapOn.CATEGORY, name="groen", money=Fraction(600), plans=None),
        Cap(on=CapOn.CATEGORY, name="spelen", money=Fraction(801, 2), plans=None),
    )


@pytest.mark.parametrize(
    ("new", "codes"),
    [
        ("rule;greedy", {"assumed_ties"}),
        ("rule;greedy-exclusive", {"assumed_ties", "assumed_exclusive"}),
        ("rule;equalshares", {"assumed_ties", "assumed_shares"}),
        ("rule;greedy\nleftover_budget;Party", {"assumed_ties", "assumed_leftover"}),
        ("rule;greedy\nbudget_per_category;1,2", {"assumed_ties", "assumed_caps"}),
    ],
)
def test_what_the_file_does_not_say_is_said(new: str, codes: set[str]) -> None:
    assert {one.code for one in mapped(read(_with("rule;greedy", new))).assumed} == codes


def test_ranking_gets_borda_from_the_longest_ballot_allowed() -> None:
    ranked = SMALL.replace("approval", "ordinal\nmax_length;3")
    assert mapped(read(ranked.encode())).rule.scoring == presets.borda(3)
    found = mapped(read(SMALL.replace("approval", "ordinal").encode()))
    assert found.rule.scoring == presets.borda(2)
    assert "assumed_borda" in {one.code for one in found.assumed}
