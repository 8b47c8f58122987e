"""What the boot refuses, because it would go wrong later and in silence."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.support.indicators import defined
from tests.support.world import settings_for
from wijkstem.adapters.mail import PostboxMailer, SmtpMailer
from wijkstem.bootstrap import check_formulas, make_mailer
from wijkstem.errors import BadConfiguration
from wijkstem.kit.db import make_engine
from wijkstem.rules.indicators import Definition
from wijkstem.rules.registry import RuleBook


def test_without_a_mail_server_only_the_demo_starts(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    with pytest.raises(BadConfiguration, match="WIJKSTEM_SMTP_HOST"):
        make_mailer(settings_for(sqlite_url), engine)
    assert isinstance(make_mailer(settings_for(sqlite_url, demo=True), engine), PostboxMailer)
    mailing = settings_for(sqlite_url, smtp_host="127.0.0.1")
    assert isinstance(make_mailer(mailing, engine), SmtpMailer)
    engine.dispose()


def book(rules: RuleBook, **values: Any) -> RuleBook:
    one = rules.of("testdorp")
    indicator = defined("submitted").model_copy(update=values)
    indicators = one.indicators.model_copy(update={"indicators": [indicator]})
    return RuleBook({"testdorp": replace(one, indicators=indicators)})


EARLIER = Definition.model_validate(
    {
        "version": 1,
        "until": date(2026, 1, 1),
        "name": {"nl": "Iets", "en": "Something"},
        "unit": "count",
        "direction": "higher",
        "formula": "guessed",
    }
)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"formula": "guessed"}, "submitted.formula: 'guessed', version 1"),
        ({"formula_version": 9}, "submitted.formula: 'submitted', version 9"),
        ({"version": 2, "earlier": [EARLIER]}, "submitted.formula: 'guessed', version 1"),
    ],
)
def test_a_formula_that_nobody_wrote_stops_the_boot(
    rules: RuleBook, values: dict[str, Any], named: str
) -> None:
    check_formulas(book(rules))
    with pytest.raises(BadConfiguration, match=named):
        check_formulas(book(rules, **values))
