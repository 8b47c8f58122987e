"""What messages about partnerships say, looked up when they are read or go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from wijkstem.events.partnerships import PartnershipReviewLate
from wijkstem.queries.partnerships import partnerships_by_id
from wijkstem.queries.readers import Addressed, Asked, tellings
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.words import Because


@dataclass(frozen=True)
class PartnershipLetter(Addressed):
    """Everything that the templates may use; of a partnership as it is now."""

    #: What it is called; not to be taken for the name of who reads this.
    partnership: str
    path: str
    due_on: date


def partnership_letters(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
    lang: str | None = None,
) -> dict[Asked, PartnershipLetter]:
    """What people were told, in their languages or in ``lang``; nothing for who is gone.

    As many statements for a hundred as for one.
    """
    told = tellings(
        connection, municipality_id, (PartnershipReviewLate,), rules=rules, asked=asked, lang=lang,
        otherwise=Because.OFFICE,
    )  # fmt: skip
    if not told:
        return {}
    ids = {one.event.partnership_id for one in told}
    facts = partnerships_by_id(connection, municipality_id, ids)
    return {
        one.asked: PartnershipLetter(
            **one.envelope,
            partnership=facts[one.event.partnership_id].name,
            path=f"/samenwerkingen/{one.event.partnership_id}",
            due_on=one.event.due_on,
        )
        for one in told
    }
