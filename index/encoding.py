"""Whose vectors a store holds: one encoder's, for every passage. Another takes over only once it has encoded all."""

from collections.abc import Callable

from corpus.encoder import Encoder
from corpus.errors import EncoderMismatch
from index import sources
from index.entry import EncoderUse
from index.store import Store

Progress = Callable[[int, int], None]
TOGETHER = 1024  # passages whose vectors are made before they are kept


def check_encoder(store: Store, encoder: Encoder) -> None:
    """See that the store's vectors are this encoder's: those of another would be compared with what they are not like.

    Raises:
        EncoderMismatch: they are another's.
    """
    held = _held(store)
    if held and encoder.name not in held:
        raise EncoderMismatch(
            f"{store.folder}: its passages were encoded by {', '.join(sorted(held))}, and the settings name "
            f"{encoder.name}. Run `remit ingest` on any document to encode them anew, or set model and precision back."
        )


def adopt_encoder(store: Store, encoder: Encoder, *, progress: Progress | None = None) -> int:
    """Encode all passages by this encoder where the store holds another's vectors; returns how many texts.

    Stopped in between it goes on where it was, and until it is done the store counts as the other's.
    """
    held = _held(store)
    return encode_missing(store, encoder, progress=progress) if held and encoder.name not in held else 0


def encode_missing(store: Store, encoder: Encoder, *, progress: Progress | None = None) -> int:
    """Encode the passages that have no vector by this encoder; returns how many texts there were."""
    missing = sources.unencoded(store, encoder.name)
    for start in range(0, len(missing), TOGETHER):
        part = missing[start : start + TOGETHER]
        store.keep_vectors([name for name, _ in part], encoder.encode([text for _, text in part]), encoder.name)
        if progress is not None:
            progress(start + len(part), len(missing))
    record_use(store, encoder)
    return len(missing)


def record_use(store: Store, encoder: Encoder) -> None:
    """Remember that the store's vectors are this encoder's, and by what it computes."""
    runtime = str(getattr(encoder, "runtime", "unknown"))  # the protocol asks for none
    store.record_encoder(EncoderUse(name=encoder.name, runtime=runtime, dimensions=encoder.dimensions))


def _held(store: Store) -> set[str]:
    return {use.name for use in store.encoders()}
