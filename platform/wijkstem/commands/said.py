"""What residents say where everybody reads it: reported, judged and looked at again in one way, whatever it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Table, select, update

from wijkstem.commands.comments import load_comment
from wijkstem.commands.discussing import load_contribution
from wijkstem.commands.media import let_go
from wijkstem.commands.questions import load_remark
from wijkstem.errors import NotFound
from wijkstem.events.base import Event
from wijkstem.events.comments import CommentJudged, CommentReported
from wijkstem.events.discussion import ContributionJudged, ContributionReported
from wijkstem.events.remarks import RemarkJudged, RemarkReported
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.comments import Comment
from wijkstem.tables.discussion import Contribution
from wijkstem.tables.moderation import Case
from wijkstem.tables.outcomes import MeansOutcome
from wijkstem.tables.remarks import Remark
from wijkstem.words import CaseKind, Target

_case = table_of(Case)
_outcome = table_of(MeansOutcome)


@dataclass(frozen=True)
class Sayable:
    """One kind of what is said: its rows have an ``id``, a ``person_id`` and a ``hiding_id``."""

    table: Table
    #: The row, locked until the transaction ends; raises NotFound.
    load: Callable[[UUID, Work], Row[Any]]
    #: The events of its own, which name it in this field.
    field: str
    reported: Callable[..., Event]
    judged: Callable[..., Event]
    #: Columns of its own that what was judged names too.
    beside: tuple[str, ...] = ()


SAYABLE: Final[Mapping[Target, Sayable]] = {
    Target.REMARK: Sayable(
        table_of(Remark), load_remark, "remark_id", RemarkReported, RemarkJudged
    ),
    Target.CONTRIBUTION: Sayable(
        table_of(Contribution),
        load_contribution,
        "contribution_id",
        ContributionReported,
        ContributionJudged,
    ),
    Target.COMMENT: Sayable(
        table_of(Comment), load_comment, "comment_id", CommentReported, CommentJudged, ("means_id",)
    ),
}


@dataclass(frozen=True)
class Said:
    """Something that was said, locked."""

    target: Target
    row: Row[Any]

    @property
    def hidden(self) -> bool:
        return self.row.hiding_id is not None

    @property
    def named(self) -> dict[str, UUID]:
        """How its events name it."""
        return {SAYABLE[self.target].field: self.row.id}

    @property
    def placed(self) -> dict[str, UUID]:
        """How the event that judges it names it: with where it stands, for one that can be taken back later."""
        return self.named | {name: getattr(self.row, name) for name in SAYABLE[self.target].beside}


def load_said(target: Target, said_id: UUID, work: Work) -> Said:
    """Raises NotFound for what is not there, or is nothing that is said."""
    if target not in SAYABLE:
        raise NotFound("unknown_remark", "Dit is er niet meer.")
    return Said(target, SAYABLE[target].load(said_id, work))


def said_in_case(case_id: UUID, kinds: frozenset[CaseKind], work: Work) -> Said:
    """What a case is about, locked before the case, as who reports it does. Raises NotFound for another case."""
    found = work.connection.execute(
        select(_case.c.target, _case.c.target_id).where(
            _case.c.municipality_id == work.municipality_id,
            _case.c.id == case_id,
            _case.c.kind.in_(kinds),
            _case.c.target.in_(SAYABLE),
        )
    ).first()
    if found is None:
        raise NotFound("unknown_case", "Deze zaak bestaat niet.")
    return load_said(found.target, found.target_id, work)


def mark_said(said: Said, hiding_id: UUID | None, work: Work) -> None:
    """From now on nobody reads it, or everybody does."""
    table = SAYABLE[said.target].table
    work.connection.execute(
        update(table)
        .where(table.c.municipality_id == work.municipality_id, table.c.id == said.row.id)
        .values(hiding_id=hiding_id)
    )
    if said.target is Target.COMMENT:
        _print_again(said.row.means_id, work)


def _print_again(means_id: UUID, work: Work) -> None:
    """The file of a note that was made with other words goes, and a worker makes it anew."""
    here = (_outcome.c.municipality_id == work.municipality_id) & (_outcome.c.means_id == means_id)
    made = _outcome.c.pdf_key.is_not(None) | _outcome.c.pdf_due_at.is_not(None)
    row = work.connection.execute(
        select(_outcome.c.pdf_key).where(here, made).with_for_update()
    ).first()
    if row is None:
        return
    work.connection.execute(update(_outcome).where(here).values(pdf_key=None, pdf_due_at=work.now))
    if row.pdf_key is not None:
        let_go([row.pdf_key], work)
