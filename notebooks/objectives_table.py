# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # From a document to a table of objectives
#
# This notebook reads one of the bundled planning documents (illustrative, written for remit), looks at its structure,
# builds a table with one row per objective, and asks the index a question. Everything runs offline.

# %%
import tempfile
from pathlib import Path

from corpus.catalogue import bundled_documents
from corpus.rows import fact_row
from extractors import extract_objectives
from pipeline import Settings, ask, ingest, open_index, read
from pipeline.wording import by_when, level, who

# %% [markdown]
# ## Read a document
#
# `read` takes a PDF, HTML, DOCX, PPTX, Markdown or text file. What comes back is one immutable text with ranges.

# %%
guidance = next(e for e in bundled_documents() if e.planning_year == "2024/25" and e.kind == "planning_guidance")
document = read(guidance.path)
print(document.title, "|", document.publisher, "|", document.published, "|", document.planning_year)
for section in document.sections[:12]:
    print("  " * section.level + section.heading)

# %% [markdown]
# ## One row per objective
#
# Every field that the text does not support is null. `deadline` is only ever a date that the text gives for the target;
# the year that the guidance plans for stands apart, in `planning_year`.

# %%
objectives = extract_objectives(document)
for objective in objectives[:8]:
    row = fact_row(document, objective)
    print(f"{row['metric']:<60.60} {level(row):<28.28} {who(row):<40.40} {by_when(row)}")
print(len(objectives), "objectives")

# %% [markdown]
# Each row carries its quotation and its place: `text[start:end]` is the quotation, and `evidence` says where each field
# comes from, also where that is the stem of the list and not the sentence.

# %%
row = next(fact_row(document, o) for o in objectives if "virtual ward" in o.metric.casefold())
assert document.text[row["start"] : row["end"]] == row["quote"]
for field, spans in row["evidence"].items():
    print(f"{field:<12}", [document.text[start:end] for start, end in spans])

# %% [markdown]
# ## Ask the index
#
# An index is a folder. Ingesting is incremental: what has not changed is left as it is.

# %%
folder = tempfile.TemporaryDirectory()
settings = Settings(data=Path(folder.name) / "index")
with open_index(settings, create=True) as index:
    outcomes = list(ingest([guidance.path], index, settings=settings))
    answer = ask(index, "what are the virtual ward targets")

best = answer.answers[0]
print(best["metric"], "-", level(best), "-", who(best))
print("“" + best["quote"] + "”", best["section"][-1])

# %% [markdown]
# ## Take it away
#
# The same rows from the command line, for a spreadsheet or a script:
#
# ```
# remit extract guidance.pdf --kind objective --format csv > objectives.csv
# remit export dataset/        # CSV, Parquet, SQLite, JSON Schema and datapackage.json
# ```

# %%
folder.cleanup()
