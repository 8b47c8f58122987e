"""The sentences of the screens in the language of whoever reads them."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from gettext import NullTranslations

from starlette.responses import Response

from wijkstem.errors import WijkstemError
from wijkstem.kit.i18n import Translations
from wijkstem.kit.jinja import long_date, number
from wijkstem.kit.money import Euros
from wijkstem.rules.schema import Text
from wijkstem.settings import Settings
from wijkstem.web.cookies import guarded_name

COOKIE = "taal"
PARAMETER = "taal"
#: As each language calls itself.
LANGUAGE_NAMES = (("nl", "Nederlands"), ("en", "English"))


@cache
def translations() -> Translations:
    """The catalogues, read once."""
    return Translations.load()


def catalogue(lang: str) -> NullTranslations:
    """The sentences of ``lang``."""
    return translations().for_language(lang)


def translated(text: str, lang: str, values: Mapping[str, object] | None = None) -> str:
    """``text`` in ``lang``, and only then its values filled in: the catalogue has one entry for all of them."""
    said = catalogue(lang).gettext(text)
    spoken = {name: _spoken(value, lang) for name, value in (values or {}).items()}
    return said % spoken if spoken else said


def _spoken(value: object, lang: str) -> object:
    if isinstance(value, Text):
        return value.in_language(lang)
    if isinstance(value, Euros):
        return number(int(value), lang)
    return long_date(value, lang) if isinstance(value, date) else value


def sentence(error: WijkstemError, lang: str) -> str:
    """What ``error`` says, in ``lang``."""
    return translated(error.sentence, lang, error.values)


def remember(response: Response, lang: str, settings: Settings) -> None:
    """Keep the language in this browser for a year."""
    response.set_cookie(
        guarded_name(COOKIE, settings),
        lang,
        max_age=31_536_000,
        path="/",
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )
