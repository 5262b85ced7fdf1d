"""The operations of the HTTP API as methods. Made by `make client` from the OpenAPI document: not to be edited."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from remit_client.http import Api, given
from remit_client.models import (
    Answer,
    Batch,
    BodySummary,
    FigureRow,
    JobStatus,
    ListedDocument,
    MetricSummary,
    ObjectiveRow,
    PassageRow,
    Section,
)


class Remit(Api):
    """The HTTP API of a remit server, version 1. Rows are dicts with the columns of the dataset."""

    def search(
        self,
        q: str,
        *,
        limit: int | None = None,
        expand: bool | None = None,
        target: bool | None = None,
        year: Sequence[str] = (),
        kind: Sequence[Literal["planning_guidance", "board_paper", "briefing", "news", "other"]] = (),
        publisher: Sequence[str] = (),
        body: Sequence[str] = (),
        document: Sequence[str] = (),
    ) -> Answer:
        """Rows and passages that answer a question, each with its quotation and place.

        Args:
            q: Words, as you would say them; a phrase in quotation marks is matched as it stands.
            limit: The most hits, and the most answers.
            expand: Search other names of the field too, and mend slips of spelling.
            target: Only passages that hold an objective, and only objectives as answers.
            year: Financial years: of the planning, or of the document.
            kind: Kinds of document.
            publisher: Publishers, whole names.
            body: Bodies by name or ODS code: rows that name one; documents and passages of documents that
                do.
            document: Documents by id or file name.

        Raises:
            Problem: the server reports one.
        """
        params = given(
            q=q,
            limit=limit,
            expand=expand,
            target=target,
            year=year,
            kind=kind,
            publisher=publisher,
            body=body,
            document=document,
        )
        found: Answer = self._json("GET", "/v1/search", params=params)
        return found

    def search_batch(
        self,
        body: Batch,
    ) -> list[Answer]:
        """Answers to at most 50 questions, in their order, each as `GET /v1/search` gives it.

        Args:
            body: What is asked.

        Raises:
            Problem: the server reports one.
        """
        found: list[Answer] = self._json("POST", "/v1/search/batch", json=body)
        return found

    def objectives(
        self,
        *,
        metric: Sequence[str] = (),
        obligation: Sequence[Literal["must", "asked", "expected", "should", "will", "ambition"]] = (),
        statement: Sequence[Literal["target", "standard", "action", "ambition"]] = (),
        measurable: bool | None = None,
        q: str | None = None,
        year: Sequence[str] = (),
        kind: Sequence[Literal["planning_guidance", "board_paper", "briefing", "news", "other"]] = (),
        publisher: Sequence[str] = (),
        body: Sequence[str] = (),
        document: Sequence[str] = (),
        limit: int | None = None,
    ) -> Iterator[ObjectiveRow]:
        """Objectives in the index, in the order of files, documents and texts.

        Args:
            metric: Metrics of objectives, measures of figures, whole, as rows name them.
            obligation: How binding.
            statement: What kind of statement.
            measurable: Only objectives that could be measured as they are written, or only the others.
            q: Words that all stand in the row: in its metric, quotation, stem of the list or line of a
                table.
            year: Financial years: of the planning, or of the document.
            kind: Kinds of document.
            publisher: Publishers, whole names.
            body: Bodies by name or ODS code: rows that name one; documents and passages of documents that
                do.
            document: Documents by id or file name.
            limit: The most rows on a page: 100 of JSON; the other formats have one.

        Raises:
            Problem: the server reports one.
        """
        params = given(
            metric=metric,
            obligation=obligation,
            statement=statement,
            measurable=measurable,
            q=q,
            year=year,
            kind=kind,
            publisher=publisher,
            body=body,
            document=document,
            limit=limit,
        )
        yield from self._pages("/v1/objectives", params=params)

    def figures(
        self,
        *,
        metric: Sequence[str] = (),
        status: Sequence[Literal["reported", "forecast", "money"]] = (),
        direction: Sequence[Literal["increase", "decrease", "level"]] = (),
        q: str | None = None,
        year: Sequence[str] = (),
        kind: Sequence[Literal["planning_guidance", "board_paper", "briefing", "news", "other"]] = (),
        publisher: Sequence[str] = (),
        body: Sequence[str] = (),
        document: Sequence[str] = (),
        limit: int | None = None,
    ) -> Iterator[FigureRow]:
        """Reported and forecast figures, and amounts of money, in the order of files, documents and texts.

        Args:
            metric: Metrics of objectives, measures of figures, whole, as rows name them.
            status: What kind of figure.
            direction: Where the figure moved.
            q: Words that all stand in the row: in its metric, quotation, stem of the list or line of a
                table.
            year: Financial years: of the planning, or of the document.
            kind: Kinds of document.
            publisher: Publishers, whole names.
            body: Bodies by name or ODS code: rows that name one; documents and passages of documents that
                do.
            document: Documents by id or file name.
            limit: The most rows on a page: 100 of JSON; the other formats have one.

        Raises:
            Problem: the server reports one.
        """
        params = given(
            metric=metric,
            status=status,
            direction=direction,
            q=q,
            year=year,
            kind=kind,
            publisher=publisher,
            body=body,
            document=document,
            limit=limit,
        )
        yield from self._pages("/v1/figures", params=params)

    def metrics(
        self,
        *,
        q: str | None = None,
        targets: bool | None = None,
        limit: int | None = None,
    ) -> Iterator[MetricSummary]:
        """Metrics of objectives and measures of figures, by name; follow the `next` link of the `Link` header.

        Args:
            q: Words that all stand in one of its names.
            targets: Only metrics that a target is set for.
            limit: The most items on a page.

        Raises:
            Problem: the server reports one.
        """
        params = given(
            q=q,
            targets=targets,
            limit=limit,
        )
        yield from self._pages("/v1/metrics", params=params)

    def bodies(
        self,
        *,
        q: str | None = None,
        type: Literal["national", "icb", "trust", "alliance", "regulator", "government", "generic_group", "other"]
        | None = None,
        asked: bool | None = None,
        limit: int | None = None,
    ) -> Iterator[BodySummary]:
        """Bodies that rows name, by name; follow the `next` link of the `Link` header.

        Args:
            q: Words that all stand in one of its names.
            type: Only bodies of this type.
            asked: Only bodies that must deliver an objective.
            limit: The most items on a page.

        Raises:
            Problem: the server reports one.
        """
        params = given(
            q=q,
            type=type,
            asked=asked,
            limit=limit,
        )
        yield from self._pages("/v1/bodies", params=params)

    def documents(
        self,
        *,
        limit: int | None = None,
        year: Sequence[str] = (),
        kind: Sequence[Literal["planning_guidance", "board_paper", "briefing", "news", "other"]] = (),
        publisher: Sequence[str] = (),
        body: Sequence[str] = (),
        document: Sequence[str] = (),
    ) -> Iterator[ListedDocument]:
        """Documents in the index, by file name and id, without their texts.

        follow the `next` link of the `Link` header.

        Args:
            limit: The most items on a page.
            year: Financial years: of the planning, or of the document.
            kind: Kinds of document.
            publisher: Publishers, whole names.
            body: Bodies by name or ODS code: rows that name one; documents and passages of documents that
                do.
            document: Documents by id or file name.

        Raises:
            Problem: the server reports one.
        """
        params = given(
            limit=limit,
            year=year,
            kind=kind,
            publisher=publisher,
            body=body,
            document=document,
        )
        yield from self._pages("/v1/documents", params=params)

    def sections(
        self,
        document_id: str,
    ) -> list[Section]:
        """The outline of a document: its headings in the order of the text, the title first.

        Args:
            document_id: A document's id.

        Raises:
            Problem: the server reports one.
        """
        found: list[Section] = self._json("GET", f"/v1/documents/{document_id}/sections")
        return found

    def passage(
        self,
        document_id: str,
        passage_id: str,
    ) -> PassageRow:
        """One passage with its words and headings, and where it leads.

        Args:
            document_id: A document's id.
            passage_id: A passage's id.

        Raises:
            Problem: the server reports one.
        """
        found: PassageRow = self._json("GET", f"/v1/documents/{document_id}/passages/{passage_id}")
        return found

    def page_picture(
        self,
        document_id: str,
        number: int,
        *,
        start: int | None = None,
        end: int | None = None,
        fact: str | None = None,
    ) -> bytes:
        """A page as PNG, upright, its shorter side 1,100 pixels.

        `text[start:end]` is highlighted where it stands on it.

        Args:
            document_id: A document's id.
            number: The physical page, from 1.
            start: Code points from the start of the document's text.
            end: Code points from the start of the document's text.
            fact: A row, whose evidence is marked paler.

        Raises:
            Problem: the server reports one.
        """
        params = given(
            start=start,
            end=end,
            fact=fact,
        )
        return self._sent("GET", f"/v1/documents/{document_id}/pages/{number}.png", params=params).content

    def upload(
        self,
        files: Sequence[Path],
    ) -> JobStatus:
        """Upload files.

        They become a job, which reads them into the index; follow it under its address.

        Args:
            files: Files to read.

        Raises:
            Problem: the server reports one.
        """
        parts = [("file", (file.name, file.read_bytes())) for file in files]
        found: JobStatus = self._json("POST", "/v1/documents", files=parts)
        return found

    def job(
        self,
        job_id: str,
    ) -> JobStatus:
        """An upload: how far it is, and what became of each file.

        Args:
            job_id: An upload's id.

        Raises:
            Problem: the server reports one.
        """
        found: JobStatus = self._json("GET", f"/v1/jobs/{job_id}")
        return found
