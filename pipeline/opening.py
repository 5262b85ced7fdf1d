"""Opening the index that the settings name, with the encoder that they name."""

from extractors import use_rules
from index import Index, load_encoder
from pipeline.settings import Settings


def open_index(settings: Settings, *, create: bool = False, threads: int | None = None) -> Index:
    """The index in `settings.data`.

    Nothing heavy is loaded until the first text is encoded. A rule file that the settings name is put in use, for the
    whole process. `threads` compute vectors; all that this process may use when None.

    Raises:
        RulesError: the rule file cannot be used.
        StoreMissing: nothing has been ingested there, and `create` is false.
    """
    if settings.rules:
        use_rules(settings.rules)
    encoder = load_encoder(
        settings.model, cache=settings.data / "models", precision=settings.precision, threads=threads
    )
    return Index.open(settings.data, encoder=encoder, create=create)
