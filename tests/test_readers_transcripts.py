"""Transcripts and captions: the label of a turn stands apart, sentences are whole, text leads back to the file."""

from pathlib import Path

import pytest

from corpus.document import Document
from pipeline.readers import read


def read_text(folder: Path, text: str, name: str = "call.txt") -> Document:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read(path)


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.quote(block)) for block in document.blocks]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "[00:01] ADA MBEKI: Open ten beds.\n\n[00:09] TOM HARROW: By May.\n\n[00:14] ADA MBEKI: Agreed.\n",
            ["[00:01] ADA MBEKI:", "[00:09] TOM HARROW:", "[00:14] ADA MBEKI:"],
        ),
        (
            "Ada Mbeki  0:01\nOpen ten beds.\n\nTom Harrow  0:09\nBy May.\n\nAda Mbeki  0:14\nAgreed.\n",
            ["Ada Mbeki  0:01", "Tom Harrow  0:09", "Ada Mbeki  0:14"],
        ),
        (
            "Q1  Chair: Open ten beds.\n\nMr Lang: By May.\n\nQ2  Chair: Agreed.\n\nMr Lang: Then we begin.\n",
            ["Q1  Chair:", "Mr Lang:", "Q2  Chair:", "Mr Lang:"],
        ),
        ("0:01\nOpen ten\n0:02\nbeds.\n0:04\nBy May. Agreed.\n", ["0:01"]),
    ],
)
def test_labels_of_turns_are_captions(tmp_path: Path, text: str, labels: list[str]) -> None:
    found = blocks(read_text(tmp_path, text))
    assert [words for kind, words in found if kind == "caption"] == labels
    spoken = " ".join(words for kind, words in found if kind == "paragraph")
    assert spoken.startswith("Open ten beds. By May. Agreed.")


def test_a_list_of_labelled_values_is_no_transcript(tmp_path: Path) -> None:
    text = "Beds: Ten of them are open.\n\nStaff: Four are new.\n\nMoney: It is spent.\n\nPlan: It is late.\n"
    assert not [kind for kind, _ in blocks(read_text(tmp_path, text)) if kind == "caption"]


def test_an_agenda_with_times_is_no_transcript(tmp_path: Path) -> None:
    lines = ["09:30 Welcome", "09:35 Interests to declare", "10:10 Report of the chair", "11:00 Close of meeting"]
    text = "Tidewater Board: meeting in public\n\nAgenda\n\n" + "\n".join(lines) + "\n"
    assert [words for kind, words in blocks(read_text(tmp_path, text)) if kind == "paragraph"] == lines


def test_headings_and_paragraphs_between_turns_stay(tmp_path: Path) -> None:
    text = (
        "Call\n\n[00:01] ADA: One.\n\n[00:02] TOM: Two.\n\n[00:03] ADA: Three.\n\nACTIONS AGREED\n\n- Tom opens beds.\n"
    )
    document = read_text(tmp_path, text)
    assert [s.heading for s in document.sections] == ["Call", "ACTIONS AGREED"]
    assert blocks(document)[-1] == ("list_item", "Tom opens beds.")


CUES = [
    ("WEBVTT\n\n", "00:00:03.000 --> 00:00:05.000\n<v Ada Mbeki>", "00:00:05.000 --> 00:00:09.000\n<v Ada Mbeki>"),
    ("", "1\n00:00:03,000 --> 00:00:05,000\nAda Mbeki: ", "2\n00:00:05,000 --> 00:00:09,000\n"),
]


@pytest.mark.parametrize(("head", "first", "second"), CUES)
def test_captions_of_one_speaker_are_joined(tmp_path: Path, head: str, first: str, second: str) -> None:
    text = f"{head}{first}We open ten\n\n{second}<i>beds</i> by May.\n"
    document = read_text(tmp_path, text, "call.vtt" if head else "call.srt")
    assert blocks(document) == [("caption", "00:00:03 Ada Mbeki"), ("paragraph", "We open ten beds by May.")]
    assert document.source_text == text
    assert "-->" in document.quote_source(document.blocks[1])


def test_captions_without_an_end_are_cut(tmp_path: Path) -> None:
    cues = "".join(f"00:{n // 60:02}:{n % 60:02}.000 --> 01:00:00.000\nand so on it goes\n\n" for n in range(600))
    document = read_text(tmp_path, f"WEBVTT\n\n{cues}", "call.vtt")
    assert max(block.end - block.start for block in document.blocks) < 2000
