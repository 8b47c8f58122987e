"""Pictures of the demo, drawn by code: plain, nobody's, and another one for each plan."""

import io
import random
from collections.abc import Callable
from dataclasses import replace

from PIL import Image, ImageDraw

from wijkstem.adapters.files import key_of
from wijkstem.commands.drafts import SaveDraft
from wijkstem.commands.handlers import execute
from wijkstem.commands.initiatives import SubmitInitiative
from wijkstem.commands.media import AddPhoto, AnnounceFiles, File
from wijkstem.demo.play import Play
from wijkstem.kit.ids import new_id
from wijkstem.kit.pictures import ENDING, made_safe
from wijkstem.services import Services
from wijkstem.words import Intent

SIZE = (1200, 800)
#: Every so manyth plan has a photo.
EVERY = 3
#: What is drawn, and what is said of it to who cannot see it.
Drawing = Callable[[ImageDraw.ImageDraw, random.Random], None]


def drawn(turn: int) -> tuple[bytes, str]:
    """A picture as a telephone would send it, and its description."""
    description, draws = MOTIFS[turn % len(MOTIFS)]
    chance = random.Random(turn)  # noqa: S311 - for variety
    image = Image.new("RGB", SIZE, (168, 205, 232))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 520, *SIZE), fill=(120, 160, 90))
    draws(draw, chance)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue(), description


def _trees(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    for place in range(150, 1200, 260):
        x, high = place + chance.randint(-40, 40), chance.randint(160, 240)
        draw.rectangle((x - 14, 520 - high, x + 14, 560), fill=(110, 80, 50))
        draw.ellipse((x - 90, 360 - high, x + 90, 540 - high), fill=(60, 120, 60))


def _bench(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    x = chance.randint(300, 600)
    draw.ellipse((x - 220, 590, x + 620, 760), fill=(90, 140, 190))
    for y in (440, 480, 540):
        draw.rectangle((x, y, x + 320, y + 24), fill=(150, 100, 60))
    for leg in (x + 20, x + 280):
        draw.rectangle((leg, 540, leg + 20, 620), fill=(70, 70, 70))


def _street(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    draw.rectangle((0, 560, 1200, 720), fill=(110, 110, 115))
    for x in range(40, 1200, 160):
        draw.rectangle((x, 632, x + 80, 646), fill=(240, 240, 240))
    for place in range(60, 1100, 280):
        high = chance.randint(200, 280)
        draw.rectangle((place, 560 - high, place + 210, 560), fill=(178, 96, 74))
        draw.polygon(
            [(place - 10, 560 - high), (place + 105, 470 - high), (place + 220, 560 - high)],
            fill=(120, 60, 50),
        )
        draw.rectangle((place + 85, 480, place + 130, 560), fill=(60, 70, 90))


MOTIFS: tuple[tuple[str, Drawing], ...] = (
    ("Een grasveld met een rij bomen.", _trees),
    ("Een bankje aan het water.", _bench),
    ("Een straat met een rij huizen.", _street),
)


def with_photo(services: Services, slug: str, play: Play) -> SubmitInitiative:
    """What its submitter files; here and there with a photo, as residents send one: by way of a draft."""
    command = play.filing()
    plan = play.course.instrument.intent is Intent.PLAN
    if services.files is None or not plan or play.turn % EVERY:
        return command
    draft_id, photo_id, who = new_id(), new_id(), play.submitter
    content, description = drawn(play.turn // EVERY)
    made = made_safe(io.BytesIO(content), len(content))
    sizes = [(key_of(slug, photo_id, one.content, ENDING), one) for one in (made.large, made.small)]
    execute(services, slug, SaveDraft(draft_id, command.instrument, 0, "demo"), who)
    execute(services, slug, AnnounceFiles([key for key, _ in sizes]), who)
    for key, one in sizes:
        services.files.put(key, one.content)
    large, small = (File(key, one.width, one.height) for key, one in sizes)
    execute(services, slug, AddPhoto(draft_id, photo_id, large, small, description), who)
    return replace(command, form_id=draft_id, draft_revision=2)
