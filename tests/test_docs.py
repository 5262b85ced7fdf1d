"""The documentation says what is: every command, setting and make target, and the commands of the README run."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.app import app
from index import TinyEncoder
from pipeline.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [command.callback.__name__ for command in app.registered_commands if command.callback]
SHELL = re.findall(r"^```sh\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)
LINES = [line.split("  #")[0].strip() for block in SHELL for line in block.splitlines() if line.startswith("remit ")]


@pytest.mark.parametrize("command", [*COMMANDS, "corpus list"])
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"remit {command}" in README


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    settings = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert f"| `{name}` | `REMIT_{name.upper()}` |" in settings


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"(?:^|`)make ([a-z]+)", README, flags=re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target


def test_links_lead_somewhere() -> None:
    for file in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", file.read_text(encoding="utf-8")):
            assert (file.parent / target).exists(), f"{file.name} links to {target}"


def test_the_commands_of_the_readme_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert LINES
    monkeypatch.setattr("pipeline.opening.load_encoder", lambda *given, **options: TinyEncoder())
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REMIT_DATA", raising=False)
    samples = ROOT / "corpus" / "samples"
    (tmp_path / "guidance").mkdir()
    for sample in samples.glob("*.html"):
        (tmp_path / "guidance" / sample.name).write_bytes(sample.read_bytes())
    (tmp_path / "paper.pdf").write_bytes(next(samples.glob("*.pdf")).read_bytes())
    (tmp_path / "queries.txt").write_text("virtual wards\n")
    for line in LINES:
        if line.startswith("remit serve"):
            continue  # runs until it is stopped; tests/test_api_http.py has it
        arguments = shlex.split(line.split(" > ")[0])[1:]
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == 0, f"{line}\n{result.output}"
