"""Records in little memory: what goes in comes out, in order, as often as one asks."""

import json
import pickle

import pytest

from corpus.facts import Body, fact_of, pack_facts
from corpus.packed import TOGETHER, Packed


def packed(count: int) -> Packed[dict[str, object]]:
    return Packed.of((json.dumps({"n": n, "words": "a\nb “£”"}).encode() for n in range(count)), json.loads)


@pytest.mark.parametrize("count", [0, 1, TOGETHER, TOGETHER + 1, 3 * TOGETHER + 5])
def test_records_come_out_as_they_went_in(count: int) -> None:
    rows = packed(count)
    assert [row["n"] for row in rows] == list(range(count))
    assert len(rows) == count
    assert all(row["words"] == "a\nb “£”" for row in rows)


def test_records_can_be_walked_again_and_sent_to_another_process() -> None:
    rows = packed(700)
    assert list(rows) == list(rows)
    assert list(pickle.loads(pickle.dumps(rows))) == list(rows)  # noqa: S301 (our own bytes)


def test_many_alike_take_little_memory() -> None:
    rows = packed(5_000)
    written = sum(len(json.dumps(row)) for row in rows)
    assert sum(map(len, rows.chunks)) < written / 5


def test_facts_are_packed_whole() -> None:
    place = {"id": "b", "document_id": "d", "start": 0, "end": 4}
    body = Body(**place, name="NHSE", type="national", resolved_by="gazetteer", rule="body.gazetteer", confidence=0.9)
    assert list(pack_facts([body])) == [body]
    assert fact_of(body.model_dump_json()) == body
