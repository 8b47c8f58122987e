"""What goes to the council with a request, and which body it goes to."""

from datetime import date
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, refers
from wijkstem.words import Competence, RoutedOn


class AgendaDossier(TenantRow, table=True):
    """The words of a request, once somebody went over them; until then the plan's own answers count."""

    __tablename__ = "agenda_dossier"
    __table_args__ = (refers("initiative_id", "initiative", cascade=True),)

    initiative_id: UUID = Field(primary_key=True)
    revision: int
    decision: str = Field(sa_type=Text)
    explanation: str = Field(sa_type=Text)
    costs: str = Field(sa_type=Text)
    #: The same in whole euros, for the rules; None: nobody knows.
    euros: int | None = None
    competence: Competence | None = Field(default=None, sa_type=Coded(Competence))
    filled_on: date


class Routing(TenantRow, table=True):
    """Which body a plan goes to: the last rule that said so, or the person who knew better."""

    __tablename__ = "routing"
    __table_args__ = (refers("initiative_id", "initiative", cascade=True),)

    initiative_id: UUID = Field(primary_key=True)
    body_id: str = Field(max_length=40)
    #: None: a person said so, and no rule changes that.
    rule: str | None = Field(default=None, max_length=40)
    rules_version: str = Field(max_length=16)
    routed_on: RoutedOn | None = Field(default=None, sa_type=Coded(RoutedOn))
    decided_on: date
    #: What the person said; everybody can read it.
    reasons: str | None = Field(default=None, sa_type=Text)
    corrected_by: UUID | None = None
