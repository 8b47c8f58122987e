"""Recordings and films made by code, as telephones and browsers send them: with where and by whom they were made."""

import array
import io
import math
from typing import Final

import av

#: What the notes of a file say, and nobody may read.
PLACE: Final = "Snorrewinds telefoon"


def spoken(kind: str = "webm", codec: str = "libopus", seconds: float = 1.0) -> bytes:
    """A tone, as somebody's voice."""
    out = io.BytesIO()
    rate = 48_000 if codec in {"libopus", "aac", "pcm_s16le"} else 8_000
    with av.open(out, "w", format=kind) as made:
        made.metadata["title"] = made.metadata["location"] = PLACE
        stream = made.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(stream, av.AudioStream)
        _tone(made, stream, rate, seconds)
    return out.getvalue()


def _tone(
    made: av.container.OutputContainer, stream: av.AudioStream, rate: int, seconds: float
) -> None:
    even = av.AudioResampler(
        format=stream.format, layout="mono", rate=rate, frame_size=stream.frame_size or 1024
    )
    step = rate // 10
    for start in range(0, int(rate * seconds), step):
        wave = array.array("h", (int(9000 * math.sin((start + n) / 20)) for n in range(step)))
        frame = av.AudioFrame(format="s16", layout="mono", samples=step)
        frame.planes[0].update(wave.tobytes())
        frame.sample_rate, frame.pts = rate, start
        for piece in even.resample(frame):
            made.mux(stream.encode(piece))
    for piece in even.resample(None):
        made.mux(stream.encode(piece))
    made.mux(stream.encode(None))


def filmed(
    kind: str = "mp4", codec: str = "libx264", sound: str = "aac", seconds: float = 1.0
) -> bytes:
    """A field that gets lighter."""
    out = io.BytesIO()
    with av.open(
        out, "w", format=kind, options={"movflags": "use_metadata_tags"} if kind == "mp4" else {}
    ) as made:
        made.metadata["comment"] = made.metadata["location"] = PLACE
        picture = made.add_stream(codec, rate=10)
        assert isinstance(picture, av.VideoStream)
        picture.width, picture.height, picture.pix_fmt = 160, 120, "yuv420p"
        heard = made.add_stream(sound, rate=48_000, layout="mono") if sound else None
        for number in range(int(seconds * 10)):
            frame = av.VideoFrame(160, 120, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([(80 + number) % 256]) * plane.buffer_size)
            frame.pts = number
            made.mux(picture.encode(frame))
        made.mux(picture.encode(None))
        if isinstance(heard, av.AudioStream):
            _tone(made, heard, 48_000, seconds)
    return out.getvalue()
