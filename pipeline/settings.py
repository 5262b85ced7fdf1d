"""Settings: from `remit.toml`, then `REMIT_*` variables, then flags; the later wins.

`remit.toml` is looked for in the working folder; `REMIT_CONFIG` names another file.
"""

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from corpus.errors import SettingsError
from pipeline.readers import ReadLimits

CONFIG = "remit.toml"


def _names(value: Any) -> Any:
    """A list as a variable writes it: names between commas."""
    return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_names)]


class Settings(BaseSettings):
    """What can be set; docs/settings.md lists every name with its meaning."""

    model_config = SettingsConfigDict(env_prefix="REMIT_", extra="ignore", frozen=True)

    data: Path = Field(default=Path(".remit"), description="Folder of the index.")
    model: str = Field(
        default="all-MiniLM-L6-v2",
        description="Encoder: the embedded model, a folder, or the name of a cached one.",
    )
    precision: Literal["int8", "fp32"] = Field(
        default="int8", description="Of the encoder: int8 is about twice as fast; fp32 is what it is checked against."
    )
    max_file_mb: int = Field(default=200, gt=0, description="Files larger than this many MiB are refused.")
    max_pages: int = Field(default=5000, gt=0, description="PDFs with more pages than this are refused.")
    max_seconds: int = Field(default=300, gt=0, description="Reading a file is given up after this many seconds.")
    max_memory_mb: int = Field(default=4096, ge=512, description="Memory that reading a file may take, in MiB.")
    ocr: str = Field(
        default="eng",
        pattern=r"^(\w+(\+\w+)*)?$",
        description="Languages that Tesseract reads scanned pages in, as in eng+cym; empty for no text recognition.",
    )
    rules: Path | None = Field(default=None, description="A rule file of one's own, added to the lexicons.")
    workers: int = Field(default=1, ge=1, le=64, description="Processes that read and extract during an ingest.")
    max_pictures_mb: int = Field(
        default=256, gt=0, description="Pictures of pages that are kept on disk, in MiB; the oldest go first."
    )
    host: str = Field(default="127.0.0.1", description="Address that `remit serve` listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port of `remit serve`; 0 picks a free one.")
    api_key: SecretStr | None = Field(
        default=None, min_length=16, description="Key that writing wants, and reading too beyond loopback."
    )
    api_key_file: Path | None = Field(default=None, description="File that holds the key, instead of `api_key`.")
    open: bool = Field(default=False, description="Let everyone who reaches the address read without a key.")
    uploads: bool = Field(default=False, description="Take documents through the web page and the HTTP API.")
    max_upload_mb: int = Field(default=50, gt=0, description="Uploads larger than this many MiB are refused.")
    max_uploads: int = Field(default=20, gt=0, description="Uploads that may wait at once; more are refused.")
    max_body_kb: int = Field(
        default=256, gt=0, description="Other request bodies larger than this many KiB are refused."
    )
    request_seconds: float = Field(default=30, gt=0, description="A request is given up after this many seconds.")
    max_requests: int = Field(default=64, gt=0, description="Requests worked on at once; more are told to come back.")
    rate_limit: int = Field(default=0, ge=0, description="Requests a minute from one client; 0 for no limit.")
    allowed_hosts: Names = Field(default=(), description="Host names by which the server may be called, or `*`.")
    proxies: Names = Field(default=(), description="Addresses of reverse proxies whose forwarded headers are believed.")
    cors_origins: Names = Field(default=(), description="Origins of other sites whose scripts may read the API.")
    mcp_hosts: Names = Field(default=(), description="Host names by which `/mcp` may be called, beside those allowed.")
    public_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^/?#\s]+(/[^?#\s]*)?$",
        description="Address of the web pages as others reach them, for links that leave the server.",
    )
    log_queries: bool = Field(default=False, description="Write what people ask into the log.")
    prometheus: bool = Field(default=False, description="Serve `/metrics` in Prometheus's format.")
    telemetry: bool = Field(default=False, description="Send OpenTelemetry traces and metrics (OTLP).")
    branding: Literal["remit", "nhs"] = Field(
        default="remit", description="Look of the web pages; `nhs` is for NHS bodies, who may use its identity."
    )

    @property
    def limits(self) -> ReadLimits:
        """What a file may be at most, as the readers want it."""
        return ReadLimits(
            max_bytes=self.max_file_mb * 2**20,
            max_pages=self.max_pages,
            max_seconds=self.max_seconds,
            max_memory=self.max_memory_mb * 2**20,
            ocr=self.ocr,
        )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags before variables before the file."""
        file = TomlConfigSettingsSource(settings_cls, toml_file=config_file())
        return init_settings, env_settings, file


def config_file() -> Path:
    """The settings file: `REMIT_CONFIG`, else `remit.toml` in the working folder (which need not exist)."""
    return Path(os.environ.get("REMIT_CONFIG", CONFIG))


def load_settings(**flags: Any) -> Settings:
    """Settings with the given flags on top; a flag of None was not given.

    Raises:
        SettingsError: a value that cannot be used, or a setting in the file that does not exist.
    """
    _refuse_unknown_names(config_file())
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        given = "" if name == "api_key" else f" (given: {first['input']!r})"
        raise SettingsError(f"setting {name}: {first['msg']}{given}") from None


def _refuse_unknown_names(file: Path) -> None:
    if not file.is_file():
        if "REMIT_CONFIG" in os.environ:
            raise SettingsError(f"{file}: does not exist. REMIT_CONFIG must name a TOML file, or be unset.")
        return
    try:
        names = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: is not valid TOML: {error}") from error
    unknown = sorted(set(names) - set(Settings.model_fields))
    if unknown:
        known = ", ".join(sorted(Settings.model_fields))
        raise SettingsError(f"{file}: no setting is called {', '.join(unknown)}. There are: {known}.")
