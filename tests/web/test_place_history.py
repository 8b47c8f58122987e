"""How a neighbourhood was numbered before, as its page says it."""

import pytest

from wijkstem.rules.registry import load
from wijkstem.settings import ROOT
from wijkstem.web.place_history import history_told

RULES = load(ROOT / "platform" / "wijkstem" / "rules" / "data")


def told(slug: str, code: str, lang: str = "nl") -> list[str]:
    return history_told(RULES.of(slug), code, lang)


def test_every_change_that_is_known_is_told_where_it_belongs() -> None:
    """Of every municipality: a former name stands with each neighbourhood that it became, and with who has its code."""
    for slug in RULES.slugs:
        rules = RULES.of(slug)
        said = {
            one.code: " ".join(told(slug, one.code)) for one in rules.municipality.neighbourhoods
        }
        for lists in rules.history.lists:
            for former in lists.neighbourhoods:
                for code in {*former.to, former.code} & set(said):
                    assert f"In {lists.until} " in said[code], (slug, code)
                    assert former.name in said[code], (slug, code)


@pytest.mark.parametrize("slug", ["borne", "hilversum"])
def test_neighbourhood_that_always_was_what_it_is_tells_nothing(slug: str) -> None:
    rules = RULES.of(slug)
    changed = {
        code for one in rules.history.lists for f in one.neighbourhoods for code in (*f.to, f.code)
    }
    codes = [one.code for one in rules.municipality.neighbourhoods if one.code not in changed]
    assert [told(slug, code) for code in codes] == [[] for _ in codes]
