"""`remit demo`: the bundled documents, one question, and what to try next."""

from api.cli.console import out
from api.cli.ingest import report, run_ingest
from api.cli.options import DataFolder, settings

QUESTION = "what are the virtual ward targets"
SHOWN = 5  # rows, and passages


def demo(data: DataFolder = None) -> None:
    """Ingest the bundled documents and ask a question."""
    from api.cli.answer import show
    from corpus.catalogue import bundled_documents
    from index import Filters
    from pipeline import ask, open_index

    chosen = settings(data)
    console = out()
    documents = [entry.path for entry in bundled_documents()]
    console.print(f"Reading {len(documents)} bundled documents (illustrative, written for remit) into {chosen.data}")
    report(run_ingest(documents, chosen), findings=False)
    console.print(f"\n[bold]> {QUESTION}[/bold]")
    with open_index(chosen) as index:
        answer = ask(index, QUESTION)
        show(answer, console, index.store, filters=Filters(), limit=SHOWN)
    folder = "" if chosen.data.name == ".remit" else f" --data {chosen.data}"
    console.print(
        "\n[bold]Next[/bold]\n"
        f"  .venv/bin/remit serve{folder}                     then open http://127.0.0.1:{chosen.port}\n"
        f'  .venv/bin/remit search{folder} "65 week waits"    another question\n'
        f"  .venv/bin/remit objectives{folder} --format csv   the dataset, one row per objective\n"
        f"  .venv/bin/remit ingest{folder} YOUR-FILES         your own documents",
        soft_wrap=True,
    )
