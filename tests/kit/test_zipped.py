"""A zip that is sent while it is packed: whole for who opens it, and never whole in memory."""

import tracemalloc
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from wijkstem.kit.zipped import Packed, streamed


def test_large_file_takes_no_memory(tmp_path: Path) -> None:
    size = 40_000_000
    film = tmp_path / "film"
    with film.open("wb") as made:
        made.truncate(size)
    seen: list[Packed] = []

    def last(packed: list[Packed]) -> tuple[str, str]:
        seen.extend(packed)
        return "last.txt", "klaar"

    tracemalloc.start()
    sent = sum(len(part) for part in streamed([("film.mp4", film), ("a.txt", "a")], last))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sent > size
    assert most < 2_000_000
    assert [(one.name, one.size) for one in seen] == [("film.mp4", size), ("a.txt", 1)]


def test_file_that_is_gone_is_told_to_who_makes_the_last_one(tmp_path: Path) -> None:
    files: list[tuple[str, str | Path]] = [("a.txt", "één"), ("foto.webp", tmp_path / "gone")]
    packed = b"".join(streamed(files, lambda some: ("last.txt", str([o.sha256 for o in some][1:]))))
    with ZipFile(BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name).decode() for name in archive.namelist()} == {
            "a.txt": "één",
            "last.txt": "[None]",
        }
