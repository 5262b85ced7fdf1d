"""MCP as an assistant meets it: mcp's own client, over HTTP and over standard input and output."""

import json
import re
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import jsonschema
import pytest
from mcp import Client, MCPError
from mcp.types import CallToolResult

from index import Store
from pipeline.settings import Settings
from tests.served import make_index, served

TOOLS = ("search_guidance", "list_objectives", "list_figures", "get_passage", "list_documents")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_index(tmp_path_factory.mktemp("mcp"))


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[str]:
    with served(Settings(data=data)) as address:
        yield address


def talk(target: Any, conversation: Callable[[Client], Awaitable[Any]], **options: Any) -> Any:
    """What a conversation with a server gives."""

    async def whole() -> Any:
        with anyio.fail_after(60):
            async with Client(target, **options) as client:
                return await conversation(client)

    return anyio.run(whole)


def call(server: str, tool: str, **arguments: Any) -> CallToolResult:
    result: CallToolResult = talk(f"{server}/mcp", lambda client: client.call_tool(tool, arguments))
    return result


def told(server: str, tool: str, **arguments: Any) -> dict[str, Any]:
    result = call(server, tool, **arguments)
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return result.structured_content


def refused(server: str, tool: str, **arguments: Any) -> str:
    result = call(server, tool, **arguments)
    assert result.is_error
    return str(result.content[0].text)


def test_tools_say_what_they_take_and_give(server: str) -> None:
    tools = talk(f"{server}/mcp", lambda client: client.list_tools()).tools
    assert [tool.name for tool in tools] == list(TOOLS)
    for tool in tools:
        assert tool.description
        assert tool.annotations.read_only_hint
        assert tool.annotations.open_world_hint is False
        assert tool.input_schema["additionalProperties"] is False
        assert all("description" in argument for argument in tool.input_schema["properties"].values())
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)


def test_a_client_is_told_to_quote_and_that_nulls_are_honest(server: str) -> None:
    async def instructions(client: Client) -> str:
        return client.instructions or ""

    said = talk(f"{server}/mcp", instructions)
    assert "Quote `quote` exactly" in said
    assert "A null is honest" in said


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("search_guidance", {"query": "what are the virtual ward targets", "limit": 3}),
        ("search_guidance", {"query": "the 31 day zebra standard"}),
        ("list_objectives", {"metric": "agency", "year": "2024-25", "kind": "planning_guidance"}),
        ("list_objectives", {"publisher": "NHS England", "body": "ICBs", "limit": 1}),
        ("list_figures", {"document": "board-paper.md"}),
        ("list_documents", {"limit": 2}),
    ],
)
def test_results_keep_to_their_schema(server: str, tool: str, arguments: dict[str, Any]) -> None:
    async def both(client: Client) -> tuple[Any, CallToolResult]:
        schemas = {one.name: one.output_schema for one in (await client.list_tools()).tools}
        return schemas[tool], await client.call_tool(tool, arguments)

    schema, result = talk(f"{server}/mcp", both)
    jsonschema.validate(result.structured_content, schema)
    assert result.content[0].text


def test_an_answer_has_its_quotation_its_place_and_links(server: str, data: Path) -> None:
    found = told(server, "search_guidance", query="virtual ward targets 2025/26", limit=1)
    assert not found["no_answer"]
    [row] = found["answers"]
    source = row["source"]
    assert (row["level"], row["obligation"], source["status"]) == ("above 85%", "asked", "current")
    with Store.open(data) as store:
        assert store.document(source["document_id"]).text[source["start"] : source["end"]] == row["quote"]
    assert source["section"][-1] == "1. Urgent and emergency care"
    assert source["publication"] == "https://www.example.org/guidance-2025-01-30"
    place = f"{server}/source/{source['document_id']}?start={source['start']}&end={source['end']}&quote="
    assert source["link"].startswith(place)
    assert row["citation"].endswith(source["link"])
    page = httpx.get(source["link"])
    assert page.status_code == 200
    assert "above 85%" in page.text


def test_the_text_beside_it_is_short_and_says_where_from(server: str) -> None:
    text = call(server, "search_guidance", query="virtual ward targets 2024/25", limit=1).content[0].text
    assert "virtual ward utilisation: above 80%; asked" in text
    assert "“keep the use of virtual wards above 80% throughout the year” NHS England, 2024/25 priorities" in text
    assert re.search(r"likely right, \d\d%", text)
    assert "SUPERSEDED" in text
    assert "Extracted automatically" in text
    assert len(text) < 1500


def test_no_answer_is_said_with_reasons(server: str) -> None:
    found = told(server, "search_guidance", query="the 31 day zebra standard")
    assert found["no_answer"]
    assert found["answers"] == []
    assert "Nothing in the documents here answers this" in found["reasons"][0]
    assert found["passages"]
    assert "NO ANSWER." in call(server, "search_guidance", query="the 31 day zebra standard").content[0].text


@pytest.mark.parametrize(
    ("filters", "reason"),
    [
        ({"year": "2031/32"}, "No document of the year 2031/32 is held; there are: 2024/25, 2025/26."),
        ({"kind": "news"}, "No document of the kind news is held; there are: board_paper, planning_guidance."),
        ({"publisher": "Nobody"}, "No document of the publisher Nobody is held; there are: Fenmarsh"),
        ({"publisher": "NHS England", "kind": "board_paper"}, "No document passes all the filters together."),
        ({"metric": "zebra"}, "none has such a row that holds zebra."),
        ({"body": "Zebra Trust"}, "none has such a row that names Zebra Trust."),
        ({"obligation": "ambition"}, "none has such a row that has the obligation ambition."),
    ],
)
def test_an_empty_list_says_why_and_what_there_is(server: str, filters: dict[str, str], reason: str) -> None:
    found = told(server, "list_objectives", **filters)
    assert found["total"] == 0
    assert any(reason in one for one in found["reasons"]), found["reasons"]


def test_the_parts_of_a_list_make_the_whole(server: str) -> None:
    whole = told(server, "list_objectives", limit=50)
    assert whole["total"] == len(whole["objectives"]) == 6
    assert whole["next_offset"] is None
    parts, offset = [], 0
    while offset is not None:
        part = told(server, "list_objectives", limit=4, offset=offset)
        parts += part["objectives"]
        offset = part["next_offset"]
    assert parts == whole["objectives"]
    assert "past the last" in call(server, "list_objectives", offset=99).content[0].text


def test_the_words_of_a_metric_are_taken_in_any_form(server: str) -> None:
    for words in ("virtual ward", "Virtual wards", "the utilisation of virtual wards"):
        assert told(server, "list_objectives", metric=words)["total"] == 2, words
    assert told(server, "list_objectives", metric="100% _ '")["total"] == 0


def test_lists_are_narrowed_by_how_binding_and_what_kind(server: str) -> None:
    musts = told(server, "list_objectives", obligation="must", statement="target")["objectives"]
    assert [row["value"] for row in musts] == [3.2, 2.8]
    assert [row["level"] for row in told(server, "list_figures", status="money")["figures"]] == ["£2.45 million"]


def test_figures_have_the_time_they_speak_of(server: str) -> None:
    [figure] = told(server, "list_figures", metric="agency spending")["figures"]
    assert (figure["level"], figure["period"]["start"], figure["status"]) == ("£2.45 million", "2024-09-01", "money")
    assert "Agency spending was £2.45 million" in figure["context"]


def test_a_passage_by_its_id_and_by_its_place(server: str) -> None:
    passage = told(server, "search_guidance", query="agency spending", limit=1)["passages"][0]
    assert told(server, "get_passage", passage_id=passage["passage_id"]) == passage
    place = {"document_id": passage["source"]["document_id"], "start": passage["section_start"]}
    section = told(server, "get_passage", **place, end=passage["section_end"])
    assert passage["text"] in section["text"]
    beyond = told(server, "get_passage", **place, end=place["start"] + 5000)
    assert beyond["text"].startswith(section["text"])


@pytest.mark.parametrize(
    ("tool", "arguments", "advice"),
    [
        ("search_guidance", {}, "query: field required"),
        ("search_guidance", {"query": ""}, "query: string should have at least 1 character"),
        ("search_guidance", {"query": "x", "limit": 500}, "limit: input should be less than or equal to 20"),
        ("search_guidance", {"query": "x", "kind": "poem"}, "'planning_guidance', 'board_paper'"),
        ("search_guidance", {"query": "x", "year": "soon"}, "Give one as 2024/25"),
        ("search_guidance", {"query": "x", "years": "2024/25"}, "no argument years. It takes: query, year"),
        ("get_passage", {}, "Give either passage_id alone, or document_id with start and end"),
        ("get_passage", {"passage_id": "x", "start": 1}, "Give either passage_id alone"),
        ("get_passage", {"passage_id": "none"}, "Take a passage_id of search_guidance"),
        ("get_passage", {"document_id": "none", "start": 0, "end": 9}, "Take a document_id of a result"),
        ("poems", {}, "There is no tool 'poems'. There are: search_guidance"),
    ],
)
def test_what_cannot_be_used_is_refused_with_advice(
    server: str, tool: str, arguments: dict[str, Any], advice: str
) -> None:
    assert advice in refused(server, tool, **arguments)


def test_a_stretch_is_bounded(server: str) -> None:
    [held, *_] = told(server, "list_documents")["documents"]
    name = held["document_id"]
    assert "ask for 6000 at most" in refused(server, "get_passage", document_id=name, start=0, end=6001)
    assert "must lie after start" in refused(server, "get_passage", document_id=name, start=9, end=9)
    assert "past the end" in refused(server, "get_passage", document_id=name, start=99_000, end=99_001)


def test_resources_and_prompts(server: str) -> None:
    async def read(client: Client) -> None:
        held = json.loads((await client.read_resource("remit://documents")).contents[0].text)
        assert held["total"] == 3
        outline = json.loads((await client.read_resource(held["documents"][1]["outline"])).contents[0].text)
        assert [section["heading"] for section in outline["sections"]][1:] == [
            "Urgent and emergency care",
            "Use of resources",
        ]
        for uri, advice in (
            ("none", "no document of the id"),
            ("none/text/a-b", "Give two offsets"),
            (f"none/text/1-{'9' * 5000}", "Give two offsets"),
        ):
            with pytest.raises(MCPError, match=advice):
                await client.read_resource(f"remit://documents/{uri}")
        names = [prompt.name for prompt in (await client.list_prompts()).prompts]
        assert names == ["answer_with_quotations", "compare_years"]
        asked = await client.get_prompt("answer_with_quotations", {"question": "virtual wards?"})
        assert "virtual wards?" in asked.messages[0].content.text

    talk(f"{server}/mcp", read)
