"""The generated Python client: up to date, typed, and at one with a server."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from notebooks.make_client.__main__ import CLIENT, DIGEST
from notebooks.make_client.document import OPERATIONS, digest, openapi, selected
from notebooks.make_client.operations import python_type, rendered
from pipeline.settings import Settings
from tests.served import make_index, served

NOTEBOOKS = CLIENT.parent
sys.path.insert(0, str(NOTEBOOKS))
from remit_client import Problem, Remit  # noqa: E402

SAMPLE = NOTEBOOKS.parent / "corpus" / "samples" / "cancer-bulletin-2024-25.pdf"
KEY = "a key for the client"


@pytest.fixture(scope="module")
def remit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remit]:
    data = make_index(tmp_path_factory.mktemp("client"), further=[SAMPLE])
    with (
        served(Settings(data=data, uploads=True, api_key=SecretStr(KEY))) as address,
        Remit(address, key=KEY) as remit,
    ):
        yield remit


def test_the_client_is_of_this_openapi_document() -> None:
    stale = "the API has changed since the client was made: run `make client`, and look at what has changed"
    assert DIGEST.read_text(encoding="utf-8").strip() == digest(selected(openapi())), stale


def test_the_operations_are_what_the_template_makes() -> None:
    document = openapi()
    made = rendered(selected(document), version=document["info"]["version"])
    tidied = subprocess.run(
        [Path(sys.executable).with_name("ruff"), "format", "-"], input=made, capture_output=True, text=True, check=True
    )
    words = re.compile(r"\s+")
    written = (CLIENT / "operations.py").read_text(encoding="utf-8")
    assert words.sub(" ", _without_imports(tidied.stdout)) == words.sub(" ", _without_imports(written))


def _without_imports(module: str) -> str:
    """From the class on: what is not used has been taken out of the imports."""
    return module[module.index("class Remit") :]


def test_what_makes_the_models_is_pinned() -> None:
    lines = (NOTEBOOKS / "make_client" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("datamodel-code-generator==")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines)


def test_a_schema_that_is_not_known_is_refused() -> None:
    assert python_type({"anyOf": [{"type": "array", "items": {"type": "integer"}}, {"type": "null"}]}) == (
        "Sequence[int] | None"
    )
    with pytest.raises(ValueError, match="does not know this schema"):
        python_type({"type": "object"})


def test_it_is_typed_as_strictly_as_remit(tmp_path: Path) -> None:
    use = (
        "from remit_client import Remit\n\n"
        'with Remit("http://127.0.0.1") as remit:\n'
        '    answer = remit.search("wards", year=["2025/26"], kind=["board_paper"])\n'
        '    titles: list[str] = [row["title"] for row in answer["answers"]]\n'
        '    values: list[float | None] = [row["value"] for row in remit.objectives(measurable=True)]\n'
    )
    (tmp_path / "right.py").write_text(use)
    (tmp_path / "wrong.py").write_text(use.replace('row["title"]', 'row["tilte"]').replace("board_paper", "poem"))
    checked = {name: _mypy(tmp_path / f"{name}.py") for name in ("right", "wrong")}
    assert checked["right"].returncode == 0, checked["right"].stdout
    assert "tilte" in checked["wrong"].stdout
    assert "poem" in checked["wrong"].stdout


def _mypy(file: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", file.name]
    environment = {"MYPYPATH": str(NOTEBOOKS), "MYPY_CACHE_DIR": str(NOTEBOOKS.parent / ".mypy_cache")}
    return subprocess.run(command, cwd=file.parent, env=environment, capture_output=True, text=True, timeout=120)


def test_it_has_a_method_for_each_operation() -> None:
    assert all(callable(getattr(Remit, name)) for name in OPERATIONS)


def test_a_question_and_many(remit: Remit) -> None:
    answer = remit.search("virtual ward targets 2025/26", limit=1)
    [row] = answer["answers"]
    assert (row["value"], row["document_status"]) == (85, "current")
    both = remit.search_batch({"queries": ["virtual wards", "the 31 day zebra standard"], "limit": 1})
    assert [one["no_answer"] for one in both] == [False, True]


def test_lists_are_followed_to_their_end(remit: Remit) -> None:
    whole = list(remit.objectives(limit=1000))
    assert len(whole) > 6
    assert list(remit.objectives(limit=2)) == whole
    assert {row["planning_year"] for row in remit.objectives(year=["2025-26"])} == {"2025/26"}
    assert [row["value"] for row in remit.figures(document=["board-paper.md"])] == [76.4, 2_450_000]
    assert {one["file"] for one in remit.documents(kind=["board_paper"])} == {"board-paper.md"}
    assert "virtual ward utilisation" in {metric["name"] for metric in remit.metrics()}
    assert any(body["name"] == "integrated care board" for body in remit.bodies())


def test_places_of_a_document(remit: Remit) -> None:
    [document] = remit.documents(document=[SAMPLE.name])
    sections = remit.sections(document["id"])
    assert sections[0]["level"] == 1
    hit = remit.search("cancer", document=[SAMPLE.name], limit=1)["hits"][0]
    assert remit.passage(document["id"], hit["passage_id"])["text"] == hit["text"]
    picture = remit.page_picture(document["id"], 1, start=hit["start"], end=hit["end"])
    assert picture.startswith(b"\x89PNG")


def test_an_upload_and_its_job(remit: Remit, tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    file.write_text("# Plan 2025/26\n\nTrusts must see 95% of patients within 4 hours by March 2026.\n")
    job = remit.upload([file])
    until = time.monotonic() + 60
    while job["state"] not in ("done", "failed", "cancelled") and time.monotonic() < until:
        time.sleep(0.1)
        job = remit.job(job["id"])
    assert [one["outcome"] for one in job["files"]] == ["added"], job
    assert [row["value"] for row in remit.objectives(document=["plan.md"])] == [95]


def test_problems_are_exceptions_that_say_what_to_do(remit: Remit) -> None:
    with pytest.raises(Problem, match=r"^422 A parameter cannot be used\..*year") as refused:
        remit.search("wards", year=["next year"])
    assert refused.value.status == 422
    with pytest.raises(Problem, match="404"):
        remit.sections("doc_none")


def test_an_answer_that_is_no_problem_of_ours_is_told_too() -> None:
    with Remit("http://remit.test") as remit:
        remit._http = httpx.Client(
            base_url="http://remit.test", transport=httpx.MockTransport(lambda asked: httpx.Response(502, text="no"))
        )
        with pytest.raises(Problem, match=r"502 Bad Gateway\. no"):
            remit.sections("doc")
