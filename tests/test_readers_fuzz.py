"""Damaged files of every kind: each reads or fails clearly (`python -m tests.benchmarks.fuzz` reads thousands)."""

from tests.benchmarks.damage import SUFFIXES, damaged
from tests.benchmarks.fuzz import results, whole_files

FILES = 60


def test_the_same_number_gives_the_same_file() -> None:
    assert [damaged(number) for number in range(len(SUFFIXES))] == [damaged(number) for number in range(len(SUFFIXES))]


def test_damaged_files_read_or_fail_clearly_and_leave_nothing_behind() -> None:
    found = [result for _, result in results(FILES)]
    wrong = [result.detail for result in found if result.became in ("fault", "crash", "time")]
    assert not wrong, "\n".join(wrong)
    controls = {result.detail for result in found if result.became == "control"}
    assert controls == {whole_files()}
    assert {"read", "FileDamaged"} <= {result.became for result in found}
