"""The OpenAPI document: complete, each thing said once, its examples what it says."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from api.web import create_app
from api.web.openapi import TAGS
from api.web.v1.parameters import query_names
from index import TinyEncoder
from pipeline.settings import Settings

DOCUMENT: dict[str, Any] = create_app(Settings(data=Path("never opened")), encoder=TinyEncoder()).openapi()
OPERATIONS = [(f"{method} {path}", one) for path, item in DOCUMENT["paths"].items() for method, one in item.items()]
OF_V1 = [(label, operation) for label, operation in OPERATIONS if " /v1/" in label]
STABLE = {
    "get /v1/search": "search",
    "post /v1/search/batch": "search_batch",
    "get /v1/objectives": "list_objectives",
    "get /v1/figures": "list_figures",
    "get /v1/documents": "list_documents",
    "get /v1/documents/{document_id}": "get_document",
    "get /v1/documents/{document_id}/sections": "list_sections",
    "get /v1/documents/{document_id}/passages": "list_passages",
    "get /v1/documents/{document_id}/passages/{passage_id}": "get_passage",
}


def examples() -> Iterator[tuple[str, Any, Any]]:
    """Every example with its schema: of responses, bodies and parameters."""
    for label, operation in OPERATIONS:
        bodies = {**operation["responses"], "body": operation.get("requestBody", {})}
        for status, body in bodies.items():
            for kind, content in body.get("content", {}).items():
                given = [one["value"] for one in content.get("examples", {}).values()]
                given += [content["example"]] if "example" in content else []
                yield from ((f"{label} {status} {kind}", content["schema"], one) for one in given)
        for parameter in operation.get("parameters", ()):
            for one in parameter["schema"].get("examples", ()):
                yield f"{label} {parameter['name']}", parameter["schema"], one


@pytest.mark.parametrize(("label", "operation"), OPERATIONS)
def test_every_operation_is_described(label: str, operation: dict[str, Any]) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", operation["operationId"])
    assert operation["description"]
    assert re.fullmatch(r"[A-Z][^A-Z.]*|.*(PDF|CSV).*", operation["summary"]), "a phrase, not a title"
    assert operation["tags"][0] in TAGS
    assert [p["name"] for p in operation.get("parameters", ()) if not p.get("description")] == []


def test_operations_have_names_of_their_own() -> None:
    names = [operation["operationId"] for _, operation in OPERATIONS]
    assert len(set(names)) == len(names)
    assert {label: operation["operationId"] for label, operation in OPERATIONS if label in STABLE} == STABLE


@pytest.mark.parametrize(("label", "operation"), OF_V1)
def test_every_operation_says_how_it_fails(label: str, operation: dict[str, Any]) -> None:
    failures = {status: one for status, one in operation["responses"].items() if status >= "400"}
    assert failures.keys() >= {"401", "422", "429", "503"}
    assert ("404" in failures) >= ("{" in label)
    for one in failures.values():
        assert one["content"] == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


@pytest.mark.parametrize(("label", "schema", "example"), list(examples()))
def test_examples_are_what_the_schema_says(label: str, schema: dict[str, Any], example: Any) -> None:
    whole = schema | {"components": DOCUMENT["components"]}
    jsonschema.Draft202012Validator(whole).validate(example)


@pytest.mark.parametrize("label", [label for label in STABLE if label != "post /v1/search/batch"])
def test_every_response_has_an_example(label: str) -> None:
    shown = {name.split(" 200")[0] for name, _, _ in examples() if " 200 application/json" in name}
    assert label in shown


def test_every_query_parameter_is_bounded() -> None:
    for label, operation in OF_V1:
        for parameter in operation.get("parameters", ()):
            schemas = [parameter["schema"], *parameter["schema"].get("anyOf", ())]
            for schema in [*schemas, *(one["items"] for one in schemas if "items" in one)]:
                bounds = {
                    "string": {"maxLength", "enum", "const", "pattern"},
                    "integer": {"maximum"},
                    "array": {"maxItems"},
                }
                wanted = bounds.get(schema.get("type", ""), set())
                assert not wanted or wanted & schema.keys(), f"{label} {parameter['name']}: {schema}"


def test_the_names_that_are_known_are_those_of_the_document() -> None:
    app = create_app(Settings(data=Path("never opened")), encoder=TinyEncoder())
    from api.web.v1 import ROUTERS

    assert app.openapi() == DOCUMENT
    for router in ROUTERS:
        for route in router.routes:
            for method in route.methods:  # type: ignore[attr-defined]
                operation = DOCUMENT["paths"][f"/v1{route.path}"][method.lower()]  # type: ignore[attr-defined]
                named = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"}
                assert query_names(route) == named  # type: ignore[arg-type]
