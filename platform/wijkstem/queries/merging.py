"""A plan that is to go on in another, or does: for both plans' pages, for who must answer, and for letters about it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, bindparam, or_, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.initiatives import Initiative, slug_for_others, title_for_others
from wijkstem.tables.merging import PlanMerge
from wijkstem.words import MergeEnd, Proposer

_merge = table_of(PlanMerge)
_from = table_of(Initiative).alias("plan_from")
_into = table_of(Initiative).alias("plan_into")

#: Proposals and plans that went on here, on one page.
MOST = 20


@dataclass(frozen=True)
class MergeFacts:
    """A proposal, or what came of it, with both plans as others may read them."""

    id: UUID
    proposed_as: Proposer
    proposed_by: UUID | None
    words: str
    answer_until: date
    from_agreed: bool
    into_agreed: bool
    ended_as: MergeEnd | None
    from_id: UUID
    from_number: str
    from_title: str
    from_slug: str
    from_public: bool
    from_submitter: UUID | None
    into_id: UUID
    into_number: str
    into_title: str
    into_slug: str
    into_public: bool
    into_submitter: UUID | None

    @property
    def is_open(self) -> bool:
        return self.ended_as is None

    @property
    def other_knows(self) -> bool:
        """Whether who submitted the other plan may read it: `domain/merging.py` says why."""
        return self.from_public or self.from_agreed or self.into_agreed


def merges_of(
    connection: Connection, municipality_id: str, initiative_id: UUID
) -> tuple[MergeFacts, ...]:
    """What a plan has to do with: a proposal that waits, where it went on, and what went on in it; newest first."""
    asked = {"here": municipality_id, "initiative": initiative_id}
    return tuple(MergeFacts(*row) for row in connection.execute(_OF_PLAN, asked))


def merge_by_id(connection: Connection, municipality_id: str, merge_id: UUID) -> MergeFacts | None:
    """None when there is none of this id."""
    return merges(connection, municipality_id, [merge_id]).get(merge_id)


def merges(
    connection: Connection, municipality_id: str, merge_ids: Collection[UUID]
) -> dict[UUID, MergeFacts]:
    """Those that are there."""
    asked = {"here": municipality_id, "merges": list(merge_ids)}
    found = (MergeFacts(*row) for row in connection.execute(_THESE, asked))
    return {one.id: one for one in found}


_ANY = (
    select(
        _merge.c.id,
        _merge.c.proposed_as,
        _merge.c.proposed_by,
        _merge.c.words,
        _merge.c.answer_until,
        _merge.c.from_agreed_at.is_not(None),
        _merge.c.into_agreed_at.is_not(None),
        _merge.c.ended_as,
        *(
            column
            for plan in (_from, _into)
            for column in (
                plan.c.id,
                plan.c.number,
                title_for_others(plan),
                slug_for_others(plan),
                plan.c.public,
                plan.c.submitter_id,
            )
        ),
    )
    .join_from(
        _merge,
        _from,
        (_from.c.municipality_id == _merge.c.municipality_id)
        & (_from.c.id == _merge.c.initiative_id),
    )
    .join(
        _into,
        (_into.c.municipality_id == _merge.c.municipality_id) & (_into.c.id == _merge.c.into_id),
    )
    .where(_merge.c.municipality_id == bindparam("here"))
)
_OF_PLAN = (
    _ANY.where(
        or_(
            _merge.c.initiative_id == bindparam("initiative"),
            _merge.c.into_id == bindparam("initiative"),
        ),
        or_(_merge.c.ended_as.is_(None), _merge.c.ended_as == MergeEnd.MERGED),
    )
    .order_by(_merge.c.proposed_at.desc(), _merge.c.id)
    .limit(MOST)
)
_THESE = _ANY.where(_merge.c.id.in_(bindparam("merges", expanding=True)))
