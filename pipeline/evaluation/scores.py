"""Precision, recall and F1 of one kind of fact, by tier; the accuracy of further fields; each rule on its own."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from corpus.document import Record
from corpus.facts import FactKind
from pipeline.evaluation.agreement import FieldCheck, further_checks
from pipeline.evaluation.claims import Claim
from pipeline.evaluation.matching import match, same_place
from pipeline.evaluation.placing import Covered, Placed, Texts, covered_rows, place_found, place_gold

DIGITS = 4  # of a rate, as printed


class Matched(Record):
    """A gold row, the extracted row that matched it, and whether their further fields agree."""

    gold: Placed
    found: Placed
    checks: tuple[FieldCheck, ...]

    @property
    def agrees(self) -> bool:
        """Whether all further fields agree."""
        return all(check.agrees for check in self.checks)


class Rates(Record):
    """How many rows gold has, how many were extracted, and how many of both are the same."""

    gold: int
    predicted: int
    hits: int

    @property
    def precision(self) -> float:
        """Share of extracted rows that are right; 0 where there are none."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of gold rows that were extracted; 0 where there are none."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class RuleScore(Record):
    """What a rule made: its rows, how many are right, and how many of those are right in all further fields."""

    rule: str
    rows: int
    right: int
    right_throughout: int


class KindScores(Record):
    """The comparison of gold with the extracted rows of one kind.

    `false_rows` are extracted rows that no gold row matches, those whose words stand nowhere among them; `lost` counts
    gold rows whose words do not stand in their document. `aside` are gold rows that score neither way.
    """

    kind: FactKind
    matched: tuple[Matched, ...]
    missed: tuple[Placed, ...]
    false_rows: tuple[Placed, ...]
    aside: tuple[Placed, ...]
    lost: int

    @property
    def ungrounded(self) -> int:
        """How many extracted rows quote words that are not in their document."""
        return sum(row.place is None for row in self.false_rows)

    def tiers(self) -> dict[str, Rates]:
        """The rates of each tier that has rows."""
        wanted = Counter(row.claim.tier for row in (*(m.gold for m in self.matched), *self.missed))
        given = Counter(row.claim.tier for row in (*(m.found for m in self.matched), *self.false_rows))
        hits = Counter(m.gold.claim.tier for m in self.matched)
        return {
            tier: Rates(gold=wanted[tier], predicted=given[tier], hits=hits[tier])
            for tier in sorted(wanted.keys() | given.keys())
        }

    def fields(self) -> dict[str, float]:
        """For each further field, the share of matched pairs in which it agrees."""
        found: dict[str, list[bool]] = defaultdict(list)
        for pair in self.matched:
            for check in pair.checks:
                found[check.field].append(check.agrees)
        return {field: sum(agree) / len(agree) for field, agree in sorted(found.items())}

    def rules(self) -> list[RuleScore]:
        """The rules that made rows, those with most false rows first."""
        rows = Counter(_rule(row) for row in (*(m.found for m in self.matched), *self.false_rows))
        right = Counter(_rule(m.found) for m in self.matched)
        throughout = Counter(_rule(m.found) for m in self.matched if m.agrees)
        scores = [
            RuleScore(rule=rule, rows=count, right=right[rule], right_throughout=throughout[rule])
            for rule, count in rows.items()
        ]
        return sorted(scores, key=lambda one: (one.right - one.rows, -one.rows, one.rule))


def score_kind(
    kind: FactKind, gold: Sequence[Claim], found: Iterable[Claim], texts: Texts, covered: Covered
) -> KindScores:
    """Compare the rows of one kind.

    Args:
        kind: of the facts.
        gold: rows of the annotation.
        found: extracted rows of any kind and document; those that gold is not about are passed over.
        texts: of the annotated documents, by file name.
        covered: the ranges that the annotation covers.
    """
    documents = {claim.document for claim in gold} & texts.keys()
    given = [place_found(claim, texts) for claim in found if claim.kind == kind and claim.document in documents]
    given = covered_rows(given, texts, covered)
    placed = [place_gold(claim, texts) for claim in gold]
    standing = [row for row in placed if row.place is not None]
    aside = [row for row in standing if not row.claim.counts]
    wanted = [row for row in standing if row.claim.counts]
    matched: list[Matched] = []
    missed: list[Placed] = []
    false_rows = [row for row in given if row.place is None]
    for document in sorted(documents):
        one = _compare(_of(document, wanted), [r for r in _of(document, given) if r.place], _of(document, aside))
        matched += one[0]
        missed += one[1]
        false_rows += one[2]
    return KindScores(
        kind=kind,
        matched=tuple(matched),
        missed=tuple(missed),
        false_rows=tuple(false_rows),
        aside=tuple(aside),
        lost=len(placed) - len(standing),
    )


def _compare(
    wanted: Sequence[Placed], given: Sequence[Placed], aside: Sequence[Placed]
) -> tuple[list[Matched], list[Placed], list[Placed]]:
    """The pairs of one document, the gold rows that were missed and the extracted rows that are false."""
    pairs = match(wanted, given)
    used_gold, used_found = {pair.gold for pair in pairs}, {pair.found for pair in pairs}
    matched = [
        Matched(gold=g, found=f, checks=further_checks(g.claim, f.claim))
        for g, f in ((wanted[pair.gold], given[pair.found]) for pair in pairs)
    ]
    missed = [row for i, row in enumerate(wanted) if i not in used_gold]
    unmatched = [row for j, row in enumerate(given) if j not in used_found]
    return matched, missed, [row for row in unmatched if not any(_stands_on(row, other) for other in aside)]


def _stands_on(found: Placed, gold: Placed) -> bool:
    both = gold.place is not None and found.place is not None
    return both and same_place(gold.claim.kind, gold.place, found.place)  # type: ignore[arg-type]  # both are places


def _of(document: str, rows: Iterable[Placed]) -> list[Placed]:
    return [row for row in rows if row.claim.document == document]


def _rule(row: Placed) -> str:
    return row.claim.rule or "not named"
