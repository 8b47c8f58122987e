"""A vote of the council as a clerk types it: what is read, and what does not add up."""

import pytest

from wijkstem.domain.decisions import PartyVote, VoteForm, checked_votes
from wijkstem.errors import Invalid
from wijkstem.words import Milestone

LINES = "Partij van de Wijk; 9; 0\nSamen Sterk: 7 voor, 1 tegen\n\nLokaal 24; 0; 6"


def wrong(form: VoteForm, means: Milestone = Milestone.ADOPTED) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        checked_votes(form, means)
    return {name: error.code for name, error in caught.value.fields.items()}


def test_line_a_party_in_the_order_in_which_they_were_typed() -> None:
    assert checked_votes(VoteForm(LINES, "16", "7"), Milestone.ADOPTED) == (
        PartyVote("Partij van de Wijk", 9, 0),
        PartyVote("Samen Sterk", 7, 1),
        PartyVote("Lokaal 24", 0, 6),
    )


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (VoteForm("", "0", "0"), {"votes": "no_parties"}),
        (VoteForm("Lokaal 24", "16", "7"), {"votes": "bad_line"}),
        (VoteForm("Lokaal 24; veel; 0", "16", "7"), {"votes": "bad_line"}),
        (VoteForm("; 4; 0", "4", "0"), {"votes": "bad_line"}),
        (VoteForm("z" * 61 + "; 4; 0", "4", "0"), {"votes": "too_long"}),
        (VoteForm("Een; 4; 0\nEEN; 3; 0", "7", "0"), {"votes": "party_twice"}),
        (VoteForm(LINES, "15", "7"), {"votes_for": "other_total"}),
        (VoteForm(LINES, "16", ""), {"votes_against": "other_total"}),
        (VoteForm("Een; 4; 4", "4", "4"), {"votes": "other_outcome"}),
    ],
    ids=str,
)
def test_vote_that_does_not_add_up_is_refused(form: VoteForm, expected: dict[str, str]) -> None:
    assert wrong(form) == expected


def test_votes_fit_the_outcome() -> None:
    form = VoteForm("Een; 4; 5", "4", "5")
    assert wrong(form, Milestone.PARTLY_ADOPTED) == {"votes": "other_outcome"}
    assert checked_votes(form, Milestone.REJECTED) == (PartyVote("Een", 4, 5),)
    most = VoteForm("Een; 5; 4", "5", "4")
    assert wrong(most, Milestone.REJECTED) == {"votes": "other_outcome"}
