"""Files that cannot be read: one clear error each, that names the file and says what to do."""

import os
import zipfile
from pathlib import Path

import pytest

from corpus.errors import (
    FileDamaged,
    FileEmpty,
    FileEncrypted,
    FileForbidden,
    FileMissing,
    FileTooLarge,
    InputError,
    UnknownType,
)
from pipeline.readers import ReadLimits, bare_text, read


def pdf(path: Path, pages: int = 1, **options: object) -> Path:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), **options)
    for number in range(pages):
        canvas.drawString(50, 700, f"Words on page {number}, enough of them to read.")
        canvas.showPage()
    canvas.save()
    return path


def locked_pdf(path: Path) -> Path:
    from reportlab.lib.pdfencrypt import StandardEncryption

    return pdf(path, encrypt=StandardEncryption("secret", ownerPassword="owner", strength=128))


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a/>")
        archive.writestr("word/media/zeros.bin", b"\0" * 2**24)
    return path


def entities(path: Path) -> Path:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 9))
    xml = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]><d>&l8;</d>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", xml)
    return path


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda d: d / "absent.pdf", FileMissing),
        (lambda d: written(d / "empty.txt", b""), FileEmpty),
        (lambda d: written(d / "blank.txt", b" \n\n\t "), FileEmpty),
        (lambda d: written(d / "blank.html", b"<html><body><p> </p></body></html>"), FileEmpty),
        (lambda d: written(d / "picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40), UnknownType),
        (lambda d: written(d / "data.bin", b"\0\1\2\3" * 20), UnknownType),
        (lambda d: written(d / "words.xyz", b"Some words."), UnknownType),
        (lambda d: d, UnknownType),
        (lambda d: written(d / "corrupt.pdf", b"%PDF-1.7\nnothing of use"), FileDamaged),
        (lambda d: written(d / "not.pdf", b"just words"), FileDamaged),
        (lambda d: written(d / "not.docx", b"just words"), FileDamaged),
        (lambda d: written(d / "cut.docx", b"PK\x03\x04" + b"\0" * 100), FileDamaged),
        (lambda d: entities(d / "laughs.docx"), FileDamaged),
        (lambda d: locked_pdf(d / "locked.pdf"), FileEncrypted),
        (
            lambda d: written(
                d / "locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
            ),
            FileEncrypted,
        ),
        (lambda d: written(d / "old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), UnknownType),
    ],
)
def test_one_clear_error(tmp_path: Path, make, error: type[InputError]) -> None:  # type: ignore[no-untyped-def]
    path = make(tmp_path)
    with pytest.raises(InputError) as caught:
        read(path)
    assert type(caught.value) is error
    assert str(caught.value).startswith(f"{path}: ")
    assert str(caught.value).count("\n") == 0


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(300 * 2**20)
    with pytest.raises(FileTooLarge, match="300 MB"):
        read(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with pytest.raises(FileTooLarge, match="unpacks"):
        read(bomb(tmp_path / "bomb.docx"), limits=ReadLimits(max_bytes=2**20))


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileTooLarge, match="4 pages"):
        read(pdf(tmp_path / "long.pdf", pages=4), limits=ReadLimits(max_pages=3))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_rights(tmp_path: Path) -> None:
    path = written(tmp_path / "closed.txt", b"words")
    path.chmod(0)
    with pytest.raises(FileForbidden):
        read(path)


def test_rights_are_asked_before_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "closed.txt", b"words")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(FileForbidden, match=r"closed\.txt"):
        read(path)


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9])
def test_a_pdf_that_is_cut_off_reads_or_fails_clearly(tmp_path: Path, cut: float) -> None:
    data = pdf(tmp_path / "whole.pdf", pages=3).read_bytes()
    path = written(tmp_path / "cut.pdf", data[: int(len(data) * cut)])
    try:
        words = read(path).text
    except InputError as error:
        words = str(error)
    assert "Words on page" in words or str(path) in words


def test_a_pdf_in_disguise_is_known_by_its_bytes(tmp_path: Path) -> None:
    path = written(tmp_path / "paper.txt", pdf(tmp_path / "paper.pdf").read_bytes())
    assert read(path).media_type == "application/pdf"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("It costs £5 – no more.".encode("utf-16"), "It costs £5 – no more."),
        ("It costs £5 – no more.".encode("cp1252"), "It costs £5 – no more."),
        (b"\xef\xbb\xbfIt costs little.", "It costs little."),
    ],
)
def test_encodings(tmp_path: Path, data: bytes, words: str) -> None:
    path = written(tmp_path / "words.txt", data)
    assert read(path).text == words
    assert words in bare_text(path)[0]
