"""Pages and mails from templates, in the language of whoever reads them."""

from collections.abc import Callable, Mapping, MutableMapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_time, get_month_names
from babel.numbers import format_decimal
from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    pass_eval_context,
    select_autoescape,
)
from jinja2.bccache import Bucket
from jinja2.nodes import EvalContext
from markupsafe import Markup

from wijkstem.kit.assets import Assets
from wijkstem.kit.clock import AMSTERDAM, local_date
from wijkstem.kit.i18n import SOURCE, Translations


class Pages:
    """Every template in every language; built once at boot, safe to share between threads."""

    def __init__(self, *, templates: Path, assets: Assets, translations: Translations) -> None:
        self._environments = {
            lang: environment(
                templates=templates,
                assets=assets,
                translations=translations,
                lang=lang,
                compiled=COMPILED,
            )
            for lang in translations.languages
        }

    def warm_up(self) -> None:
        """Compile every page now, and not while somebody waits for the first page of its kind."""
        for env in self._environments.values():
            for name in env.list_templates(extensions=("html",)):
                env.get_template(name)

    def environment(self, lang: str) -> Environment:
        """The environment of ``lang``; a language we do not have gets the source language."""
        return self._environments.get(lang, self._environments[SOURCE])

    def render(self, template_name: str, lang: str, /, **context: object) -> str:
        """The text of one template with ``context`` filled in."""
        return self.environment(lang).get_template(template_name).render(context)


class Compiled(BytecodeCache):
    """The code of each template, compiled once for all languages: they differ in their filters and catalogues only.

    Jinja looks whether the code is of the very text that it has, so pages from other folders can share it.
    """

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja."""
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja."""
        self._code[bucket.key] = bucket.bytecode_to_string()


#: A process that builds its pages twice, such as the web's and the workers', compiles them once.
COMPILED = Compiled()


def make_pages(templates: Path) -> Pages:
    """The pages of this installation, with its built assets and its translations."""
    return Pages(templates=templates, assets=Assets.load(), translations=Translations.load())


def environment(
    *,
    templates: Path,
    assets: Assets,
    translations: Translations,
    lang: str = SOURCE,
    compiled: BytecodeCache | None = None,
) -> Environment:
    """One language's environment: escapes, and refuses names that the page was not given."""
    env = _Environment(
        loader=FileSystemLoader(templates),
        bytecode_cache=compiled,
        # A process shows what stood there when it began: its pages are marked with that, and asking the disk for
        # news of every template at every page takes time.
        auto_reload=False,
        cache_size=-1,
        # Only the plain-text half of a mail is not HTML.
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    catalogue = translations.for_language(lang)
    env.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    env.globals.update(_=_sentences(catalogue.gettext), asset=assets.url, theme=assets.theme)
    env.filters.update(_filters(lang))
    return env


class _Environment(Environment):
    """One in which all templates have the same globals, so that no template need look whether its own differ."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Called by Jinja for each template, which is never given globals of its own here."""
        return super().make_globals(d) if d else self.globals


def _sentences(gettext: Callable[[str], str]) -> Callable[..., str]:
    """What ``_("...")`` does in a template: as Jinja's own, and a sentence without blanks is put together once."""

    @lru_cache(maxsize=16_384)
    def as_it_stands(sentence: str) -> Markup:
        return Markup(gettext(sentence)) % {}  # noqa: S704  # our own words

    @pass_eval_context
    def sentence_of(within: EvalContext, sentence: str, **blanks: object) -> str:
        if not within.autoescape:
            return gettext(sentence) % blanks
        if not blanks:
            return as_it_stands(sentence)
        words = Markup(gettext(sentence))  # noqa: S704  # our own words
        return words % blanks

    return sentence_of


def _filters(lang: str) -> dict[str, Callable[..., object]]:
    """The filters speak the page's language unless another is asked for."""

    def localised(one: Callable[[Any, str], object]) -> Callable[[Any, str], object]:
        def spoken(value: Any, other: str = lang) -> object:
            return one(value, other)

        return spoken

    return {
        "long_date": localised(long_date),
        "clock_time": localised(clock_time),
        "number": localised(number),
        "figures": localised(figures),
        "month_name": localised(month_name),
        "iso": iso,
        "paragraphs": paragraphs,
    }


def long_date(value: date, lang: str) -> str:
    """A date in words, "3 maart 2026"; of a moment, the date it was in the Netherlands."""
    return _day_in_words(local_date(value) if isinstance(value, datetime) else value, lang)


@lru_cache(maxsize=4096)
def _day_in_words(day: date, lang: str) -> str:
    return format_date(day, "d MMMM y", locale=lang)


def month_name(value: int, lang: str) -> str:
    """The name of a month by its number, "maart"."""
    return str(get_month_names("wide", locale=lang)[value])


def clock_time(value: datetime, lang: str) -> str:
    """The time on the wall in the Netherlands, "19:30"."""
    return format_time(value.astimezone(AMSTERDAM), "HH:mm", locale=lang)


def number(value: int | float | Decimal, lang: str) -> str:
    """A figure with the separators of the language, "1.234,5"."""
    return (
        _in_figures(value, lang) if isinstance(value, int) else format_decimal(value, locale=lang)
    )


def figures(values: Mapping[str, int | float], lang: str) -> dict[str, str]:
    """The figures of a sentence, each as the language writes it."""
    return {name: number(value, lang) for name, value in values.items()}


@lru_cache(maxsize=4096)
def _in_figures(value: int, lang: str) -> str:
    return str(format_decimal(value, locale=lang))


def iso(value: date) -> str:
    """A date or moment for machines, as <time datetime> wants it."""
    return value.isoformat()


def paragraphs(text: str) -> Markup:
    """Plain text as HTML: a blank line starts a paragraph, a single line end stays one."""
    blocks = "\n".join(line.strip() for line in text.strip().splitlines()).split("\n\n")
    lines = [
        Markup("<br>\n").join(block.strip("\n").split("\n")) for block in blocks if block.strip()
    ]
    return Markup("\n").join(Markup('<p class="nl-paragraph">{}</p>').format(one) for one in lines)
