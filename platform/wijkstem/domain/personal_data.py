"""Personal data in a text that everybody will be able to read: found, so that a person can decide what to do about it.

What is found here is a warning, but for a citizen service number (BSN): nobody may publish one (Uitvoeringswet AVG,
article 46; Wet algemene bepalingen burgerservicenummer, article 10), and this platform does not store one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from stdnum import iban
from stdnum.nl import bsn

from wijkstem.errors import FieldError, Invalid


class Kind(StrEnum):
    """What kind of personal data it looks like."""

    BSN = "bsn"
    IBAN = "iban"
    EMAIL = "email"
    PHONE = "phone"
    PLATE = "plate"
    #: Found by what goes before it, and only for officials: `named_people`.
    NAME = "name"


@dataclass(frozen=True)
class Found:
    """A place in a text."""

    kind: Kind
    text: str
    start: int
    end: int


#: What people put between the digits of one number; not a line end.
_GAP = r"[ \u00a0.\-\u2010\u2011\u2013]"
_DIGITS = re.compile(r"\D")

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{1,4}){3,8}(?!\w)", re.IGNORECASE)
#: Dutch numbers have ten digits with the zero; a number of a service (0800, 0900, 112, 14 053) is nobody's.
_PHONE = re.compile(
    rf"(?<![\w+])(?:(?:\+|00)31{_GAP}?(?:\(0\){_GAP}?)?|\(?0(?!800|900|906|909))[1-9]"
    rf"(?:{_GAP}{{0,2}}\)?{_GAP}?\d){{8}}(?!\w)"
)
_ABROAD = re.compile(rf"(?<![\w+])\+(?!31)[1-9]\d{{0,2}}(?:{_GAP}?\d){{7,12}}(?!\w)")
_DATE = re.compile(r"\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4}")
#: As it is written on cards and letters: in one, 4-2-3 or 3-3-3.
_BSN = re.compile(
    rf"(?<![\w€])(?<!€ )(?:\d{{9}}|\d{{4}}{_GAP}\d{{2}}{_GAP}\d{{3}}|\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{3}})"
    rf"(?!\w|[.,]\d|,-| ?euro\b| ?miljoen\b)",
    re.IGNORECASE,
)
#: Where it says that it is one, it may be written in any way.
_CALLED_BSN = re.compile(
    rf"\b(?:bsn|sofi-?nummer|burger ?service ?nummer)\b[^\d\n]{{0,20}}(\d(?:{_GAP}?\d){{7,8}})(?!\w)",
    re.IGNORECASE,
)
#: The series of Dutch number plates, letters as X and digits as 9.
_SERIES = (
    "XX-99-99", "99-99-XX", "99-XX-99", "XX-99-XX", "XX-XX-99", "99-XX-XX", "99-XXX-9",
    "9-XXX-99", "XX-999-X", "X-999-XX", "XXX-99-X", "X-99-XXX", "9-XX-999", "999-XX-9",
)  # fmt: skip
_PLATE = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(one.replace("X", "[A-Z]").replace("9", r"\d") for one in _SERIES)
    + r")(?![\w-])",
    re.IGNORECASE,
)
#: Without hyphens it is one only where it is said.
_CALLED_PLATE = re.compile(
    r"\bkenteken(?:plaat)?\b[^\w\n]{0,3}(?:is[^\w\n])?([A-Z0-9]{6})(?!\w)", re.IGNORECASE
)
#: What people are called with before their name; short ones may have a stop.
_CALLED = (
    r"(?:[Dd]e\s+[Hh]eer(?:\s+en\s+[Mm]evrouw)?|[Mm]evrouw|[Mm]eneer|[Mm]ijnheer|[Jj]uffrouw"
    r"|[Ff]amilie|[Gg]ezin|[Ww]eduwe|(?:[Dd]hr|[Mm]evr|[Mm]w|[Ff]am)\.?)"
)
#: Words between somebody's first and last name.
_BETWEEN = (
    r"(?:(?:[Vv]an|[Vv]on|[Dd]e|[Dd]er|[Dd]en|[Tt]er|[Tt]en|[Tt]e|[Hh]et|[Oo]p|[Ii]n|['’]t|[Ll]a|[Ee]l)"
    r"[ \u00a0]+){0,3}"
)
_LAST = r"[A-ZÀ-ÖØ-Þ][\w'’]+(?:-[A-ZÀ-ÖØ-Þ][\w'’]+)*"
_NAMED = re.compile(
    rf"(?<!\w){_CALLED}[ \u00a0]+((?:[A-ZÀ-ÖØ-Þ]\.[ \u00a0]?){{0,5}}{_BETWEEN}{_LAST}(?:[ \u00a0]+{_BETWEEN}{_LAST}){{0,2}})"
)
#: What is somebody's work, and not who they are.
_OFFICES = frozenset(
    {"Burgemeester", "Wethouder", "Voorzitter", "Raadslid", "Griffier", "Secretaris", "Minister"}
)
_MIXED = re.compile(r"(?=.*\d)(?=.*[A-Za-z]).+")


def personal_data(text: str) -> list[Found]:
    """Everything in ``text`` that looks like personal data, in its order; nothing twice."""
    taken: list[Found] = []
    for one in _candidates(text):
        if not any(one.start < other.end and other.start < one.end for other in taken):
            taken.append(one)
    return sorted(taken, key=lambda one: one.start)


def named_people(text: str) -> list[Found]:
    """Names by what goes before them ("de heer", "familie"), as a help to who publishes; many names have nothing before them.

    No list of people is used: who has an account is nobody else's business.
    """
    return [one for one in _all(Kind.NAME, _NAMED, text) if one.text not in _OFFICES]


def _candidates(text: str) -> Iterator[Found]:
    """The surest kinds first: the digits of an account are no telephone number."""
    yield from _all(Kind.EMAIL, _EMAIL, text)
    yield from _accounts(text)
    yield from (one for one in _all(Kind.BSN, _CALLED_BSN, text) if _is_bsn(one))
    yield from (
        one
        for pattern in (_PHONE, _ABROAD)
        for one in _all(Kind.PHONE, pattern, text)
        if not _DATE.match(one.text)
    )
    yield from (one for one in _all(Kind.BSN, _BSN, text) if _is_bsn(one))
    yield from _all(Kind.PLATE, _PLATE, text)
    yield from (one for one in _all(Kind.PLATE, _CALLED_PLATE, text) if _MIXED.fullmatch(one.text))


def _all(kind: Kind, pattern: re.Pattern[str], text: str) -> Iterator[Found]:
    """Every place that fits; of a pattern with a group, the group alone."""
    for found in pattern.finditer(text):
        yield Found(kind, found[pattern.groups], *found.span(pattern.groups))


def _is_bsn(one: Found) -> bool:
    return bool(bsn.is_valid(_DIGITS.sub("", one.text).zfill(9)))


def _accounts(text: str) -> Iterator[Found]:
    """What follows an account can look like more of it, so words are left off until it is right."""
    for found in _IBAN.finditer(text):
        end = found.end()
        while end > found.start() + 14:
            if iban.is_valid(text[found.start() : end], check_country=False):
                yield Found(Kind.IBAN, text[found.start() : end], found.start(), end)
                break
            end = max(text.rfind(" ", 0, end), text.rfind("\u00a0", 0, end))


def check_no_bsn(texts: Mapping[str, str]) -> None:
    """Raises Invalid for a text with a citizen service number, by the name of the text."""
    wrong = {name: no_bsn() for name, text in texts.items() if has_bsn(text)}
    if wrong:
        raise Invalid(wrong)


def has_bsn(text: str) -> bool:
    """Whether something in it must be taken for a citizen service number."""
    return any(one.kind is Kind.BSN for one in personal_data(text))


def no_bsn() -> FieldError:
    """What a form says of one."""
    return FieldError(
        "bsn",
        "Hier staat een nummer dat op een burgerservicenummer (BSN) lijkt. Dat bewaren wij niet en het mag niet op"
        " een website staan. Haal het weg.",
    )
