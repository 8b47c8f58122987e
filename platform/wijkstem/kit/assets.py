"""Stylesheets and pictures: built once by ``make assets``, looked up by name on every page.

``python -m wijkstem.kit.assets build`` takes the stylesheets that package.json names (every dependency
whose name ends in ``-css``), keeps the rules whose classes occur in a template, fills in the design tokens
they refer to, adds our own stylesheets, and writes everything under a name that changes with its content.
"""

import hashlib
import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from wijkstem.errors import BadConfiguration
from wijkstem.kit import css
from wijkstem.kit.coding import ENDINGS, WORTH_IT, squeezed

ROOT = Path(__file__).resolve().parents[3]
STATIC = Path("platform/wijkstem/static")
TOKENS = Path("node_modules/@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css")
#: The map, on the page of the map only.
LEAFLET = Path("node_modules/leaflet/dist")
BANNER = (
    "/*! NL Design System components and example tokens: Frameless, Gemeente Utrecht and the"
    " NL Design System community; EUPL-1.2. The rest: Wijkstem, EUPL-1.2. */\n"
)


class Assets:
    """The addresses of what the build made."""

    def __init__(self, files: Mapping[str, str], *, prefix: str = "/static/") -> None:
        self._files = dict(files)
        self._prefix = prefix

    @classmethod
    def load(cls, dist: Path = ROOT / STATIC / "dist") -> "Assets":
        """Read what the build wrote, or stop the boot with the command that makes it."""
        manifest = dist / "manifest.json"
        if not manifest.is_file():
            raise BadConfiguration("The stylesheets have not been built yet. Run `make assets`.")
        return cls(json.loads(manifest.read_text("utf-8")))

    def url(self, name: str) -> str:
        """The address of ``name``, such as ``site.css``; it changes whenever the content does."""
        if name not in self._files:
            raise BadConfiguration(f"There is no asset named {name}. Run `make assets`.")
        return self._prefix + self._files[name]

    def theme(self, slug: str) -> str | None:
        """The address of the colours of ``slug``; without them the neutral ones stand."""
        name = f"theme-{slug}.css"
        return self.url(name) if name in self._files else None


def build(root: Path = ROOT) -> dict[str, str]:
    """Write every file and the manifest under ``static/dist``; returns the manifest."""
    static = root / STATIC
    contents = {"site.css": _site(root)}
    for theme in sorted((static / "css" / "themes").glob("*.css")):
        contents[f"theme-{theme.name}"] = css.squeezed(theme.read_text("utf-8"))
    contents["map.css"] = css.squeezed(
        re.sub(r"/\*.*?\*/", "", _read(root / LEAFLET / "leaflet.css"), flags=re.DOTALL)
        + _read(static / "map" / "map.css")
    )
    contents["map.js"] = _read(root / LEAFLET / "leaflet.js") + _read(static / "map" / "map.js")
    contents["desk.js"] = _read(static / "desk" / "desk.js")
    contents["booth.js"] = _read(static / "booth" / "booth.js")
    contents["alike.js"] = _read(static / "alike" / "alike.js")
    contents["record.js"] = _read(static / "spoken" / "record.js")
    contents["share.js"] = _read(static / "share" / "share.js")
    for picture in sorted((static / "img").glob("*.svg")):
        contents[picture.name] = picture.read_text("utf-8")
    return _write(static / "dist", contents)


def _site(root: Path) -> str:
    own = "\n".join(_own(path) for path in sorted((root / STATIC / "css").glob("*.css")))
    theirs = css.used_rules("\n".join(map(_read, _components(root))), _words(root / "templates"))
    tokens = css.custom_properties(_read(root / TOKENS))
    live = css.set_names(own) | css.set_names(theirs)
    # What a rule of theirs sets in one place has its value from the tokens everywhere else.
    elsewhere = "".join(f"{name}:{tokens[name]};" for name in sorted(live & set(tokens)))
    vendor = css.resolved(f":root{{{elsewhere}}}{theirs}", tokens, live)
    # In a layer of their own, so that any rule of ours goes before any rule of theirs.
    return BANNER + css.squeezed(f"@layer vendor{{{vendor}}}{own}")


def _own(path: Path) -> str:
    sheet = _read(path)
    if not css.closed(sheet):
        raise BadConfiguration(f"{path}: a rule is not closed, or is closed twice.")
    return sheet


def _components(root: Path) -> list[Path]:
    """The stylesheet of every component that package.json names."""
    names = json.loads(_read(root / "package.json"))["dependencies"]
    return [_stylesheet(root / "node_modules" / name) for name in names if name.endswith("-css")]


def _stylesheet(package: Path) -> Path:
    default = f"dist/{package.name.removesuffix('-css')}.css"
    path: str = json.loads(_read(package / "package.json")).get("main", default)
    return package / path


def _words(templates: Path) -> set[str]:
    """Every word in a template, classes among them: also those that stand in an expression."""
    text = "\n".join(_read(path) for path in sorted(templates.rglob("*.html")))
    return set(re.findall(r"[A-Za-z][\w-]*", text))


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError as missing:
        raise BadConfiguration(
            f"{path} is not there. Run `make assets`, which fetches the packages first."
        ) from missing


def _write(dist: Path, contents: Mapping[str, str]) -> dict[str, str]:
    dist.mkdir(parents=True, exist_ok=True)
    manifest = {name: _stamped(name, content) for name, content in contents.items()}
    for name, content in contents.items():
        (dist / manifest[name]).write_text(content, "utf-8")
        for coded, body in _coded(manifest[name], content.encode()).items():
            (dist / coded).write_bytes(body)
    (dist / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    files = {*manifest.values(), "manifest.json"}
    for stale in dist.iterdir():
        if stale.name not in files and _plain(stale.name) not in files:
            stale.unlink()
    return manifest


def _coded(name: str, body: bytes) -> dict[str, bytes]:
    """The same file in every coding that makes it smaller, made here so that nobody waits for it."""
    if len(body) < WORTH_IT:
        return {}
    made = {ending: squeezed(body, coding) for coding, ending in ENDINGS.items()}
    return {name + ending: small for ending, small in made.items() if len(small) < len(body)}


def _plain(name: str) -> str:
    """The file that one in a coding was made from."""
    stem, dot, ending = name.rpartition(".")
    return stem if dot + ending in ENDINGS.values() else name


def _stamped(name: str, content: str) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content.encode()).hexdigest()[:10]}.{ending}"


def main(arguments: Sequence[str]) -> int:
    """``build`` is the one thing to ask for."""
    if list(arguments) != ["build"]:
        sys.stderr.write("usage: python -m wijkstem.kit.assets build\n")
        return 2
    for name, file in build().items():
        sys.stdout.write(f"{name} -> {file}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
