"""Who took part in a plan says how it went, once."""

from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import Row, select

from wijkstem.commands.initiatives import course_of, load
from wijkstem.domain.evaluations import asks_for_answers, checked
from wijkstem.domain.permissions import require_strong
from wijkstem.errors import NotAllowed, NotFound, RuleBroken
from wijkstem.events.evaluations import EvaluationGiven
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import Person
from wijkstem.tables.evaluations import Evaluation
from wijkstem.tables.initiatives import Initiative, Signature
from wijkstem.tables.messages import Following

_evaluation = table_of(Evaluation)
_person = table_of(Person)


@dataclass(frozen=True)
class GiveEvaluation:
    """One of three faces, and a sentence that only officials read."""

    initiative_id: UUID
    smiley: str
    words: str = ""


def give_evaluation(command: GiveEvaluation, work: Work) -> None:
    """Raises NotAllowed for who did not take part, RuleBroken while it goes on or for a second answer, Invalid."""
    person_id = require_strong(work.actor)
    _lock(person_id, work)
    initiative = load(command.initiative_id, work)
    course = course_of(initiative, work)
    step = course.path.step(initiative.step)
    if not initiative.public or not asks_for_answers(step, course.path):
        raise RuleBroken("not_asked", "Over dit plan vragen wij nu niet hoe u het vond.")
    if initiative.submitter_id != person_id and not _took_part(initiative, person_id, work):
        raise NotAllowed("took_no_part", "Alleen wie meedeed met dit plan, kan dit invullen.")
    answer = checked(command.smiley, command.words)
    row = {
        "municipality_id": work.municipality_id,
        "id": new_id(),
        "initiative_id": initiative.id,
        "person_id": person_id,
        "given_on": work.today,
        **asdict(answer),
    }
    if not insert_new(work.connection, _evaluation, row):
        raise RuleBroken("answered_already", "U hebt dit al ingevuld. Bedankt.")
    work.record(
        EvaluationGiven(
            initiative_id=initiative.id,
            instrument=initiative.instrument,
            neighbourhood_code=initiative.neighbourhood_code,
            smiley=answer.smiley.value,
            given_on=work.today,
        )
    )


def _lock(person_id: UUID, work: Work) -> None:
    """As the foreign key would, before the plan: an account that is being erased is gone, not an error."""
    found: Row[tuple[UUID]] | None = work.connection.execute(
        select(_person.c.id)
        .where(_person.c.municipality_id == work.municipality_id, _person.c.id == person_id)
        .with_for_update(read=True, key_share=True)
    ).first()
    if found is None:
        raise NotFound("unknown_person", "Uw account is verwijderd. Log opnieuw in.")


def _took_part(initiative: Initiative, person_id: UUID, work: Work) -> bool:
    """Whether they signed for it, or follow it."""
    here = work.municipality_id

    def theirs(table: type[Signature] | type[Following]) -> bool:
        rows = table_of(table)
        found = select(rows.c.person_id).where(
            rows.c.municipality_id == here,
            rows.c.initiative_id == initiative.id,
            rows.c.person_id == person_id,
        )
        return work.connection.execute(found).first() is not None

    return theirs(Signature) or theirs(Following)
