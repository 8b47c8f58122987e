"""The catalogues: Dutch is the source, English is complete, and nothing is lost on the way."""

from pathlib import Path

import pytest

from wijkstem.kit.i18n import ENGLISH, LOCALE, ROOT, Translations, extract, unfinished

PAGE = '{{ _("Dag %(name)s", name=who) }}{{ ngettext("%(num)s stem", "%(num)s stemmen", count) }}'
CODE = 'LABEL = N_("Ingediend")\n'


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A project with two sentences on a page and one in code."""
    (tmp_path / "templates" / "_parts").mkdir(parents=True)
    (tmp_path / "templates" / "_parts" / "page.html").write_text(PAGE, "utf-8")
    (tmp_path / "platform" / "wijkstem").mkdir(parents=True)
    (tmp_path / "platform" / "wijkstem" / "labels.py").write_text(CODE, "utf-8")
    return tmp_path


def _translate(source: Path, dutch: str, english: str) -> None:
    path = source / ENGLISH
    before = path.read_text("utf-8")
    path.write_text(
        before.replace(f'msgid "{dutch}"\nmsgstr ""', f'msgid "{dutch}"\nmsgstr "{english}"'),
        "utf-8",
    )


def test_extract_finds_sentences_in_pages_and_code(source: Path) -> None:
    assert {message.id for message in extract(source) if message.id} == {
        "Dag %(name)s",
        "Ingediend",
        ("%(num)s stem", "%(num)s stemmen"),
    }


def test_extract_finds_the_sentences_of_errors_and_notices(source: Path) -> None:
    (source / "platform" / "wijkstem" / "rules.py").write_text(
        'raise RuleBroken("too_late", "Het is " "te laat.")\n'
        'errors["title"] = FieldError("short", "Minstens %(least)s.", least=3)\n'
        'DONE = notice("ok", "Gelukt.")\n'
        "raise NotFound(code, sentence)\n",
        "utf-8",
    )
    found = {message.id for message in extract(source)}
    assert {"Het is te laat.", "Minstens %(least)s.", "Gelukt."} <= found
    assert not {"too_late", "short", "ok"} & found


def test_extract_writes_no_places_dates_or_churn(source: Path) -> None:
    extract(source)
    first = (source / ENGLISH).read_text("utf-8")
    extract(source)
    assert (source / ENGLISH).read_text("utf-8") == first
    assert "#:" not in first
    assert "POT-Creation-Date" not in first


def test_extract_keeps_translations_and_drops_sentences_that_are_gone(source: Path) -> None:
    extract(source)
    _translate(source, "Ingediend", "Submitted")
    (source / "templates" / "_parts" / "page.html").write_text("", "utf-8")
    assert {message.id: message.string for message in extract(source) if message.id} == {
        "Ingediend": "Submitted"
    }


def test_unfinished_names_every_sentence_without_english(source: Path) -> None:
    extract(source)
    _translate(source, "Ingediend", "Submitted")
    assert unfinished(source) == ["no English for: Dag %(name)s", "no English for: %(num)s stem"]


def test_unfinished_names_a_sentence_that_was_never_extracted(source: Path) -> None:
    assert "no English for: Ingediend" in unfinished(source)


def test_unfinished_names_a_fuzzy_sentence(source: Path) -> None:
    (source / ENGLISH).parent.mkdir(parents=True)
    (source / ENGLISH).write_text('#, fuzzy\nmsgid "Ingediend"\nmsgstr "Sent"\n', "utf-8")
    assert "English in doubt (fuzzy) for: Ingediend" in unfinished(source)


def test_unfinished_names_a_placeholder_that_was_lost(source: Path) -> None:
    extract(source)
    _translate(source, "Dag %(name)s", "Hello %(nam)s")
    assert any(line.endswith(": Dag %(name)s") for line in unfinished(source))


def test_translations_by_language(source: Path) -> None:
    extract(source)
    _translate(source, "Ingediend", "Submitted")
    translations = Translations.load(source / LOCALE)
    assert translations.languages == ("nl", "en")
    assert translations.for_language("en").gettext("Ingediend") == "Submitted"
    assert translations.for_language("nl").gettext("Ingediend") == "Ingediend"
    assert translations.for_language("fy").gettext("Ingediend") == "Ingediend"


def test_the_frame_of_every_page_speaks_english() -> None:
    english = Translations.load().for_language("en")
    assert english.gettext("Naar de inhoud") == "Skip to content"
    assert english.ngettext(
        "Er is nog 1 ding niet in orde", "Er zijn nog %(num)s dingen niet in orde", 2
    ) == ("%(num)s things still need your attention")
    assert (ROOT / ENGLISH).is_file()
