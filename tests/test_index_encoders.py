"""Encoders: unit vectors, the same everywhere; the model is verified, and its two runtimes agree."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.encoder import Encoder
from corpus.errors import ModelError
from index import TinyEncoder, load_encoder
from index.encoders import export, models
from index.encoders.models import find_model

ROOT = Path(__file__).resolve().parent.parent
TEXTS = [
    "what are the virtual ward targets",
    "Systems should keep utilisation of virtual wards consistently above 80%.",
    "“Waits” over 65 weeks — £1.2bn, ½ of trusts; naïve café 🏥",
    "",
    "A&E",
    "bed " * 600,
]


def run(code: str, *arguments: object) -> str:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_tiny_vectors_are_unit_and_the_same_in_every_process() -> None:
    vectors = TinyEncoder().encode(TEXTS)
    assert vectors.shape == (6, 256)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1, 0, 1, 1])
    code = "import sys; from index import TinyEncoder; print(TinyEncoder().encode([sys.argv[1]]).tobytes().hex())"
    assert run(code, TEXTS[0]).strip() == vectors[0].tobytes().hex()


def test_tiny_vectors_of_like_words_are_near() -> None:
    ward, wards, dental = TinyEncoder().encode(["virtual ward", "virtual wards", "dental access"])
    assert ward @ wards > 0.5 > 0.2 > ward @ dental


def test_both_are_encoders(tmp_path: Path) -> None:
    assert isinstance(TinyEncoder(), Encoder)
    assert hasattr(load_encoder(cache=tmp_path), "encode")


def test_importing_and_making_an_encoder_loads_nothing_heavy(tmp_path: Path) -> None:
    heavy = ["torch", "sentence_transformers", "transformers", "onnxruntime", "tokenizers", "faiss", "tantivy", "onnx"]
    code = (
        "import sys; import index; from pathlib import Path; index.load_encoder(cache=Path(sys.argv[1]));"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    assert run(code, tmp_path).strip() == "[]"
    assert list(tmp_path.iterdir()) == []


def test_a_model_that_is_nowhere() -> None:
    with pytest.raises(ModelError, match="Nothing is downloaded"):
        find_model("no-such-model")


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no sentence-transformers model"):
        find_model(tmp_path)


def test_other_weights_under_the_embedded_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "another_model"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "model" / "config.json").write_text("{}")
    (package / "model" / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(models, "PACKAGE", "another_model")
    with pytest.raises(ModelError, match="is not the all-MiniLM-L6-v2 that was expected"):
        load_encoder(cache=tmp_path).encode(["words"])


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.mark.model
def test_onnx_runtime_and_torch_agree(kept: Path) -> None:
    onnx, torch = load_encoder(cache=kept, runtime="onnx"), load_encoder(runtime="torch")
    assert onnx.name == torch.name == "all-MiniLM-L6-v2/fp32"
    assert onnx.dimensions == 384
    texts = [*TEXTS, *(f"Objective {i}: " + "waits fall " * i for i in range(60))]
    ours, theirs = onnx.encode(texts), torch.encode(texts)
    assert (ours * theirs).sum(axis=1).min() >= 0.9999
    assert np.abs(ours - theirs).max() < 1e-5
    assert np.linalg.norm(ours, axis=1) == pytest.approx(1, abs=1e-5)


@pytest.mark.model
def test_a_vector_does_not_depend_on_its_batch(kept: Path) -> None:
    encoder = load_encoder(cache=kept)
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert np.abs(encoder.encode(TEXTS) - alone).max() < 1e-5
    assert encoder.encode([]).shape == (0, 384)


@pytest.mark.model
def test_meaning_is_near_without_a_shared_word(kept: Path) -> None:
    query, near, far = load_encoder(cache=kept).encode(
        ["casualty department waiting times", "A&E four-hour performance", "Dental contracts are reformed."]
    )
    assert query @ near > query @ far + 0.1


@pytest.mark.model
def test_a_query_in_a_cold_process_does_not_import_torch(kept: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index import load_encoder;"
        "load_encoder(cache=Path(sys.argv[1])).encode(['words']);"
        "print([name for name in ('torch', 'transformers', 'sentence_transformers') if name in sys.modules])"
    )
    assert run(code, kept).strip() == "[]"


@pytest.mark.model
def test_an_export_that_was_cut_is_made_again(kept: Path) -> None:
    model = find_model("all-MiniLM-L6-v2")
    graph = export.exported(model, kept)
    whole = graph.stat()
    assert export.exported(model, kept).stat().st_mtime_ns == whole.st_mtime_ns
    graph.write_bytes(graph.read_bytes()[:1000])
    assert export.exported(model, kept).stat().st_size == whole.st_size
    assert [path.name for path in kept.iterdir()] == [graph.parent.name]


@pytest.mark.model
def test_a_folder_has_a_name_of_its_own_and_the_same_vectors(kept: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(find_model("all-MiniLM-L6-v2").folder, tmp_path / "mine")
    mine, embedded = load_encoder(folder, cache=tmp_path), load_encoder(cache=kept)
    assert mine.name == "mine@53aa5117/fp32"
    assert np.array_equal(mine.encode(TEXTS), embedded.encode(TEXTS))


@pytest.mark.model
def test_a_model_of_another_make_is_left_to_sentence_transformers(tmp_path: Path) -> None:
    folder = shutil.copytree(find_model("all-MiniLM-L6-v2").folder, tmp_path / "mine")
    assert export.can_export(find_model(folder))
    pooling = folder / "1_Pooling" / "config.json"
    pooling.write_text(json.dumps(json.loads(pooling.read_text()) | {"pooling_mode_max_tokens": True}))
    assert not export.can_export(find_model(folder))
    encoder = load_encoder(folder, cache=tmp_path)
    assert encoder.encode(["words"]).shape == (1, encoder.dimensions) == (1, 768)
