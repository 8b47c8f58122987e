"""The languages of the screens: Dutch sentences are the source, a catalogue holds the English ones.

``python -m wijkstem.kit.i18n extract`` brings the catalogue up to date with templates and code, keeping what
was translated; ``check`` fails and names every sentence that has no English yet.
"""

import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = "nl"
ROOT = Path(__file__).resolve().parents[3]
LOCALE = Path("platform/wijkstem/locale")
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "messages.po"

Keywords = Mapping[str, tuple[int, ...] | None]
#: An error's sentence is its second argument, after the code; a notice's is after its kind.
KEYWORDS: Keywords = {"_": None, "gettext": None, "N_": None, "ngettext": (1, 2)} | dict.fromkeys(
    (
        "NotFound",
        "NotAllowed",
        "Conflict",
        "RuleBroken",
        "FieldError",
        "LoginRefused",
        "Away",
        "notice",
    ),
    (2,),
)
#: Read the way the pages are read, or the sentences would differ in white space.
JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}


def N_(text: str) -> str:
    """Mark a sentence in code for the catalogue; the page translates it."""
    return text


class Translations:
    """The catalogues in memory, one for each language."""

    def __init__(self, catalogues: Mapping[str, NullTranslations]) -> None:
        self._catalogues = {SOURCE: NullTranslations(), **catalogues}

    @classmethod
    def load(cls, locale_dir: Path = ROOT / LOCALE) -> "Translations":
        """Read every ``<language>/LC_MESSAGES/messages.po`` under ``locale_dir``."""
        files = sorted(locale_dir.glob("*/LC_MESSAGES/messages.po"))
        return cls({path.parts[-3]: _compiled(path) for path in files})

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are, the source language first."""
        return tuple(self._catalogues)

    def for_language(self, language: str) -> NullTranslations:
        """The sentences in ``language``; one we do not have gets the source language."""
        return self._catalogues.get(language, self._catalogues[SOURCE])


def _compiled(path: Path) -> GNUTranslations:
    binary = io.BytesIO()
    write_mo(binary, _read(path, path.parts[-3]))
    binary.seek(0)
    return GNUTranslations(binary)


def _read(path: Path, language: str) -> Catalog:
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def extract(root: Path = ROOT) -> Catalog:
    """Bring the English catalogue up to date with templates and code; returns it."""
    path = root / ENGLISH
    catalogue = _read(path, "en")
    catalogue.update(_found(root), no_fuzzy_matching=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        # No header, places or dates: a change in the file is a change in a sentence.
        write_po(
            file, catalogue, width=100, no_location=True, omit_header=True,
            sort_output=True, ignore_obsolete=True,
        )  # fmt: skip
    return catalogue


def _found(root: Path) -> Catalog:
    found = Catalog()
    for message, comments, context in _messages(root):
        found.add(message, None, auto_comments=comments, context=context)
    return found


Message = tuple[str | tuple[str, ...], list[str], str | None]


def _messages(root: Path) -> Iterator[Message]:
    pages = [("**.html", "jinja2"), ("**.txt", "jinja2")]
    code = [("**.py", "python")]
    options = {pattern: JINJA for pattern, _ in pages}
    for folder, methods in ((root / "templates", pages), (root / "platform" / "wijkstem", code)):
        for _, _, message, comments, context in extract_from_dir(
            folder,
            methods,
            options,
            keywords=KEYWORDS,
            comment_tags=("Vertaler:",),
            directory_filter=_wanted,
        ):
            yield message, comments, context


def _wanted(folder: object) -> bool:
    """Also folders such as ``_layouts``, which babel would pass over."""
    return Path(str(folder)).name != "__pycache__"


def sources(root: Path = ROOT) -> Iterator[str]:
    """Every Dutch text of the screens; of one in singular and plural, both."""
    for message in _found(root):
        if message.id:
            yield from [message.id] if isinstance(message.id, str) else message.id


def unfinished(root: Path = ROOT) -> list[str]:
    """What stands between the English catalogue and complete, one line a sentence."""
    english = _read(root / ENGLISH, "en")
    missing = []
    for wanted in _found(root):
        have = english.get(wanted.id, wanted.context)
        name = wanted.id if isinstance(wanted.id, str) else wanted.id[0]
        if name and (have is None or not _complete(have.string)):
            missing.append(f"no English for: {name}")
        elif name and have is not None and have.fuzzy:
            missing.append(f"English in doubt (fuzzy) for: {name}")
    return missing + [
        f"{error}: {message.id}" for message, errors in english.check() for error in errors
    ]


def _complete(translation: str | Sequence[str] | None) -> bool:
    return all(translation) if isinstance(translation, list | tuple) else bool(translation)


def main(arguments: Sequence[str]) -> int:
    """``extract`` or ``check``."""
    if list(arguments) == ["extract"]:
        extract()
        return 0
    if list(arguments) == ["check"]:
        lines = unfinished()
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        return 1 if lines else 0
    sys.stderr.write("usage: python -m wijkstem.kit.i18n extract|check\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
