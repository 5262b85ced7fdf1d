"""Which files an ingest reads."""

from pathlib import Path

import pytest

from pipeline.inputs import find_inputs


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("b.md", "a.txt", "sub/c.PDF", "sub/notes.xlsx", ".hidden/d.txt", ".e.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("words")
    return tmp_path


def names(paths: tuple[Path, ...]) -> list[str]:
    return [path.name for path in paths]


def test_a_folder_is_read_with_all_below_it_in_order_without_hidden_and_other_files(tree: Path) -> None:
    inputs = find_inputs([tree])
    assert names(inputs.files) == ["a.txt", "b.md", "c.PDF"]
    assert names(inputs.passed_over) == ["notes.xlsx"]


def test_a_named_file_is_read_whatever_its_type(tree: Path) -> None:
    assert names(find_inputs([tree / "sub/notes.xlsx"]).files) == ["notes.xlsx"]


def test_a_glob_is_expanded(tree: Path) -> None:
    assert names(find_inputs([tree / "*.md", tree / "*" / "*.PDF"]).files) == ["b.md", "c.PDF"]


def test_each_file_is_read_once(tree: Path) -> None:
    assert names(find_inputs([tree / "a.txt", tree, tree / "a.txt"]).files).count("a.txt") == 1


@pytest.mark.parametrize(("path", "words"), [("absent.pdf", "does not exist"), ("none-*.pdf", "matches no file")])
def test_what_leads_nowhere_is_named_and_the_rest_goes_on(tree: Path, path: str, words: str) -> None:
    inputs = find_inputs([tree / path, tree / "a.txt"])
    assert names(inputs.files) == ["a.txt"]
    [(where, message)] = inputs.failures
    assert where == tree / path
    assert words in message
    assert path in message


def test_a_folder_without_rights_is_named(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("os.scandir", refuse)
    [(_, message)] = find_inputs([tree]).failures
    assert "may not be read by this user" in message
