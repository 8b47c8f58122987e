"""Makes a recording or a film anew, in a process of its own that may not do much: what reads strangers' files can break.

    python recaster.py (sound|film) SOURCE TARGET

Says on one line of JSON what became of it. It imports nothing of the platform, so that it starts fast.
"""

import json
import math
import resource
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
from av.container import InputContainer, OutputContainer

#: Seconds of processor, bytes of memory and bytes of a file that it may use.
CPU, MEMORY = 120, 2_000_000_000
#: By the first bytes, whatever the file is called; and how each is read.
KINDS: Final = (
    (4, b"ftyp", "mov"),
    (0, b"\x1aE\xdf\xa3", "matroska"),
    (0, b"OggS", "ogg"),
    (8, b"WAVE", "wav"),
    (0, b"fLaC", "flac"),
    (0, b"#!AMR", "amr"),
    (0, b"caff", "caf"),
    (0, b"ID3", "mp3"),
    (0, b"\xff\xf1", "aac"),
    (0, b"\xff\xf9", "aac"),
    (0, b"\xff\xfb", "mp3"),
    (0, b"\xff\xf3", "mp3"),
    (0, b"\xff\xf2", "mp3"),
)
#: What browsers can show: the picture, the sound beside it, and what to put them in.
SHOWN: Final = (
    ({"h264"}, {"aac"}, "mp4"),
    ({"vp8", "vp9", "av1", "libdav1d"}, {"opus", "vorbis"}, "webm"),
)
RATE: Final = 44_100
#: Dots on the longest side of a film.
LONGEST: Final = 4096
#: The same film is the same file, with nothing in it about when and with what it was made.
PLAIN: Final = {"fflags": "+bitexact"}


class Refused(Exception):
    """With the code of the reason."""


def opened(source: str) -> InputContainer:
    """A file, read as what its first bytes say it is, and as nothing else."""
    file = Path(source).open("rb")  # noqa: SIM115 - this process ends with it
    start = file.read(16)
    file.seek(0)
    for place, mark, kind in KINDS:
        if start[place : place + len(mark)] == mark:
            return av.open(file, "r", format=kind)
    raise Refused("unknown")


def sound(source: str, target: str, most: float) -> dict[str, Any]:
    """The voice alone, decoded and written anew: nothing else of the file is in it."""
    with (
        opened(source) as heard,
        av.open(target, "w", format="mp4", options={"movflags": "+faststart", **PLAIN}) as made,
    ):
        if not heard.streams.audio:
            raise Refused("no_sound")
        stream = made.add_stream("aac", rate=RATE, bit_rate=64_000, layout="mono")
        even = av.AudioResampler(format="fltp", layout="mono", rate=RATE, frame_size=1024)
        samples = 0
        for frame in heard.decode(heard.streams.audio[0]):
            frame.pts = None
            for piece in even.resample(frame):
                samples = _written(made, stream, piece, samples, most)
        for piece in even.resample(None):
            samples = _written(made, stream, piece, samples, most)
        if not samples:
            raise Refused("no_sound")
        made.mux(stream.encode(None))
    return {"seconds": math.ceil(samples / RATE), "ending": "m4a", "width": 0, "height": 0}


def _written(made: OutputContainer, stream: Any, piece: Any, samples: int, most: float) -> int:
    piece.pts, piece.time_base = samples, Fraction(1, RATE)
    if samples + piece.samples > most * RATE:
        raise Refused("too_long")
    made.mux(stream.encode(piece))
    return samples + int(piece.samples)


def film(source: str, target: str, most: float) -> dict[str, Any]:
    """Picture and sound as they came, in a new container: place, device, date and other tracks stay behind."""
    with opened(source) as seen:
        pictures = [s for s in seen.streams.video if not _is_cover(s)]
        if not pictures:
            raise Refused("no_film")
        picture = pictures[0]
        sounds = seen.streams.audio[:1]
        names = {s.codec_context.name for s in sounds}
        ending = next(
            (end for codecs, heard, end in SHOWN
             if picture.codec_context.name in codecs and names <= heard), "")  # fmt: skip
        if not ending:
            raise Refused("not_shown")
        width, height = picture.codec_context.width, picture.codec_context.height
        if not (0 < width <= LONGEST and 0 < height <= LONGEST):
            raise Refused("too_large")
        shown = _as_shown(next(seen.decode(picture)))  # so there is something to see
        seen.seek(0)
        return shown | _copied(seen, [picture, *sounds], target, ending, most)


def _copied(
    seen: InputContainer, streams: list[Any], target: str, ending: str, most: float
) -> dict[str, Any]:
    options = {"movflags": "+faststart", **PLAIN} if ending == "mp4" else dict(PLAIN)
    last = 0.0
    with av.open(target, "w", format=ending, options=options) as made:
        into = {}
        for stream in streams:
            into[stream.index] = made.add_stream_from_template(stream)
            into[stream.index].metadata.clear()
        for packet in seen.demux(*streams):
            if packet.dts is None:
                continue
            if packet.pts is not None:
                last = max(last, float((packet.pts + (packet.duration or 0)) * packet.time_base))
            if last > most:
                raise Refused("too_long")
            packet.stream = into[packet.stream.index]
            made.mux(packet)
    return {"seconds": max(1, math.ceil(last)), "ending": ending}


def _is_cover(stream: Any) -> bool:
    return bool(stream.disposition & stream.disposition.attached_pic)


def _as_shown(frame: Any) -> dict[str, int]:
    """Its measures as a browser shows it: telephones keep an upright film lying down, with a note how to turn it."""
    lying = frame.rotation % 180 != 0
    width, height = (frame.height, frame.width) if lying else (frame.width, frame.height)
    return {"width": width, "height": height}


def main(what: str, source: str, target: str, most: str, bytes_: str) -> int:
    """What became of it, on the last line that is written."""
    for limit, value in (
        (resource.RLIMIT_CPU, CPU),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, int(bytes_)),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    try:
        said = {"sound": sound, "film": film}[what](source, target, float(most))
    except Refused as no:
        said = {"refused": str(no)}
    # What a file can do to a reader that expects another one.
    except (av.FFmpegError, StopIteration, ValueError, OSError, MemoryError):
        said = {"refused": "broken"}
    sys.stdout.write(f"{json.dumps(said)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
