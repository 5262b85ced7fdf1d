"""Tagged PDF (PDF/UA-1) of sources, by WeasyPrint: headings, lists, tables with header cells, footnotes, running heads.

Fonts are those that come with reportlab (Bitstream Vera), so that no font of the machine is needed; Pango is.
"""

from pathlib import Path

STYLE = """
@font-face {{ font-family: Vera; src: url({fonts}/Vera.ttf) }}
@font-face {{ font-family: Vera; src: url({fonts}/VeraBd.ttf); font-weight: bold }}
@page {{ size: A4; margin: 22mm 22mm 24mm;
  @top-left {{ content: "{head}"; font: 7.5pt Vera; color: #425563; width: 100% }}
  @bottom-center {{ content: counter(page); font: 8pt Vera }}
  @footnote {{ border-top: 0.5pt solid #425563; margin-top: 3mm }} }}
body {{ font: 9.5pt/1.45 Vera }}
h1 {{ font-size: 20pt; line-height: 1.2; color: #005eb8 }}
h2 {{ font-size: 14pt; color: #005eb8; break-after: avoid }}
h3 {{ font-size: 11pt; break-after: avoid }}
.face {{ border: 1pt solid #005eb8; padding: 2mm 3mm }}
.footnote {{ float: footnote; font-size: 7.5pt }}
table {{ border-collapse: collapse; width: 100%; font-size: 8.5pt }}
caption {{ text-align: left; font-weight: bold; padding-bottom: 1.5mm }}
th, td {{ border: 0.5pt solid #768692; padding: 1.2mm 1.8mm; text-align: left; vertical-align: top }}
thead th {{ background: #e8edee }}
tr {{ break-inside: avoid }}
"""


def write_tagged_pdf(path: Path, running_head: str, target: Path) -> None:
    """Write the source at `path` as tagged PDF; OSError where Pango is not installed."""
    import reportlab  # type: ignore[import-untyped]
    from weasyprint import CSS, HTML  # type: ignore[import-untyped]

    fonts = (Path(reportlab.__file__).parent / "fonts").as_uri()
    style = CSS(string=STYLE.format(fonts=fonts, head=running_head))
    HTML(filename=path).write_pdf(target, stylesheets=[style], pdf_variant="pdf/ua-1")
