"""Messages of every kind: about plans, also those that are still being made, gatherings, meetings, dossiers,
the year's agenda, promises, council proposals, what is carried out, means, draws and accounts; for the page and for the mail."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection

from wijkstem.queries.account_letters import AccountLetter, account_letters
from wijkstem.queries.council_proposal_letters import ProposalLetter, proposal_letters
from wijkstem.queries.discussion_letters import DiscussionLetter, discussion_letters
from wijkstem.queries.dossier_letters import DossierLetter, dossier_letters
from wijkstem.queries.draft_letters import DraftLetter, draft_letters
from wijkstem.queries.draw_letters import DrawLetter, draw_letters
from wijkstem.queries.gathering_letters import GatheringLetter, gathering_letters
from wijkstem.queries.letters import Letter, letters_to
from wijkstem.queries.means_letters import MeansLetter, means_letters
from wijkstem.queries.partnership_letters import PartnershipLetter, partnership_letters
from wijkstem.queries.promise_letters import PromiseLetter, promise_letters
from wijkstem.queries.readers import Asked
from wijkstem.queries.speaking_letters import SpeakingLetter, speaking_letters
from wijkstem.queries.work_letters import WorkLetter, work_letters
from wijkstem.queries.year_letters import YearLetter, year_letters
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.words import Rhythm

AnyLetter = (
    Letter
    | GatheringLetter
    | DraftLetter
    | YearLetter
    | PromiseLetter
    | SpeakingLetter
    | DossierLetter
    | ProposalLetter
    | DiscussionLetter
    | WorkLetter
    | PartnershipLetter
    | AccountLetter
    | MeansLetter
    | DrawLetter
)

#: Each knows the events of its own.
_KINDS = (
    letters_to,
    gathering_letters,
    draft_letters,
    year_letters,
    promise_letters,
    speaking_letters,
    dossier_letters,
    proposal_letters,
    discussion_letters,
    work_letters,
    partnership_letters,
    account_letters,
    means_letters,
    draw_letters,
)


def mailed_letters(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
) -> dict[Asked, AnyLetter]:
    """The letters for mails about one event each: without those of who wants no such mail any more, or is gone."""
    found = _all(connection, municipality_id, rules, asked, None)
    return {
        one: letter
        for one, letter in found.items()
        if not (letter.stoppable and letter.rhythm is Rhythm.NEVER)
    }


def letters(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    recipient_id: UUID,
    positions: Sequence[int],
    lang: str | None = None,
) -> list[AnyLetter]:
    """What one person was told by the events at these positions, in that order."""
    asked = [(recipient_id, one) for one in positions]
    found = _all(connection, municipality_id, rules, asked, lang)
    return [found[one] for one in asked if one in found]


def _all(
    connection: Connection,
    municipality_id: str,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
    lang: str | None,
) -> dict[Asked, AnyLetter]:
    found: dict[Asked, AnyLetter] = {}
    for kind in _KINDS:
        left = [one for one in asked if one not in found]
        found |= kind(connection, municipality_id, rules=rules, asked=left, lang=lang)
    return found
