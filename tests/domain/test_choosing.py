"""The guide: what answers lead to, that every combination leads somewhere, and that each reason can be told."""

from itertools import product

import pytest

from wijkstem.domain.choosing import Advised, advised, checked_answers
from wijkstem.errors import Invalid
from wijkstem.rules.guide import Guide, guide
from wijkstem.words import ParticipationLevel
from wijkstem.words.means import MeansKind

OPEN = {
    "room": "much",
    "touched": "all",
    "conflict": "no",
    "paper": "nothing",
    "time": "year",
    "money": "much",
}


def test_nothing_is_asked_where_nothing_can_be_chosen() -> None:
    fixed = OPEN | {"room": "none", "conflict": "deep", "paper": "options"}
    found = advised(guide(), fixed)
    assert (found.level, found.kinds) == (ParticipationLevel.INFORM, frozenset())
    assert found.because[0] == "room.none"


@pytest.mark.parametrize(
    ("answers", "level", "kinds"),
    [
        ({}, "codecide", {"discussion"}),
        ({"paper": "options"}, "codecide", {"vote"}),
        ({"paper": "options", "conflict": "deep"}, "codecide", {"dialogue"}),
        ({"paper": "options", "conflict": "deep", "time": "weeks"}, "consult", {"vote", "dialogue"}),
        ({"paper": "options", "conflict": "some"}, "codecide", {"vote", "discussion"}),
        ({"paper": "text"}, "advise", {"advice"}),
        ({"touched": "few", "paper": "options"}, "coproduce", {"discussion"}),
        ({"room": "some", "money": "little"}, "advise", {"discussion"}),
        ({"time": "weeks", "room": "some"}, "consult", {"discussion"}),
    ],
)  # fmt: skip
def test_answers_lead_to_a_role_and_to_means(
    answers: dict[str, str], level: str, kinds: set[str]
) -> None:
    found = advised(guide(), OPEN | answers)
    assert (found.level.value, {kind.value for kind in found.kinds}) == (level, kinds)


def _everything(by: Guide) -> list[Advised]:
    names = [one.id for one in by.questions]
    given = product(*([answer.id for answer in one.answers] for one in by.questions))
    return [advised(by, dict(zip(names, one, strict=True))) for one in given]


def test_every_combination_leads_somewhere_with_reasons_that_can_be_told() -> None:
    by = guide()
    every = _everything(by)
    assert len(every) == 3**6
    for found in every:
        assert found.because
        assert all(by.reason(one) is not None for one in found.because)
        # Who may say something is asked something; who may not, is not.
        assert (found.level is ParticipationLevel.INFORM) == (found.kinds == frozenset())
    assert {found.level for found in every} == set(ParticipationLevel)
    assert {kind for found in every for kind in found.kinds} == set(MeansKind)


def test_every_question_is_answered_with_one_of_its_answers() -> None:
    with pytest.raises(Invalid) as no:
        checked_answers(guide(), OPEN | {"room": "a bit", "time": ""})
    assert {name: error.code for name, error in no.value.fields.items()} == {
        "room": "choose",
        "time": "choose",
    }
