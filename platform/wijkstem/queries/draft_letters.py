"""What messages about plans that are still being made say, looked up when they are read or go out."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from wijkstem.events.drafts import PlanTypedOut
from wijkstem.queries.readers import Addressed, Asked, tellings
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.words import Because


@dataclass(frozen=True)
class DraftLetter(Addressed):
    """Everything that the templates may use: not what the plan says, which only its writer reads."""

    path: str
    understood: bool


def draft_letters(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
    lang: str | None = None,
) -> dict[Asked, DraftLetter]:
    """What people were told, in their languages or in ``lang``; nothing for who is gone.

    As many statements for a hundred as for one.
    """
    told = tellings(
        connection, municipality_id, (PlanTypedOut,), rules=rules, asked=asked, lang=lang,
        otherwise=Because.SUBMITTED,
    )  # fmt: skip
    return {
        one.asked: DraftLetter(
            **one.envelope,
            path=f"/initiatieven/concept/{one.event.draft_id}/{_step(one.event)}",
            understood=one.event.understood,
        )
        for one in told
    }


def _step(event: PlanTypedOut) -> str:
    return "plan" if event.understood else "opname"
