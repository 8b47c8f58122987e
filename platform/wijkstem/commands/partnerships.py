"""Officials and the clerk keep the register of partnerships, review them, and name the council's items about them."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlmodel import col

from wijkstem.commands.moderation import close_case, open_case
from wijkstem.domain import partnerships as rules
from wijkstem.domain.partnerships import Checked, PartnershipForm
from wijkstem.domain.permissions import may_keep_dossiers, require
from wijkstem.errors import FieldError, Invalid, NotFound
from wijkstem.events.partnerships import (
    PartnershipChanged,
    PartnershipItemLinked,
    PartnershipItemUnlinked,
    PartnershipRegistered,
    PartnershipReviewed,
    PartnershipReviewLate,
)
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.council import AgendaItem
from wijkstem.tables.partnerships import (
    Partnership,
    PartnershipItem,
    PartnershipMoney,
    PartnershipPartner,
    PartnershipVersion,
)
from wijkstem.words import CaseKind, Holder

_partnership = table_of(Partnership)
_partner = table_of(PartnershipPartner)
_money = table_of(PartnershipMoney)
_linked = table_of(PartnershipItem)
_version = table_of(PartnershipVersion)
_item = table_of(AgendaItem)

#: What the case of a late review was closed as.
REVIEWED = "reviewed"
#: Columns that a version keeps as well.
_SAID = ("name", "legal_form", "own_role", "tasks", "account", "review_on", "ended_on")


@dataclass(frozen=True)
class RegisterPartnership:
    """One more in the register; a form that is sent twice, with its id, makes one."""

    form: PartnershipForm
    form_id: UUID | None = None


def register_partnership(command: RegisterPartnership, work: Work) -> UUID:
    """Raises Invalid with an error for each field that must change."""
    require(may_keep_dossiers(work.actor))
    it = rules.checked(command.form, work.today)
    partnership_id = command.form_id or new_id()
    row = {
        "municipality_id": work.municipality_id,
        "id": partnership_id,
        "reviewed_on": None,
        "late": False,
        "revision": 1,
        "changed_on": work.today,
        **_columns(it),
    }
    if not insert_new(work.connection, _partnership, row):
        return partnership_id
    partnership = load(partnership_id, work)
    _keep_lines(partnership.id, it, work)
    _keep_version(partnership, it, "", work)
    work.record(
        PartnershipRegistered(
            partnership_id=partnership_id,
            legal_form=it.legal_form.value,
            own_role=it.own_role.value,
            euros=it.euros_in(work.today.year),
            review_on=it.review_on,
            registered_on=work.today,
            official_id=work.actor.person_id,
        )
    )
    return partnership_id


def _columns(it: Checked) -> dict[str, Any]:
    return {name: value for name, value in asdict(it).items() if name in _partnership.c}


def _keep_lines(partnership_id: UUID, it: Checked, work: Work) -> None:
    """Partners and money as they are now; what they were stands in the versions."""
    key = {"municipality_id": work.municipality_id, "partnership_id": partnership_id}
    for table in (_partner, _money):
        theirs = (table.c.municipality_id == work.municipality_id) & (
            table.c.partnership_id == partnership_id
        )
        work.connection.execute(delete(table).where(theirs))
    partners = [
        {**key, "sequence": place, "name": name, "role": role}
        for place, (name, role) in enumerate(it.partners, start=1)
    ]
    money = [{**key, "year": year, "euros": euros} for year, euros in it.money]
    for table, rows in ((_partner, partners), (_money, money)):
        if rows:
            work.connection.execute(insert(table), rows)


def _keep_version(
    partnership: Partnership, it: Checked, news: str, work: Work, *, review: bool = False
) -> None:
    row = {
        "municipality_id": work.municipality_id,
        "partnership_id": partnership.id,
        "revision": partnership.revision,
        **{name: getattr(partnership, name) for name in _SAID},
        "partners": "\n".join(f"{name}: {role}" if role else name for name, role in it.partners),
        "money": "\n".join(f"{year}: {euros}" for year, euros in it.money),
        "news": news,
        "review": review,
        "said_on": work.today,
    }
    work.connection.execute(insert(_version), [row])


@dataclass(frozen=True)
class ChangePartnership:
    """What the register says is otherwise, and why; ``revision`` is the one that their page showed."""

    partnership_id: UUID
    revision: int
    form: PartnershipForm


def change_partnership(command: ChangePartnership, work: Work) -> None:
    """Raises Conflict after somebody else's change, Invalid for what is not right or has no reason."""
    require(may_keep_dossiers(work.actor))
    partnership = load(command.partnership_id, work)
    rules.check_revision(partnership, command.revision)
    it, news = rules.checked(command.form, work.today), rules.checked_news(command.form.news)
    before = partnership.review_on
    for name, value in _columns(it).items():
        setattr(partnership, name, value)
    _next(partnership, work)
    if partnership.ended_on is not None or it.review_on != before:
        close_case(late_cause(partnership.id, before), REVIEWED, work)
        partnership.late = False
    work.session.flush()
    _keep_lines(partnership.id, it, work)
    _keep_version(partnership, it, news, work)
    work.record(
        PartnershipChanged(
            partnership_id=partnership.id,
            revision=partnership.revision,
            legal_form=it.legal_form.value,
            own_role=it.own_role.value,
            euros=it.euros_in(work.today.year),
            review_before=before,
            review_on=it.review_on,
            ended_on=it.ended_on,
            changed_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def _next(partnership: Partnership, work: Work) -> None:
    partnership.revision += 1
    partnership.changed_on = work.today


@dataclass(frozen=True)
class ReviewPartnership:
    """It was looked at again: what was found, and when the next time is."""

    partnership_id: UUID
    revision: int
    found: str
    next_on: date | None


def review_partnership(command: ReviewPartnership, work: Work) -> None:
    """Raises Conflict after somebody else's change, RuleBroken for one that ended, Invalid for what is not right."""
    require(may_keep_dossiers(work.actor))
    partnership = load(command.partnership_id, work)
    rules.check_revision(partnership, command.revision)
    rules.check_goes_on(partnership)
    found = rules.checked_news(command.found)
    next_on, due_on = rules.checked_next(command.next_on, work.today), partnership.review_on
    partnership.review_on, partnership.reviewed_on, partnership.late = next_on, work.today, False
    _next(partnership, work)
    work.session.flush()
    close_case(late_cause(partnership.id, due_on), REVIEWED, work)
    _keep_version(partnership, _as_it_is(partnership, work), found, work, review=True)
    work.record(
        PartnershipReviewed(
            partnership_id=partnership.id,
            revision=partnership.revision,
            due_on=due_on,
            reviewed_on=work.today,
            next_on=next_on,
            official_id=work.actor.person_id,
        )
    )


def _as_it_is(partnership: Partnership, work: Work) -> Checked:
    here = work.municipality_id
    partners = select(_partner.c.name, _partner.c.role).where(
        _partner.c.municipality_id == here, _partner.c.partnership_id == partnership.id
    )
    money = select(_money.c.year, _money.c.euros).where(
        _money.c.municipality_id == here, _money.c.partnership_id == partnership.id
    )
    return Checked(
        partnership.name,
        partnership.legal_form,
        partnership.own_role,
        partnership.tasks,
        partnership.account,
        partnership.since_on,
        partnership.review_on,
        partnership.ended_on,
        tuple(
            (r.name, r.role)
            for r in work.connection.execute(partners.order_by(_partner.c.sequence))
        ),
        tuple((r.year, r.euros) for r in work.connection.execute(money.order_by(_money.c.year))),
    )


@dataclass(frozen=True)
class PassReview:
    """The clock found one of which the review is late."""

    partnership_id: UUID


def pass_review(command: PassReview, work: Work) -> None:
    """Raises RuleBroken when that was said, or it was reviewed meanwhile: a second call does nothing."""
    partnership = load(command.partnership_id, work)
    rules.check_late(partnership, work.today)
    partnership.late = True
    open_case(
        CaseKind.PARTNERSHIP,
        late_cause(partnership.id, partnership.review_on),
        work,
        due_on=partnership.review_on,
        target_id=partnership.id,
    )
    to = work.rules.municipality.next_after(Holder.COLLEGE)
    work.record(
        PartnershipReviewLate(
            partnership_id=partnership.id,
            due_on=partnership.review_on,
            passed_on=work.today,
            to=to.value if to else None,
        )
    )


def late_cause(partnership_id: UUID, review_on: date) -> str:
    """What makes the case of a late review one: of another day it can be late once more."""
    return f"{CaseKind.PARTNERSHIP}:{partnership_id}:{review_on}"


@dataclass(frozen=True)
class LinkItem:
    """An item on an agenda of the council is about it."""

    partnership_id: UUID
    item_id: UUID | None


def link_item(command: LinkItem, work: Work) -> bool:
    """Whether it was new. Raises Invalid for what stands on no agenda."""
    require(may_keep_dossiers(work.actor))
    partnership = load(command.partnership_id, work)
    item = work.connection.execute(
        select(_item.c.id, _item.c.meeting_id, _item.c.title, _item.c.initiative_id).where(
            _item.c.municipality_id == work.municipality_id, _item.c.id == command.item_id
        )
    ).first()
    if item is None:
        raise Invalid({"item": FieldError("unknown_item", "Kies een punt uit de lijst.")})
    row = {
        "municipality_id": work.municipality_id,
        "partnership_id": partnership.id,
        "item_id": item.id,
        "meeting_id": item.meeting_id,
        # Of what came from a plan nothing is kept: a plan can be hidden.
        "title": "" if item.initiative_id else item.title,
    }
    if not insert_new(work.connection, _linked, row):
        return False
    work.record(
        PartnershipItemLinked(
            partnership_id=partnership.id,
            item_id=item.id,
            meeting_id=item.meeting_id,
            linked_on=work.today,
            official_id=work.actor.person_id,
        )
    )
    return True


@dataclass(frozen=True)
class UnlinkItem:
    """It was not about it after all."""

    partnership_id: UUID
    item_id: UUID


def unlink_item(command: UnlinkItem, work: Work) -> bool:
    """Whether there was something to take away: the second of two finds nothing."""
    require(may_keep_dossiers(work.actor))
    partnership = load(command.partnership_id, work)
    gone = work.connection.execute(
        delete(_linked).where(
            _linked.c.municipality_id == work.municipality_id,
            _linked.c.partnership_id == partnership.id,
            _linked.c.item_id == command.item_id,
        )
    )
    if not gone.rowcount:
        return False
    work.record(
        PartnershipItemUnlinked(
            partnership_id=partnership.id,
            item_id=command.item_id,
            unlinked_on=work.today,
            official_id=work.actor.person_id,
        )
    )
    return True


def load(partnership_id: UUID, work: Work) -> Partnership:
    """The partnership, locked until the transaction ends."""
    found: Partnership | None = work.session.execute(
        select(Partnership)
        .where(
            col(Partnership.municipality_id) == work.municipality_id,
            col(Partnership.id) == partnership_id,
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("unknown_partnership", "Deze samenwerking is er niet.")
    return found
