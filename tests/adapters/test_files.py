"""Where photos are kept: the folder and the fake do the same."""

from pathlib import Path
from uuid import UUID

import pytest

from wijkstem.adapters.files import Files, FolderFiles, MemoryFiles, is_whole, key_of, open_folder
from wijkstem.errors import BadConfiguration

OWNER = UUID(int=7)


@pytest.fixture(params=["folder", "memory"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    return FolderFiles(tmp_path / "media") if request.param == "folder" else MemoryFiles()


def test_kept_read_and_forgotten(files: Files) -> None:
    key = key_of("testdorp", OWNER, b"a photo", "webp")
    assert files.read(key) is None
    for _ in range(2):
        files.put(key, b"a photo")
        assert files.read(key) == b"a photo"
    for _ in range(2):
        files.remove(key)
        assert files.read(key) is None


def test_name_says_what_is_in_it(tmp_path: Path) -> None:
    key = key_of("testdorp", OWNER, b"a photo", "webp")
    assert key.startswith(f"testdorp/{OWNER}/")
    whole, damaged = tmp_path / "whole", tmp_path / "damaged"
    whole.write_bytes(b"a photo")
    damaged.write_bytes(b"a phot0")
    assert (is_whole(key, whole), is_whole(key, damaged)) == (True, False)


@pytest.mark.parametrize(
    "key", ["", "../../etc/passwd", "testdorp/../x", "/etc/passwd", f"testdorp/{OWNER}/x.webp"]
)
def test_folder_has_no_other_names(tmp_path: Path, key: str) -> None:
    files = FolderFiles(tmp_path)
    with pytest.raises(ValueError, match="not the name"):
        files.put(key, b"")
    with pytest.raises(ValueError, match="not the name"):
        files.read(key)


def test_folder_is_private_and_leaves_nothing_behind(tmp_path: Path) -> None:
    files = open_folder(tmp_path / "media")
    one, two = (key_of("testdorp", OWNER, content, "webp") for content in (b"1", b"2"))
    files.put(one, b"1")
    files.put(two, b"2")
    [owner] = (tmp_path / "media" / "testdorp").iterdir()
    assert owner.stat().st_mode & 0o077 == 0
    assert len(list(owner.iterdir())) == 2, "nothing half written"
    files.remove(one)
    assert files.read(two) == b"2"
    files.remove(two)
    assert not owner.exists()


def test_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadConfiguration, match="WIJKSTEM_MEDIA_DIR"):
        open_folder(tmp_path / "file" / "media")
