"""How long is kept what a municipality knows of people: an account goes only after a letter that still makes sense."""

import pytest
from pydantic import ValidationError

from wijkstem.rules.keeping import Keeping, Kept


def kept(days: int) -> Kept:
    return Kept(days=days, assumed=True)


def test_letter_comes_while_the_account_is_there() -> None:
    rules = Keeping(accounts_kept=kept(100), accounts_warned=kept(42))
    assert rules.warned is not None
    assert rules.warned.days == 42
    assert Keeping(accounts_kept=kept(100)).warned is None


@pytest.mark.parametrize("accounts_kept", [None, kept(42), kept(10)])
def test_letter_that_could_not_be_in_time_is_refused(accounts_kept: Kept | None) -> None:
    with pytest.raises(ValidationError, match="fewer days than accounts_kept"):
        Keeping(accounts_kept=accounts_kept, accounts_warned=kept(42))
