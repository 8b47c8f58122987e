"""Which plans the municipality carries out after a decision, and within how long it says what happens when."""

from pydantic import Field

from wijkstem.rules.parts import Id, Sourced, Term, Text


class CarryingOutRule(Sourced):
    """For plans by other instruments an official begins by hand."""

    #: What was asked by one of these, and was granted, has to be carried out.
    instruments: list[Id] = Field(min_length=1)
    #: So many weeks after the decision everybody can read what happens when.
    plan_weeks: int = Field(ge=1, le=104)

    @property
    def plan(self) -> Term:
        """The same, as terms are counted."""
        return Term(weeks=self.plan_weeks, assumed=True)

    def in_words(self) -> Text:
        """As an administrator reads it."""
        weeks, names = self.plan_weeks, ", ".join(self.instruments)
        return Text(
            nl=f"een planning binnen {weeks} weken na het besluit, bij: {names}",
            en=f"a planning within {weeks} weeks of the decision, of: {names}",
        )
