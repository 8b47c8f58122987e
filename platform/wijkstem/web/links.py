"""Addresses that more than one page links to, and how a number is read from one."""

from uuid import UUID

from starlette.convertors import Convertor, register_url_convertor


class NumberConvertor(Convertor[str]):
    """The number of an initiative, so that the words after it can never be taken for a part of it."""

    regex = r"[0-9]{4}-[0-9]{4,6}"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


class RoundConvertor(NumberConvertor):
    """The number of a budget round: a year and a number of that year, so that other words can stand in its place."""

    regex = r"[0-9]{4}-[0-9]{1,4}"


register_url_convertor("number", NumberConvertor())
register_url_convertor("round", RoundConvertor())


def initiative_path(number: str, slug: str) -> str:
    """The page of an initiative; the number decides, the words are for people."""
    return f"/initiatieven/{number}-{slug}"


def meeting_path(meeting_id: UUID) -> str:
    """The page of a meeting."""
    return f"/agenda/{meeting_id}"


def booth_path(number: str) -> str:
    """Where people begin to vote in a round."""
    return f"/wijkbudget/{number}/stemmen"


def ballot_path(number: str, area: int) -> str:
    """The ballot of an area of a round; nothing of what is chosen ever stands in an address."""
    return f"/wijkbudget/{number}/stembiljet/{area}"


def gathering_path(gathering_id: UUID) -> str:
    """The page of a gathering."""
    return f"/bijeenkomsten/{gathering_id}"


def neighbourhood_path(code: str) -> str:
    """The page of a neighbourhood."""
    return f"/wijken/{code}"


def figures_path(code: str) -> str:
    """The figures of a neighbourhood."""
    return f"/wijken/{code}/cijfers"


def indicator_path(code: str) -> str:
    """The page of an indicator."""
    return f"/indicatoren/{code}"


def item_path(item_id: UUID) -> str:
    """The page of an item of a neighbourhood's programme."""
    return f"/programma/{item_id}"


def year_path(year: int) -> str:
    """The year's agenda."""
    return f"/jaaragenda/{year}"


def subject_path(subject_id: UUID) -> str:
    """The page of a subject of the year's agenda."""
    return f"/jaaragenda/onderwerp/{subject_id}"


def year_report_path(year: int) -> str:
    """A year's report, in its last edition."""
    return f"/jaarverslag/{year}"


def edition_path(year: int, edition: int) -> str:
    """One edition of a year's report."""
    return f"/jaarverslag/{year}/editie/{edition}"


def dossier_path(number: str, slug: str) -> str:
    """The page of a dossier; like a plan's, the number decides."""
    return f"/dossiers/{number}-{slug}"


def proposal_path(number: str, slug: str) -> str:
    """The page of a council proposal; the number decides."""
    return f"/raadsvoorstellen/{number}-{slug}"


def means_path(number: str, slug: str) -> str:
    """The page of a means; the number decides."""
    return f"/meedoen/{number}-{slug}"


def choice_path(choice_id: UUID) -> str:
    """The page of a guided choice."""
    return f"/meedoen/keuze/{choice_id}"


def partnership_path(partnership_id: UUID) -> str:
    """The page of a partnership."""
    return f"/samenwerkingen/{partnership_id}"


def promise_path(promise_id: UUID) -> str:
    """The page of a promise."""
    return f"/toezeggingen/{promise_id}"


def work_path(number: str) -> str:
    """The page of how a plan is carried out."""
    return f"/uitvoering/{number}"


def part_path(part_id: UUID) -> str:
    """The officials' page of one part of that."""
    return f"/uitvoering/onderdeel/{part_id}"


def draft_path(draft_id: UUID, step: str) -> str:
    """A step of a plan that is being written."""
    return f"/initiatieven/concept/{draft_id}/{step}"
