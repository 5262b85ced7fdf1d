"""The filters beside results: groups of choices, each with how many documents it would leave."""

from api.web.views.addresses import WORDS, Search
from corpus.document import Record
from index import Store
from pipeline.facets import Option, facets, passing
from pipeline.wording import kind_words


class Choice(Record):
    """A value that can be ticked: as it is sent, in words, how many documents have it, and whether it is ticked."""

    value: str
    words: str
    count: int
    chosen: bool


class Group(Record):
    """Choices for one parameter; `first` are seen at once, `rest` on asking."""

    name: str
    words: str
    first: tuple[Choice, ...]
    rest: tuple[Choice, ...] = ()

    @property
    def options(self) -> tuple[Choice, ...]:
        """All of them."""
        return self.first + self.rest


def groups_of(store: Store, search: Search, titles: dict[str, str]) -> list[Group]:
    """The filters of a search, with counts of the documents that pass the others. Call it in a snapshot.

    Args:
        store: whose documents are counted.
        search: what is asked for.
        titles: of documents, by id and by file name.
    """
    found = facets(store, search.chosen, has_target=search.target)
    groups = [
        Group(
            name=facet.name,
            words=WORDS[facet.name],
            first=tuple(_choice(facet.name, option, titles) for option in facet.first),
            rest=tuple(_choice(facet.name, option, titles) for option in facet.rest),
        )
        for facet in found
    ]
    stating = passing(store, search.chosen, has_target=True)
    return [Group(name="target", words="Targets", first=(_stating(stating, search.target),)), *groups]


def _stating(count: int, chosen: bool) -> Choice:
    return Choice(value="yes", words="States a target", count=count, chosen=chosen)


def _choice(name: str, option: Option, titles: dict[str, str]) -> Choice:
    words = kind_words(option.value) if name == "kind" else titles.get(option.value, option.value)
    return Choice(value=option.value, words=words[:1].upper() + words[1:], count=option.count, chosen=option.chosen)
