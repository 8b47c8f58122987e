"""Steps of the council's path as they are called when the college decides."""

import re

import pytest

from wijkstem.rules.registry import load
from wijkstem.rules.steps import Path
from wijkstem.settings import ROOT
from wijkstem.web.deciders import by_college
from wijkstem.words import Holder

RULES = load(ROOT / "platform" / "wijkstem" / "rules" / "data")
PATHS = {
    path.id: path
    for slug in RULES.slugs
    for version in RULES.of(slug).versions
    for path in (version.path(one) for one in version.instruments)
    if any(step.holder is Holder.COUNCIL for step in path.steps)
}
_COUNCIL = re.compile(r"raad\b|\bcouncil\b|commissie|committee", re.IGNORECASE)


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS.keys())
def test_no_step_that_the_council_has_or_ends_names_the_council(path: Path) -> None:
    """Of every path in use; a wording that the change does not know fails here."""
    for step in path.steps:
        told = by_college(step)
        if step.holder is Holder.COUNCIL or step.final:
            said = [told.name.nl, told.name.en, told.explanation.nl, told.explanation.en]
            assert [one for one in said if _COUNCIL.search(one)] == []
            assert told.holder is (Holder.COLLEGE if step.holder is Holder.COUNCIL else step.holder)
        else:
            assert told == step
