"""Recordings and films made anew: what browsers and telephones send, and what only says that it is one."""

import io
import struct
from pathlib import Path

import av
import pytest

from tests.support.pictures import SVG, drawn
from tests.support.recordings import PLACE, filmed, spoken
from wijkstem.errors import FieldError
from wijkstem.kit import recasting
from wijkstem.kit.recasting import Recast, film_made_safe, sound_made_safe

_TKHD_MATRIX = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
_TURNED = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 120 << 16, 0, 1 << 30)


def made(tmp_path: Path, content: bytes, *, film: bool = False) -> tuple[Recast, bytes]:
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(content)
    how = film_made_safe if film else sound_made_safe
    return how(source, target), target.read_bytes()


def refusal(tmp_path: Path, content: bytes, *, film: bool = False) -> str:
    with pytest.raises(FieldError) as no:
        made(tmp_path, content, film=film)
    return no.value.code


@pytest.mark.parametrize(
    ("kind", "codec"),
    [("webm", "libopus"), ("ogg", "libopus"), ("mp4", "aac"), ("wav", "pcm_s16le"),
     ("mp3", "libmp3lame"), ("amr", "libopencore_amrnb")],
)  # fmt: skip
def test_voice_of_every_recorder_is_written_anew(tmp_path: Path, kind: str, codec: str) -> None:
    said, content = made(tmp_path, spoken(kind, codec))
    assert (said.ending, said.seconds in {1, 2}) == ("m4a", True)
    assert PLACE.encode() not in content
    with av.open(io.BytesIO(content), "r") as heard:
        assert [(s.type, s.codec_context.name) for s in heard.streams] == [("audio", "aac")]
        assert sum(frame.samples for frame in heard.decode(audio=0)) >= 40_000


def test_sound_of_a_film_is_a_recording_without_its_picture(tmp_path: Path) -> None:
    _, content = made(tmp_path, filmed())
    with av.open(io.BytesIO(content), "r") as heard:
        assert [s.type for s in heard.streams] == ["audio"]


@pytest.mark.parametrize(
    ("kind", "codec", "sound", "ending"),
    [("mp4", "libx264", "aac", "mp4"), ("mov", "libx264", "aac", "mp4"),
     ("mp4", "libx264", "", "mp4"), ("webm", "libvpx", "libopus", "webm")],
)  # fmt: skip
def test_film_keeps_its_picture_and_loses_its_notes(
    tmp_path: Path, kind: str, codec: str, sound: str, ending: str
) -> None:
    sent = filmed(kind, codec, sound)
    assert PLACE.encode() in sent
    said, content = made(tmp_path, sent, film=True)
    assert (said.ending, said.width, said.height) == (ending, 160, 120)
    assert PLACE.encode() not in content
    with av.open(io.BytesIO(content), "r") as seen:
        assert len(list(seen.decode(video=0))) == 10
    assert made(tmp_path, sent, film=True)[1] == content, "the same film is the same file"


def test_film_that_was_held_upright_stays_upright(tmp_path: Path) -> None:
    sent = filmed(sound="")
    assert _TKHD_MATRIX in sent
    at = sent.index(_TKHD_MATRIX, sent.index(b"tkhd"))
    said, content = made(tmp_path, sent[:at] + _TURNED + sent[at + 36 :], film=True)
    assert (said.width, said.height) == (120, 160)
    with av.open(io.BytesIO(content), "r") as seen:
        assert next(seen.decode(video=0)).rotation % 180 != 0


@pytest.mark.parametrize("content", [b"", b"x", SVG, drawn(), filmed(sound=""), spoken()[:40]])
def test_what_is_no_recording_is_refused(tmp_path: Path, content: bytes) -> None:
    assert refusal(tmp_path, content) == "no_sound"


@pytest.mark.parametrize("content", [b"", SVG, drawn(), spoken(), filmed()[:3000]])
def test_what_is_no_film_is_refused(tmp_path: Path, content: bytes) -> None:
    assert refusal(tmp_path, content, film=True) == "no_film"


def test_film_that_not_every_browser_shows_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, filmed("mp4", "mpeg4"), film=True) == "film_not_shown"


def test_what_is_too_long_or_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recasting, "MOST_SOUND_SECONDS", 2)
    monkeypatch.setattr(recasting, "MOST_FILM_SECONDS", 2)
    assert refusal(tmp_path, spoken(seconds=3)) == "too_long_to_hear"
    assert refusal(tmp_path, filmed(seconds=3), film=True) == "too_long_to_hear"
    monkeypatch.setattr(recasting, "MOST_SOUND_BYTES", 100)
    assert refusal(tmp_path, spoken()) == "file_too_large"


def test_a_reader_that_does_not_come_back_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recasting, "_PATIENCE", 0.001)
    assert refusal(tmp_path, spoken()) == "no_sound"
