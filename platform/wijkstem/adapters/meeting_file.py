"""Reads a council meeting from what a file or another system gives: which of the shapes it has, it shows itself.

`mini_ori.py`, `notubiz.py` and `ibabs.py` have the shapes; what comes out is the same for all three.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic_core import from_json, to_json

from wijkstem.adapters import ibabs, mini_ori, notubiz
from wijkstem.adapters.council import ImportedMeeting
from wijkstem.adapters.meeting_fields import invalid_file, sentence
from wijkstem.kit.i18n import N_

#: Bytes that one file may hold; a meeting of hundreds of items is well below a megabyte.
MOST_BYTES = 20_000_000
#: By what each shape is known, and who reads it.
SHAPES: tuple[tuple[frozenset[str], Callable[[bytes], ImportedMeeting]], ...] = (
    (frozenset({"vergadering"}), mini_ori.meeting_of),
    (frozenset({"agenda_items", "plannings"}), notubiz.meeting_of),
    (frozenset({"MeetingItems", "MeetingDate"}), ibabs.meeting_of),
)
#: Two suppliers put the meeting in an envelope.
ENVELOPES = ("meeting", "Meeting")


def read_meeting(path: Path) -> ImportedMeeting:
    """The meeting in a file. Raises Invalid, naming each place that is not right."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise invalid_file(
            "unreadable", N_("Dit bestand kan niet worden gelezen: %(path)s."), path=path
        ) from error
    return parse_meeting(content)


def parse_meeting(content: bytes) -> ImportedMeeting:
    """The meeting in the bytes of a file. Raises Invalid, naming each place that is not right."""
    return meeting_in(parse_json(content))


def parse_json(content: bytes) -> Any:
    """What the bytes say. Raises Invalid for what is too large, or no JSON."""
    if len(content) > MOST_BYTES:
        raise invalid_file(
            "too_large", N_("Dit bestand is groter dan %(most)s MB."), most=MOST_BYTES // 1_000_000
        )
    try:
        return from_json(content.removeprefix(b"\xef\xbb\xbf"), allow_inf_nan=False)
    except ValueError as error:
        raise invalid_file("json_invalid", sentence("json_invalid")) from error


def meeting_in(said: Any) -> ImportedMeeting:
    """The meeting that was said, in whichever shape. Raises Invalid."""
    if not isinstance(said, dict):
        raise invalid_file("model_type", sentence("model_type"))
    if len(said) == 1 and (
        inside := next((said[name] for name in ENVELOPES if name in said), None)
    ):
        return meeting_in(inside)
    for names, meeting_of in SHAPES:
        if names <= said.keys():
            return meeting_of(to_json(said))
    # Whoever made it most likely meant the standard, so that says what is missing.
    return mini_ori.meeting_of(to_json(said))
