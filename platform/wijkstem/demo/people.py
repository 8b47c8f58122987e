"""The made-up people of the demo, as data: who can log in at /inloggen when `settings.demo` is on.

Nobody here exists. Keys are stable, so that the demo's content can say who did what.
"""

from datetime import date

from wijkstem.commands.accounts import Identity
from wijkstem.rules.schema import Municipality
from wijkstem.words import Role

RESIDENTS = 20
#: Too young to file or to support: 15 years old in the autumn of 2026.
TOO_YOUNG = "bewoner-19"
#: Lives in another municipality.
ELSEWHERE = "bewoner-20"
YOUNG_BIRTH_DATE = date(2011, 6, 15)

_FIRST_NAMES = (
    "Anouk", "Bilal", "Corrie", "Daan", "Esra", "Femke", "Gerrit", "Hanan", "Ibrahim", "Jolanda",
    "Kees", "Latifa", "Mees", "Noor", "Otto", "Priya", "Quinten", "Roos", "Sem", "Tineke",
)  # fmt: skip
#: The members of the neighbourhood councils: in the demo the same four everywhere.
COUNCIL = {
    "wijkraad-1": ("Uma Voorbeeld", date(1968, 4, 9)),
    "wijkraad-2": ("Teun Voorbeeld", date(1951, 11, 2)),
    "wijkraad-3": ("Saskia Voorbeeld", date(1979, 7, 21)),
    "wijkraad-4": ("Rachid Voorbeeld", date(1990, 1, 30)),
}
_OFFICE = {
    "ambtenaar-1": ("Wim Voorbeeld", Role.OFFICIAL),
    "ambtenaar-2": ("Vera Voorbeeld", Role.OFFICIAL),
    "griffie-1": ("Yvonne Voorbeeld", Role.CLERK),
    "beheerder-1": ("Zeynep Voorbeeld", Role.ADMINISTRATOR),
    "platform-1": ("Xander Voorbeeld", Role.OPERATOR),
}


def people(municipality: Municipality) -> dict[str, Identity]:
    """The people of a municipality by key, residents first."""
    residents = {
        f"bewoner-{number}": _resident(municipality, number) for number in range(1, RESIDENTS + 1)
    }
    where = municipality.neighbourhoods[0].code
    advice = municipality.advice
    grants = {
        (Role.NEIGHBOURHOOD_COUNCIL, c) for c in (advice.councils.codes if advice else [where])
    }
    council = {
        key: _identity(
            municipality,
            key,
            name,
            birth_date=born,
            neighbourhood_code=where,
            roles=frozenset({(Role.RESIDENT, ""), *grants}),
        )
        for key, (name, born) in COUNCIL.items()
    }
    office = {
        key: _identity(municipality, key, name, roles=frozenset({(role, "")}))
        for key, (name, role) in _OFFICE.items()
    }
    return residents | council | office


def chosen_from(municipality: Municipality) -> list[tuple[str, Identity]]:
    """The same people to choose from: one resident and whoever works on plans on top, the others below."""
    first = ("bewoner-1", "wijkraad-1", *_OFFICE)
    return sorted(people(municipality).items(), key=lambda person: person[0] not in first)


def numbers(municipality: Municipality) -> dict[str, str]:
    """A number for each of them, as a citizen service number is made, from the range that is nobody's."""
    found = (f"{n}" for n in range(999_990_000, 1_000_000_000) if _is_number(f"{n}"))
    return {next(found): key for key in people(municipality)}


def _is_number(digits: str) -> bool:
    """The check of eleven that these numbers have."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 == 0


def _resident(municipality: Municipality, number: int) -> Identity:
    key = f"bewoner-{number}"
    neighbourhoods = municipality.neighbourhoods
    lives = neighbourhoods[(number - 1) % len(neighbourhoods)].code
    return _identity(
        municipality,
        key,
        f"{_FIRST_NAMES[number - 1]} Voorbeeld",
        birth_date=YOUNG_BIRTH_DATE if key == TOO_YOUNG else _birth_date(number),
        neighbourhood_code=None if key == ELSEWHERE else lives,
    )


def _birth_date(number: int) -> date:
    """Spread over all ages from 18 to beyond 80, the same each time."""
    return date(1940 + (number * 17) % 66, 1 + (number * 5) % 12, 1 + (number * 7) % 28)


def _identity(
    municipality: Municipality,
    key: str,
    name: str,
    *,
    birth_date: date | None = None,
    neighbourhood_code: str | None = None,
    roles: frozenset[tuple[Role, str]] = frozenset({(Role.RESIDENT, "")}),
) -> Identity:
    return Identity(
        subject=f"demo:{municipality.slug}:{key}",
        display_name=name,
        email=f"{key}@{municipality.slug}.example",
        birth_date=birth_date,
        neighbourhood_code=neighbourhood_code,
        roles=roles,
    )
