"""DOCX files made part by part, as different producers write them."""

import zipfile
from pathlib import Path

SPACES = " ".join(
    f'xmlns:{prefix}="http://schemas.openxmlformats.org/{name}"'
    for prefix, name in {
        "w": "wordprocessingml/2006/main",
        "r": "officeDocument/2006/relationships",
        "m": "officeDocument/2006/math",
        "mc": "markup-compatibility/2006",
        "a": "drawingml/2006/main",
        "c": "drawingml/2006/chart",
        "dgm": "drawingml/2006/diagram",
    }.items()
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def write_docx(path: Path, body: str, *, main: str = "word/document.xml", **parts: str) -> Path:
    """A DOCX with a body and further parts (`styles`, `numbering`, `footnotes`, ...), all as the inside of their roots.

    A part may be given whole, from its XML declaration or its root on, where its name has a dot ("word/x.xml").
    """
    content = {
        "[Content_Types].xml": TYPES.replace("word/document.xml", main),
        "_rels/.rels": relations(("officeDocument", main)),
        main: f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
    }
    for name, inside in parts.items():
        whole = "." in name
        content[name if whole else f"word/{name}.xml"] = inside if whole else f"<w:{name} {SPACES}>{inside}</w:{name}>"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return path


def relations(*named: tuple[str, str]) -> str:
    """A list of relations: kinds and targets, with ids from rId1."""
    entries = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(named, start=1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'
    )


def p(text: str = "", style: str = "", *, inside: str = "", properties: str = "", run: str = "") -> str:
    """A paragraph: a run of text, then what is given; `properties` are the paragraph's, `run` the run's."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    words = f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{words}{inside}</w:p>"


def numbered(text: str, list_id: int, level: int = 0, style: str = "") -> str:
    """A paragraph of a list."""
    return p(text, style, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def style(style_id: str, name: str, *, based_on: str = "", paragraph: str = "", run: str = "") -> str:
    """A paragraph style."""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>{base}'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def abstract(number: int, *levels: tuple[str, str], more: str = "") -> str:
    """A list definition: for each level its form and its template; `more` goes into the last level."""
    made = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{template}"/>'
        f"{more if i == len(levels) - 1 else ''}</w:lvl>"
        for i, (form, template) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{number}">{made}</w:abstractNum>'


def num(number: int, of: int, *, inside: str = "") -> str:
    """A list."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{inside}</w:num>'


def table(*rows: str, properties: str = "") -> str:
    """A table of rows."""
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    """A row of cells."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def cell(text: str = "", *, inside: str = "", properties: str = "", run: str = "") -> str:
    """A cell with one paragraph, or with what is given."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside or p(text, run=run)}</w:tc>"


def field(code: str, result: str) -> str:
    """A field in one paragraph."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {code} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{result}</w:t></w:r>'
        f'<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
