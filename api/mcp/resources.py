"""Resources and prompts: what is held, the outline of a document, its words, and a question asked with care."""

from collections.abc import Callable

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError

from api.mcp.holdings import list_documents, outline
from api.mcp.places import resource_link
from api.mcp.reading import Part, words_at
from index import Filters, Index

LISTED = 200  # documents of the list, at most; list_documents pages through more
LONGEST = 10  # digits of an offset
JSON = "application/json"


def add_resources(server: MCPServer, index: Callable[[], Index]) -> None:
    """Give a server its resources."""

    @server.resource("remit://documents", title="Documents", mime_type=JSON)
    def documents() -> str:
        """The documents that are held, with their years, publishers and status."""
        part = Part(offset=0, limit=LISTED)
        return list_documents(index().store, filters=Filters(), part=part).model_dump_json()

    @server.resource("remit://documents/{document_id}", title="Outline of a document", mime_type=JSON)
    def document(document_id: str) -> str:
        """The sections of a document with their pages and offsets, and what could not be read of it."""
        try:
            return outline(index().store, document_id).model_dump_json()
        except ToolError as error:
            raise ResourceNotFoundError(str(error)) from None

    @server.resource("remit://documents/{document_id}/text/{start}-{end}", title="Words of a document")
    def words(document_id: str, start: str, end: str) -> str:
        """The words of a document between two offsets."""
        if not all(offset.isdecimal() and len(offset) <= LONGEST for offset in (start, end)):
            raise ResourceNotFoundError("Give two offsets: remit://documents/{document_id}/text/{start}-{end}.")
        try:
            return words_at(index().store, document_id, int(start), int(end), resource_link).text
        except ToolError as error:
            raise ResourceNotFoundError(str(error)) from None


def add_prompts(server: MCPServer) -> None:
    """Give a server its prompts."""

    @server.prompt(title="Answer with quotations")
    def answer_with_quotations(question: str) -> str:
        """A question about NHS guidance, to be answered with quotations and their places only."""
        return (
            f"Answer this question from NHS guidance: {question}\n\n"
            "Call search_guidance. For each target or figure give its level, date, body, how binding it is, its exact "
            "quotation, and the document, section and page with the link. Say where a field is null that the text does "
            "not say it. Say which documents are superseded. If no_answer is true, say that the documents held do not "
            "answer it, and give the reasons."
        )

    @server.prompt(title="Compare years")
    def compare_years(metric: str, first_year: str, second_year: str) -> str:
        """How the objectives on a metric changed from one year's guidance to another's."""
        return (
            f"Call list_objectives with metric {metric!r} for year {first_year!r}, then for {second_year!r}, to their "
            "ends. Show as a table what was kept, changed, added and dropped, with both quotations and their links. "
            "A target that is absent was not found: say so, rather than that it was abolished."
        )
