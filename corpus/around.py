"""What stands around a fact: the words that a question for it may use."""

from corpus.document import Document
from corpus.facts import Figure, Objective


def words_around(document: Document, fact: Objective | Figure) -> str:
    """The words of a row: its metric, its clause, the stem that it hangs on; in a table all of its line.

    Args:
        document: the document that the fact points into.
        fact: an objective or a figure of it.
    """
    name = fact.metric if isinstance(fact, Objective) else fact.measure
    block = document.block_at(fact.start)
    lead_in = document.quote(block.lead_in) if block and block.lead_in else ""
    line: list[str] = []
    if block and block.table:
        rows = block.table.rows_between(fact.start, fact.end)
        line = [cell.text for cell in block.table.cells if cell.row in rows]
    return " ".join((name, document.quote(fact), lead_in, *line))
