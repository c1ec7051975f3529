"""Compare ways to search the package's data: which finds the right thing first, and in what time.

pip install -e . rapidfuzz tantivy && python bench/search.py
"""

import sqlite3
import time
from collections.abc import Callable, Iterator

from rapidfuzz import fuzz, process
from tantivy import Document, SchemaBuilder
from tantivy import Index as Tantivy

from moonpact.graph.build import build_dataset
from moonpact.graph.search.index import NAMES, QUERY, Index, make_index
from moonpact.graph.search.things import search
from moonpact.graph.sparql.query import select
from moonpact.queries.files import read_query
from tests.test_search import FIRST, NAMED, THING

Search = Callable[[str], str]


def fts5(index: Index) -> Search:
    """Trigrams of SQLite, any of them, ordered by BM25."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE texts USING fts5(thing UNINDEXED, text, tokenize='trigram')")
    database.executemany("INSERT INTO texts VALUES (:1, :2)", ((each.thing, each.folded) for each in index.texts))

    def found(asked: str) -> str:
        trigrams = {asked[place : place + 3].replace('"', "") for place in range(len(asked) - 2)}
        match = " OR ".join(f'"{each}"' for each in sorted(trigrams) if len(each) == 3)
        rows = database.execute(
            "SELECT thing FROM texts WHERE texts MATCH :1 ORDER BY rank LIMIT 1", [match or '"~~~"']
        )
        return next((str(row[0]) for row in rows), "")

    return found


def rapidfuzz(index: Index) -> Search:
    """RapidFuzz over all names."""
    names = [each for each in index.texts if each.role in NAMES]
    folded = [each.folded for each in names]

    def found(asked: str) -> str:
        best = process.extractOne(asked.casefold(), folded, scorer=fuzz.WRatio)
        return names[best[2]].thing if best else ""

    return found


def tantivy(index: Index) -> Search:
    """Tantivy with fuzzy words."""
    schema = SchemaBuilder().add_text_field("thing", stored=True).add_text_field("text").build()
    engine = Tantivy(schema)
    writer = engine.writer()
    for each in index.texts:
        writer.add_document(Document(thing=each.thing, text=each.folded))
    writer.commit()
    engine.reload()
    searcher = engine.searcher()

    def found(asked: str) -> str:
        query, _ = engine.parse_query_lenient(asked.casefold(), ["text"], fuzzy_fields={"text": (False, 1, True)})
        hits = searcher.search(query, 1).hits
        return str(searcher.doc(hits[0][1])["thing"][0]) if hits else ""

    return found


def ours(index: Index) -> Search:
    """The project's own."""

    def found(asked: str) -> str:
        hits = search(index, asked, 1).hits
        return hits[0].thing if hits else ""

    return found


def named(index: Index) -> Iterator[tuple[str, str]]:
    """Yield each name of each thing, with the thing."""
    for each in index.texts:
        if each.role == "name" and {class_.rpartition("#")[2] for class_ in index.classes.get(each.thing, ())} & NAMED:
            yield each.value, each.thing


def main() -> None:
    """Print a row for each way to search."""
    store = build_dataset(shapes=False).store
    rows = select(store, read_query(QUERY))
    index = make_index(rows)
    names = list(named(index))
    asked = {
        "names": names,
        "misspelt": [(name[:3] + name[4:], thing) for name, thing in names if len(name) > 6],
        "searches": [(text, THING + thing) for text, thing in FIRST.items()],
    }
    print(
        "| | made in, ms | ms for a search |", " | ".join(f"{kind} ({len(each)})" for kind, each in asked.items()), "|"
    )
    for way in (ours, fts5, rapidfuzz, tantivy):
        start = time.perf_counter()
        found = way(make_index(rows))
        found("moon")
        made = time.perf_counter()
        shares = [sum(found(text) == thing for text, thing in each) / len(each) for each in asked.values()]
        each_took = (time.perf_counter() - made) / sum(map(len, asked.values()))
        print(f"| {way.__name__} | {1000 * (made - start):.0f} | {1000 * each_took:.1f} |", end=" ")
        print(" | ".join(f"{share:.1%}" for share in shares), "|")


if __name__ == "__main__":
    main()
