"""Photos are in a backup, whole, and only those that the database points at; and they come back with it."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from typer.testing import CliRunner

from tests.support.rulebook import rules_folder
from tests.support.world import TAG_KEY, World, make_world
from wijkstem.adapters.files import FolderFiles, key_of
from wijkstem.cli import app, common
from wijkstem.commands.drafts import SaveDraft
from wijkstem.commands.media import AddPhoto, AnnounceFiles, File
from wijkstem.rules.registry import load


@pytest.fixture
def here(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A platform in the environment."""
    rules = rules_folder(tmp_path / "rules")
    for name, value in (
        ("TAG_KEY", TAG_KEY), ("SMTP_HOST", "127.0.0.1"), ("RULES_DIR", str(rules)),
        ("DATABASE_URL", sqlite_url),
    ):  # fmt: skip
        monkeypatch.setenv(f"WIJKSTEM_{name}", value)
    common.services.cache_clear()
    world = make_world(sqlite_url, load(rules))
    yield world
    world.services.engine.dispose()
    common.services.cache_clear()


def run(*words: str) -> str:
    done = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def with_photo(world: World, files: FolderFiles, content: bytes) -> tuple[str, str]:
    """The names of a photo's two files."""
    anna, draft, photo = world.person("anna"), uuid4(), uuid4()
    world.execute(SaveDraft(draft, "voorstel", 0, "p", {}), anna)
    sizes = [content + b" large", content + b" small"]
    large, small = (key_of("testdorp", photo, size, "webp") for size in sizes)
    world.execute(AnnounceFiles([large, small]), anna)
    for key, size in zip((large, small), sizes, strict=True):
        files.put(key, size)
    world.execute(AddPhoto(draft, photo, File(large, 9, 9), File(small, 3, 3), "Een veld"), anna)
    return large, small


def test_there_and_back_again(here: World, tmp_path: Path) -> None:
    live = Path(here.services.settings.database_url.removeprefix("sqlite:///"))
    media = live.with_name(f"{live.name}.media")
    files = FolderFiles(media)
    whole = with_photo(here, files, b"whole")
    damaged = with_photo(here, files, b"damaged")
    files.put(key_of("testdorp", UUID(int=7), b"nobody's", "webp"), b"nobody's")
    (media / damaged[0]).write_bytes(b"something else")
    copy = tmp_path / "backup.db"
    for _ in range(2):
        said = run("backup", str(copy))
        assert "backup.db.media: 3 media files, checked" in said
        assert f"{damaged[0]} is missing or damaged" in said
        kept = tmp_path / "backup.db.media"
        found = {str(file.relative_to(kept)) for file in kept.rglob("*.webp")}
        assert found == {*whole, damaged[1]}
    here.services.engine.dispose()
    for key in (*whole, damaged[1]):
        files.remove(key)
    said = run("restore", str(copy), "--replace")
    assert "3 media files, checked" in said
    assert files.read(whole[0]) == b"whole large"
    assert files.read(whole[1]) == b"whole small"


def test_nothing_to_keep(here: World, tmp_path: Path) -> None:
    copy = tmp_path / "backup.db"
    assert "photo" not in run("backup", str(copy))
    assert not (tmp_path / "backup.db.media").exists()
