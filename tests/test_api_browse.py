"""The pages and the API that rows, metrics and bodies are browsed by."""

import csv
import io
import json
import re
from collections.abc import Iterator
from html import unescape

import pytest
from fastapi.testclient import TestClient

from api.web import create_app
from index import Index, TinyEncoder
from pipeline.intake import ingest
from pipeline.settings import Settings

# illustrative: written for these tests
GUIDANCE = """{year} priorities and operational planning guidance

Publisher: NHS England
Published: 27 March {published}

2A. Cancer

We ask systems to:
- reach {level} on the 28-day Faster Diagnosis Standard by March {due}
- keep the use of virtual wards above 80% throughout the year <b>always</b>
"""
PAPER = """Integrated performance report, November 2024

Publisher: Fenmarsh and Wold Integrated Care Board

1. Cancer

In September 2024, performance on the Faster Diagnosis Standard was 78.2%.
In October 2024, performance on the Faster Diagnosis Standard was 77.1%.
"""
METRIC = "/metric/28-day-faster-diagnosis-standard"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("browse")
    years = (("2024/25", 2024, "77%", 2025), ("2025/26", 2025, "80%", 2026))
    for year, published, level, due in years:
        text = GUIDANCE.format(year=year, published=published, level=level, due=due)
        (folder / f"guidance-{published}.txt").write_text(text)
    (folder / "paper.txt").write_text(PAPER)
    settings = Settings(data=folder / "index")
    with Index.open(settings.data, encoder=TinyEncoder(), create=True) as index:
        list(ingest([folder], index, settings=settings))
    with TestClient(create_app(settings, encoder=TinyEncoder()), base_url="http://127.0.0.1") as client:
        yield client


def page(client: TestClient, address: str) -> str:
    response = client.get(address, headers={"Accept": "text/html"})
    assert response.status_code == 200, response.text
    assert "style=" not in response.text
    assert "<b>always</b>" not in response.text
    return response.text


def links(text: str, words: str) -> list[str]:
    return [unescape(href) for href in re.findall(rf'<a[^>]*href="([^"]*)"[^>]*>{words}', text)]


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/objectives", "Objectives"),
        ("/figures", "Figures"),
        ("/metric", "Metrics"),
        (METRIC, "28-day Faster Diagnosis Standard"),
        ("/bodies", "Bodies"),
        ("/bodies/integrated-care-system", "Integrated care system"),
        ("/compare", "Compare years"),
    ],
)
def test_every_page_has_its_heading_and_leads_to_others_that_are_there(
    client: TestClient, address: str, heading: str
) -> None:
    text = page(client, address)
    assert f"<h1>{heading}</h1>" in text
    own = {unescape(href) for href in re.findall(r'href="(/(?:objectives|figures|metric|bodies|compare)[^"]*)"', text)}
    for href in sorted(own):
        assert client.get(href).status_code == 200, href


def test_objectives_are_filtered_and_each_filter_can_be_taken_away(client: TestClient) -> None:
    text = page(client, "/objectives?year=2025/26&obligation=asked&q=diagnosis")
    assert "1 objective<" in text
    assert "At least 80%" in text
    without = links(text, '<span class="nhsuk-u-visually-hidden">Remove filter: ')
    assert set(without) == {
        "/objectives?year=2025%2F26&obligation=asked",
        "/objectives?q=diagnosis&obligation=asked",
        "/objectives?q=diagnosis&year=2025%2F26",
    }
    assert '<option value="2025/26" selected>' in text


def test_filters_that_are_on_are_named_in_words(client: TestClient) -> None:
    text = page(client, "/objectives?obligation=asked&number=yes&kind=planning_guidance")
    for words in ("How binding: asked to", "Number: given", "Planning guidance"):
        assert f"</span>{words}<span" in text


def test_metrics_with_targets_come_first_and_rows_that_name_none_last(client: TestClient) -> None:
    text = page(client, "/metric?show=all")
    targets = re.findall(r'<td data-label="Targets" class="right[^"]*">([^<]*)<', text)
    counts = [0 if count == "–" else int(count) for count in targets if count]
    named = text.partition("Metric not named")[0].count('data-label="Targets"')
    assert counts[:named] == sorted(counts[:named], reverse=True)
    assert counts[0] > 0


def test_a_metric_is_filtered_by_under_any_of_its_names(client: TestClient) -> None:
    by_name = client.get("/objectives.jsonl", params={"metric": "28-day Faster Diagnosis Standard"}).text
    assert by_name == client.get("/objectives.jsonl", params={"metric": "fds"}).text
    assert len(by_name.splitlines()) == 2


def test_columns_sort_and_say_how(client: TestClient) -> None:
    text = page(client, "/objectives?sort=value&order=descending")
    assert text.count('aria-sort="descending"') == 1
    levels = re.findall(r'<span class="level">([^<]*)<', text)
    assert set(levels[:3]) == {"At least 80%", "Above 80%"}
    assert levels[3] == "At least 77%"
    [again] = [href for href in links(text, "Target<") if "sort=value" in href]
    assert "order=ascending" in again


def test_files_hold_exactly_the_rows_of_the_listing(client: TestClient) -> None:
    asked = "?year=2024/25&number=yes"
    text = page(client, f"/objectives{asked}")
    rows = list(csv.DictReader(io.StringIO(client.get(f"/objectives.csv{asked}").text)))
    lines = [json.loads(line) for line in client.get(f"/objectives.jsonl{asked}").text.splitlines()]
    assert f"<h2>{len(rows)} objective" in text
    assert [row["id"] for row in rows] == [line["id"] for line in lines]
    assert {line["planning_year"] for line in lines} == {"2024/25"}
    assert all(
        line["quote"] in GUIDANCE.format(year="2024/25", published=2024, level="77%", due=2025) for line in lines
    )
    assert [href for href in links(text, "CSV<") if href.startswith("/objectives.csv?")]


@pytest.mark.parametrize("address", ["/objectives?q=zebra&number=yes", "/figures?status=forecast&q=zebra"])
def test_an_empty_listing_offers_to_take_filters_away(client: TestClient, address: str) -> None:
    text = page(client, address)
    assert "passes these filters</h2>" in text
    assert "Without “zebra”" in text


@pytest.mark.parametrize(
    "address",
    ["/objectives?obligation=poem", "/objectives?year=banana", "/figures?status=poem", "/objectives?page=0"],
)
def test_what_cannot_be_asked_for_is_refused(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 422


def test_the_page_of_a_metric_has_a_chart_with_its_data_beside_it(client: TestClient) -> None:
    text = page(client, METRIC)
    assert 'role="img"' in text
    assert "target at least 77%, by 31 March 2025" in text
    assert "reported 78.2%, 1 September 2024 to 30 September 2024" in text
    assert '<span class="level">At least 77%</span>' in text
    assert "September 2024" in text
    assert "/source/" in text
    assert "Higher is better." in text


def test_a_metric_without_two_marks_has_no_chart(client: TestClient) -> None:
    for slug in re.findall(r'"/metric/([a-z0-9-]+)"', page(client, "/metric?show=all")):
        text = page(client, f"/metric/{slug}")
        assert ('role="img"' in text) == ("Targets and figures over time" in text)


def test_years_stand_side_by_side_and_changes_are_said_in_words(client: TestClient) -> None:
    text = page(client, "/compare")
    assert "Changed from at least 77%" in text
    assert re.search(r'<th scope="col"[^>]*>2024/25</th>\s*<th scope="col"[^>]*>2025/26</th>', text)
    assert "No metric has targets in two years with these filters" in page(client, "/compare?kind=board_paper")


def test_a_group_is_explained_as_one(client: TestClient) -> None:
    assert "This is a group, not one organisation" in page(client, "/bodies/integrated-care-system")
    named = page(client, "/bodies/fenmarsh-and-wold-integrated-care-board")
    assert "This is a group" not in named
    assert "Documents that it published" in named


def test_lists_are_searched(client: TestClient) -> None:
    assert "28-day Faster Diagnosis Standard" in page(client, "/metric?q=faster")
    assert "No metric has “zebra” in its name" in page(client, "/metric?q=zebra")
    assert "Integrated care system" in page(client, "/bodies?q=care+system")
    assert "No body has “zebra” in its name or code" in page(client, "/bodies?q=zebra")


@pytest.mark.parametrize("address", ["/metric/none", "/bodies/none", "/v1/metrics/none", "/v1/bodies/none"])
def test_what_no_row_names_is_not_found(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_metrics_and_bodies_are_listed_by_the_api_page_by_page(client: TestClient) -> None:
    for address in ("/v1/metrics", "/v1/bodies"):
        everything = client.get(address, params={"limit": 1000}).json()
        names, following = [], f"{address}?limit=1"
        while following:
            response = client.get(following)
            names += [one["name"] for one in response.json()]
            after = re.search(r'<([^>]*)>; rel="next"', response.headers["link"])
            following = after[1] if after else ""
        assert names == [one["name"] for one in everything]
        for one in everything:
            assert client.get(f"{address}/{one['slug']}").json() == one
            assert client.get(one["page"]).status_code == 200


def test_the_api_filters_metrics_and_bodies(client: TestClient) -> None:
    [metric] = client.get("/v1/metrics", params={"q": "faster diagnosis"}).json()
    assert (metric["objectives"], metric["figures"], metric["years"]) == (2, 2, ["2024/25", "2025/26"])
    assert all(one["objectives"] for one in client.get("/v1/metrics?targets=true").json())
    assert all(one["objectives"] for one in client.get("/v1/bodies?asked=true").json())
    [systems] = client.get("/v1/bodies?q=integrated+care+system&type=generic_group").json()
    assert systems["is_group"]
