"""Putting the user's own rule file in use: from then on it counts in every extraction of the process."""

from pathlib import Path

from corpus.acronyms import acronyms
from corpus.errors import RulesError
from corpus.metrics import metrics
from corpus.organisations import organisations
from corpus.own_rules import OwnRules, in_use, put_in_use, read_rules, refused
from extractors.additions import CLOSED
from extractors.lexicon import FOLDER, lexicon

ENTRIES = {"metric": metrics, "body": organisations, "acronym": acronyms}  # lists of entries, and what reads them


def use_rules(rules: Path | str | OwnRules | None) -> OwnRules | None:
    """Add a rule file to the lexicons of this process, in place of the one that was in use.

    What was compiled of the lexicons before is forgotten; a file that cannot be used leaves things as they were.

    Args:
        rules: a TOML file, see docs/rules.md; rules that have been read; or None for the lexicons alone.

    Returns:
        The rules that are in use now.

    Raises:
        RulesError: the file cannot be read, or an entry of it cannot be used; it says which, and what could be.
    """
    before = in_use()
    put_in_use(read_rules(Path(rules)) if isinstance(rules, Path | str) else rules)
    try:
        _check()
    except RulesError:
        put_in_use(before)
        raise
    return in_use()


def lexicons() -> list[str]:
    """The names of the extractors' lexicons that take additions."""
    return sorted(file.stem for file in FOLDER.glob("*.toml") if file.stem not in CLOSED)


def _check() -> None:
    """Read every table that the rules in use add to: what they add is checked where it is added."""
    rules = in_use()
    for name in rules.tables if rules else ():
        if name in ENTRIES:
            ENTRIES[name]()
        elif name in lexicons():
            lexicon(name)
        else:
            raise refused(f"[{name}]", f"no such table. There are: {', '.join([*ENTRIES, *lexicons()])}")
