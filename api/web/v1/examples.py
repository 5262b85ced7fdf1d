"""Examples of the OpenAPI document. They are illustrative: written for remit, of no real publication."""

from typing import Any

_DOCUMENT_ID, _PASSAGE_ID, _SECTION_ID = "doc_be23e0332fb8e320", "pas_4482fe6395e2c515", "sec_0f1e2d3c4b5a6978"
_HOME = f"/v1/documents/{_DOCUMENT_ID}"
_FILE, _TITLE, _HEADING = "plan-2025-26.pdf", "Operational plan 2025/26", "2. Urgent and emergency care"
_STEM, _QUOTE = "All trusts must:", "keep the use of virtual wards above 80% by March 2026"
_TEXT = f"{_STEM}\n{_QUOTE}"
_START = 1204  # of the passage in its document; the quotation stands on its second line
_AT = _START + len(_STEM) + 1
_END = _AT + len(_QUOTE)


def _span(words: str) -> list[int]:
    start = _START + _TEXT.index(words)
    return [start, start + len(words)]


def _place(start: int, end: int) -> dict[str, str]:
    query = f"start={start}&end={end}"
    return {
        "document": _HOME,
        "passage": f"{_HOME}/passages/{_PASSAGE_ID}",
        "page": f"/source/{_DOCUMENT_ID}?{query}",
        "picture": f"{_HOME}/pages/3.png?{query}",
        "source": "https://www.example.org/plans/2025-26",
    }


_TRUSTS = {"text": "All trusts", "name": "NHS trusts", "code": None}
OBJECTIVE: dict[str, Any] = {
    "kind": "objective",
    "id": "objective_a6837c3860f5c5f2",
    "document": _FILE,
    "document_id": _DOCUMENT_ID,
    "quote": _QUOTE,
    "quote_source": _QUOTE,
    "prefix": f"{_STEM}\n",
    "suffix": "\n",
    "start": _AT,
    "end": _END,
    "page": 3,
    "page_label": "1",
    "boxes": [[3, 72.0, 310.2, 402.5, 322.4]],
    "section": [_TITLE, _HEADING],
    "evidence": {
        "value": [_span("80%")],
        "deadline": [_span("March 2026")],
        "body": [_span("All trusts")],
        "obligation": [_span("must")],
    },
    "metric": "virtual ward occupancy",
    "comparator": ">=",
    "value": 80.0,
    "high": None,
    "unit": "percent",
    "counted": None,
    "strict": True,
    "threshold": None,
    "baseline": None,
    "deadline": {"text": "by March 2026", "date": "2026-03-31", "kind": "by"},
    "planning_year": "2025/26",
    "applies_to": None,
    "body": _TRUSTS,
    "bodies": [_TRUSTS],
    "body_source": "stem",
    "obligation": "must",
    "statement": "target",
    "milestone_of": None,
    "exceptions": None,
    "measurable": {"ok": True, "missing": []},
    "rule": "objective.level.must.stem",
    "confidence": 0.95,
}
FIGURE: dict[str, Any] = {
    "kind": "figure",
    "id": "figure_7a1c33d09be25f48",
    "document": _FILE,
    "document_id": _DOCUMENT_ID,
    "quote": "76% in February 2025",
    "quote_source": "76% in February 2025",
    "prefix": "Occupancy of virtual wards was ",
    "suffix": ", up from 70%",
    "start": 1022,
    "end": 1042,
    "page": 3,
    "page_label": "1",
    "boxes": [[3, 180.4, 262.0, 301.9, 274.1]],
    "section": [_TITLE, _HEADING],
    "evidence": {"value": [[1022, 1025]], "period": [[1029, 1042]]},
    "measure": "virtual ward occupancy",
    "value": 76.0,
    "high": None,
    "unit": "percent",
    "counted": None,
    "qualifier": "none",
    "direction": "increase",
    "period": {"text": "February 2025", "start": "2025-02-01", "end": "2025-02-28"},
    "body": None,
    "status": "reported",
    "rule": "figure.prose",
    "confidence": 0.91,
}
PASSAGE: dict[str, Any] = {
    "document": _FILE,
    "document_id": _DOCUMENT_ID,
    "passage_id": _PASSAGE_ID,
    "title": _TITLE,
    "document_status": "current",
    "section": [_TITLE, _HEADING],
    "page": 3,
    "text": _TEXT,
    "start": _START,
    "end": _END,
    "links": _place(_START, _END),
}
ANSWER: dict[str, Any] = {
    "query": "virtual ward targets",
    "read_as": None,
    "corrections": [],
    "expanded": ["hospital at home"],
    "expansions": [
        {"said": "virtual ward", "name": "hospital at home", "source": "lexicon", "note": "synonym"},
    ],
    "preferred": {"years": [], "deadline": None, "bodies": [], "kinds": []},
    "no_answer": False,
    "reasons": [],
    "answers": [
        {
            **OBJECTIVE,
            "title": _TITLE,
            "published": "2025-03-20",
            "document_status": "current",
            "relevance": 0.92,
            "links": _place(_AT, _END),
        }
    ],
    "hits": [
        {
            **PASSAGE,
            "score": 0.87,
            "highlights": [_span("virtual"), _span("wards")],
            "why": {"lexical": 1, "dense": 2},
        }
    ],
}
BATCH: dict[str, Any] = {
    "two questions": {"value": {"queries": ["virtual ward targets", "65 week waits"], "limit": 3}},
    "of one year": {"value": {"queries": ["agency spend"], "year": ["2025/26"], "target": True}},
}
DOCUMENT: dict[str, Any] = {
    "id": _DOCUMENT_ID,
    "file": _FILE,
    "title": _TITLE,
    "publisher": "An Integrated Care Board",
    "published": "2025-03-20",
    "kind": "planning_guidance",
    "financial_year": "2025/26",
    "planning_year": "2025/26",
    "status": "current",
    "media_type": "application/pdf",
    "source_url": "https://www.example.org/plans/2025-26",
    "licence": "OGL v3.0",
    "passages": 41,
    "facts": {"objective": 18, "figure": 22, "date": 30, "body": 25},
    "findings": ["2 pages hold no text"],
    "links": {
        "document": _HOME,
        "sections": f"{_HOME}/sections",
        "passages": f"{_HOME}/passages",
        "source": "https://www.example.org/plans/2025-26",
    },
}
SECTION: dict[str, Any] = {
    "start": 1170,
    "end": 2950,
    "id": _SECTION_ID,
    "parent_id": "sec_1111222233334444",
    "level": 2,
    "number": "2",
    "heading": "Urgent and emergency care",
    "path": [_TITLE, _HEADING],
    "page": 3,
}
_SHORT = f"A note\n{_TEXT}"
WHOLE_DOCUMENT: dict[str, Any] = {
    "id": "doc_0d9555407c6d77c5",
    "sha256": "9f" * 32,
    "file": "note.txt",
    "title": "A note",
    "publisher": None,
    "published": None,
    "kind": "other",
    "financial_year": None,
    "planning_year": None,
    "source_url": None,
    "licence": None,
    "media_type": "text/plain",
    "text": _SHORT,
    "source_text": None,
    "edits": [],
    "pages": [],
    "sections": [
        {
            **SECTION,
            "id": "sec_1111222233334444",
            "parent_id": None,
            "level": 1,
            "number": None,
            "heading": "A note",
            "path": ["A note"],
            "start": 0,
            "end": len(_SHORT),
            "page": None,
        }
    ],
    "blocks": [
        {
            "start": 0,
            "end": 6,
            "kind": "heading",
            "section_id": "sec_1111222233334444",
            "page": None,
            "lead_in": None,
            "asides": [],
            "table": None,
        }
    ],
}
