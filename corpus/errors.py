"""What can go wrong, as one tree.

Every error that remit raises on purpose is a `RemitError`; its message names the file or
setting and says what to do next.

    RemitError
    ├── SettingsError          a setting or an option that cannot be used
    │   └── RulesError         a rule file of the user's own that cannot be used
    ├── FilterError            a filter of a search that cannot be used
    ├── InputError             a file that cannot be read; `path` names it
    │   ├── UnknownType        no reader for this kind of file
    │   ├── FileMissing        nothing stands at the path
    │   ├── FileEmpty          nothing stands in the file, or no text
    │   ├── FileTooLarge       larger than the limit of the settings
    │   ├── FileTooSlow        takes longer to read than the limit of the settings
    │   ├── FileForbidden      no right to read it
    │   ├── FileEncrypted      wants a password
    │   └── FileDamaged        malformed beyond repair
    ├── StoreError             the folder of the index
    │   ├── StoreMissing       nothing has been ingested there
    │   ├── StoreBusy          another process is writing
    │   ├── StoreOutdated      written by another version
    │   └── EncoderMismatch    its vectors are another encoder's
    ├── PlaceError             an address that names no place of a document
    ├── PictureError           a page of which there is no picture
    │   └── PicturesBusy       none at the moment: too many are being drawn
    ├── ModelError             the encoder's model is missing or is not the one expected
    ├── CatalogueError         a catalogue entry that cannot be used
    └── DownloadError          a publication that cannot be downloaded; `url` names it
"""

from pathlib import Path

from corpus.document import printable


class RemitError(Exception):
    """Base of all errors that remit raises on purpose."""


class SettingsError(RemitError):
    """A setting or an option that cannot be used."""


class RulesError(SettingsError):
    """A rule file of the user's own that cannot be used; the message names the file and the place in it."""


class FilterError(RemitError):
    """A filter of a search that cannot be used."""


class InputError(RemitError):
    """A file that cannot be read.

    Args:
        path: the file.
        reason: what is wrong, in a clause that follows the file's name.
        advice: what to do next, as a sentence.
    """

    reason = "cannot be read"
    advice = "Check the file and try again."

    def __init__(self, path: Path | str, reason: str | None = None, advice: str | None = None) -> None:
        self.path = Path(path)
        self.reason = reason or self.reason
        self.advice = advice or self.advice
        super().__init__(f"{printable(str(self.path))}: {self.reason}. {self.advice}")

    def __reduce__(self) -> tuple[type["InputError"], tuple[Path, str, str]]:
        """Errors travel between worker processes whole."""
        return type(self), (self.path, self.reason, self.advice)


class UnknownType(InputError):
    """No reader for this kind of file."""

    reason = "is of a type that remit does not read"
    advice = "Give a PDF, HTML, DOCX, PPTX, Markdown or plain text file."


class FileMissing(InputError):
    """Nothing stands at the path."""

    reason = "does not exist"
    advice = "Check the path for a slip."


class FileEmpty(InputError):
    """Nothing stands in the file, or no text."""

    reason = "holds no text"
    advice = "If it is a scan, install Tesseract (tesseract-ocr), which reads scans, and try again."


class FileTooLarge(InputError):
    """Larger than the limit of the settings."""

    reason = "is larger than the limit"
    advice = "Split it, or raise max_file_mb in the settings."


class FileTooSlow(InputError):
    """Takes longer to read than the limit of the settings."""

    reason = "took longer to read than the limit"
    advice = "Split it, or raise max_seconds in the settings (REMIT_MAX_SECONDS)."


class FileForbidden(InputError):
    """No right to read it."""

    reason = "may not be read by this user"
    advice = "Change its permissions, or run as a user who may read it."


class FileEncrypted(InputError):
    """Wants a password."""

    reason = "is encrypted"
    advice = "Save a copy without the password and give that."


class FileDamaged(InputError):
    """Malformed beyond repair."""

    reason = "is damaged"
    advice = "Download it again, or open and save it in the program that made it."


class StoreError(RemitError):
    """The folder of the index."""


class StoreMissing(StoreError):
    """Nothing has been ingested there."""


class StoreBusy(StoreError):
    """Another process is writing."""


class StoreOutdated(StoreError):
    """Written by another version of remit."""


class EncoderMismatch(StoreError):
    """The vectors of the index are another encoder's than the settings name."""


class PlaceError(RemitError):
    """An address that names no place of a document; the message says why."""


class PictureError(RemitError):
    """A page of which there is no picture; the message says why."""


class PicturesBusy(PictureError):
    """None at the moment: too many are being drawn."""


class ModelError(RemitError):
    """The encoder's model is missing or is not the one expected."""


class CatalogueError(RemitError):
    """A catalogue entry that cannot be used."""


class DownloadError(RemitError):
    """A publication that cannot be downloaded.

    Args:
        url: its address.
        reason: what is wrong, in a clause that follows the address.
        advice: what to do next, as a sentence.
    """

    def __init__(self, url: str, reason: str, advice: str = "Check the address.") -> None:
        self.url, self.reason, self.advice = url, reason, advice
        super().__init__(f"{printable(url)}: {reason}. {advice}")
