"""The form with which an official says who somebody is: the number is read, made into a tag, and kept nowhere."""

from collections.abc import Mapping
from datetime import date

from starlette.requests import Request

from wijkstem.adapters.oidc.said import subject_of_number
from wijkstem.commands.recognising import Identity
from wijkstem.demo.people import numbers, people
from wijkstem.errors import FieldError, Invalid, NotFound
from wijkstem.kit.text import clean, has_control_characters
from wijkstem.web import inputs
from wijkstem.web.context import services, visitor
from wijkstem.web.wording import places, today

#: What stands in the list of neighbourhoods for who lives in the municipality, and for who does not.
HERE, ELSEWHERE = "hier", "elders"


def possible(request: Request) -> bool:
    """Whether somebody who is entered here is the same person when they log in later."""
    parts = services(request)
    return parts.settings.demo or parts.providers.give_numbers(visitor(request).municipality_id)


def require_possible(request: Request) -> None:
    """Raises NotFound where residents are not known by their number."""
    if not possible(request):
        raise NotFound(
            "no_entering",
            "Hier kunt u nog niets invoeren voor een ander. De manier van inloggen geeft geen burgerservicenummer door."
            " Dan kunnen wij niet zien of iemand al heeft gesteund.",
        )


def choices(request: Request) -> dict[str, object]:
    """What the form offers."""
    who = visitor(request)
    demo = services(request).settings.demo
    known = people(who.rules.municipality) if demo else {}
    return {
        "places": places(who.rules),
        "examples": [
            (number, known[key].display_name)
            for number, key in (numbers(who.rules.municipality) if demo else {}).items()
        ][:3],
    }


def resident(request: Request, values: Mapping[str, str], *, contact: bool = True) -> Identity:
    """Who it is. Raises Invalid with an error for each field that must change."""
    errors: dict[str, FieldError] = {}
    subject = subject_of(request, clean(values.get("bsn", "")))
    if subject is None:
        errors["bsn"] = FieldError(
            "no_number", "Dit is geen burgerservicenummer. Het heeft 9 cijfers. Typ het over."
        )
    born = inputs.day(values, "born")
    if born is None or not date(1900, 1, 1) <= born <= today(request):
        errors["born"] = FieldError("no_birth_date", "Vul een geboortedatum in die bestaat.")
    lives, name, email = (clean(values.get(key, "")) for key in ("lives", "name", "email"))
    place = visitor(request).rules.municipality.neighbourhood(lives)
    if place is None and lives not in {HERE, ELSEWHERE}:
        errors["lives"] = FieldError("no_place", "Kies waar deze inwoner woont.")
    for key, text in (("name", name), ("email", email)):
        if has_control_characters(text) or "\n" in text:
            errors[key] = FieldError(
                "control_characters",
                "Er staan tekens in die wij niet kunnen opslaan. Typ de tekst opnieuw.",
            )
    if contact and email and "@" not in email[1:-1]:
        errors["email"] = FieldError(
            "no_address", "Vul een e-mailadres in, zoals naam@voorbeeld.nl. Of laat dit leeg."
        )
    if errors:
        raise Invalid(errors)
    assert subject is not None
    return Identity(
        subject=subject,
        display_name=name,
        email=email if contact and email else None,
        birth_date=born,
        neighbourhood_code=place.code if place else None,
        lives_here=lives != ELSEWHERE,
        tells_email=bool(contact and email),
    )


def subject_of(request: Request, typed: str) -> str | None:
    """What a login service would say of a number; None for what is no number. In the demo also the numbers of its people."""
    municipality = visitor(request).rules.municipality
    if services(request).settings.demo:
        key = numbers(municipality).get(typed.replace(" ", "").replace(".", ""))
        if key is not None:
            return people(municipality)[key].subject
    return subject_of_number(typed)
