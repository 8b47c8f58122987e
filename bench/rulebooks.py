"""Rules for the measurements: made-up municipalities with twenty neighbourhoods and a threshold that is never reached."""

from pathlib import Path

from tests.support.rulebook import FIXTURES, rules_folder
from tests.support.world import HERE

#: Neighbourhoods a municipality: what visitors pick from in the list.
NEIGHBOURHOODS = tuple(f"WK9901{number:02d}" for number in range(20))
CODE = "GM9901"
#: More than anybody signs: whoever reaches a threshold closes the signing.
THRESHOLD = 9_000_000


def bench_rules(folder: Path, municipalities: int = 1) -> Path:
    """Testdorp, and as many others as it takes, each with the same rules under its own name."""
    rules_folder(folder)
    for extra in folder.glob("buurdorp/*"):
        extra.unlink()
    (folder / "buurdorp").rmdir()
    _write(folder, HERE, CODE)
    for number in range(2, municipalities + 1):
        _write(folder, f"dorp-{_letters(number)}", f"GM{number:04d}")
    return folder


def _letters(number: int) -> str:
    """A number in letters: names of municipalities have no digits."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def _write(folder: Path, slug: str, code: str) -> None:
    (folder / slug).mkdir(exist_ok=True)
    for file in (FIXTURES / HERE).glob("*.toml"):
        text = file.read_text().replace("value = 3,", f"value = {THRESHOLD},")
        if file.stem == "gemeente":
            before, _, after = text.partition("[[neighbourhoods]]")
            # How advice is given comes after them; what goes to the archive does not matter here.
            text = before + "".join(map(_neighbourhood, NEIGHBOURHOODS))
            text += "\n[advice]\n" + after.partition("\n[advice]\n")[2]
            text = text.replace(f'"{HERE}"', f'"{slug}"').replace(CODE[2:], code[2:])
        (folder / slug / file.name).write_text(text)


def _neighbourhood(code: str) -> str:
    return f'\n[[neighbourhoods]]\ncode = "{code}"\nname = "Wijk {code[-2:]}"\n'
