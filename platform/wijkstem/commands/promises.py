"""Officials and the clerk write down what was promised, and what came of it; the clock finds what is late."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import insert, select
from sqlmodel import col

from wijkstem.commands.gatherings import plans_by_number
from wijkstem.commands.moderation import WENT_ON, close_case, open_case
from wijkstem.domain import promises
from wijkstem.domain.permissions import may_plan_year, require
from wijkstem.domain.promises import News, PromiseForm
from wijkstem.errors import Invalid, NotFound
from wijkstem.events.promises import PromiseLate, PromiseMade, PromiseUpdated
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.promises import Promise, PromiseVersion
from wijkstem.words import CaseKind, Holder, PromiseState

_promise = table_of(Promise)
_version = table_of(PromiseVersion)


@dataclass(frozen=True)
class MakePromise:
    """Somebody in office promised something; a form that is sent twice keeps one."""

    form: PromiseForm
    #: The number of the plan that it is about; "" for none.
    plan: str = ""
    form_id: UUID | None = None


def make_promise(command: MakePromise, work: Work) -> UUID:
    """Raises Invalid with an error for each field that must change."""
    require(may_plan_year(work.actor))
    it = promises.checked(command.form, work.today)
    plan = _plan(command.plan, work)
    promise_id = command.form_id or new_id()
    row = {
        "municipality_id": work.municipality_id,
        "id": promise_id,
        "initiative_id": plan,
        "state": PromiseState.OPEN,
        "late": False,
        "revision": 1,
        "changed_on": work.today,
        **asdict(it),
    }
    if not insert_new(work.connection, _promise, row):
        return promise_id
    promise = load(promise_id, work)
    _keep(promise, "", work)
    work.record(
        PromiseMade(
            promise_id=promise_id,
            plan_id=plan,
            promised_on=it.promised_on,
            due_on=it.due_on,
            official_id=work.actor.person_id,
        )
    )
    return promise_id


def _plan(number: str, work: Work) -> UUID | None:
    if not number:
        return None
    try:
        return plans_by_number([number], work)[0]
    except Invalid as wrong:
        raise Invalid({"plan": wrong.fields["plans"]}) from wrong


def _keep(promise: Promise, news: str, work: Work) -> None:
    row = {
        "municipality_id": work.municipality_id,
        "promise_id": promise.id,
        "revision": promise.revision,
        "what": promise.what,
        "due_on": promise.due_on,
        "state": promise.state,
        "news": news,
        "said_on": work.today,
    }
    work.connection.execute(insert(_version), [row])


@dataclass(frozen=True)
class UpdatePromise:
    """It was kept, changed or dropped, or there is news; ``revision`` is the one that their page showed."""

    promise_id: UUID
    revision: int
    form: News


def update_promise(command: UpdatePromise, work: Work) -> None:
    """Raises Conflict after somebody else's change, Invalid for what is not right or has no reason."""
    require(may_plan_year(work.actor))
    promise = load(command.promise_id, work)
    promises.check_revision(promise, command.revision)
    state, due_on, what, news = promises.checked_news(command.form, promise)
    before, due_before = promise.state, promise.due_on
    promise.state, promise.due_on, promise.what = state, due_on, what
    if state is not PromiseState.OPEN or due_on != due_before:
        close_case(late_cause(promise.id, due_before), WENT_ON, work)
    # Of another day it can be late once more.
    promise.late = promise.late and due_on == due_before
    promise.revision += 1
    promise.changed_on = work.today
    _keep(promise, news, work)
    work.record(
        PromiseUpdated(
            promise_id=promise.id,
            plan_id=promise.initiative_id,
            revision=promise.revision,
            before=before.value,
            state=state.value,
            due_before=due_before,
            due_on=due_on,
            updated_on=work.today,
            official_id=work.actor.person_id,
        )
    )


@dataclass(frozen=True)
class PassPromise:
    """The clock found one whose day is over."""

    promise_id: UUID


def pass_promise(command: PassPromise, work: Work) -> None:
    """Raises RuleBroken when that was said, or it was kept meanwhile: a second call does nothing."""
    promise = load(command.promise_id, work)
    promises.check_late(promise, work.today)
    promise.late = True
    open_case(
        CaseKind.PROMISE,
        late_cause(promise.id, promise.due_on),
        work,
        initiative_id=promise.initiative_id,
        due_on=promise.due_on,
        target_id=promise.id,
    )
    to = work.rules.municipality.next_after(Holder.COLLEGE)
    work.record(
        PromiseLate(
            promise_id=promise.id,
            plan_id=promise.initiative_id,
            due_on=promise.due_on,
            passed_on=work.today,
            to=to.value if to else None,
        )
    )


def late_cause(promise_id: UUID, due_on: date) -> str:
    """What makes the case of a late promise one: of another day it can be late once more."""
    return f"{CaseKind.PROMISE}:{promise_id}:{due_on}"


def load(promise_id: UUID, work: Work) -> Promise:
    """The promise, locked until the transaction ends."""
    found: Promise | None = work.session.execute(
        select(Promise)
        .where(col(Promise.municipality_id) == work.municipality_id, col(Promise.id) == promise_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("unknown_promise", "Deze belofte is er niet.")
    return found
