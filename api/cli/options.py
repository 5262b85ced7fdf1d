"""Options that several commands share, and the settings that they add up to."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from pipeline.settings import Settings


@dataclass
class Chosen:
    """What was given before the command's name; `program`: the command has this process to itself."""

    data: Path | None = None
    program: bool = False


chosen = Chosen()

DataFolder = Annotated[
    Path | None,
    typer.Option("--data", help="Folder of the index (or REMIT_DATA). Default: .remit", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable output on stdout.")]
Expand = Annotated[
    bool,
    typer.Option("--expand/--no-expand", help="Search other names of the field too, and mend slips of spelling."),
]
MOST = 1000  # results
Limit = Annotated[int, typer.Option("-k", "--limit", min=1, max=MOST, help="The most results.")]
Years = Annotated[
    list[str] | None, typer.Option("--year", help="Only this financial year: 2024/25. Repeatable.", show_default=False)
]
Kinds = Annotated[
    list[str] | None, typer.Option("--kind", help="Only this kind: planning_guidance, board_paper, briefing, news.")
]
Publishers = Annotated[list[str] | None, typer.Option("--publisher", help="Only this publisher.")]
Bodies = Annotated[list[str] | None, typer.Option("--body", help="Only what concerns this body, by name.")]
Documents = Annotated[list[str] | None, typer.Option("--document", help="Only this document: file name or id.")]


RulesFile = Annotated[
    Path | None, typer.Option("--rules", help="A rule file of your own (or REMIT_RULES).", show_default=False)
]


def settings(data: Path | None, **flags: Any) -> "Settings":
    """The settings, with the flags on top; the rule file that they name is put in use.

    Raises:
        SettingsError: a setting that cannot be used, or a rule file that cannot.
    """
    from extractors import use_rules
    from pipeline.settings import load_settings

    found = load_settings(data=data or chosen.data, **flags)
    use_rules(found.rules)
    return found
