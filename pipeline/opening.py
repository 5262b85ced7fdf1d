"""Opening the index that the settings name, with the encoder that they name."""

from index import Index, load_encoder
from pipeline.settings import Settings


def open_index(settings: Settings, *, create: bool = False) -> Index:
    """The index in `settings.data`.

    Nothing heavy is loaded until the first text is encoded.

    Raises:
        StoreMissing: nothing has been ingested there, and `create` is false.
    """
    encoder = load_encoder(settings.model, cache=settings.data / "models")
    return Index.open(settings.data, encoder=encoder, create=create)
