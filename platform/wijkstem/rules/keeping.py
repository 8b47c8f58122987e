"""How long a municipality keeps what it knows of people."""

from datetime import timedelta
from typing import Self

from pydantic import Field, model_validator

from wijkstem.rules.parts import Part, Sourced


class Kept(Sourced):
    """How many days something of a person is kept."""

    days: int = Field(ge=1)

    @property
    def lasts(self) -> timedelta:
        return timedelta(days=self.days)


class Keeping(Part):
    """A rule for each thing that does not last; None: as long as there is an account, or for good."""

    #: How long what somebody was told can be read on the site; None: as long as they have an account.
    messages_kept: Kept | None = None

    #: How long a plan is kept that somebody began and did not send; None: as long as they have an account.
    drafts_kept: Kept | None = None
    #: How long an account is kept that nobody uses; None: until it is erased.
    accounts_kept: Kept | None = None
    #: How many days before an unused account goes somebody is told so; None: it goes unsaid.
    accounts_warned: Kept | None = None
    #: How long it is kept that a message went out, or could not; None: for good.
    deliveries_kept: Kept | None = None
    #: How long a list on paper waits for a second pair of eyes; None: for good.
    papers_kept: Kept | None = None
    #: How long after a gathering it is kept who signed up for it; None: as long as they have an account.
    sign_ups_kept: Kept | None = None
    #: How long a report of a resident is kept after it was decided; None: as long as the plan.
    reports_kept: Kept | None = None

    @model_validator(mode="after")
    def _warned_while_it_is_kept(self) -> Self:
        warned, kept = self.accounts_warned, self.accounts_kept
        if warned and (kept is None or warned.days >= kept.days):
            raise ValueError("accounts_warned must be fewer days than accounts_kept")
        return self

    @property
    def warned(self) -> timedelta | None:
        """How long somebody who does not come in keeps their account after being told that it goes."""
        return self.accounts_warned.lasts if self.accounts_warned else None

    def kept(self, rule: str | None) -> Kept | None:
        """How long something is kept, by the rule's name."""
        found: Kept | None = getattr(self, rule) if rule else None
        return found
