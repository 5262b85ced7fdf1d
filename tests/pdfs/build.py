"""Makes the PDFs of this folder from `sources/`; not run by the tests, which read what is committed.

`python -m tests.pdfs.build NAME ...` makes some, without names all. README.md says what has to be installed.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from tests.pdfs.making.altered import continued, merged, on_its_side, renamed
from tests.pdfs.making.flowables import reportlab
from tests.pdfs.making.office import libreoffice, slides
from tests.pdfs.making.sources import FOLDER
from tests.pdfs.making.typeset import groff, latex
from tests.pdfs.making.web import NO_BOOKMARKS, chromium, weasyprint, weasyprint_page

COLUMNS = ".columns { columns: 2; column-gap: 20pt }"
ANNUAL = (
    NO_BOOKMARKS + "h2 { break-before: page } p { text-align: justify; hyphens: auto }"
    "@page { @top-left { content: 'Annual report and accounts 2023/24'; font: 9pt 'Liberation Sans' } }"
    "@page:first { @top-left { content: none } }"
)
POLICY = (
    "@page { @top-center { content: 'Policy on special leave, version 4.2'; font: 9pt 'Liberation Sans' } }"
    "h2 { font-size: 13pt; color: black } h3 { font-size: 11pt }"
)
LOOKS_LIKE_TEXT = (
    "h2.paragraph, h2.cover { font: 11pt/1.4 'Liberation Sans'; color: black; margin: 0 0 8pt }"
    "h2.h3 { font-size: 13pt; color: black }"
)
ALL_H1 = "h1.h2 { font-size: 17pt; margin: 16pt 0 6pt } h1.h3 { font-size: 13pt; margin: 12pt 0 4pt; color: black }"
CAPITALS = (
    "h1 { font-size: 15pt; color: black } h2 { font-size: 12pt; color: black; text-transform: uppercase }"
    "h3 { font-size: 11pt; color: black; margin: 8pt 0 2pt }"
)
SERIF = (
    "body { font: 10.5pt/1.45 'DejaVu Serif' } h1 { font: 26pt 'DejaVu Serif'; color: black }"
    "h2 { font: bold 14pt 'DejaVu Serif'; color: #333; border-bottom: 1pt solid }"
    "h3 { font: bold italic 11.5pt 'DejaVu Serif' } h4 { font: italic 10.5pt 'DejaVu Serif' }"
    "@page { @top-right { content: 'Digital strategy 2025 to 2028'; font: 8pt 'DejaVu Serif' } }"
)
SCREEN = (
    "@page { size: 254mm 143mm; margin: 12mm } body { font: 18pt/1.3 'Carlito' } h1 { font-size: 40pt }"
    "h2 { font-size: 30pt; margin: 0 0 10pt } .quote { font-size: 26pt }"
)
CHAPTERS = (
    "body { font: 11pt/1.5 'Carlito' } h1 { font-size: 28pt } h3 { font-size: 12pt; color: #7c2855 }"
    "h2 { font-size: 20pt; break-before: page; color: #7c2855 }"
)
CARE = "h1 { font-size: 30pt } h2 { font-size: 16pt; color: #003087 } h3 { font-size: 12pt; color: #003087 }"
UNTAGGED = ("--disable-pdf-tagging", "--no-pdf-header-footer")
PAPERS: list[Callable[[Path], None]] = [
    lambda to: libreoffice(to, ["pack-agenda"], tagged=True, head="Calderbrook Integrated Care Board"),
    lambda to: libreoffice(to, ["pack-minutes"], tagged=False, head="Calderbrook Integrated Care Board"),
    lambda to: weasyprint(
        to, ["pack-ceo"], style="h2 { color: black; font-size: 20pt } h3 { font-size: 14pt } h4 { font-size: 12pt }"
    ),
    lambda to: chromium(
        to, ["pack-winter"], style="h2 { font-size: 22pt }", flags=("--no-pdf-header-footer",), title="Paper"
    ),
    lambda to: libreoffice(to, ["bold-only"], tagged=True, head="Quality Committee report", bold_only=True),
    lambda to: reportlab(to, ["performance-report"], head="Integrated performance report"),
    lambda to: reportlab(to, ["pack-finance"], head="Month 9 finance report", landscape=True),
    lambda to: groff(to, ["minutes"]),
    lambda to: weasyprint(to, ["leave-policy"], style=POLICY),
]
FLYER = "h1 { font-size: 30pt } h2 { font-size: 18pt } h3 { font-size: 12pt; color: #005eb8 } body { font-size: 12pt }"
MADE: dict[str, Callable[[Path], None]] = {
    "operating-plan": lambda to: libreoffice(
        to,
        ["operating-plan"],
        tagged=True,
        bookmarks=True,
        head="Harrowdale Community NHS Trust: operating plan 2025/26",
    ),
    "estates-strategy": lambda to: libreoffice(
        to, ["estates-strategy"], tagged=False, head="Estates and facilities strategy"
    ),
    "winter-slides": lambda to: libreoffice(to, ["winter-slides"], tagged=True, write=slides),
    "long-read": lambda to: chromium(to, ["long-read"]),
    "leave-policy": lambda to: weasyprint(to, ["leave-policy"], style=POLICY + NO_BOOKMARKS),
    "health-strategy": lambda to: weasyprint(to, ["health-strategy"], tagged=True),
    "performance-report": lambda to: reportlab(
        to, ["performance-report"], head="Integrated performance report", bookmarks=True
    ),
    "newsletter": lambda to: reportlab(to, ["newsletter"], head="Stakeholder bulletin 31", columns=2),
    "outcomes-framework": lambda to: reportlab(to, ["outcomes-framework"], head="Outcomes framework", flat=True),
    "every-paragraph": lambda to: weasyprint(
        to,
        ["every-paragraph"],
        tagged=True,
        style=LOOKS_LIKE_TEXT + "h2.h3 { font-size: 13pt }",
        tags={"paragraph": "h2", "cover": "h2", "h3": "h2"},
    ),
    "all-h1": lambda to: weasyprint(to, ["all-h1"], tagged=True, style=ALL_H1, tags={"h2": "h1", "h3": "h1"}),
    "role-mapped": lambda to: (
        libreoffice(to, ["role-mapped"], tagged=True, head="Prevention plan"),
        renamed(
            to,
            {"/Title": "/Title2", "/H1": "/Heading_20_1", "/H2": "/Heading_20_2", "/P": "/Standard"},
            {
                "/Title2": "/Title",
                "/Heading_20_1": "/Heading1",
                "/Heading1": "/H1",
                "/Heading_20_2": "/H2",
                "/Standard": "/P",
            },
        ),
    )[0],
    "role-mapped-to-p": lambda to: (
        weasyprint(to, ["role-mapped"], tagged=True, style=NO_BOOKMARKS),
        renamed(
            to,
            {"/H1": "/Report_title", "/H2": "/Head_A", "/H3": "/Head_B", "/P": "/Body_text"},
            {"/Report_title": "/P", "/Head_A": "/P", "/Head_B": "/P", "/Body_text": "/P"},
        ),
    )[0],
    "letter": lambda to: libreoffice(to, ["letter"], tagged=False, head="", bold_only=True),
    "bold-only": lambda to: libreoffice(
        to, ["bold-only"], tagged=True, head="Quality Committee report", bold_only=True
    ),
    "annual-report": lambda to: weasyprint(to, ["annual-report"], style=ANNUAL + COLUMNS, columns=True),
    "minutes": lambda to: groff(to, ["minutes"]),
    "technical-note": lambda to: latex(to, ["technical-note"]),
    "dashboard": lambda to: (reportlab(to, ["dashboard"], head="Board dashboard", landscape=True), on_its_side(to))[0],
    "infection-procedure": lambda to: libreoffice(
        to, ["infection-procedure"], tagged=False, head="Uncontrolled when printed", plain_style=True
    ),
    "consultation": lambda to: chromium(to, ["consultation"], style=FLYER, flags=("--disable-pdf-tagging",)),
    "staff-questions": lambda to: weasyprint(to, ["staff-questions"], style=CAPITALS + NO_BOOKMARKS),
    "digital-strategy": lambda to: weasyprint(to, ["digital-strategy"], style=SERIF + NO_BOOKMARKS),
    "slide-deck": lambda to: chromium(to, ["slide-deck"], style=SCREEN, flags=UNTAGGED),
    "maternity-review": lambda to: chromium(to, ["maternity-review"], style=CHAPTERS, flags=UNTAGGED),
    "continuing-care": lambda to: weasyprint(to, ["continuing-care"], style=CARE, tagged=True),
    "infection-report": lambda to: weasyprint_page(to, "infection-report"),
    "going-home": lambda to: weasyprint_page(to, "going-home"),
    "annual-review": lambda to: weasyprint_page(to, "annual-review"),
    "partly-tagged": lambda to: continued(
        to,
        lambda first: libreoffice(first, ["pack-agenda", "pack-minutes"], tagged=True, head="Calderbrook"),
        lambda rest: weasyprint(rest, ["pack-winter"], style=NO_BOOKMARKS),
    ),
    "board-pack": lambda to: merged(to, PAPERS),
    "board-pack-bookmarked": lambda to: merged(
        to,
        PAPERS,
        bookmarks=(
            "Agenda",
            "Item 2 Minutes",
            "Item 3 CEO report",
            "Item 4 Winter",
            "Item 5 Quality",
            "Item 6 Performance",
            "Item 7 Finance",
            "Annex A",
            "Annex B",
        ),
    ),
}

if __name__ == "__main__":
    for wanted in sys.argv[1:] or MADE:
        MADE[wanted](FOLDER / f"{wanted}.pdf")
        sys.stdout.write(f"{wanted}\n")
