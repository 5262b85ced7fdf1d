"""Encoders: unit vectors, the same everywhere; the model is verified, its two runtimes and its two precisions agree."""

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.encoder import Encoder, Vectors
from corpus.errors import EncoderMismatch, ModelError
from index import Index, TinyEncoder, load_encoder
from index.encoders import export, models, runtimes
from index.encoders.eight_bits import rounded
from index.encoders.models import find_model
from tests.factories import make_entry

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "corpus" / "samples"
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
    onnx, torch = load_encoder(cache=kept, precision="fp32"), load_encoder(runtime="torch")
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
    assert (encoder.encode(TEXTS) * alone).sum(axis=1).min() > 0.9999
    assert encoder.encode([]).shape == (0, 384)


def sample_paragraphs() -> list[str]:
    paragraphs = [
        part for path in sorted(SAMPLES.glob("*.[mt]*")) for part in path.read_text(encoding="utf-8").split("\n\n")
    ]
    return sorted({" ".join(part.split()) for part in paragraphs if len(part) > 80})


@pytest.mark.model
def test_eight_bits_are_near_the_model_and_rank_alike(kept: Path) -> None:
    eight, full = load_encoder(cache=kept), load_encoder(cache=kept, precision="fp32")
    assert (eight.name, full.name) == ("all-MiniLM-L6-v2/int8", "all-MiniLM-L6-v2/fp32")
    texts = sample_paragraphs()
    assert len(texts) > 60
    ours, theirs = eight.encode(texts), full.encode(texts)
    likeness = (ours * theirs).sum(axis=1)
    assert likeness.mean() >= 0.995
    assert likeness.min() >= 0.985
    assert np.linalg.norm(ours, axis=1) == pytest.approx(1, abs=1e-5)
    asked = [" ".join(text.split()[-12:]) for text in texts]
    best, wanted = (_best(encoder.encode(asked), found) for encoder, found in ((eight, ours), (full, theirs)))
    assert np.mean([len(set(one) & set(other)) / 5 for one, other in zip(best, wanted, strict=True)]) >= 0.9
    assert (best[:, 0] == wanted[:, 0]).mean() >= 0.9


def _best(queries: np.ndarray, texts: np.ndarray) -> np.ndarray:
    return np.argsort(-(queries @ texts.T), axis=1)[:, :5]


def test_rounded_weights_are_near_and_a_row_of_zeros_stays() -> None:
    weights = np.random.default_rng(1).normal(size=(20, 50)).astype(np.float32)
    weights[3] = 0
    levels, steps = rounded(weights)
    assert levels.dtype == np.int8
    assert (levels.max(), levels.min()) == (127, -127)
    assert not levels[3].any()
    assert (np.abs(levels * steps[:, None] - weights) <= steps[:, None] * 0.5001).all()


@pytest.mark.parametrize(
    ("flags", "whole"), [("flags : fma avx2 avx_vnni", True), ("flags : fma avx2 avx512f", False), (None, False)]
)
def test_processors_that_cut_sums_off_are_known(tmp_path: Path, flags: str | None, whole: bool) -> None:
    processor = tmp_path / "cpuinfo"
    if flags is not None:
        processor.write_text(f"processor : 0\n{flags}\n")
    arm = platform.machine().lower() not in ("x86_64", "amd64")
    assert runtimes.sums_are_whole(processor) is (whole or arm)


@pytest.mark.model
def test_the_slower_sums_give_the_same_vectors(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not runtimes.sums_are_whole():
        pytest.skip("this processor has only the slower sums")
    fast = load_encoder(cache=kept).encode(TEXTS)
    monkeypatch.setattr(runtimes, "sums_are_whole", lambda: False)
    assert (load_encoder(cache=kept).encode(TEXTS) * fast).sum(axis=1).min() > 0.9999


@pytest.mark.model
def test_the_model_in_eight_bits_is_small(kept: Path) -> None:
    assert len(export.exported(find_model("all-MiniLM-L6-v2"), kept, "int8")) < 25 * 10**6


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
def test_an_export_that_was_cut_or_changed_is_made_again(tmp_path: Path) -> None:
    model = find_model("all-MiniLM-L6-v2")
    whole = export.exported(model, tmp_path, "int8")
    (file,) = tmp_path.glob("*/model.onnx")
    made = file.stat().st_mtime_ns
    assert export.exported(model, tmp_path, "int8") == whole
    assert file.stat().st_mtime_ns == made
    for damaged in (whole[:1000], whole[:5000] + b"\0" + whole[5001:]):
        file.write_bytes(damaged)
        assert export.exported(model, tmp_path, "int8") == whole == file.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == [file.parent.name]


@pytest.mark.model
def test_a_folder_has_a_name_of_its_own_and_the_same_vectors(kept: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(find_model("all-MiniLM-L6-v2").folder, tmp_path / "mine")
    mine, embedded = load_encoder(folder, cache=tmp_path), load_encoder(cache=kept)
    assert mine.name == "mine@53aa5117/int8"
    assert np.array_equal(mine.encode(TEXTS), embedded.encode(TEXTS))


@pytest.mark.model
def test_a_model_of_another_make_is_left_to_sentence_transformers(tmp_path: Path) -> None:
    folder = shutil.copytree(find_model("all-MiniLM-L6-v2").folder, tmp_path / "mine")
    assert export.can_export(find_model(folder))
    pooling = folder / "1_Pooling" / "config.json"
    pooling.write_text(json.dumps(json.loads(pooling.read_text()) | {"pooling_mode_max_tokens": True}))
    assert not export.can_export(find_model(folder))
    encoder = load_encoder(folder, cache=tmp_path)
    assert encoder.name.endswith("/fp32")
    assert encoder.encode(["words"]).shape == (1, encoder.dimensions) == (1, 768)


def test_another_encoder_takes_over_when_it_has_encoded_all(tmp_path: Path) -> None:
    with Index.open(tmp_path, encoder=TinyEncoder(), create=True) as index:
        index.add([make_entry(["Waits fall.", "Beds rise."])])
    with Index.open(tmp_path, encoder=TinyEncoder(64)) as other:
        with pytest.raises(EncoderMismatch, match="Run `remit ingest`"):
            other.search("waits")
        other.add([make_entry(["Dental access grows."], file="b.txt")])
        assert [use.name for use in other.store.encoders()] == ["tiny/64"]
        assert {hit.dense_rank for hit in other.search("waits", limit=3)} == {1, 2, 3}
    with Index.open(tmp_path, encoder=TinyEncoder()) as back, pytest.raises(EncoderMismatch):
        back.search("waits")


class Interrupted(TinyEncoder):
    def encode(self, texts: Sequence[str]) -> Vectors:
        raise KeyboardInterrupt


def test_an_encoder_that_was_stopped_has_not_taken_over(tmp_path: Path) -> None:
    with Index.open(tmp_path, encoder=TinyEncoder(), create=True) as index:
        index.add([make_entry(["Waits fall.", "Beds rise."])])
    with Index.open(tmp_path, encoder=Interrupted(64)) as other, pytest.raises(KeyboardInterrupt):
        other.adopt_encoder()
    with Index.open(tmp_path, encoder=TinyEncoder()) as index:
        assert index.search("waits")[0].dense_rank == 1
    with Index.open(tmp_path, encoder=TinyEncoder(64)) as other:
        assert other.adopt_encoder() == 2
        assert other.search("waits")[0].dense_rank == 1


@pytest.mark.model
def test_a_search_in_a_cold_process_imports_neither_torch_nor_spacy(tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text("Winter plan\n\nThe trust will keep virtual ward occupancy above 80% by March 2027.\n")
    heavy = ["torch", "transformers", "sentence_transformers", "spacy", "scipy", "sklearn", "onnx", "pdfplumber"]
    code = (
        "import sys; from api.cli import main\n"
        "try: main()\n"
        f"finally: print([name for name in {heavy} if name in sys.modules], file=sys.stderr)\n"
    )
    environment = {**os.environ, "REMIT_DATA": str(tmp_path / "index")}
    ingest = [sys.executable, "-c", "from api.cli import main; main()", "ingest", str(paper)]
    subprocess.run(ingest, cwd=ROOT, env=environment, capture_output=True, check=True)
    found = subprocess.run(
        [sys.executable, "-c", code, "search", "hospital at home capacity", "--json"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(found.stdout)["hits"][0]["why"]["dense"] == 1
    assert found.stderr.splitlines()[-1] == "[]"
