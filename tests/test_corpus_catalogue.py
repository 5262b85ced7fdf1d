"""Which documents there are."""

from pathlib import Path

import pytest

from corpus.catalogue import CatalogueEntry, bundled_documents, load_catalogue
from corpus.errors import CatalogueError

ENTRY = """
[[document]]
id = "one"
title = "One"
publisher = "Somebody"
kind = "briefing"
licence = "OGL v3.0"
"""


def test_bundled_documents_stand_where_the_catalogue_says() -> None:
    assert [e.id for e in bundled_documents() if not e.path.is_file()] == []


def test_every_bundled_document_is_illustrative_and_no_official_one_is() -> None:
    assert all(entry.illustrative == (entry.url is None) for entry in load_catalogue())


def test_guidance_covers_three_planning_years() -> None:
    years = {e.planning_year for e in bundled_documents() if e.kind == "planning_guidance"}
    assert years == {"2023/24", "2024/25", "2025/26"}


def test_official_publications_have_an_address_and_a_licence() -> None:
    official = [e for e in load_catalogue() if not e.illustrative]
    assert len(official) >= 9
    assert {e.licence for e in official} == {"OGL v3.0"}


def test_an_official_publication_is_not_bundled() -> None:
    entry = next(e for e in load_catalogue() if e.url)
    with pytest.raises(CatalogueError, match=entry.id):
        _ = entry.path


def test_the_financial_year_of_a_board_paper_holds_its_date() -> None:
    def year_of(entry: CatalogueEntry) -> str:
        assert entry.published
        start = entry.published.year - (entry.published.month < 4)
        return f"{start}/{(start + 1) % 100:02}"

    papers = [e for e in load_catalogue() if e.kind == "board_paper" and e.published]
    assert [e.id for e in papers if year_of(e) != e.financial_year] == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("", "url, file"),
        ('url = "https://example.org/"\nfile = "one.txt"', "url, file"),
        ('url = "ftp://example.org/"', "url"),
        ('file = "../one.txt"', "file"),
        ('file = "one.txt"\nfinancial_year = "2024-25"', "financial_year"),
        ('file = "one.txt"\npublished = "yesterday"', "published"),
        ('file = "one.txt"\nmin_objectives = -1', "min_objectives"),
        ('file = "one.txt"\ncolour = "blue"', "colour"),
    ],
)
def test_an_entry_that_cannot_be_used_is_named_with_its_key(tmp_path: Path, change: str, named: str) -> None:
    path = tmp_path / "catalogue.toml"
    path.write_text(ENTRY + change, encoding="utf-8")
    with pytest.raises(CatalogueError, match=rf"entry one .*{named}"):
        load_catalogue(path)


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.toml"
    path.write_text((ENTRY + 'file = "one.txt"\n') * 2, encoding="utf-8")
    with pytest.raises(CatalogueError, match="one stands twice"):
        load_catalogue(path)


def test_a_catalogue_that_is_missing_or_no_toml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.toml"
    with pytest.raises(CatalogueError, match="cannot be read"):
        load_catalogue(path)
    path.write_text("[[document", encoding="utf-8")
    with pytest.raises(CatalogueError, match="no valid TOML"):
        load_catalogue(path)
