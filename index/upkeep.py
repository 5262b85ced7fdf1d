"""How the search indexes follow the store: brought up by what has changed, made over in the background.

A folder is never changed once it stands. The next revision's folder shares the large files of the one before and adds
what is new, so that an ingest into a large index costs what it adds; what gathers that way is merged by `compact`,
aside, while searches go on in the folder before.
"""

from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from corpus.encoder import Encoder, Vectors
from index import dense, holdings, lexical, sources
from index.arms import Arms
from index.derived import DerivedDamaged, DerivedFolder, Source, reading_derived
from index.holdings import NOTHING, Difference, Documents
from index.stamp import Stamp
from index.standing import Standing
from index.store import Store

T = TypeVar("T")
DERIVED = "derived"
SMALL = dense.FLAT  # passages; a lexical index of no more is made anew when a document leaves, with scores as if new
WASTE = 5  # a lexical index is made over when more than the 5th part of it is of documents that are gone
_DEAD = "dead.npy"  # documents whose words are still in the files of a lexical index
_QUESTIONS = Path(__file__).with_name("questions.txt")


class Base(NamedTuple):
    """A folder of an earlier revision to build upon, and how the store differs from it."""

    folder: Path
    held: Documents
    change: Difference


def open_arms(store: Store, encoder: Encoder | None, *, anew: bool = False, again: bool = False) -> Arms:
    """The search indexes of the store's revision, made where they do not stand. Call it inside a snapshot.

    Args:
        store: what they are derived from.
        encoder: whose vectors to take.
        anew: make them again from the store alone, although they look whole.
        again: make them again, from the best base that there is.
    """
    stamp = store.stamp
    words, meaning = sources_of(stamp, encoder)
    folders = _folders(store, words)
    write = partial(_write_lexical, store, folders, words, anew)
    at, by_words = folders.opened(words, write, _standing(lexical.Lexical.open), renew=anew or again)
    if encoder is None or meaning is None:
        return Arms(stamp, by_words, None, (at,))
    folders = _folders(store, meaning)
    write = partial(_write_dense, store, encoder, folders, meaning, anew)
    beside, by_meaning = folders.opened(meaning, write, _standing(dense.Dense.open), renew=anew or again)
    return Arms(stamp, by_words, by_meaning, (at, beside))


def compact(store: Store, encoder: Encoder | None) -> bool:
    """Make over those search indexes that have gathered much; False where there was nothing to do.

    What is written is the revision that the store has now. Where it has moved on meanwhile, its new revision is brought
    up from that.

    Raises:
        DerivedDamaged: an index cannot be read, or the disk not be written.
    """
    with store.snapshot():
        arms = open_arms(store, encoder)
        words, meaning = sources_of(arms.stamp, encoder)
        done = _compact_lexical(store, words)
    if arms.dense is not None and encoder is not None and meaning is not None and arms.dense.wants_compaction:
        write = partial(arms.dense.compact, questions=partial(_encoded_questions, encoder))
        done = _folders(store, meaning).compacted(meaning, write) or done
    if done:
        with store.snapshot():
            if store.stamp != arms.stamp:
                open_arms(store, encoder, again=True)
    return done


def wants_compaction(store: Store, arms: Arms) -> bool:
    """Whether `compact` has something to do for these indexes."""
    words, _ = sources_of(arms.stamp, None)
    folder = _folders(store, words).fresh(words)
    return bool((arms.dense and arms.dense.wants_compaction) or (folder and _is_wasteful(folder)))


def sources_of(stamp: Stamp, encoder: Encoder | None) -> tuple[Source, Source | None]:
    """What the lexical and the vector index of a revision are made from."""
    words = Source(kind="lexical", layout=lexical.LAYOUT, state=stamp.state, revision=stamp.revision)
    if encoder is None:
        return words, None
    return words, words.model_copy(update={"kind": "dense", "layout": dense.LAYOUT, "encoder": encoder.name})


def _standing(read: Callable[[Path], T]) -> Callable[[Path], tuple[Standing, T]]:
    """Open a folder, having noted which one it is: one that takes its place meanwhile is another one."""
    return lambda folder: (Standing.of(folder), read(folder))


def _folders(store: Store, source: Source) -> DerivedFolder:
    return DerivedFolder(store.folder / DERIVED, source.kind)


def _write_lexical(store: Store, folders: DerivedFolder, source: Source, anew: bool, folder: Path) -> None:
    base = None if anew else _best_base(folders, source, sources.documents(store))
    if base is None or (len(base.change.gone) and _passages(base.held) <= SMALL):
        _write_lexical_anew(store, folder)
        return
    try:
        with reading_derived():
            _append_lexical(store, folder, base)
    except DerivedDamaged:  # it looked whole and is not
        _empty(folder)
        _write_lexical_anew(store, folder)


def _append_lexical(store: Store, folder: Path, base: Base) -> None:
    gone, added = base.change
    rows = sources.lexical_rows(store, added)
    lexical.Lexical.append(folder, base.folder, rows, gone=gone["key"].tolist())
    kept = [row for row in base.held.tolist() if row not in set(gone.tolist())]
    holdings.save(folder, holdings.documents([*kept, *sources.holding(store, added).tolist()]))
    dead = holdings.load(base.folder, file=_DEAD).tolist()
    holdings.save(folder, holdings.documents([*dead, *gone.tolist()]), file=_DEAD)


def _write_lexical_anew(store: Store, folder: Path) -> None:
    lexical.Lexical.write(folder, sources.lexical_rows(store))
    holdings.save(folder, sources.holding(store))
    holdings.save(folder, NOTHING, file=_DEAD)


def _compact_lexical(store: Store, source: Source) -> bool:
    folders = _folders(store, source)
    folder = folders.fresh(source)
    if folder is None or not _is_wasteful(folder):
        return False
    return folders.compacted(source, partial(_write_lexical_anew, store))


def _is_wasteful(folder: Path) -> bool:
    dead = _passages(holdings.load(folder, file=_DEAD))
    return dead > SMALL // WASTE and dead > _passages(holdings.load(folder)) // WASTE


def _write_dense(
    store: Store, encoder: Encoder, folders: DerivedFolder, source: Source, anew: bool, folder: Path
) -> None:
    base = None if anew else _best_base(folders, source, sources.documents(store))
    if base is not None:
        added = sources.holding(store, base.change.added)
        if dense.FLAT < _passages(base.held) >= _passages(added):
            vectors = sources.vector_batches(store, encoder.name, base.change.added)
            dense.Dense.append(folder, base.folder, encoder.dimensions, vectors, added=added, gone=base.change.gone)
            return
    vectors = sources.vector_batches(store, encoder.name)
    dense.Dense.write(folder, encoder.dimensions, vectors, sources.holding(store))


def _best_base(folders: DerivedFolder, source: Source, now: Sequence[tuple[int, int]]) -> Base | None:
    """Of the whole folders of earlier revisions, the one from which the least has changed."""
    found = []
    for folder, _ in folders.earlier(source):
        held = holdings.load(folder)
        found.append(Base(folder, held, holdings.difference(held, now)))
    return min(found, key=lambda base: len(base.change.gone) + len(base.change.added), default=None)


def _passages(held: Documents) -> int:
    return int(held["passages"].sum())


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def _encoded_questions(encoder: Encoder) -> Vectors:
    return encoder.encode(questions())


@cache
def questions() -> list[str]:
    """Questions of the field, on which the search through a large index is fitted; they say nothing about answers."""
    return _QUESTIONS.read_text(encoding="utf-8").splitlines()
