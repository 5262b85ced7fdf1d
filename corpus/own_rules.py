"""A rule file of the user's own: entries and words that are added to the lexicons; docs/rules.md shows one.

One such file at most is in use in a process. What reads a lexicon asks here for what is added to it; what was made of
the lexicons before is forgotten when another file comes into use.
"""

import functools
import hashlib
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from corpus.document import Record, printable
from corpus.errors import RulesError

PACKAGES = frozenset({"corpus", "extractors", "pipeline"})  # whose modules keep what they made of the lexicons


class OwnRules(Record):
    """A rule file as it was read: its name, a hash of its bytes, and its tables. It travels to worker processes."""

    file: str
    digest: str
    tables: dict[str, Any]


class _Process:
    rules: OwnRules | None = None


def in_use() -> OwnRules | None:
    """The rules that are in use in this process."""
    return _Process.rules


def put_in_use(rules: OwnRules | None) -> None:
    """Use these rules from now on, none where there are none; nothing is done where they are in use already."""
    if _digest(rules) != _digest(_Process.rules):
        _Process.rules = rules
        for cached in caches():
            cached.cache_clear()


def read_rules(file: Path) -> OwnRules:
    """The rules of a file, whose tables are looked at only when they are used.

    Raises:
        RulesError: it cannot be read, or is not valid TOML.
    """
    name = printable(str(file))
    try:
        content = file.read_bytes()
        tables = tomllib.loads(content.decode("utf-8"))
    except OSError as error:
        raise RulesError(f"{name}: the rule file cannot be read ({error.strerror}). Check the path.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulesError(f"{name}: is not valid TOML: {error}") from error
    return OwnRules(file=name, digest=hashlib.sha256(content).hexdigest(), tables=tables)


def own_entries(table: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The entries `[[table]]` of the rules in use, each with where it stands.

    Raises:
        RulesError: the table is no list of entries.
    """
    entries = own_table(table)
    if entries is None:
        return
    if not isinstance(entries, list):
        raise refused(f"[{table}]", f"write each entry under [[{table}]]")
    for number, entry in enumerate(entries, start=1):
        place = f"[[{table}]] {number}"
        if not isinstance(entry, dict):
            raise refused(place, f"write each entry under [[{table}]]")
        yield place, entry


def own_table(name: str) -> Any:
    """What the rules in use hold under a name, None where there is nothing."""
    return _Process.rules.tables.get(name) if _Process.rules else None


def own_aliases(place: str, entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The aliases in an entry that names what the lexicon has already: it may give nothing else.

    Raises:
        RulesError: it gives more, or no list of aliases.
    """
    aliases = entry.get("aliases")
    if set(entry) != {key, "aliases"} or not isinstance(aliases, list) or not all(map(_is_phrase, aliases)):
        reason = f"{entry[key]!r} is in the lexicon already. Give `{key}` and a list of `aliases`, and no more"
        raise refused(place, reason)
    return tuple(aliases)


def refused(place: str, reason: str) -> RulesError:
    """The error that says what is wrong at a place of the rules in use."""
    return RulesError(f"{_Process.rules.file if _Process.rules else 'rules'}: {place}: {reason}.")


def invalid(place: str, error: ValidationError) -> RulesError:
    """The error for an entry whose fields are not those of its record."""
    first = error.errors()[0]
    return refused(f"{place}: {'.'.join(map(str, first['loc']))}", f"{first['msg']} (given: {first['input']!r})")


def caches() -> list["functools._lru_cache_wrapper[Any]"]:
    """The caches of functions in all modules that may keep what they made of the lexicons."""
    modules = [module for name, module in list(sys.modules.items()) if name.split(".")[0] in PACKAGES]
    kept = functools._lru_cache_wrapper
    return [value for module in modules for value in list(vars(module).values()) if isinstance(value, kept)]


def _digest(rules: OwnRules | None) -> str | None:
    return rules.digest if rules else None


def _is_phrase(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
