"""Council proposals that everybody can read: the text in parts, its summary in plain words, and how hard both read."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.sql.elements import conv
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, refers
from wijkstem.words.council_proposals import ProposalPart, ProposalState


class CouncilProposal(TenantRow, table=True):
    """What the council is asked to decide, as it stands now. The instrument of residents is another thing."""

    __tablename__ = "council_proposal"
    __table_args__ = (
        UniqueConstraint(
            "municipality_id", "number", name=conv("uq_council_proposal_municipality_id")
        ),
        refers("meeting_id", "meeting"),
        refers("dossier_id", "dossier"),
        Index(None, "municipality_id", "meeting_id"),
        Index(None, "municipality_id", "dossier_id"),
    )

    id: UUID = Field(primary_key=True)
    #: Its address, for good; the words behind it follow the title.
    number: str = Field(max_length=9)
    title: str = Field(max_length=120)
    slug: str = Field(max_length=60)
    #: Who brings it forward: an office, and no person.
    office: str = Field(max_length=120)
    #: In plain words, by its writer; "" as long as there is none.
    summary: str = Field(sa_type=Text)
    state: ProposalState = Field(sa_type=Coded(ProposalState))
    meeting_id: UUID | None = None
    #: No foreign key: the council's own system may drop an item.
    item_id: UUID | None = None
    dossier_id: UUID | None = None
    #: Who is asked when residents have a question; None for who was forgotten.
    writer_id: UUID | None = None
    #: Flesch-Douma, in whole points; None: too short to say anything of.
    text_ease: int | None = None
    summary_ease: int | None = None
    #: Somebody who does not work at the municipality read the summary, and understood it.
    tried_out: bool = False
    revision: int = 1
    opened_on: date | None = None
    changed_on: date


class CouncilProposalText(TenantRow, table=True):
    """A part of the text as it was from a revision on; of what everybody could read nothing is rewritten."""

    __tablename__ = "council_proposal_text"
    __table_args__ = (refers("council_proposal_id", "council_proposal", cascade=True),)

    council_proposal_id: UUID = Field(primary_key=True)
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    part: ProposalPart = Field(primary_key=True, sa_type=Coded(ProposalPart))
    text: str = Field(sa_type=Text)


class CouncilProposalVersion(TenantRow, table=True):
    """What everybody could read from a day on, and why it changed."""

    __tablename__ = "council_proposal_version"
    __table_args__ = (refers("council_proposal_id", "council_proposal", cascade=True),)

    council_proposal_id: UUID = Field(primary_key=True)
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    title: str = Field(max_length=120)
    summary: str = Field(sa_type=Text)
    text_ease: int | None = None
    summary_ease: int | None = None
    #: Why it changed, or why it was withdrawn; "" for the first.
    news: str = Field(sa_type=Text)
    said_on: date
