"""A sentence for people with its figures: Dutch in the catalogue, filled in only after translation."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Remark:
    """Something that whoever counts must know."""

    code: str
    sentence: str
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return self.sentence % dict(self.values) if self.values else self.sentence


def remark(code: str, sentence: str, **values: object) -> Remark:
    """A remark; mark the sentence with N_."""
    return Remark(code, sentence, tuple(sorted(values.items())))
