"""Addresses that more than one page links to."""


def initiative_path(number: str, slug: str) -> str:
    """The page of an initiative; the number decides, the words are for people."""
    return f"/initiatieven/{number}-{slug}"
