"""A plan that the council adopted, and what the municipality does of it."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from tests.support.world import World
from wijkstem.adapters.files import key_of
from wijkstem.commands.carried_out import FinishCarryingOut, StopCarryingOut
from wijkstem.commands.carrying_out import BeginCarryingOut, ChangeCarrier, PlanCarryingOut
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.media import AnnounceFiles, File
from wijkstem.commands.signatures import Sign
from wijkstem.commands.work_parts import AddWorkPart, AddWorkPhoto, RemoveWorkPhoto, UpdateWorkPart
from wijkstem.domain.carrying_out import CarrierForm, EndForm, PartForm, PartNews
from wijkstem.kit.clock import local_date
from wijkstem.kit.ids import new_id
from wijkstem.tables.carrying_out import WorkPart
from workers.reminding import remind

WHY = "De raad vindt dit een goed plan voor de buurt."
CARRIER = CarrierForm("Team Groen", 12_000)
#: The first is on a day, the second in a month.
DIG = PartForm("Wij graven de gaten.", date(2026, 5, 15))
PLANT = PartForm("Wij planten tien bomen.", date(2026, 11, 30), whole_month=True)


def adopted(world: World, outcome: str = "adopt") -> UUID:
    """Three people signed, and the council decided."""
    plan = world.open()
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(plan), world.person(name))
    world.settle()
    meeting = world.execute(PlanMeeting("raad", "Raad in april", date(2026, 4, 13)), world.clerk)
    world.execute(TakeStep(plan, 3, "place", meeting_id=meeting), world.clerk)
    world.execute(TakeStep(plan, 4, outcome, reasons=WHY), world.clerk)
    world.settle()
    return plan


def planned(world: World, plan: UUID | None = None) -> tuple[UUID, UUID, UUID]:
    """The plan with two parts, in the order of their days."""
    plan = plan or adopted(world)
    world.execute(PlanCarryingOut(plan, CARRIER, (PLANT, DIG)), world.official)
    world.settle()
    first, second = sorted(world.rows(WorkPart), key=lambda row: row["due_on"])
    return plan, first["id"], second["id"]


def done(on: date, news: str = "De gaten zijn klaar.", part: PartForm = DIG) -> PartNews:
    """What is typed when a part is done."""
    return PartNews("done", part.what, part.due_on, part.whole_month, news, on)


def shown(world: World, part: UUID, description: str = "Tien gaten in het gras") -> UUID:
    """A photo of a part, with files that hold something."""
    photo_id, files, who = new_id(), world.services.files, world.official
    assert files is not None
    keys = [key_of("testdorp", photo_id, size, "webp") for size in (b"large", b"small")]
    world.execute(AnnounceFiles(keys), who)
    for key in keys:
        files.put(key, b"a photo")
    large, small = (File(key, 10, 10) for key in keys)
    world.execute(AddWorkPhoto(part, photo_id, large, small, description), who)
    return photo_id


def carried_out(world: World, plan: UUID) -> None:
    """Everything that can come of it, but an end with the plan; and of another plan that it stops."""
    day, who = local_date(world.clock.now()), world.official
    world.execute(BeginCarryingOut(plan), who)
    world.pass_days(70)
    remind(world.services, "testdorp")
    soon = PartForm("Wij graven.", day + timedelta(days=75))
    world.execute(PlanCarryingOut(plan, CARRIER, (soon,)), who)
    world.execute(ChangeCarrier(plan, 2, replace(CARRIER, granted_euros=10_000)), who)
    world.execute(AddWorkPart(plan, replace(soon, what="Wij planten.")), who)
    remind(world.services, "testdorp")
    world.pass_days(10)
    remind(world.services, "testdorp")
    first, second = (row["id"] for row in world.rows(WorkPart, initiative_id=plan))
    world.execute(RemoveWorkPhoto(first, shown(world, first)), who)
    shown(world, first)
    moved = PartNews("planned", "Wij planten.", day + timedelta(days=90), False, WHY)
    world.execute(UpdateWorkPart(second, 1, moved), who)
    for part, revision in ((first, 1), (second, 2)):
        news = done(day + timedelta(days=80), part=soon)
        world.execute(UpdateWorkPart(part, revision, news), who)
    world.execute(FinishCarryingOut(plan, 3, EndForm(WHY, 9_000, 10_000)), who)
    world.execute(FinishCarryingOut(plan, 4, EndForm(WHY, 9_500, 10_000)), who)
    world.pass_days(-80)


def given_task(world: World) -> UUID:
    """A task that residents take over: the path goes on after that."""
    texts = {"task": "Het gras in het park maaien."}
    plan = world.submit(instrument="uitdaagrecht", texts=texts).initiative_id
    for step, outcome in enumerate(("admit", "assess", "grant"), start=1):
        world.execute(TakeStep(plan, step, outcome, reasons=WHY), world.official)
    return plan


def stopped(world: World) -> UUID:
    """It was planned, and does not go on."""
    plan = given_task(world)
    world.execute(PlanCarryingOut(plan, CARRIER, (PLANT,)), world.official)
    world.execute(StopCarryingOut(plan, 2, WHY), world.official)
    return plan
