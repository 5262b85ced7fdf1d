"""Rows on stdout or in a file, as JSON Lines, CSV or Parquet."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import typer

from api.cli.console import EXIT_USAGE, complain, print_lines


class Format(StrEnum):
    """File formats of rows."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


@dataclass(frozen=True)
class TableOutput:
    """Where rows go, and how. JSON Lines and CSV are written as the rows come: a long run can be watched and piped."""

    form: Format
    target: Path | None
    columns: Sequence[str]

    @classmethod
    def of(cls, form: Format, target: Path | None, columns: Sequence[str]) -> "TableOutput":
        """An output that can be written; refused before any work is done where it cannot.

        Args:
            form: the format.
            target: a file, or None for stdout.
            columns: of the rows.
        """
        if form is Format.parquet and target is None and sys.stdout.isatty():
            complain("Parquet is no text for a terminal: name a file with --output, or redirect stdout.")
            raise typer.Exit(EXIT_USAGE)
        if target is not None and not target.parent.is_dir():
            complain(f"{target}: the folder {target.parent} does not exist. Make it, or name another file.")
            raise typer.Exit(EXIT_USAGE)
        return cls(form, target, columns)

    def write(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write all rows."""
        from pipeline.formats import csv_lines, json_lines, write_parquet

        if self.form is Format.parquet:
            write_parquet(rows, self.columns, self.target or sys.stdout.buffer)
            return
        lines = json_lines(rows) if self.form is Format.jsonl else csv_lines(rows, self.columns)
        if self.target is None:
            print_lines(lines)
        else:
            with self.target.open("w", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in lines)
