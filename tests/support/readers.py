"""Many people for whom news waits, written by many rows at once: what following, events and reactions would leave."""

from sqlalchemy import insert

from tests.support.world import HERE, World
from wijkstem.events.initiatives import StepTaken
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.tables.accounts import Person
from wijkstem.tables.messages import InboxMessage, Mailed
from wijkstem.words import Because, Rhythm

#: Rows in one statement.
CHUNK = 5_000


def settle_readers(world: World, number: int, *, rhythm: Rhythm = Rhythm.DAILY) -> None:
    """So many people who follow two plans, of which each got news."""
    for name in ("one", "two"):
        world.open(world.person(name))
    world.settle()
    news = [one for one in world.recorded() if isinstance(one.event, StepTaken)]
    for start in range(0, number, CHUNK):
        people = [
            {
                "municipality_id": HERE,
                "id": new_id(),
                "identity_tag": f"reader-{n}",
                "display_name": f"Lezer {n}",
                "email": f"reader-{n}@example.test",
                "language": "en" if n % 5 == 0 else "nl",
                "mail_rhythm": rhythm,
                "registered_at": world.clock.at,
            }
            for n in range(start, min(start + CHUNK, number))
        ]
        waiting = [
            {
                "municipality_id": HERE,
                "person_id": person["id"],
                "position": one.position,
                "initiative_id": one.event.initiative_id,  # type: ignore[attr-defined]  # of a plan
                "template": "step_taken",
                "because": Because.FOLLOWS,
                "told_at": one.occurred_at,
                "mailed": Mailed.WAITING,
            }
            for person in people
            for one in news
        ]
        with world.services.connection(HERE) as connection:
            connection.execute(insert(table_of(Person)), people)
            connection.execute(insert(table_of(InboxMessage)), waiting)
