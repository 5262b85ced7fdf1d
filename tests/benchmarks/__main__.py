"""`make bench`: every benchmark, one table. Ratios are taken in one run, since machines are noisy.

`python -m tests.benchmarks reading search` runs some of them.
"""

import sys
from importlib import import_module

from rich.console import Console
from rich.table import Table

ALL = (
    "reading",
    "pdf",
    "memory",
    "extraction",
    "patterns",
    "headings",
    "tables",
    "fuzz",
    "embedding",
    "search",
    "serving",
)


def main(names: tuple[str, ...]) -> int:
    """Run benchmarks by name and print what they measured."""
    unknown = set(names) - set(ALL)
    if unknown:
        sys.stderr.write(f"no such benchmark: {', '.join(sorted(unknown))}; there are: {', '.join(ALL)}\n")
        return 2
    table = Table("benchmark", "measured", "value", "unit", "note", box=None, header_style="bold")
    for name in names or ALL:
        for measurement in import_module(f"tests.benchmarks.{name}").run():
            value = f"{measurement.value:,.3g}" if measurement.value < 1000 else f"{measurement.value:,.0f}"
            table.add_row(name, measurement.name, value, measurement.unit, measurement.note)
    Console(width=140).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:])))
