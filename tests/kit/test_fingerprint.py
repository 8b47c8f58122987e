"""What a page is made from, as one word: other files or other words, another word."""

from pathlib import Path

from wijkstem.kit.fingerprint import fingerprint


def folder(at: Path, **texts: str) -> Path:
    at.mkdir()
    for name, text in texts.items():
        (at / f"{name}.html").write_text(text)
    return at


def test_files_and_words_decide_it_and_the_place_does_not(tmp_path: Path) -> None:
    one = folder(tmp_path / "one", page="Dag", other="Hallo")
    twin = folder(tmp_path / "twin", page="Dag", other="Hallo")
    changed = folder(tmp_path / "changed", page="Dag!", other="Hallo")
    renamed = folder(tmp_path / "renamed", page="Dag", others="Hallo")

    assert fingerprint([one], "demo") == fingerprint([twin], "demo")
    others = [fingerprint([one]), fingerprint([changed], "demo"), fingerprint([renamed], "demo")]
    assert len({fingerprint([one], "demo"), fingerprint([one, one], "demo"), *others}) == 5


def test_what_does_not_make_pages_is_left_out(tmp_path: Path) -> None:
    one, twin = folder(tmp_path / "one", page="Dag"), folder(tmp_path / "twin", page="Dag")
    (twin / "page.pyc").write_bytes(b"made from it")
    assert fingerprint([one]) == fingerprint([twin])
