"""The tools: each reads the index, and gives typed rows with a short text beside them.

They are plain functions, which the server runs in threads of their own, so that a search holds up nothing else.
"""

from collections.abc import Callable, Iterator
from typing import Annotated, Any

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult, TextContent, ToolAnnotations

from api.mcp import given, reading, saying
from api.mcp.holdings import list_documents
from api.mcp.places import Link, resource_link, web_link
from api.mcp.reading import Part
from api.mcp.results import DocumentList, FigureList, ObjectiveList, Passage, SearchResult
from corpus.document import Record
from index import Filters, Index
from index.wanted import Wanted
from pipeline.question import filters_of

Call = Context[Any, Any]


class Tools:
    """The tools over an index.

    Args:
        index: gives the index; called by each tool, for the application opens it when it starts.
        public_url: address of the web pages as others reach them; None takes the address that was called.
    """

    def __init__(self, index: Callable[[], Index], public_url: str | None) -> None:
        self._index = index
        self._public_url = public_url

    def search_guidance(
        self,
        query: given.Query,
        ctx: Call,
        year: given.Year = None,
        kind: given.Kind = None,
        publisher: given.Publisher = None,
        body: given.Body = None,
        document: given.DocumentName = None,
        limit: given.Found = 5,
    ) -> Annotated[CallToolResult, SearchResult]:
        """Answer a question from NHS planning guidance and board papers.

        Gives targets and figures with their quotation, place and link, then the passages that fit best. Where nothing
        held answers, `no_answer` is true and `reasons` says why: say so, and do not answer from the passages.
        """
        filters = _filters(year, kind, publisher, body, document)
        found = reading.search(self._index(), query, filters=filters, limit=limit, link=self.link(ctx))
        return _result(found, saying.said_search(found))

    def list_objectives(
        self,
        ctx: Call,
        metric: given.Metric = None,
        year: given.Year = None,
        kind: given.Kind = None,
        publisher: given.Publisher = None,
        body: given.Body = None,
        document: given.DocumentName = None,
        obligation: given.HowBinding = None,
        statement: given.StatedAs = None,
        limit: given.Rows = 20,
        offset: given.Offset = 0,
    ) -> Annotated[CallToolResult, ObjectiveList]:
        """List every objective (target, standard, action, ambition) that passes the filters, none left out.

        Use it where all of them are wanted, or to compare years: one call a year.
        """
        wanted = Wanted(
            kind="objective",
            filters=_filters(year, kind, publisher, body, document),
            words=reading.forms_of(metric),
            obligations=(obligation,) if obligation else (),
            statements=(statement,) if statement else (),
        )
        found = reading.list_objectives(self._index().store, wanted, Part(offset, limit), self.link(ctx))
        return _result(found, saying.said_objectives(found))

    def list_figures(
        self,
        ctx: Call,
        metric: given.Metric = None,
        year: given.Year = None,
        kind: given.Kind = None,
        publisher: given.Publisher = None,
        body: given.Body = None,
        document: given.DocumentName = None,
        status: given.Told = None,
        limit: given.Rows = 20,
        offset: given.Offset = 0,
    ) -> Annotated[CallToolResult, FigureList]:
        """List every reported or forecast figure and amount of money that passes the filters, none left out.

        `year` is that of the document; the time that a figure speaks of is its `period`.
        """
        wanted = Wanted(
            kind="figure",
            filters=_filters(year, kind, publisher, body, document),
            words=reading.forms_of(metric),
            statuses=(status,) if status else (),
        )
        found = reading.list_figures(self._index().store, wanted, Part(offset, limit), self.link(ctx))
        return _result(found, saying.said_figures(found))

    def get_passage(
        self,
        ctx: Call,
        passage_id: given.PassageId = None,
        document_id: given.DocumentId = None,
        start: given.Start = None,
        end: given.End = None,
    ) -> Annotated[CallToolResult, Passage]:
        """Read words of a document as they stand in it: a passage by its id, or any stretch by its offsets.

        Use it to check a row in what stands around it, or to read a whole section.
        """
        store, link = self._index().store, self.link(ctx)
        if passage_id is not None and document_id is None and start is None and end is None:
            found = reading.passage_of_id(store, passage_id, link)
        elif passage_id is None and document_id is not None and start is not None and end is not None:
            found = reading.words_at(store, document_id, start, end, link)
        else:
            raise ToolError("Give either passage_id alone, or document_id with start and end.")
        return _result(found, saying.said_passage(found))

    def list_documents(
        self,
        year: given.Year = None,
        kind: given.Kind = None,
        publisher: given.Publisher = None,
        body: given.Body = None,
        limit: given.Rows = 20,
        offset: given.Offset = 0,
    ) -> Annotated[CallToolResult, DocumentList]:
        """List the documents that are held: which years, kinds and publishers can be asked for, and what is current."""
        filters = _filters(year, kind, publisher, body, None)
        found = list_documents(self._index().store, filters=filters, part=Part(offset, limit))
        return _result(found, saying.said_documents(found))

    def link(self, ctx: Call) -> Link:
        """How this call's results link to places: web pages, or resources where no web address is known."""
        request = ctx.request_context.request
        base = self._public_url or (str(request.base_url) if request is not None else None)
        return web_link(base) if base else resource_link

    def all(self) -> Iterator[Tool]:
        """The tools as the server registers them; an argument that there is not is refused."""
        for function, title in (
            (self.search_guidance, "Search guidance"),
            (self.list_objectives, "List objectives"),
            (self.list_figures, "List figures"),
            (self.get_passage, "Read a passage"),
            (self.list_documents, "List documents"),
        ):
            tool = Tool.from_function(
                function, title=title, description=_description(function), annotations=_reads(title)
            )
            tool.parameters["additionalProperties"] = False
            yield tool


def _reads(title: str) -> ToolAnnotations:
    """Every tool reads only, gives the same for the same, and reaches nothing but the index."""
    return ToolAnnotations(
        title=title, read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )


def _description(function: Callable[..., Any]) -> str:
    paragraphs = (function.__doc__ or "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _filters(
    year: str | None, kind: str | None, publisher: str | None, body: str | None, document: str | None
) -> Filters:
    """Filters of one value each; an empty or missing one filters nothing."""
    given_values = {"years": year, "kinds": kind, "publishers": publisher, "bodies": body, "documents": document}
    return filters_of(**{name: [value] for name, value in given_values.items() if value})


def _result(found: Record, text: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=text)], structured_content=found.model_dump(mode="json"))
