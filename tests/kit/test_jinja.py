"""Pages and their parts: escaped, translated, and whole in every state."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from wijkstem.kit.assets import ROOT, STATIC, Assets
from wijkstem.kit.i18n import Translations
from wijkstem.kit.jinja import Pages, clock_time, long_date, number, paragraphs

TEMPLATES = ROOT / "templates"
ASSETS = Assets(
    {"site.css": "site.1.css", "icon.svg": "icon.1.svg", "theme-borne.css": "theme-borne.1.css"}
)
BORNE = SimpleNamespace(slug="borne", name="Borne")
WRONG = SimpleNamespace(
    values={"plan": "\nVan <alles>", "keus": "b", "dag_day": "31", "ja": "ja", "m2": "ja"},
    errors={
        "plan": "Te kort & vaag.",
        "keus": "Kies iets.",
        "dag": "Geen dag.",
        "ja": "Zet aan.",
        "": "Te laat.",
    },
)
RIGHT = SimpleNamespace(values={}, errors={})
CHOICES = [("a", "Eerste"), ("b", "Tweede")]


@pytest.fixture(scope="module")
def pages() -> Pages:
    return Pages(templates=TEMPLATES, assets=ASSETS, translations=Translations.load())


Part = Callable[..., str]


@pytest.fixture(scope="module")
def part(pages: Pages) -> Part:
    """Calls one macro: part("forms", "submit", "Versturen")."""

    def call(file: str, macro: str, *args: object, lang: str = "nl", **kwargs: object) -> str:
        module = pages.environment(lang).get_template(f"_parts/{file}.html").module
        return str(getattr(module, macro)(*args, **kwargs))

    return call


@pytest.mark.parametrize(
    ("name", "template", "shown"),
    [
        ("a.html", "{{ _('Bereken') }}", {"nl": "Bereken", "en": "Calculate"}),
        ("b.html", "{{ _('50 %% is genoeg & klaar') }}", {"nl": "50 % is genoeg & klaar"}),
        ("c.html", "{{ _('Dag %(who)s & co', who=who) }}", {"nl": "Dag &lt;b&gt; & co"}),
        ("e.txt", "{{ _('50 %% van %(who)s', who=who) }}", {"nl": "50 % van <b>"}),
        ("f.txt", "{{ _('50 %%') }}", {"nl": "50 %"}),
    ],
)
def test_sentences_come_out_as_jinjas_own_do(
    tmp_path: Path, name: str, template: str, shown: dict[str, str]
) -> None:
    (tmp_path / name).write_text(template)
    (tmp_path / f"own.{name}").write_text(template.replace("_(", "gettext("))
    made = Pages(templates=tmp_path, assets=ASSETS, translations=Translations.load())
    for lang, words in shown.items():
        for file in (name, name, f"own.{name}"):
            assert made.render(file, lang, who="<b>") == words


def test_pages_of_another_text_are_compiled_anew(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    said = []
    for text in ("Dag", "Dag {{ name }}", "Dag"):
        page.write_text(text)
        made = Pages(templates=tmp_path, assets=ASSETS, translations=Translations.load())
        said += [made.render("page.html", lang, name="Anna") for lang in ("nl", "en")]
    assert said == ["Dag", "Dag", "Dag Anna", "Dag Anna", "Dag", "Dag"]


class Shape(HTMLParser):
    """The elements of a page, and whether every one of them is closed."""

    VOID = frozenset({"br", "input", "link", "meta"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice on <{tag}>"
        self.elements.append((tag, dict(attrs)))
        self.open += [] if tag in self.VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def ids(self) -> list[str]:
        return [one for _, attributes in self.elements if (one := attributes.get("id"))]


def _page(**changes: object) -> SimpleNamespace:
    plain: dict[str, object] = {
        "lang": "nl",
        "other_language": "?pagina=2&taal=en",
        "municipality": BORNE,
        "person": None,
        "path": "/",
        "notices": [],
        "demo": False,
    }
    return SimpleNamespace(**(plain | changes))


def _error_page(pages: Pages, **changes: object) -> str:
    error = SimpleNamespace(
        title="Niet gevonden", sentence="Die pagina is er niet.", reference="", next=[]
    )
    page = _page(**changes)
    return pages.render("_layouts/error.html", page.lang, page=page, error=error)


FIELDS: list[tuple[str, tuple[object, ...], str]] = [
    ("text_field", ("plan", "Plan"), 'value="\nVan &lt;alles&gt;"'),
    ("textarea_field", ("plan", "Plan"), ">\n\nVan &lt;alles&gt;</textarea>"),
    ("select_field", ("keus", "Keus", CHOICES), '<option value="b" selected>'),
    ("radio_group", ("keus", "Keus", CHOICES), 'value="b" checked'),
    ("date_field", ("dag", "Dag"), 'value="31"'),
    ("checkbox", ("ja", "Ja"), 'value="ja" checked'),
    (
        "checkbox_group",
        ("keus", "Keus", [("m1", "Een"), ("m2", "Twee")]),
        'name="m2" value="ja" checked',
    ),
]


@pytest.mark.parametrize(("macro", "args", "kept"), FIELDS, ids=[name for name, _, _ in FIELDS])
def test_field_with_an_error_keeps_its_value_and_says_what_is_wrong(
    part: Part, macro: str, args: tuple[object, ...], kept: str
) -> None:
    html = part("forms", macro, WRONG, *args, help="Uitleg.")
    shape = Shape(html)
    name = str(args[0])
    assert shape.open == []
    assert kept in html
    assert str(Markup.escape(WRONG.errors[name])) in html
    assert {f"f-{name}", f"f-{name}-help", f"f-{name}-error"} - set(shape.ids()) == set()
    described = [
        a for _, a in shape.elements if a.get("aria-describedby") == f"f-{name}-error f-{name}-help"
    ]
    assert [a.get("aria-invalid") for a in described] == ["true"]


@pytest.mark.parametrize(("macro", "args", "kept"), FIELDS, ids=[name for name, _, _ in FIELDS])
def test_field_without_an_error_is_quiet(
    part: Part, macro: str, args: tuple[object, ...], kept: str
) -> None:
    html = part("forms", macro, RIGHT, *args)
    assert "aria-invalid" not in html
    assert "aria-describedby" not in html
    assert "invalid" not in html
    assert kept not in html
    assert Shape(html).open == []


@pytest.mark.parametrize(
    ("required", "words"), [(True, "(verplicht)"), (False, "(niet verplicht)")]
)
def test_field_says_in_words_whether_it_is_required(part: Part, required: bool, words: str) -> None:
    for macro, args, _ in FIELDS:
        assert words in part("forms", macro, RIGHT, *args, required=required)


def test_text_field_says_how_long_it_may_be_and_cuts_nothing_off(part: Part) -> None:
    html = part("forms", "text_field", RIGHT, "plan", "Plan", maxlength=5000)
    assert "Hoogstens 5.000 tekens." in html
    assert "maxlength" not in html


def test_password_is_never_sent_back(part: Part) -> None:
    form = SimpleNamespace(values={"code": "geheim"}, errors={})
    assert "geheim" not in part("forms", "text_field", form, "code", "Code", type="password")


def test_error_summary_links_to_every_field(part: Part) -> None:
    html = part("forms", "error_summary", WRONG)
    shape = Shape(html)
    assert [a["href"] for tag, a in shape.elements if tag == "a"] == [
        "#f-plan",
        "#f-keus",
        "#f-dag",
        "#f-ja",
    ]
    assert "Te laat." in html
    assert "Er zijn nog 5 dingen niet in orde" in html
    assert [a.get("tabindex") for tag, a in shape.elements if tag == "h2"] == ["-1"]
    assert "5 things still need your attention" in part("forms", "error_summary", WRONG, lang="en")


def test_form_without_errors_has_no_summary(part: Part) -> None:
    assert part("forms", "error_summary", RIGHT).strip() == ""
    assert part("forms", "title_prefix", RIGHT) == ""
    assert part("forms", "title_prefix", WRONG) == "Fout: "


@pytest.mark.parametrize("kind", ["primary", "secondary", "danger"])
def test_submit(part: Part, kind: str) -> None:
    html = part("forms", "submit", "Versturen", kind=kind, name="actie", value="bewaar")
    assert 'type="submit" name="actie" value="bewaar">Versturen</button>' in html


def test_card_says_how_much_support_there_is(part: Part) -> None:
    html = part(
        "cards", "initiative_card", "/initiatieven/1", "Speeltuin <nu>", "Kort.",
        instrument="Voorstel", status="Loopt", status_kind="busy", place="Centrum",
        submitted=date(2026, 3, 3), closes=date(2026, 6, 30), support=1212, threshold=1000,
    )  # fmt: skip
    assert Shape(html).open == []
    assert "Speeltuin &lt;nu&gt;" in html
    assert "<strong>1.212</strong> van de 1.000 steunbetuigingen" in html
    assert '<progress class="ws-progress__bar" value="1000" max="1000"' in html
    assert '<time datetime="2026-06-30">30 juni 2026</time>' in html


def test_card_of_a_title_alone(part: Part) -> None:
    html = part("cards", "initiative_card", "/initiatieven/1", "Speeltuin")
    assert Shape(html).open == []
    assert "<progress" not in html
    assert "<time" not in html


def test_timeline_says_in_words_what_is_now(part: Part) -> None:
    steps = [
        {"state": "done", "title": "Ingediend", "at": date(2026, 3, 3), "who": "U"},
        {
            "state": "now",
            "title": "Steun",
            "due": date(2026, 6, 30),
            "url": "/x",
            "url_text": "Steun dit",
        },
        SimpleNamespace(state="next", title="Besluit", text="De raad beslist."),
    ]
    html = part("timeline", "timeline", steps)
    assert Shape(html).open == []
    for words in (
        "Gedaan: Ingediend",
        "Nu: Steun",
        "Daarna: Besluit",
        "Uiterlijk",
        "De raad beslist.",
    ):
        assert words in html
    assert html.count('aria-current="step"') == 1


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("info", "Ter informatie"),
        ("ok", "Gelukt"),
        ("warning", "Let op"),
        ("error", "Er ging iets mis"),
    ],
)
def test_notice_says_its_kind_in_words(part: Part, kind: str, words: str) -> None:
    html = part("notices", "notice_list", [(kind, "Zo & zo.")])
    assert words in html
    assert "Zo &amp; zo." in html
    assert Shape(html).open == []


def test_paging_in_the_middle_and_on_the_only_page(part: Part) -> None:
    html = part("paging", "paging", 2, 7, "/initiatieven?wijk=1&pagina=")
    assert 'href="/initiatieven?wijk=1&amp;pagina=1" rel="prev"' in html
    assert 'href="/initiatieven?wijk=1&amp;pagina=3" rel="next"' in html
    assert "Pagina 2 van 7" in html
    assert part("paging", "paging", 1, 1, "/x?pagina=").strip() == ""


def test_breadcrumb(part: Part) -> None:
    html = part("paging", "breadcrumb", [("/", "Begin"), ("/agenda", "Agenda")])
    assert re.findall(r'href="([^"]+)"', html) == ["/", "/agenda"]


def test_table_names_the_column_in_every_cell(part: Part) -> None:
    html = part(
        "tables", "table", "Per wijk", ["Wijk", "Stemmen"], [["Centrum", "<1>"]], figures=(1,)
    )
    assert Shape(html).open == []
    assert 'data-label="Stemmen">&lt;1&gt;</td>' in html
    assert 'scope="row" role="rowheader">Centrum</th>' in html


def test_facts(part: Part) -> None:
    assert Shape(part("tables", "facts", [("Wijk", "Centrum")])).open == []


def test_page_has_language_skip_link_theme_and_one_main(pages: Pages) -> None:
    html = _error_page(pages)
    assert Shape(html).open == []
    assert '<html lang="nl">' in html
    assert 'href="#inhoud">Naar de inhoud</a>' in html
    assert 'href="/static/theme-borne.1.css"' in html
    assert "<title>Niet gevonden – Wijkstem Borne</title>" in html
    assert html.count("<main") == 1
    assert 'href="?pagina=2&amp;taal=en" lang="en"' in html


def test_page_in_english(pages: Pages) -> None:
    html = _error_page(pages, lang="en", other_language="?taal=nl")
    assert ">Initiatives</a>" in html
    assert 'href="?taal=nl" lang="nl"' in html


@pytest.mark.parametrize(
    ("roles", "shown"),
    [
        (set(), []),
        ({"official"}, ["/moderatie"]),
        ({"clerk", "official"}, ["/moderatie", "/griffie"]),
    ],
)
def test_page_shows_a_desk_only_to_who_has_one(
    pages: Pages, roles: set[str], shown: list[str]
) -> None:
    html = _error_page(pages, person=SimpleNamespace(display_name="Anna", roles=roles, unread=0))
    assert re.findall(r'href="(/moderatie|/griffie)"', html) == shown
    assert 'href="/mijn"' in html
    assert 'href="/inloggen"' not in html


@pytest.mark.parametrize(
    ("path", "current"), [("/agenda", "page"), ("/agenda/3", "true"), ("/agendas", None)]
)
def test_page_marks_where_you_are(pages: Pages, path: str, current: str | None) -> None:
    links = dict(
        re.findall(r'href="(/agenda)" aria-current="(\w+)"', _error_page(pages, path=path))
    )
    assert links.get("/agenda") == current


def test_bare_address_has_no_menu(pages: Pages) -> None:
    html = _error_page(pages, municipality=None)
    assert "<nav" not in html
    assert "/inloggen" not in html
    assert "theme-" not in html


def test_demonstration_says_so(pages: Pages) -> None:
    assert "Dit is een demo" in _error_page(pages, demo=True)
    assert "Dit is een demo" not in _error_page(pages)


def test_unknown_name_in_a_page_is_an_error(pages: Pages) -> None:
    with pytest.raises(UndefinedError):
        pages.render("_layouts/error.html", "nl", page=_page())


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_template_keeps_to_the_content_policy(path: Path) -> None:
    if "mail" in path.relative_to(TEMPLATES).parts:
        pytest.skip("mail programs know no stylesheets")
    html = path.read_text("utf-8")
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:", html, re.IGNORECASE)
    # What a browser does not run is data, and the policy has nothing to say of it.
    runs = r'<script(?![^>]*(\ssrc=|\stype="application/json"))'
    assert not re.search(runs, html, re.IGNORECASE)


def test_every_class_of_ours_has_a_rule() -> None:
    sheets = "".join(path.read_text("utf-8") for path in (ROOT / STATIC / "css").glob("*.css"))
    for folder in ("_layouts", "_parts"):
        for path in (TEMPLATES / folder).glob("*.html"):
            used = set(re.findall(r"(?<![\w-])ws-[a-z]+[\w-]*", path.read_text("utf-8")))
            assert {name for name in used if not re.search(rf"\.{name}(?![\w-])", sheets)} == set()


def test_filters_speak_the_language_of_the_page(pages: Pages) -> None:
    source = "{{ day|long_date }} {{ 1234.5|number }} {{ day|long_date('en') }}"
    day = date(2026, 3, 3)
    assert (
        pages.environment("nl").from_string(source).render(day=day)
        == "3 maart 2026 1.234,5 3 March 2026"
    )
    assert (
        pages.environment("en").from_string(source).render(day=day)
        == "3 March 2026 1,234.5 3 March 2026"
    )


def test_moments_are_shown_in_dutch_time() -> None:
    moment = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert (long_date(moment, "nl"), clock_time(moment, "nl")) == ("1 juli 2026", "00:30")
    assert number(1234567, "nl") == "1.234.567"


def test_paragraphs_escapes_and_splits_on_blank_lines() -> None:
    assert paragraphs("Een <b>\r\ntwee\n \n\ndrie\n") == (
        '<p class="nl-paragraph">Een &lt;b&gt;<br>\ntwee</p>\n<p class="nl-paragraph">drie</p>'
    )
    assert paragraphs("") == ""
