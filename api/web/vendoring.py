"""How the style sheet and script of NHS.UK frontend came here: `python -m api.web.vendoring FOLDER`.

FOLDER is the unpacked npm package `nhsuk-frontend` of the version below, the one that nhsuk-frontend-jinja in
constraints.txt was made for. Its fonts, which only NHS bodies may use, and its logos are left out: a page asks no other
host for anything, and does not pass for one of the NHS.
"""

import json
import re
import shutil
import sys
from pathlib import Path

VERSION = "10.6.1"
TARGET = Path(__file__).parent / "static" / "nhsuk"
ICONS = ("arrow-down", "arrow-up-down", "arrow-up", "cross")  # that the style sheet names
_FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
_SOURCE_MAP = re.compile(r"\s*(//[#@] sourceMappingURL=\S+|/\*[#@] sourceMappingURL=[^*]*\*/)\s*$")


def vendor(package: Path) -> None:
    """Copy what the pages use.

    Args:
        package: the folder that holds package.json.

    Raises:
        SystemExit: it is another version.
    """
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    if version != VERSION:
        raise SystemExit(f"{package}: is nhsuk-frontend {version}; {VERSION} is wanted.")
    made = package / "dist" / "nhsuk"
    (TARGET / "images").mkdir(parents=True, exist_ok=True)
    style = (made / "nhsuk-frontend.min.css").read_text(encoding="utf-8")
    script = (made / "nhsuk-frontend.min.js").read_text(encoding="utf-8")
    (TARGET / "nhsuk-frontend.min.css").write_text(own_style(style), encoding="utf-8")
    (TARGET / "nhsuk-frontend.min.js").write_text(_SOURCE_MAP.sub("\n", script), encoding="utf-8")
    for icon in ICONS:
        name = f"nhsuk-icon-{icon}.svg"
        shutil.copyfile(made / "assets" / "images" / name, TARGET / "images" / name)


def own_style(style: str) -> str:
    """The style sheet without fonts of other hosts, its icons beside it, and without the map of its sources."""
    style = _FONT_FACE.sub("", style).replace("Frutiger W01,", "")
    return _SOURCE_MAP.sub("\n", style.replace("/assets/images/", "images/"))


if __name__ == "__main__":
    vendor(Path(sys.argv[1]))
