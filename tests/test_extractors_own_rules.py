"""Rules of the user's own: they count in every extraction, what does not fit is refused, and they can be put away."""

import functools
import gc
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.app import app
from api.cli.options import settings
from corpus.acronyms import acronyms, expansions
from corpus.errors import RemitError, RulesError
from corpus.metrics import metrics
from corpus.organisations import organisations
from corpus.own_rules import PACKAGES, caches, in_use
from extractors import extract_facts, use_rules
from extractors.bodies import find_bodies
from extractors.lexicon import lexicon
from extractors.metrics import find_metrics
from extractors.numbers import find_numbers
from index import Index, TinyEncoder
from pipeline import Settings, ingest, read
from pipeline.recipe import fingerprint
from pipeline.rows import extract_rows

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"^```toml\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)[0]
TEXT = """Marsh plan 2024/25

1. Rounds

Marshland Care Collaborative is bound to raise noon rounds to not under 78% by March 2025.
"""


@pytest.fixture(autouse=True)
def alone():
    """The lexicons alone, before and after each test."""
    use_rules(None)
    yield
    use_rules(None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "my_rules.toml"
    path.write_text(EXAMPLE, encoding="utf-8")
    return path


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def rules(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "other.toml"
    path.write_text(text, encoding="utf-8")
    return path


def objectives(path: Path) -> list[tuple[object, ...]]:
    found = extract_facts(read(path), kinds=["objective"])
    return [(o.metric, o.comparator, o.value, o.obligation, o.body.name) for o in found]


def test_the_example_of_the_page_counts(file: Path, plan: Path) -> None:
    before = objectives(plan)
    use_rules(file)
    assert objectives(plan) == [("ward rounds before noon", ">=", 78.0, "must", "Marshland Care Collaborative")]
    use_rules(None)
    assert (
        objectives(plan) == before != [("ward rounds before noon", ">=", 78.0, "must", "Marshland Care Collaborative")]
    )


def test_each_register_takes_entries(file: Path) -> None:
    use_rules(str(file))
    assert [m.metric.id for m in find_metrics("Our front door standard and noon rounds")] == [
        "ae_4_hours",
        "rounds_before_noon",
    ]
    assert [b.name for b in find_bodies("The chair of MCC said so.")] == ["Marshland Care Collaborative"]
    assert expansions("DTL") == ["discharge to live well"]
    assert metrics()[-1].id == "rounds_before_noon"
    assert organisations()[-1].source == "own rules"
    assert acronyms()[-1].term == "DTL"


def test_an_organisation_takes_aliases(tmp_path: Path) -> None:
    name = organisations()[0].name
    use_rules(rules(tmp_path, f'[[body]]\nname = "{name}"\naliases = ["Quorp Hospitals"]'))
    assert [b.name for b in find_bodies("Quorp Hospitals opened a ward.")] == [name]


def test_entries_of_a_lexicon_and_numbers_in_words(tmp_path: Path) -> None:
    text = """
    [numbers.suffixes]
    lakh = 100_000
    [[bodies.class]]
    name = "quorp guilds"
    type = "generic_group"
    phrases = ["quorp guilds"]
    """
    use_rules(rules(tmp_path, text))
    assert [n.value for n in find_numbers("It cost £3 lakh.")] == [300_000]
    assert [b.name for b in find_bodies("Quorp guilds must report.")] == ["quorp guilds"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[obligation]\nmust = ['x']", r"\[obligation\]: no such table\. There are: metric, body, acronym, bodies, "),
        ("[confidence]\nx = 1", r"\[confidence\]: no such table"),
        ("[obligations.verbs]\nmusst = ['x']", r"\[obligations\.verbs\]: has no 'musst'\. There are: .*must, should"),
        ("[obligations]\nverbs = ['x']", r"\[obligations\.verbs\]: is a table\. Its keys are: ambition"),
        ("obligations = 0", r"\[obligations\]: is a table"),
        ("[obligations.verbs]\nmust = 'x'", r"obligations\.verbs\.must: give a list of phrases.*given: 'x'"),
        ("[obligations.verbs]\nmust = ['x', 1]", r"obligations\.verbs\.must: give a list of phrases"),
        ("[obligations.verbs]\nmust = [' ']", r"obligations\.verbs\.must: give a list of phrases"),
        ("[obligations.verbs]\nmust = ['is (bound']", r"obligations\.verbs\.must: give a list of phrases, in plain"),
        ("[obligations]\nstems = ['x']", r"obligations\.stems: write each entry under \[\[obligations\.stems\]\]"),
        ("[[obligations.stems]]\nrank = 1", r"\[\[obligations\.stems\]\] 1: needs obligation, phrases"),
        (
            "[[obligations.stems]]\nobligation = 'musst'\nrank = 1\nphrases = ['x']",
            r"1: obligation: is one of must, asked, .* \(given: 'musst'\)",
        ),
        (
            "[[obligations.stems]]\nobligation = 'must'\nrank = 'a'\nphrases = ['x']",
            r"1: rank: give a value like \d+ \(given: 'a'\)",
        ),
        ("[[bodies.class]]\ntype = 'other'\nphrases = ['x']\ncolour = 'red'", r"has no 'colour'\. There are: after"),
        ("[dates.months]\nbrumaire = 13", r"\[dates\.months\]: takes no additions"),
        ("[dates.cues]\nrelative = ['x']", r"dates\.cues\.relative: takes no additions"),
        ("[numbers.suffixes]\nmillion = 2", r"numbers\.suffixes\.million: stands for 1000000 already"),
        ("[numbers.suffixes]\nlakh = 'many'", r"numbers\.suffixes\.lakh: give a word and the number .*given: 'many'"),
        ("[metric]\nid = 'x'", r"\[metric\]: write each entry under \[\[metric\]\]"),
        ("metric = 0", r"\[metric\]: write each entry under"),
        ("metric = ['x']", r"\[\[metric\]\] 1: write each entry under"),
        ("[[metric]]\nid = 'x'", r"\[\[metric\]\] 1: name: Field required"),
        (
            "[[metric]]\nid = 'x'\nname = 'x'\nbetter = 'more'\nunit = 'percent'\naliases = ['x']",
            r"\[\[metric\]\] 1: better: Input should be 'higher' or 'lower' \(given: 'more'\)",
        ),
        ("[[metric]]\nid = 'x'\nname = 'x'\nbetter = 'lower'\nunit = 'percent'", r"1: give `aliases`, `all` or both"),
        ("[[metric]]\nid = 'ae_4_hours'\nname = 'x'", r"'ae_4_hours' is in the lexicon already\. Give `id` and a list"),
        ("[[body]]\nname = 'x'", r"\[\[body\]\] 1: type: Field required"),
        ("[[body]]\nname = 'x'\ntype = 'other'\nvalid_from = 'soon'", r"\[\[body\]\] 1: valid_from: "),
        ("[[body]]\nname = ' '\ntype = 'other'", r"\[\[body\]\] 1: a name or an alias is empty"),
        ("[[acronym]]\nterm = 'DTL'", r"\[\[acronym\]\] 1: expansion: Field required"),
        ("[[acronym]]\nterm = ''\nexpansion = 'x'", r"\[\[acronym\]\] 1: give a `term`"),
        ("not TOML", "is not valid TOML"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, file: Path, text: str, said: str) -> None:
    kept = use_rules(file)
    with pytest.raises(RulesError, match=rf"other\.toml: .*?{said}") as error:
        use_rules(rules(tmp_path, text))
    assert isinstance(error.value, RemitError)
    assert in_use() == kept
    assert "is bound to" in lexicon("obligations")["verbs"]["must"]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match=r"none\.toml: the rule file cannot be read \(No such file or directory\)"):
        use_rules(tmp_path / "none.toml")


def test_every_cache_of_a_function_is_emptied(file: Path, plan: Path) -> None:
    extract_facts(read(plan))
    known = {id(cached) for cached in caches()}
    kept = (found for found in gc.get_objects() if type(found) is functools._lru_cache_wrapper)
    ours = [found for found in kept if str(getattr(found, "__module__", "")).split(".")[0] in PACKAGES]
    assert [found.__qualname__ for found in ours if id(found) not in known] == []
    assert sum(cached.cache_info().currsize for cached in caches()) > 100
    use_rules(file)
    in_check = {"metrics", "organisations", "acronyms", "terms", "lexicon"}
    left = [cached.__name__ for cached in caches() if cached.cache_info().currsize]
    assert set(left) <= in_check


def test_the_same_rules_are_not_compiled_again(file: Path, plan: Path) -> None:
    use_rules(file)
    objectives(plan)
    compiled = lexicon("obligations")
    use_rules(file)
    assert lexicon("obligations") is compiled


def test_a_document_depends_on_the_rules(tmp_path: Path, file: Path) -> None:
    def found() -> str:
        return fingerprint("0" * 64, "{}", "eng")

    alone = found()
    use_rules(file)
    with_file = found()
    use_rules(rules(tmp_path, EXAMPLE + "\n# a word more"))
    assert len({alone, with_file, found()}) == 3
    use_rules(None)
    assert found() == alone


def test_worker_processes_use_the_same_rules(file: Path, plan: Path) -> None:
    use_rules(file)
    (found,) = extract_rows([plan], limits=Settings().limits, kinds=["objective"])
    assert [row["metric"] for row in found.rows] == ["ward rounds before noon"]


def test_an_ingest_reads_again_when_the_rules_change(tmp_path: Path, file: Path, plan: Path) -> None:
    data = tmp_path / "data"
    states, names = [], []
    for given in (file, file, None):
        use_rules(None)
        with Index.open(data, encoder=TinyEncoder(), create=True) as index:
            states += [o.state for o in ingest([plan], index, settings=Settings(data=data, rules=given))]
            names.append([o.metric for o in index.store.facts(kind="objective")])
    assert states == ["added", "unchanged", "replaced"]
    assert names[0] == names[1] == ["ward rounds before noon"] != names[2]


def test_the_command_line_takes_rules(tmp_path: Path, file: Path, plan: Path) -> None:
    def run(*options: str) -> list[object]:
        result = CliRunner().invoke(app, ["extract", str(plan), "--kind", "objective", *options])
        assert result.exit_code == 0, result.output
        return [json.loads(line)["metric"] for line in result.stdout.splitlines()]

    assert run("--rules", str(file)) == ["ward rounds before noon"] != run()
    assert in_use() is None
    wrong = CliRunner().invoke(app, ["extract", str(plan), "--rules", str(tmp_path / "none.toml")])
    assert isinstance(wrong.exception, RulesError)


def test_the_setting_puts_rules_in_use(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMIT_RULES", str(file))
    assert settings(None).rules == file
    assert in_use() is not None
    monkeypatch.delenv("REMIT_RULES")
    assert settings(None).rules is None
    assert in_use() is None
