"""What can be asked with an address: the parameters of the API, each with what it takes and how that is read.

A reader that is lenient reads things that nobody meant, so a value is first looked at letter by letter.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, TypeAdapter, ValidationError

from wijkstem.kit.i18n import N_
from wijkstem.queries.open_data.keyset import Key
from wijkstem.web.api.v1 import cursor
from wijkstem.words import PromiseState
from wijkstem.words.means import MeansKind, MeansState


class Wrong(Exception):
    """A parameter that cannot be; ``name`` says which, ``takes`` what it can be."""

    def __init__(self, name: str, takes: str) -> None:
        super().__init__(name)
        self.name, self.takes = name, takes


def _spelled(pattern: str) -> BeforeValidator:
    def check(value: Any) -> Any:
        if isinstance(value, str) and not re.fullmatch(pattern, value, re.ASCII):
            raise ValueError(pattern)
        return value

    return BeforeValidator(check)


def _near(day: date) -> date:
    if not 1900 <= day.year <= 2999:
        raise ValueError("year")
    return day


_UUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_CODE, _PLACE, _PLAN = r"[a-z][a-z0-9_-]{0,39}", r"WK[0-9]{6}|BU[0-9]{8}", r"[0-9]{4}-[0-9]{4,6}"
_ROUND, _DECISION, _DOSSIER = r"[0-9]{4}-[0-9]{1,4}", rf"{_PLAN}-[0-9]{{1,6}}", r"[0-9]{4}-[0-9]{4,6}"  # fmt: skip
_VERSION = r"[0-9]{4}\.[0-9]{1,2}"


def _text(pattern: str) -> Any:
    return Annotated[str, Field(pattern=f"^({pattern})$"), _spelled(pattern)]


@dataclass(frozen=True)
class Parameter:
    """A parameter, in the query or in the path."""

    name: str
    type: Any
    #: What it takes, for who sent something else.
    takes: str
    about: str

    @property
    def adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.type)

    def read(self, said: str) -> Any:
        """Raises Wrong."""
        try:
            return self.adapter.validate_python(said)
        except ValidationError:
            raise Wrong(self.name, self.takes) from None


_A_DAY = Annotated[date, AfterValidator(_near), _spelled(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")]
_A_KEY = Annotated[UUID, _spelled(_UUID)]

_CODE_TAKES = N_("een code zoals de lijst die geeft")
_PLACE_TAKES = N_("een code van het CBS, zoals WK015300")
_NUMBER_TAKES = N_("een nummer zoals 2026-0042")
_DAY_TAKES = N_("een datum zoals 2026-03-31")
_ID_TAKES = N_("een id zoals de lijst die geeft")

SIZE: Final = Parameter(
    "pageSize",
    Annotated[int, Field(ge=1, le=100), _spelled("[0-9]{1,3}")],
    N_("een heel getal van 1 tot en met 100"),
    "Hoeveel er in een deel staan.",
)
#: What a part holds when nobody says how much.
USUAL: Final = 50
CURSOR: Final = Parameter(
    "cursor",
    Annotated[str, Field(min_length=1, max_length=cursor.LONGEST, pattern=r"^[A-Za-z0-9_-]+$")],
    N_("wat in het veld volgende stond"),
    "Waar het volgende deel begint. Neem het adres uit het veld volgende over.",
)

INSTRUMENT = Parameter(
    "instrument", _text(_CODE), _CODE_TAKES, "Alleen plannen met dit instrument."
)
PLACE = Parameter("wijk", _text(_PLACE), _PLACE_TAKES, "Alleen wat over deze wijk gaat.")
FILED_FROM = Parameter("ingediendVanaf", _A_DAY, _DAY_TAKES, "Op of na deze dag ingediend.")
FILED_TO = Parameter("ingediendTot", _A_DAY, _DAY_TAKES, "Op of voor deze dag ingediend.")
CLOSED = Parameter(
    "gesloten",
    Annotated[bool, _spelled("true|false")],
    N_("true of false"),
    "Of het plan klaar is.",
)
PLAN = Parameter("initiatief", _text(_PLAN), _NUMBER_TAKES, "Alleen wat over dit plan gaat.")
MEETING = Parameter("vergadering", _A_KEY, _ID_TAKES, "Alleen van deze vergadering.")
PROMISED = Parameter("stand", PromiseState, N_("open, kept of dropped"), "Of het al is gedaan.")
MEANS_KIND = Parameter(
    "soort",
    MeansKind,
    _CODE_TAKES,
    "Alleen manieren van deze soort.",
)
MEANS_STATE = Parameter(
    "stand",
    MeansState,
    _CODE_TAKES,
    "Alleen wat zo ver is.",
)
DOSSIER = Parameter("dossier", _text(_DOSSIER), _NUMBER_TAKES, "Alleen wat in dit dossier hoort.")

AS_OF = Parameter("peildatum", _A_DAY, _DAY_TAKES, "Zoals het op het eind van deze dag was.")

CODE_KEY = Parameter("code", _text(_CODE), _CODE_TAKES, "De code.")
PLACE_KEY = Parameter("code", _text(_PLACE), _PLACE_TAKES, "De code van het CBS.")
PLAN_KEY = Parameter("nummer", _text(_PLAN), _NUMBER_TAKES, "Het nummer van het plan.")
ROUND_KEY = Parameter("nummer", _text(_ROUND), _NUMBER_TAKES, "Het nummer van de ronde.")
DECISION_KEY = Parameter("nummer", _text(_DECISION), _NUMBER_TAKES, "Het nummer van het besluit.")
DOSSIER_KEY = Parameter("nummer", _text(_DOSSIER), _NUMBER_TAKES, "Het nummer van het dossier.")
MEANS_KEY = Parameter("nummer", _text(_PLAN), _NUMBER_TAKES, "Het nummer van de manier.")
VERSION_KEY = Parameter("versie", _text(_VERSION), _CODE_TAKES, "De versie.")
ID_KEY = Parameter("id", _A_KEY, _ID_TAKES, "De id.")


@dataclass(frozen=True)
class Asked:
    """What was asked of a list."""

    after: Key | None
    most: int
    #: By the name of the parameter.
    only: Mapping[str, Any]


def asked_of(
    query: Mapping[str, str], filters: tuple[Parameter, ...], keys: tuple[type, ...]
) -> Asked:
    """Raises Wrong for the first parameter that cannot be."""
    only = {one.name: one.read(query[one.name]) for one in filters if one.name in query}
    if not keys:
        return Asked(None, USUAL, only)  # one thing, which has no parts
    said = query.get(CURSOR.name)
    after = None if said is None else cursor.read(said, keys)
    if said is not None and after is None:
        raise Wrong(CURSOR.name, CURSOR.takes)
    return Asked(after, SIZE.read(query[SIZE.name]) if SIZE.name in query else USUAL, only)


def in_address(value: object) -> str:
    """A value as it stands in an address."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.value if isinstance(value, StrEnum) else str(value)
