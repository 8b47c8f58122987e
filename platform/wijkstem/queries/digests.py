"""What a digest says: what somebody was told since the last one, by plan; and where digests are due."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import Connection, select

from wijkstem.kit.rows import table_of
from wijkstem.queries.council_proposal_letters import ProposalLetter, proposal_letters
from wijkstem.queries.discussion_letters import DiscussionLetter, discussion_letters
from wijkstem.queries.dossier_letters import DossierLetter, dossier_letters
from wijkstem.queries.letters import Letter, letters_to
from wijkstem.queries.means_letters import MeansLetter, means_letters
from wijkstem.queries.promise_letters import PromiseLetter, promise_letters
from wijkstem.queries.readers import Asked
from wijkstem.queries.work_letters import WorkLetter, work_letters
from wijkstem.queries.year_letters import YearLetter, year_letters
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.tables.messages import InboxMessage
from wijkstem.words import Because, Rhythm

_inbox = table_of(InboxMessage)


Told = (
    Letter
    | YearLetter
    | PromiseLetter
    | DossierLetter
    | ProposalLetter
    | DiscussionLetter
    | WorkLetter
    | MeansLetter
)


@dataclass(frozen=True)
class PlanNews:
    """What happened to one plan, in order of time."""

    title: str
    number: str
    path: str
    because: Because
    letters: tuple[Letter, ...]


@dataclass(frozen=True)
class Digest:
    """Everything that the templates of a digest may use."""

    language: str
    address: str | None
    name: str
    municipality: str
    rhythm: str
    plans: tuple[PlanNews, ...]
    #: What happened on the year's agenda, in order of time.
    subjects: tuple[YearLetter, ...] = ()
    promises: tuple[PromiseLetter, ...] = ()
    #: What came into dossiers, in order of time.
    dossiers: tuple[DossierLetter, ...] = ()
    #: What became of proposals to the council, in order of time.
    proposals: tuple[ProposalLetter, ...] = ()
    #: Replies to what they said, in order of time.
    discussions: tuple[DiscussionLetter, ...] = ()
    #: What was carried out, in order of time.
    work: tuple[WorkLetter, ...] = ()
    #: What can be taken part in, and what came of it, in order of time.
    means: tuple[MeansLetter, ...] = ()
    stoppable: bool = True


def digests(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    asked: Sequence[tuple[UUID, str]],
) -> dict[tuple[UUID, str], Digest]:
    """The digests of people, each by its cause; none where nothing of it is there any more, or its reader.

    As many statements for a hundred as for one.
    """
    rows = connection.execute(
        select(_inbox.c.person_id, _inbox.c.position, _inbox.c.digest)
        .where(
            _inbox.c.municipality_id == municipality_id,
            _inbox.c.person_id.in_({person_id for person_id, _ in asked}),
            _inbox.c.digest.in_({cause for _, cause in asked}),
        )
        .order_by(_inbox.c.initiative_id, _inbox.c.position)
    ).all()
    told = [(row.person_id, row.position) for row in rows]
    plans = letters_to(connection, municipality_id, rules=rules, asked=told)
    left = [one for one in told if one not in plans]
    found: dict[Asked, Told] = {
        **plans,
        **year_letters(connection, municipality_id, rules=rules, asked=left),
        **promise_letters(connection, municipality_id, rules=rules, asked=left),
        **dossier_letters(connection, municipality_id, rules=rules, asked=left),
        **proposal_letters(connection, municipality_id, rules=rules, asked=left),
        **discussion_letters(connection, municipality_id, rules=rules, asked=left),
        **means_letters(connection, municipality_id, rules=rules, asked=left),
        **work_letters(connection, municipality_id, rules=rules, asked=left),
    }
    whole = defaultdict[tuple[UUID, str], list[Told]](list)
    for row in rows:
        letter = found.get((row.person_id, row.position))
        # Who wants no mail any more gets none that was made before they said so.
        if letter is not None and letter.rhythm is not Rhythm.NEVER:
            whole[row.person_id, row.digest].append(letter)
    return {one: _digest(one[1], whole[one]) for one in asked if one in whole}


def _digest(cause: str, found: list[Told]) -> Digest:
    first = found[0]
    return Digest(
        language=first.language,
        address=first.address,
        name=first.name,
        municipality=first.municipality,
        rhythm=cause.split(":")[1],
        plans=_by_plan([one for one in found if isinstance(one, Letter)]),
        promises=tuple(one for one in found if isinstance(one, PromiseLetter)),
        subjects=tuple(one for one in found if isinstance(one, YearLetter)),
        dossiers=tuple(one for one in found if isinstance(one, DossierLetter)),
        proposals=tuple(one for one in found if isinstance(one, ProposalLetter)),
        discussions=tuple(one for one in found if isinstance(one, DiscussionLetter)),
        work=tuple(one for one in found if isinstance(one, WorkLetter)),
        means=tuple(one for one in found if isinstance(one, MeansLetter)),
    )


def _by_plan(found: list[Letter]) -> tuple[PlanNews, ...]:
    """The plan with the latest news first."""
    plans = [_plan(tuple(some)) for _, some in groupby(found, lambda one: one.number)]
    return tuple(sorted(plans, key=lambda plan: plan.letters[-1].position, reverse=True))


def _plan(some: tuple[Letter, ...]) -> PlanNews:
    last = some[-1]
    return PlanNews(last.title, last.number, last.path, last.because, some)
