"""What the message says that an account goes because nobody uses it, looked up when it is read or goes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from wijkstem.events.accounts import AccountClosingNear
from wijkstem.queries.readers import Addressed, Asked, tellings
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.words import Because


@dataclass(frozen=True)
class AccountLetter(Addressed):
    """Everything that the templates may use."""

    path: str
    closes_on: date


def account_letters(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
    lang: str | None = None,
) -> dict[Asked, AccountLetter]:
    """What people were told, in their languages or in ``lang``; nothing for who is gone.

    As many statements for a hundred as for one.
    """
    told = tellings(
        connection, municipality_id, (AccountClosingNear,), rules=rules, asked=asked, lang=lang,
        otherwise=Because.ACCOUNT,
    )  # fmt: skip
    return {
        one.asked: AccountLetter(**one.envelope, path="/mijn", closes_on=one.event.closes_on)
        for one in told
    }
