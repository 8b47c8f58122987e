"""What holds for the whole tree: it shadows nothing, no file is too long or tells its origin."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from wijkstem.cli.serving import SERVER

ROOT = Path(__file__).parents[2]

#: A file that outgrows this becomes a folder of the same name.
LONGEST = 400
MAY_BE_LONGER = ("tests/", "migrations/")

#: Written by tools, or data as it was found; not ours to word.
NOT_OUR_WORDS = ("LICENSE", "tests/fixtures/")

#: Places on somebody's machine, and addresses that packages come from.
#: Spelled with brackets so that this file does not name what it forbids.
TELLING = re.compile(
    r"""
      (?<![\w.:/<>{}-])/(?:hom[e]|User[s]|roo[t]|wor[k]|mn[t]|op[t]|sr[v])/\w
    | \b[A-Z]:\\[A-Za-z]
    | \.\./share[d]\b
    | \b(?:registr[y]|mirro[r]|artifactor[y]|nexu[s]|prox[y]|py[p]i|np[m])\.(?:[\w-]+\.)*[a-z]{2,}/
    | \b(?:files\.pythonhoste[d]|registry\.(?:np[m]js|yarnpk[g])|py[p]i)\.(?:org|com)\b
    | --(?:extra-)?index-ur[l][ =]http
    """,
    re.VERBOSE,
)


def _tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return sorted(ROOT / name for name in listed.stdout.split("\0") if (ROOT / name).is_file())


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_platform_folder_does_not_shadow_the_standard_library() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists()
    code = "import platform; print(platform.python_version())"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert found.stdout.strip() == ".".join(map(str, sys.version_info[:3]))


def test_no_file_tells_where_it_was_made() -> None:
    telling = [
        f"{_name(path)}: {found.group().strip()}"
        for path in _tracked_files()
        if not _name(path).startswith(NOT_OUR_WORDS)
        for found in TELLING.finditer(_text(path))
    ]
    assert telling == []


@pytest.mark.parametrize(
    "line",
    [
        "see /home" + "/someone/notes",
        "C:" + "\\Users",
        "../shar" + "ed/data",
        "https://registry" + ".npmjs.org/x",
        "--index-url" + " https://example.org/simple",
    ],
)
def test_telling_line_is_recognised(line: str) -> None:
    assert TELLING.search(line)


@pytest.mark.parametrize(
    "line",
    ["https://example.org/home/news", "../shared_parts", 'redirect("/work")', "$(HOME)/.cache"],
)
def test_innocent_line_is_left_alone(line: str) -> None:
    assert not TELLING.search(line)


def test_no_python_file_is_too_long() -> None:
    too_long = {
        _name(path): lines
        for path in _tracked_files()
        if path.suffix == ".py" and not _name(path).startswith(MAY_BE_LONGER)
        if (lines := len(_text(path).splitlines())) > LONGEST
    }
    assert too_long == {}


def test_web_process_keeps_addresses_out_of_its_log() -> None:
    """uvicorn would write who asked for what; `web/middleware.py` logs the route and no more."""
    web = next(
        line for line in (ROOT / "Procfile").read_text().splitlines() if line.startswith("web:")
    )
    assert web.startswith("web: wijkstem web ")
    assert SERVER["access_log"] is False
