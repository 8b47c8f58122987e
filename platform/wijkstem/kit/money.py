"""Whole euros in a sentence."""


class Euros(int):
    """An amount; pages say it with the separators of the reader's language, and by itself it says it in Dutch."""

    def __str__(self) -> str:
        return f"{int(self):,}".replace(",", ".")
