"""Officials and the clerk publish a guided choice: answers, what these led to, what was chosen, and why if that is otherwise."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select

from wijkstem.commands.dossiers import add_entry
from wijkstem.domain import choosing as rules
from wijkstem.domain.choosing import CheckedChoice, ChoiceForm
from wijkstem.domain.permissions import may_open_means, require
from wijkstem.errors import FieldError, Invalid
from wijkstem.events.means import MeansChosen
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.rules.guide import guide
from wijkstem.services import Work
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.means import MeansChoice
from wijkstem.tables.year_agenda import YearSubject
from wijkstem.words.dossiers import EntryKind
from wijkstem.words.means import MeansKind

_choice = table_of(MeansChoice)
#: What its line in the dossier is called, in the language that dossiers are kept in.
_CALLED = "Zo doen inwoners mee: de keuze en de redenen"


@dataclass(frozen=True)
class PublishChoice:
    """The choice, for everybody to read; a form that is sent twice, with its id, publishes one."""

    form: ChoiceForm
    form_id: UUID | None = None


def publish_choice(command: PublishChoice, work: Work) -> UUID:
    """Its id. It stands in its dossier, and is never rewritten. Raises Invalid with an error for each field."""
    require(may_open_means(work.actor))
    form, by = command.form, guide()
    it = rules.checked_choice(by, form)
    _check_there(form, work)
    assert form.dossier_id is not None  # that was looked at
    choice_id = command.form_id or new_id()
    if not insert_new(work.connection, _choice, _row(choice_id, by.id, it, form, work)):
        return choice_id
    said = {"title": _CALLED, "text": it.reasons, "url": f"/meedoen/keuze/{choice_id}"}
    try:
        add_entry(form.dossier_id, EntryKind.MEANS, work.today, said, work, entry_id=choice_id)
    except Invalid as full:
        raise Invalid({"dossier": next(iter(full.fields.values()))}) from full
    work.record(
        MeansChosen(
            choice_id=choice_id,
            dossier_id=form.dossier_id,
            year_subject_id=form.year_subject_id,
            advised_level=it.advised.level.value,
            level=it.level.value,
            kinds=_in_order(it.kinds),
            departs=it.departs,
            chosen_on=work.today,
            official_id=work.actor.person_id,
        )
    )
    return choice_id


def _row(
    choice_id: UUID, guide_id: str, it: CheckedChoice, form: ChoiceForm, work: Work
) -> dict[str, Any]:
    answers = {
        name: {"answer": answer, "said": it.said.get(name, "")}
        for name, answer in it.answers.items()
    }
    return {
        "municipality_id": work.municipality_id,
        "id": choice_id,
        "dossier_id": form.dossier_id,
        "year_subject_id": form.year_subject_id,
        "guide": guide_id,
        "answers": json.dumps(answers, ensure_ascii=False, sort_keys=True),
        "because": json.dumps(it.advised.because),
        "advised_level": it.advised.level,
        "advised_kinds": " ".join(_in_order(it.advised.kinds)),
        "level": it.level,
        "kinds": " ".join(_in_order(it.kinds)),
        "reasons": it.reasons,
        "chosen_on": work.today,
        "chosen_by": work.actor.person_id,
    }


def _in_order(kinds: frozenset[MeansKind]) -> tuple[str, ...]:
    return tuple(kind.value for kind in MeansKind if kind in kinds)


def _check_there(form: ChoiceForm, work: Work) -> None:
    """Raises Invalid for a dossier or a subject that is not there."""
    wrong: dict[str, FieldError] = {}
    if form.dossier_id is None:
        wrong["dossier"] = FieldError("choose", "Maak een keuze.")
    elif not _is_there(table_of(Dossier), form.dossier_id, work):
        wrong["dossier"] = FieldError("unknown", "Kies iets uit de lijst.")
    subject_id = form.year_subject_id
    if subject_id is not None and not _is_there(table_of(YearSubject), subject_id, work):
        wrong["year_subject"] = FieldError("unknown", "Kies iets uit de lijst.")
    if wrong:
        raise Invalid(wrong)


def _is_there(table: Table, one: UUID, work: Work) -> bool:
    found = select(table.c.id).where(
        table.c.municipality_id == work.municipality_id, table.c.id == one
    )
    return work.connection.execute(found).first() is not None
