"""Council proposals in the demo of Borne: made-up ones to read, with questions, and one that is not plain enough yet."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import select

from wijkstem.commands.council_proposals import OpenCouncilProposal, WriteCouncilProposal
from wijkstem.commands.handlers import execute
from wijkstem.commands.questions import AnswerQuestion, AskQuestion
from wijkstem.demo.crowd import Crowd
from wijkstem.demo.stories import Part
from wijkstem.domain.council_proposals import ProposalForm
from wijkstem.domain.remarks import AnswerForm
from wijkstem.kit.clock import local_date
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.queries.agenda import upcoming_meetings
from wijkstem.services import Services
from wijkstem.tables.dossiers import Dossier
from wijkstem.words.council_proposals import ProposalPart

FILE = Path(__file__).with_name("proposals.toml")
WHERE, WRITER = "borne", "griffie-1"

_dossier = table_of(Dossier)


class Asked(Part):
    """A question, and what was answered; "": not yet."""

    by: str
    words: str
    answer: str = ""
    office: str = ""


class Proposed(Part):
    """A proposal; one that is not ``open`` is still being written."""

    title: str
    office: str
    summary: str
    parts: dict[ProposalPart, str] = Field(min_length=1)
    dossier: str = ""
    open: bool = True
    questions: tuple[Asked, ...] = ()


class Proposals(Part):
    """The whole file."""

    proposals: tuple[Proposed, ...] = Field(min_length=1)


def proposed() -> tuple[Proposed, ...]:
    """What the council of Borne is asked to decide."""
    return Proposals.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8"))).proposals


@dataclass(frozen=True)
class ProposalPlay:
    """Who writes and asks, in one municipality."""

    services: Services
    slug: str
    crowd: Crowd

    def play(self) -> None:
        """All of them, before the last meeting that is planned."""
        if self.slug != WHERE:
            return
        today = local_date(self.services.clock.now())
        with self.services.reading(self.slug) as connection:
            meeting = upcoming_meetings(connection, self.slug, today=today)[-1]
        for one in proposed():
            self.propose(one, meeting.id)

    def propose(self, one: Proposed, meeting_id: UUID) -> UUID:
        """Its id, with what was asked about it."""
        proposal_id = new_id()
        self._do(WriteCouncilProposal(self._form(one, meeting_id), proposal_id))
        if not one.open:
            return proposal_id
        self._do(OpenCouncilProposal(proposal_id, 1))
        for asked in one.questions:
            question = self._do(AskQuestion(proposal_id, asked.words), asked.by)
            if asked.answer:
                self._do(AnswerQuestion(question, 0, AnswerForm(asked.answer, asked.office)))
        return proposal_id

    def _form(self, one: Proposed, meeting_id: UUID) -> ProposalForm:
        parts = {part.value: text for part, text in one.parts.items()}
        return ProposalForm(
            one.title,
            one.office,
            one.summary,
            parts,
            meeting_id,
            dossier_id=self._dossier(one.dossier),
        )

    def _dossier(self, title: str) -> UUID | None:
        """The dossier that is called so; None: it gets one of its own."""
        with self.services.reading(self.slug) as connection:
            found: UUID | None = connection.scalar(
                select(_dossier.c.id).where(
                    _dossier.c.municipality_id == self.slug, _dossier.c.title == title
                )
            )
        return found

    def _do(self, command: object, who: str = WRITER) -> Any:
        return execute(self.services, self.slug, command, self.crowd.known[who])
