"""Files that broke a reader once, made small: nothing is lost in silence, and refusals are one clear error."""

import zipfile
from pathlib import Path

import pytest
from docx import Document as Docx

from corpus.errors import FileDamaged, FileMissing, InputError
from extractors import extract_facts
from pipeline.readers import read

SENTENCE = "Trusts should reduce 52-week waits to below 1% by March 2025."


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_html_goes_on_after_a_long_text(tmp_path: Path) -> None:
    page = f"<body><h1>A plan</h1><p>{'some words ' * 1_000_000}</p><p>{SENTENCE}</p></body>"
    assert read(written(tmp_path / "long.html", page)).text.endswith(SENTENCE)


def test_html_goes_on_after_deep_nesting(tmp_path: Path) -> None:
    page = f"<body><h1>A plan</h1>{'<div>' * 300}<p>Inside it.</p>{'</div>' * 300}<p>{SENTENCE}</p></body>"
    text = read(written(tmp_path / "deep.html", page)).text
    assert "Inside it." in text
    assert text.endswith(SENTENCE)


def test_html_nested_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    page = f"<body><h1>A plan</h1>{'<div>' * 100_000}<p>{SENTENCE}</p></body>"
    with pytest.raises(FileDamaged, match="nested"):
        read(written(tmp_path / "abyss.html", page))


def test_html_in_utf_16(tmp_path: Path) -> None:
    page = f"<html><body><h1>A plan</h1><p>{SENTENCE}</p></body></html>".encode("utf-16")
    assert read(written(tmp_path / "wide.html", page)).text == f"A plan\n{SENTENCE}"


def test_html_with_a_span_that_is_no_number(tmp_path: Path) -> None:
    page = f"<body><h1>A plan</h1><table><tr><td colspan='²'>{SENTENCE}</td><td>5%</td></tr></table></body>"
    assert SENTENCE in read(written(tmp_path / "span.html", page)).text


@pytest.mark.parametrize("sign", ["\x01", "\x0b", "\ufffe", "&#2;"])
def test_html_with_signs_that_no_text_holds_beside_what_is_taken_out(tmp_path: Path, sign: str) -> None:
    menu = f"{sign}<nav><a href='/'>Home</a></nav>{sign}"
    page = f"<body>{menu}<main><h1>A plan</h1>{menu}<p>{SENTENCE}</p></main></body>"
    assert SENTENCE in read(written(tmp_path / "signs.html", page)).text


@pytest.mark.parametrize(
    "cells",
    [
        ("<tr>" + "<td rowspan=65534 colspan=1000>x</td>" * 50 + "</tr>") * 20,
        "<tr><td rowspan=65534>x</td></tr>" * 2000,
        "<tr><td rowspan=-1 colspan=0>x</td><td rowspan=99999999999999999999 colspan=1e9>y</td></tr>",
        ("<tr>" + "<td>1</td>" * 5000 + "</tr>") * 2,
        "<tr " + " ".join(f'a{i}="1"' for i in range(50_000)) + "><td>x</td></tr>",
    ],
    ids=["wide spans", "long spans", "spans of no size", "5,000 columns", "50,000 attributes"],
)
def test_html_with_a_table_beyond_measure(tmp_path: Path, cells: str) -> None:
    page = f"<body><h1>A plan</h1><table>{cells}</table><p>{SENTENCE}</p></body>"
    assert read(written(tmp_path / "table.html", page)).text.endswith(SENTENCE)


def test_html_does_not_fetch_or_expand_entities_of_its_own(tmp_path: Path) -> None:
    secret = written(tmp_path / "secret.txt", "Not to be read.")
    entities = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "haha"><!ENTITY z "&y;&y;">]>'
    page = f"{entities}<html><body><h1>A plan</h1><p>&x; &z;</p><p>{SENTENCE}</p></body></html>"
    text = read(written(tmp_path / "entities.xhtml", page)).text
    assert SENTENCE in text
    assert "Not to be read" not in text
    assert "haha" not in text.replace("haha", "", 1).replace('"', "")


def test_json_ld_nested_beyond_all_measure(tmp_path: Path) -> None:
    script = f"<script type='application/ld+json'>{'[' * 100_000}</script>"
    page = f"<head>{script}</head><body><h1>A plan</h1><p>{SENTENCE}</p></body>"
    assert SENTENCE in read(written(tmp_path / "linked.html", page)).text


def rewritten(path: Path, **parts: bytes) -> Path:
    """A DOCX with its body changed by replacements of bytes."""
    document = Docx()
    document.add_heading("A plan", 1)
    document.add_paragraph(SENTENCE)
    document.save(path)
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    for old, new in parts.items():
        content["word/document.xml"] = content["word/document.xml"].replace(old.encode(), new)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def test_docx_goes_on_after_a_comment(tmp_path: Path) -> None:
    file = rewritten(tmp_path / "comment.docx", Trusts=b"<!-- a remark -->Trusts")
    assert SENTENCE in read(file).text


def test_docx_with_entities_of_its_own_is_refused(tmp_path: Path) -> None:
    file = rewritten(tmp_path / "entity.docx", **{"<w:document ": b'<!DOCTYPE d [<!ENTITY x "words">]><w:document '})
    with pytest.raises(FileDamaged, match="entities of its own"):
        read(file)


def test_a_loop_of_links_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    with pytest.raises(InputError, match=r"a\.txt: cannot be read"):
        read(tmp_path / "a.txt")


@pytest.mark.parametrize("name", ["x" * 300 + ".txt", "none.txt"])
def test_a_name_that_leads_nowhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path / name)
    assert isinstance(refused.value, FileMissing) or "cannot be read" in str(refused.value)


def test_a_number_beyond_all_measure_is_none(tmp_path: Path) -> None:
    file = written(tmp_path / "nines.txt", f"A note\n\nWaits rose to {'9' * 310} million in March 2025.\n")
    assert [fact for fact in extract_facts(read(file)) if fact.kind in ("figure", "objective")] == []
