"""Officials and the clerk prepare means: make one, change it with a reason, and find it again under a lock."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, func, insert, select
from sqlmodel import col

from wijkstem.commands.draw_places import goes_on
from wijkstem.domain import means as rules
from wijkstem.domain.means import Checked, MeansForm
from wijkstem.domain.permissions import may_open_means, require
from wijkstem.errors import FieldError, Invalid, NotFound, RuleBroken
from wijkstem.events.means import MeansChanged, MeansMade
from wijkstem.kit.db import insert_new, take_turns
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.kit.text import clean, slug
from wijkstem.services import Work
from wijkstem.tables.council import Meeting
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.means import Means, MeansChoice, MeansPlace, MeansVersion
from wijkstem.tables.rounds import BudgetRound, VoteQuestion
from wijkstem.tables.year_agenda import YearSubject
from wijkstem.words.means import Audience, MeansKind, MeansState

_means = table_of(Means)
_place = table_of(MeansPlace)
_version = table_of(MeansVersion)
_initiative = table_of(Initiative)
_round = table_of(BudgetRound)
_vote = table_of(VoteQuestion)
#: What a means can name, by the field of the form.
_NAMED: dict[str, Table] = {
    "dossier": table_of(Dossier),
    "year_subject": table_of(YearSubject),
    "council_proposal": table_of(CouncilProposal),
    "choice": table_of(MeansChoice),
    "meeting": table_of(Meeting),
}


@dataclass(frozen=True)
class MakeMeans:
    """A new one, that nobody else sees yet; a form that is sent twice, with its id, makes one."""

    form: MeansForm
    form_id: UUID | None = None


def make_means(command: MakeMeans, work: Work) -> str:
    """Its number. Raises Invalid with an error for each field that must change."""
    require(may_open_means(work.actor))
    it = rules.checked(command.form, work.rules.municipality)
    about = _about(command.form, work)
    take_turns(work.connection, work.municipality_id, "means")
    means_id, number = command.form_id or new_id(), _next_number(work)
    row = {
        "municipality_id": work.municipality_id,
        "id": means_id,
        "number": number,
        "slug": slug(it.title),
        "state": MeansState.DRAFT,
        "revision": 1,
        "made_on": work.today,
        "changed_on": work.today,
        "made_by": work.actor.person_id,
        "reason": "",
        "outcome": "",
        **about,
        **asdict(it),
    }
    if not insert_new(work.connection, _means, row):
        return load_means(means_id, work).number
    _keep_places(means_id, command.form, work)
    work.record(
        MeansMade(
            means_id=means_id,
            number=number,
            kind=it.kind.value,
            dossier_id=about["dossier_id"],
            made_on=work.today,
            official_id=work.actor.person_id,
        )
    )
    return number


def _next_number(work: Work) -> str:
    """Of those who come at once, one stands here at a time."""
    of_year = _means.c.number.like(f"{work.today.year}-%")
    held = select(func.count()).where(_means.c.municipality_id == work.municipality_id, of_year)
    return f"{work.today.year}-{work.connection.execute(held).scalar_one() + 1:04}"


def _about(form: MeansForm, work: Work) -> dict[str, Any]:
    """What it is about, by the columns of its row. Raises Invalid for what is not there."""
    wrong: dict[str, FieldError] = {}
    if form.dossier_id is None:
        wrong["dossier"] = FieldError("choose", "Maak een keuze.")
    about: dict[str, Any] = {f"{name}_id": getattr(form, f"{name}_id") for name in _NAMED}
    for name, table in _NAMED.items():
        if about[f"{name}_id"] is not None and not _is_there(table, about[f"{name}_id"], work):
            wrong[name] = FieldError("unknown", "Kies iets uit de lijst.")
    about["initiative_id"] = _plan(clean(form.plan), wrong, work)
    if form.audience == Audience.GROUP and not goes_on(form.group_id, work):
        wrong["group"] = FieldError("unknown", "Kies iets uit de lijst.")
    if wrong:
        raise Invalid(wrong)
    return about


def _is_there(table: Table, one: UUID, work: Work) -> bool:
    found = select(table.c.id).where(
        table.c.municipality_id == work.municipality_id, table.c.id == one
    )
    return work.connection.execute(found).first() is not None


def _plan(number: str, wrong: dict[str, FieldError], work: Work) -> UUID | None:
    if not number:
        return None
    found: UUID | None = work.connection.execute(
        select(_initiative.c.id).where(
            _initiative.c.municipality_id == work.municipality_id,
            _initiative.c.number == number,
            _initiative.c.public,
        )
    ).scalar()
    if found is None:
        wrong["plan"] = FieldError(
            "unknown_plan",
            "Plan %(number)s staat niet op de website. Een nummer ziet er zo uit: 2026-0042.",
            number=number,
        )
    return found


def _keep_places(means_id: UUID, form: MeansForm, work: Work) -> None:
    here = work.municipality_id
    work.connection.execute(
        delete(_place).where(_place.c.municipality_id == here, _place.c.means_id == means_id)
    )
    rows = [
        {"municipality_id": here, "means_id": means_id, "code": code}
        for code in sorted(set(form.places))
    ]
    if rows:
        work.connection.execute(insert(_place), rows)


@dataclass(frozen=True)
class ChangeMeans:
    """It says something else; ``revision`` is the one that their page showed."""

    means_id: UUID
    revision: int
    form: MeansForm


def change_means(command: ChangeMeans, work: Work) -> None:
    """A draft as they like; what everybody reads only with a reason, and never what was promised.

    Raises Conflict after somebody else's change, RuleBroken for what is over, Invalid for what is not right.
    """
    require(may_open_means(work.actor))
    means, form = load_means(command.means_id, work), command.form
    rules.check_revision(means, command.revision)
    rules.check_state(means, MeansState.DRAFT, MeansState.ANNOUNCED)
    it = rules.checked(form, work.rules.municipality)
    if means.state is MeansState.DRAFT:
        _set(means, {**_about(form, work), **asdict(it)}, work)
        _keep_places(means.id, form, work)
    else:
        _change_announced(means, it, form, work)
    work.record(
        MeansChanged(
            means_id=means.id,
            dossier_id=means.dossier_id,
            revision=means.revision,
            announced=means.state is MeansState.ANNOUNCED,
            closes_on=rules.last_day(means.closes_at) if means.closes_at else None,
            changed_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def _set(means: Means, values: dict[str, Any], work: Work) -> None:
    for name, value in values.items():
        setattr(means, name, value)
    means.slug = slug(means.title)
    means.revision += 1
    means.changed_on = work.today
    work.session.flush()


def _change_announced(means: Means, it: Checked, form: MeansForm, work: Work) -> None:
    """What it is about and where stays; the reason stands beside what it says from now on."""
    rules.check_change(means, it, work.now)
    _check_not_fixed(means.id, work)
    news = rules.checked_said("news", form.news, rules.REASON_MOST)
    later = it.closes_at != means.closes_at
    _set(means, asdict(it), work)
    if later:
        # Of another day it comes near once more.
        days = work.rules.municipality.closing_near.days
        means.remind_on = rules.day_to_remind(means, days, work.today)
    keep_version(means, news, work)


def _check_not_fixed(means_id: UUID, work: Work) -> None:
    """Raises RuleBroken for a vote whose rule file is fixed: its days and its question stand in there."""
    fixed = select(_round.c.id).join_from(
        _vote,
        _round,
        (_round.c.municipality_id == _vote.c.municipality_id) & (_round.c.id == _vote.c.round_id),
    )
    here = _vote.c.municipality_id == work.municipality_id, _vote.c.means_id == means_id
    if work.connection.execute(fixed.where(*here, _round.c.rule_digest.is_not(None))).first():
        raise RuleBroken(
            "vote_fixed", "De regels van deze stemming liggen vast. Er kan niets meer veranderen."
        )


def keep_version(means: Means, news: str, work: Work) -> None:
    """What everybody reads from now on, and why it changed."""
    row = {
        "municipality_id": work.municipality_id,
        "means_id": means.id,
        "revision": means.revision,
        "title": means.title,
        "question": means.question,
        "promise": means.promise,
        "closes_at": means.closes_at,
        "news": news,
        "said_on": work.today,
    }
    work.connection.execute(insert(_version), [row])


def load_means(means_id: UUID, work: Work, *, kind: MeansKind | None = None) -> Means:
    """The means, locked until the transaction ends: for who changes or closes it, or what officials put in it.

    Who takes part comes by `commands/taking_part.py`. Raises NotFound for one that is not there.
    """
    found: Means | None = work.session.execute(
        select(Means)
        .where(col(Means.municipality_id) == work.municipality_id, col(Means.id) == means_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if found is None or (kind is not None and found.kind is not kind):
        raise NotFound("unknown_means", "Dit is er niet. Misschien klopt het adres niet.")
    return found
