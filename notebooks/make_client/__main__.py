"""Makes the client anew: `python -m notebooks.make_client .venv-client/bin/datamodel-codegen`.

Its models come from datamodel-code-generator, which has an environment of its own; its operations are made here.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from notebooks.make_client.document import Json, digest, openapi, selected
from notebooks.make_client.operations import rendered

CLIENT = Path(__file__).parent.parent / "remit_client"
DIGEST = CLIENT / "openapi.sha256"
HEADER = '"""The models of the HTTP API. Made by `make client` from the OpenAPI document: not to be edited."""'
TIDY = ("check", "--fix", "--unsafe-fixes", "--quiet", "--exit-zero", "--select", "D200,D212,F,I")
MODELS = (
    *("--input-file-type", "openapi", "--output-model-type", "typing.TypedDict", "--target-python-version", "3.11"),
    *("--use-union-operator", "--use-standard-collections", "--use-schema-description", "--use-double-quotes"),
    *("--disable-timestamp", "--enum-field-as-literal", "all", "--formatters", "builtin", "--collapse-root-models"),
    *("--custom-file-header", HEADER),
)


def main(generator: str) -> None:
    """Write the client's generated modules, and the digest of what they were made of."""
    document = openapi()
    part = selected(document)
    operations, models = CLIENT / "operations.py", CLIENT / "models.py"
    operations.write_text(rendered(part, version=document["info"]["version"]), encoding="utf-8")
    write_models(part, generator, models)
    for command in (TIDY, ("format", "--quiet")):
        subprocess.run([Path(sys.executable).with_name("ruff"), *command, operations, models], check=True)
    DIGEST.write_text(digest(part) + "\n", encoding="utf-8")


def write_models(part: Json, generator: str, file: Path) -> None:
    """Write the types of the schemas."""
    frame = {"openapi": "3.1.0", "info": {"title": "remit", "version": "1"}, "paths": {}}
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "openapi.json"
        given.write_text(json.dumps({**frame, "components": {"schemas": part["schemas"]}}), encoding="utf-8")
        subprocess.run([generator, "--input", given, "--output", file, *MODELS], check=True)


if __name__ == "__main__":
    main(sys.argv[1])
