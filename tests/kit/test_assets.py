"""The stylesheets: only what is used, under names that change, in colours that can be read."""

import gzip
import json
import re
from pathlib import Path

import brotli
import pytest
from backports import zstd

from wijkstem.errors import BadConfiguration
from wijkstem.kit import css
from wijkstem.kit.assets import ROOT, STATIC, Assets, build

CSS = ROOT / STATIC / "css"
THEMES = sorted((CSS / "themes").glob("*.css"))
MUNICIPALITIES = {"amersfoort", "borne", "enschede", "hilversum", "s-hertogenbosch"}
#: WCAG 1.4.3 and 1.4.11: text, and what is not text but has to be seen.
TEXT, SHAPE = 4.5, 3.0
READABLE = [
    ("text", "page", TEXT),
    ("text", "surface", TEXT),
    ("text", "accent-soft", TEXT),
    ("muted", "page", TEXT),
    ("muted", "surface", TEXT),
    ("accent", "page", TEXT),
    ("accent", "surface", TEXT),
    ("accent", "accent-soft", TEXT),
    ("accent-strong", "page", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    ("accent", "surface-strong", SHAPE),
    ("control-line", "page", SHAPE),
    ("bad", "page", TEXT),
    ("on-bad", "bad", TEXT),
    ("on-bad", "bad-strong", TEXT),
    *((kind, f"{kind}-soft", TEXT) for kind in ("bad", "good", "warn", "info")),
    *(("text", f"{kind}-soft", TEXT) for kind in ("bad", "good", "warn", "info")),
]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small project: one component of two rules, three tokens, one stylesheet of our own."""
    files = {
        "package.json": json.dumps({"dependencies": {"@nl/button-css": "1.0.0", "other": "1"}}),
        "node_modules/@nl/button-css/package.json": json.dumps({"main": "dist/index.css"}),
        "node_modules/@nl/button-css/dist/index.css": (
            ".nl-button{color:var(--nl-button-color);margin:var(--nl-none,0)}"
            ".nl-button--unused{color:red}"
        ),
        "node_modules/@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css": (
            ".t{--nl-button-color:var(--basis-color);--basis-color:#123;--unused:1px}"
        ),
        "templates/page.html": '<button class="nl-button">',
        "node_modules/leaflet/dist/leaflet.css": "/* theirs */ .leaflet-pane { left: 0; }",
        "node_modules/leaflet/dist/leaflet.js": "window.L = {};\n",
        str(STATIC / "map/map.css"): ".ws-map { margin: 0; }",
        str(STATIC / "map/map.js"): "L.map();\n",
        str(STATIC / "share/share.js"): "navigator.share();\n",
        str(STATIC / "desk/desk.js"): "document.forms;\n",
        str(STATIC / "booth/booth.js"): "document.links;\n",
        str(STATIC / "alike/alike.js"): "document.title;\n",
        str(STATIC / "spoken/record.js"): "document.images;\n",
        str(STATIC / "css/base.css"): "body { margin: 0; }",
        str(STATIC / "css/themes/borne.css"): ":root { --ws-accent: green; }",
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return tmp_path


def test_build_keeps_what_templates_use_and_fills_in_its_tokens(source: Path) -> None:
    manifest = build(source)
    site = (source / STATIC / "dist" / manifest["site.css"]).read_text("utf-8")
    assert site.splitlines()[1] == (
        "@layer vendor{:root{}.nl-button{color:#123;margin:0}}body{margin: 0}"
    )


def test_build_leaves_a_token_open_that_our_own_css_sets(source: Path) -> None:
    own = source / STATIC / "css" / "base.css"
    own.write_text(":root { --basis-color: #abc; }", "utf-8")
    site = (source / STATIC / "dist" / build(source)["site.css"]).read_text("utf-8")
    assert ".nl-button{color:var(--basis-color);margin:0}" in site


def test_build_names_a_file_after_its_content_and_drops_the_old_one(source: Path) -> None:
    first, again = build(source), build(source)
    (source / STATIC / "css" / "base.css").write_text("body { margin: 1px; }", "utf-8")
    changed = build(source)
    assert first == again
    assert first["site.css"] != changed["site.css"]
    assert {path.name for path in (source / STATIC / "dist").iterdir()} == {
        *changed.values(),
        "manifest.json",
    }


def test_build_codes_what_gets_smaller_and_drops_it_with_its_file(source: Path) -> None:
    own = source / STATIC / "css" / "base.css"
    own.write_text("body { margin: 1px; } " * 100, "utf-8")
    dist = source / STATIC / "dist"
    name = build(source)["site.css"]
    plain = (dist / name).read_bytes()
    read = {".gz": gzip.decompress, ".br": brotli.decompress, ".zst": zstd.decompress}
    for ending, decoded in read.items():
        coded = (dist / f"{name}{ending}").read_bytes()
        assert decoded(coded) == plain
        assert len(coded) < len(plain)
    own.write_text("body { margin: 2px; }", "utf-8")
    build(source)
    assert not list(dist.glob(f"{name}*"))


@pytest.mark.parametrize(
    "sheet", ["@media print { p { margin: 0; }", "p { margin: 0; } }", "p } {", "p { /* } */"]
)
def test_build_refuses_a_stylesheet_whose_rules_are_not_closed(source: Path, sheet: str) -> None:
    (source / STATIC / "css" / "base.css").write_text(sheet, "utf-8")
    with pytest.raises(BadConfiguration, match=r"base\.css: a rule is not closed"):
        build(source)


def test_build_takes_a_brace_in_a_text_for_a_text(source: Path) -> None:
    (source / STATIC / "css" / "base.css").write_text('p::after { content: "}"; }', "utf-8")
    build(source)


def test_build_without_packages_names_the_command(source: Path) -> None:
    (source / "node_modules/@nl/button-css/dist/index.css").unlink()
    with pytest.raises(BadConfiguration, match="make assets"):
        build(source)


def test_assets_gives_addresses_by_name(source: Path) -> None:
    manifest = build(source)
    assets = Assets.load(source / STATIC / "dist")
    assert assets.url("site.css") == f"/static/{manifest['site.css']}"
    assert assets.theme("borne") == f"/static/{manifest['theme-borne.css']}"
    assert assets.theme("elsewhere") is None


def test_assets_without_a_manifest_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="make assets"):
        Assets.load(tmp_path)


def test_assets_unknown_name_is_named() -> None:
    with pytest.raises(BadConfiguration, match=r"app\.js"):
        Assets({}).url("app.js")


def test_used_rules_drops_by_class_also_within_a_media_query() -> None:
    sheet = "@media print{.a{x:1}.b{x:2}}.a:not(.b),.b{x:3}@media screen{.b{x:4}}"
    assert css.used_rules(sheet, {"a"}) == "@media print{.a{x:1}}\n.a:not(.b){x:3}"


def test_every_municipality_has_a_theme() -> None:
    assert {theme.stem for theme in THEMES} == MUNICIPALITIES


def test_themes_change_only_the_accent() -> None:
    for theme in THEMES:
        names = css.set_names(theme.read_text("utf-8"))
        assert names == {"--ws-accent", "--ws-accent-strong", "--ws-accent-soft", "--ws-on-accent"}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    "theme", [None, *THEMES], ids=lambda path: path.stem if path else "neutral"
)
def test_colours_can_be_read(theme: Path | None, dark: bool) -> None:
    colours = _palette(CSS / "tokens.css", dark=dark)
    if theme:
        colours |= _palette(theme, dark=dark)
    too_faint = [
        (front, back, round(ratio, 2))
        for front, back, least in READABLE
        if (ratio := _contrast(colours[front], colours[back])) < least
    ]
    assert too_faint == []


def test_bundle_stays_small() -> None:
    files = sorted((ROOT / STATIC / "dist").glob("site.*.css"))
    if not files:
        pytest.skip("the stylesheets have not been built: make assets")
    assert files[0].stat().st_size < 60_000


def _palette(path: Path, *, dark: bool) -> dict[str, str]:
    light, _, night = path.read_text("utf-8").partition("@media (prefers-color-scheme: dark)")
    found = re.findall(r"--ws-([\w-]+): (#[0-9a-f]{6});", light + (night if dark else ""))
    return dict(found)


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
