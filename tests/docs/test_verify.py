"""The scripts of docs/verify: they find our boards and proofs right, and every tampered one wrong."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wijkstem.domain.board import Line, chained, next_lines, receipt_of, start_of, tree_of
from wijkstem.domain.voting_codes import grouped
from wijkstem.words.rounds import BoardKind

SCRIPTS = Path(__file__).parents[2] / "docs/verify"
ROUND = "0f8fad5b-d9cb-469f-a165-70867728950e"
#: The board after each night, as numbers of lines, and the last of them at the close.
SIZES = (1, 8, 13, 14, 41)


def digest(of: object) -> str:
    return hashlib.sha256(str(of).encode()).hexdigest()


def a_board() -> list[Line]:
    lines = [Line(0, BoardKind.RULES, digest("rules"))]
    for first, behind in ((1, 8), (8, 13), (13, 14), (14, 40)):
        lines += next_lines(first, BoardKind.BALLOT, map(digest, range(first, behind)))
    lines.append(Line(40, BoardKind.CLOSING, digest("totals")))
    return [*lines, Line(41, BoardKind.RESULT, digest("a file"))]


def heads_of(lines: list[Line], sizes: tuple[int, ...] = (*SIZES, 42)) -> list[dict[str, Any]]:
    chains = [chain for _, chain in chained(start_of(ROUND), lines)]
    return [
        {
            "size": size,
            "root": tree_of(lines[:size]).root.hex(),
            "chain": chains[size - 1],
            "closing": size == 41,
        }
        for size in sizes
    ]


def run(script: str, *arguments: object) -> tuple[int, str]:
    """In a Python of its own that knows nothing of this project."""
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPTS / script), *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=SCRIPTS,
        env={"PYTHONIOENCODING": "utf-8"},
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    def checked(lines: list[str], heads: list[dict[str, Any]], *more: str) -> tuple[int, str]:
        board, said = tmp_path / "bord.jsonl", tmp_path / "koppen.json"
        board.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        said.write_text(json.dumps({"round": ROUND, "heads": heads}), encoding="utf-8")
        return run("check_board.py", board, said, *more)

    return checked


Check = Callable[..., tuple[int, str]]


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


def test_a_board_as_it_should_be(check: Check) -> None:
    lines = a_board()
    assert check(texts(lines), heads_of(lines)) == (
        0,
        "42 regels, waarvan 39 stemmen, en 6 koppen\nAlles klopt.\n",
    )


@pytest.mark.parametrize("size", [1, 2, 3, 7, 33])
def test_boards_of_any_size(check: Check, size: int) -> None:
    lines = a_board()[:size]
    assert check(texts(lines), heads_of(lines, tuple(range(1, size + 1))))[0] == 0


def test_a_receipt_is_found_however_it_is_typed(check: Check) -> None:
    lines = a_board()
    receipt = grouped(receipt_of(lines[20].digest))
    for typed in (receipt, receipt.lower().replace("-", " "), receipt.replace("0", "O")):
        code, said = check(texts(lines), heads_of(lines), "--receipt", typed)
        assert (code, said.splitlines()[1]) == (0, "uw stem staat op regel 20")


def test_a_receipt_of_a_ballot_that_was_left_out(check: Check) -> None:
    lines = a_board()
    code, said = check(
        texts(lines), heads_of(lines), "--receipt", receipt_of(digest("another ballot"))
    )
    assert code == 1
    assert "FOUT: uw stem staat niet op dit bord" in said


def test_the_rules_have_no_receipt(check: Check) -> None:
    lines = a_board()
    code, _ = check(texts(lines), heads_of(lines), "--receipt", receipt_of(lines[0].digest))
    assert code == 1


def changed(lines: list[Line]) -> list[Line]:
    return [*lines[:5], Line(5, BoardKind.BALLOT, lines[5].digest[:-1] + "0"), *lines[6:]]


def dropped(lines: list[Line]) -> list[Line]:
    return [*lines[:5], *(Line(o.number - 1, o.kind, o.digest) for o in lines[6:])]


def reordered(lines: list[Line]) -> list[Line]:
    one, two = lines[2], lines[3]
    swapped = [Line(2, two.kind, two.digest), Line(3, one.kind, one.digest)]
    return [*lines[:2], *swapped, *lines[4:]]


def added(lines: list[Line]) -> list[Line]:
    extra = Line(8, BoardKind.BALLOT, digest("stuffed"))
    return [*lines[:8], extra, *(Line(o.number + 1, o.kind, o.digest) for o in lines[8:])]


TAMPERED = pytest.mark.parametrize("tamper", [changed, dropped, reordered, added])


@TAMPERED
def test_a_tampered_board_does_not_fit_its_heads(
    check: Check, tamper: Callable[[list[Line]], list[Line]]
) -> None:
    lines = a_board()
    code, said = check(texts(tamper(lines)), heads_of(lines))
    assert code == 1
    assert "klopt niet met de regels" in said


@TAMPERED
def test_a_board_made_anew_does_not_fit_the_head_that_somebody_kept(
    check: Check, tamper: Callable[[list[Line]], list[Line]]
) -> None:
    """Whoever owns the board can make all heads again, but not those in mailboxes."""
    lines = a_board()
    kept, other = heads_of(lines)[2], tamper(lines)
    sizes = (*SIZES[:-1], len(other))
    code, said = check(
        texts(other), heads_of(other, sizes), "--head", f"{kept['size']}:{kept['root']}"
    )
    assert code == 1
    assert "FOUT: uw kop van 13 regels klopt niet met de regels" in said


def test_the_head_that_somebody_kept_fits(check: Check) -> None:
    lines = a_board()
    kept = [f"--head={head['size']}:{head['root']}" for head in heads_of(lines)]
    assert check(texts(lines), heads_of(lines), *kept)[0] == 0


@pytest.mark.parametrize("which", range(6))
@pytest.mark.parametrize("name", ["root", "chain"])
def test_a_forged_head(check: Check, which: int, name: str) -> None:
    lines = a_board()
    heads = heads_of(lines)
    heads[which][name] = digest("forged")
    code, said = check(texts(lines), heads)
    assert code == 1
    assert said.count("FOUT") == 1


def test_a_head_of_lines_that_are_not_there(check: Check) -> None:
    lines = a_board()
    heads = [*heads_of(lines), {**heads_of(lines)[-1], "size": 43}]
    code, said = check(texts(lines), heads)
    assert (code, said.count("FOUT")) == (1, 1)
    assert "de kop van 43 regels" in said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (lambda a: [*a[:3], a[2], *a[3:]], "hier staat nummer 2"),
        (lambda a: [a[0].replace("rules", "ballot"), *a[1:]], "de spelregels staan op de eerste"),
        (lambda a: [*a[:3], a[3].replace("ballot", "rules"), *a[4:]], "en nergens anders"),
        (lambda a: [*a[:3], a[3].replace(":3", ": 3"), *a[4:]], "geen regel van een stembord"),
        (lambda a: [*a[:3], a[3].replace("ballot", "gift"), *a[4:]], "geen regel van een stembord"),
        (lambda a: [*a[:3], "", *a[4:]], "regel 3: "),
        (lambda a: [*a[:3], "[]", *a[4:]], "regel 3: "),
        (lambda a: [*a[:3], '{"digest":7,"kind":"ballot","number":3}', *a[4:]], "regel 3: "),
    ],
)
def test_lines_that_are_no_lines(
    check: Check, lines: Callable[[list[str]], list[str]], said: str
) -> None:
    code, told = check(lines(texts(a_board())), heads_of(a_board()))
    assert code == 1
    assert said in told


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda a: [*a, Line(42, BoardKind.BALLOT, digest("late"))], "een stem na de sluiting"),
        (lambda a: [*a[:6], Line(6, BoardKind.BALLOT, a[5].digest), *a[7:]], "staat er al"),
        (reordered, "staan niet op volgorde"),
    ],
)
def test_boards_that_never_should_have_been_made(
    check: Check, made: Callable[[list[Line]], list[Line]], said: str
) -> None:
    """Their heads are right."""
    lines = made(a_board())
    code, told = check(texts(lines), heads_of(lines, (*SIZES, len(lines))))
    assert code == 1
    assert said in told
    assert told.count("FOUT") == 1


def test_lines_behind_the_last_head(check: Check) -> None:
    lines = a_board()
    code, said = check(texts(lines), heads_of(lines, SIZES))
    assert code == 1
    assert "1 regels vallen nog onder geen kop" in said


@pytest.fixture
def prove(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    def proved(proof: dict[str, Any], *more: str) -> tuple[int, str]:
        file = tmp_path / "bewijs.json"
        file.write_text(json.dumps(proof), encoding="utf-8")
        return run("check_proof.py", file, *more)

    return proved


def inclusion(lines: list[Line], place: int) -> dict[str, Any]:
    tree = tree_of(lines)
    path = [step.hex() for step in tree.inclusion(place)]
    root = tree.root.hex()
    line = lines[place].text
    return {"number": place, "line": line, "size": tree.size, "root": root, "path": path}


def consistency(lines: list[Line], older: int) -> dict[str, Any]:
    tree = tree_of(lines)
    return {
        "older_size": older,
        "older_root": tree_of(lines[:older]).root.hex(),
        "size": tree.size,
        "root": tree.root.hex(),
        "path": [step.hex() for step in tree.consistency(older)],
    }


@pytest.mark.parametrize("place", [0, 1, 8, 31, 32, 40, 41])
def test_a_proof_of_a_line(prove: Check, place: int) -> None:
    proof = inclusion(a_board(), place)
    assert prove(proof, f"--head={proof['size']}:{proof['root']}") == (0, "Het bewijs klopt.\n")
    other = a_board()[place - 1].text
    assert prove({**proof, "line": other})[0] == 1
    assert prove({**proof, "number": place + 1})[0] == 1
    assert prove({**proof, "root": digest("forged")})[0] == 1
    assert prove({**proof, "path": proof["path"][:-1]})[0] == 1
    assert prove({**proof, "path": [*proof["path"], digest("more")]})[0] == 1


@pytest.mark.parametrize("older", [1, 2, 3, 8, 13, 32, 33, 41, 42])
def test_a_proof_that_lines_were_only_added(prove: Check, older: int) -> None:
    proof = consistency(a_board(), older)
    assert prove(proof)[0] == 0
    assert prove({**proof, "older_root": digest("forged")})[0] == 1
    assert prove({**proof, "root": digest("forged")})[0] == 1
    assert prove({**proof, "path": [*proof["path"], digest("more")]})[0] == 1


def test_a_proof_of_another_head(prove: Check) -> None:
    code, said = prove(inclusion(a_board(), 3), f"--head=42:{digest('in a mail')}")
    assert code == 1
    assert "gaat niet over uw kop" in said


def test_scripts_need_python_alone_and_can_be_read() -> None:
    for script in SCRIPTS.glob("*.py"):
        text = script.read_text(encoding="utf-8")
        assert len(text.splitlines()) < 150
        imported = {
            line.split()[1] for line in text.splitlines() if line[:7] in {"import ", "from pa"}
        }
        assert imported <= {"argparse", "hashlib", "json", "sys", "pathlib"}
