"""The methods of the client: each operation's parameters and answer as Python types, set into the template."""

import textwrap
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from notebooks.make_client.document import OPERATIONS, Json

HERE = Path(__file__).parent
SUMMARY = 100  # characters of a docstring's line
_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
_SPARED = frozenset({"cursor", "format", "v"})  # a list is followed by its links, as JSON; `v` is for browsers' caches


class Parameter(NamedTuple):
    """An argument of a method; `default` is empty where it must be given."""

    name: str
    type: str
    default: str
    meaning: str
    place: str


class Method(NamedTuple):
    """An operation as a method. `answer` is json, pages or bytes; `item` the type of it, or of one item."""

    name: str
    verb: str
    path: str
    meaning: str
    parameters: tuple[Parameter, ...]
    body: str
    answer: str
    item: str

    def at(self, place: str) -> list[Parameter]:
        """The parameters of the path or of the query."""
        return [parameter for parameter in self.parameters if parameter.place == place]


def rendered(part: Json, *, version: str) -> str:
    """The module with the client's class.

    Args:
        part: what `document.selected` gives.
        version: of the API.
    """
    methods = [method(name, operation) for name, operation in part["operations"].items()]
    templates = Environment(  # noqa: S701 (it makes Python, not HTML)
        loader=FileSystemLoader(HERE), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return templates.get_template("operations.py.jinja").render(
        methods=methods, version=version, models=sorted(_models(methods, part["schemas"]))
    )


def method(name: str, operation: Json) -> Method:
    """An operation as a method."""
    verb, path = OPERATIONS[name]
    parameters = [_parameter(one) for one in operation.get("parameters", ()) if one["in"] in ("path", "query")]
    kept = [one for one in parameters if one.name not in _SPARED]
    answer, item = _answer(operation["answer"], paged=any(one.name == "cursor" for one in parameters))
    body = operation.get("requestBody", {}).get("content", {})
    return Method(
        name=name,
        verb=verb.upper(),
        path=path,
        meaning=_docstring(operation.get("description") or operation["summary"]),
        parameters=tuple(sorted([*kept, *_body(body)], key=lambda one: bool(one.default))),
        body=next(iter(body), ""),
        answer=answer,
        item=item,
    )


def python_type(schema: Json) -> str:
    """The type of a schema, as it is written in Python.

    Raises:
        ValueError: a schema that no operation had so far.
    """
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "const" in schema:
        return f"Literal[{schema['const']!r}]"
    if "enum" in schema:
        return f"Literal[{', '.join(map(repr, schema['enum']))}]"
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(map(python_type, schema["anyOf"])))
    if schema.get("type") == "array":
        return f"Sequence[{python_type(schema['items'])}]"
    if schema.get("type") == "null":
        return "None"
    if schema.get("type") in _PLAIN:
        return _PLAIN[schema["type"]]
    raise ValueError(f"the client's generator does not know this schema: {schema}")


def _docstring(description: str) -> str:
    """The first sentence, or the first clause of a long one, on a line of its own; the rest of the paragraph below."""
    text = " ".join(description.split("\n\n")[0].split())
    first, _, rest = text.partition(". ")
    if len(first) > SUMMARY:
        first, _, rest = text.partition("; ")
    lines = textwrap.wrap(rest, SUMMARY)
    return "\n".join([f"{first.rstrip('.')}.", *(["", *lines] if lines else [])])


def _parameter(given: Json) -> Parameter:
    """A parameter; one that need not be given is None, or an empty sequence, and then left to the server."""
    schema, required = given["schema"], given.get("required", False)
    found = python_type(schema).removesuffix(" | None")
    many = found.startswith("Sequence")
    return Parameter(
        name=given["name"],
        type=found if required or many else f"{found} | None",
        default="" if required else "()" if many else "None",
        meaning=given.get("description", schema.get("description", "")),
        place=given["in"],
    )


def _body(content: Json) -> list[Parameter]:
    """The body of a request as an argument: JSON as its model, files as paths."""
    if "application/json" in content:
        return [Parameter("body", python_type(content["application/json"]["schema"]), "", "What is asked.", "body")]
    if "multipart/form-data" in content:
        return [Parameter("files", "Sequence[Path]", "", "Files to read.", "body")]
    return []


def _answer(content: Json, *, paged: bool) -> tuple[str, str]:
    if "application/json" not in content:
        return "bytes", "bytes"
    schema = content["application/json"]["schema"]
    if paged:
        return "pages", python_type(schema["items"])
    return "json", python_type(schema).replace("Sequence[", "list[")


def _models(methods: list[Method], schemas: Json) -> set[str]:
    """The models that the methods name."""
    told = " ".join([one.type for method in methods for one in method.parameters] + [method.item for method in methods])
    return {name for name in schemas if name in told.replace("[", " ").replace("]", " ").split()}
