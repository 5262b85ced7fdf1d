# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # The HTTP API from Python
#
# `remit_client` is a small typed client that is generated from the API's OpenAPI document. This notebook starts a
# server on this machine over some of the bundled documents (illustrative, written for remit), and asks it. With a
# server of your own, only its address is another one.

# %%
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx
import uvicorn

import api
from api.web import create_app
from corpus.catalogue import bundled_documents
from pipeline import Settings, ingest, open_index

sys.path.insert(0, str(Path(api.__file__).parent.parent / "notebooks"))
from remit_client import Problem, Remit

# %% [markdown]
# ## A server
#
# What `remit ingest` and `remit serve` do, in this process.

# %%
folder = tempfile.TemporaryDirectory()
settings = Settings(data=Path(folder.name) / "index")
wanted = [entry.path for entry in bundled_documents() if entry.planning_year in ("2024/25", "2025/26")]
with open_index(settings, create=True) as index:
    for outcome in ingest(wanted, index, settings=settings):
        print(outcome.path.name, outcome.error or "read")

listening = socket.create_server(("127.0.0.1", 0))
address = f"http://127.0.0.1:{listening.getsockname()[1]}"
server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="warning"))
thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
thread.start()
while not (server.started and httpx.get(f"{address}/readyz").is_success):
    time.sleep(0.1)

# %% [markdown]
# ## A question
#
# `answers` are rows, best first: dicts with [the columns of the dataset](../docs/rows.md), and what their document is.
# `hits` are passages.

# %%
remit = Remit(address)
answer = remit.search("what are the virtual ward targets", limit=3)
for row in answer["answers"]:
    if row["kind"] == "objective":
        print(row["metric"], row["comparator"], row["value"], row["unit"])
        print(f"  “{row['quote']}”")
        print(f"  {row['title']}, page {row['page']}, {row['document_status']}")

# %% [markdown]
# When nothing that is held answers, it says so, and why; the hits are then only the nearest passages.

# %%
nothing = remit.search("the 31 day zebra standard")
print(nothing["no_answer"], nothing["reasons"])

# %% [markdown]
# ## Whole lists
#
# Lists come page by page; the client follows them.

# %%
current = list(remit.objectives(year=["2025/26"], obligation=["must", "asked"]))
print(
    len(current),
    "objectives;",
    sum(row["measurable"]["ok"] for row in current),
    "could be measured as they are written",
)
for row in current[:5]:
    print(f"{row['metric']:<50.50} {row['comparator']:<12} {row['value']}")

# %% [markdown]
# What changed between two years, by the names of the metrics:

# %%
years = {year: {row["metric"] for row in remit.objectives(year=[year])} for year in ("2024/25", "2025/26")}
print("in both:", sorted(years["2024/25"] & years["2025/26"])[:5])
print("only in 2025/26:", sorted(years["2025/26"] - years["2024/25"])[:5])

# %% [markdown]
# ## The page it stands on
#
# A page of a PDF as a picture, with the words highlighted.

# %%
printed = next(row for row in remit.objectives(year=["2024/25"]) if row["page"] is not None)
picture = remit.page_picture(printed["document_id"], printed["page"], start=printed["start"], end=printed["end"])
(Path(folder.name) / "page.png").write_bytes(picture)
print(printed["quote"], "|", f"{len(picture) / 1024:.0f} KiB")

# %% [markdown]
# ## When something is wrong
#
# The server says what, and what to do.

# %%
try:
    remit.search("virtual wards", year=["next year"])
except Problem as problem:
    print(problem)

# %%
remit.close()
server.should_exit = True
thread.join()
listening.close()
folder.cleanup()
