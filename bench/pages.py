"""How fast the pages are: from the server, cold and kept, beside the queries that they ask; and in a browser.

Usage: python bench/pages.py [--things 200] [--rounds 3]

Prints two tables in Markdown. The things are taken evenly from all things of the project's own data. A page is cold
when it is asked for the first time. The time of the queries is that of the same queries on the same thing in this
process.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser
from pyoxigraph import DefaultGraph, NamedNode, Store, Variable

sys.path.insert(0, str(Path(__file__).parents[1]))

from moonpact.graph.build import build_dataset
from moonpact.graph.dataset import write_dataset
from moonpact.graph.names import RDF_TYPE, term
from moonpact.queries.files import read_query
from tests.browser import started
from tests.page_kinds import PAGES, in_language
from tests.server import BASE, BROWSER, Site, served

# What the page of a thing asks.
_QUERIES = ("statements", "successor", "modified", "matters", "records", "notes", "claims", "links")
_PAGES = {
    "home": "/",
    "thing": "/id/country/egypt.html",
    "question": "/questions/participants",
    "disagreements": "/disagreements",
    "timeline": "/timeline",
    "map": "/map",
}
_THING = f"{BASE}id/"
_AT_ONCE = 8
_PAINTED = """() => {
  const [opened] = performance.getEntriesByType("navigation");
  const fetched = [opened, ...performance.getEntriesByType("resource")];
  return {
    requests: fetched.length,
    bytes: fetched.reduce((sum, each) => sum + each.transferSize, 0),
    painted: performance.getEntriesByName("first-contentful-paint")[0].startTime,
  };
}"""


def things_of(store: Store, number: int) -> list[str]:
    """Return the IRIs of so many things, evenly from all of them."""
    typed = store.quads_for_pattern(None, RDF_TYPE, None, DefaultGraph())
    subjects = {quad.subject for quad in typed if quad.object != term("FormerName")}  # These lead elsewhere.
    found = sorted(each.value for each in subjects if isinstance(each, NamedNode) and each.value.startswith(_THING))
    return found[:: len(found) // number][:number]


def asked_here(store: Store, thing: str) -> float:
    """Return how many milliseconds the queries of the thing's page take in this process."""
    start = time.perf_counter()
    for name in _QUERIES:
        for _ in store.query(read_query(f"pages/{name}"), substitutions={Variable("thing"): NamedNode(thing)}):  # type: ignore[union-attr]
            pass
    return 1000 * (time.perf_counter() - start)


def asked(site: Site, path: str) -> tuple[float, int]:
    """Return how many milliseconds the page took, and how many bytes it was sent as.

    Raises:
        RuntimeError: It is not answered.
    """
    start = time.perf_counter()
    answer = site.request("GET", path, headers={"Accept": BROWSER, "Accept-Encoding": "gzip"})
    if answer.status not in (200, 202):  # Downloads are made when they are first asked for.
        raise RuntimeError(f"{path}: {answer.status}")
    return 1000 * (time.perf_counter() - start), len(answer.body)


def crawled(site: Site, paths: Sequence[str]) -> list[float]:
    """Return how many milliseconds each page took, eight at a time."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return [took for took, _ in pool.map(lambda path: asked(site, path), paths)]


def measured(site: Site, store: Store, things: Sequence[str]) -> Mapping[str, str]:
    """Return the rows on pages of things."""
    paths = [f"/{thing.removeprefix(BASE)}.html" for thing in things]
    in_russian = [f"{path}?lang=ru" for path in paths]
    asked(site, "/")  # What is made once for each version is there.
    cold, queries, bytes_sent = list[float](), list[float](), list[int]()
    for thing, path in zip(things, paths, strict=True):
        queries.append(asked_here(store, thing))
        took, size = asked(site, path)
        cold.append(took)
        bytes_sent.append(size)
    kept = [asked(site, path)[0] for path in paths]
    each_kind = [asked(site, in_language(path, "zh"))[0] for path in PAGES]
    start = time.perf_counter()
    at_once = crawled(site, in_russian)
    a_second = len(things) / (time.perf_counter() - start)
    ratio = median(page / query for page, query in zip(cold, queries, strict=True))
    return {
        "queries of the page, in this process": _milliseconds(queries),
        "page, cold": f"{_milliseconds(cold)}; {ratio:.1f} times its queries",
        "page, kept": _milliseconds(kept),
        f"one page of each of {len(PAGES)} kinds, cold": _milliseconds(each_kind),
        f"{len(things)} pages, cold, {_AT_ONCE} at a time": f"{_milliseconds(at_once)}; {a_second:.0f} a second",
        "sent as, gzip": f"median {median(bytes_sent) / 1000:.1f} kB, most {max(bytes_sent) / 1000:.1f} kB",
    }


def seen(browser: Browser, site: Site, path: str) -> tuple[int, float, float]:
    """Return requests, kB and milliseconds to the first picture of a page in a browser that has fetched nothing yet."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"http://{site.host}:{site.port}{path}", wait_until="networkidle")
    told = page.evaluate(_PAINTED)
    context.close()
    return int(told["requests"]), told["bytes"] / 1000, float(told["painted"])


def in_browser(site: Site, rounds: int) -> Mapping[str, str]:
    """Return the rows on pages in Chromium, the median of the rounds."""
    rows: dict[str, str] = {}
    with started() as browser:
        for name, path in _PAGES.items():
            _, html = asked(site, path)
            found = [seen(browser, site, path) for _ in range(rounds)]
            requests, size, painted = (median(each[place] for each in found) for place in range(3))
            rows[name] = f"{html / 1000:.1f} kB | {requests:.0f} | {size:.0f} kB | {painted:.0f} ms"
    return rows


def _milliseconds(times: Sequence[float]) -> str:
    in_order = sorted(times)
    return f"median {median(times):.1f} ms, 95 % within {in_order[int(0.95 * len(times))]:.1f} ms"


def _print(head: str, rows: Mapping[str, str], write: Callable[[str], None] = print) -> None:
    columns = head.count("|") - 1
    write(f"{head}\n|{' --- |' * columns}")
    for name, row in rows.items():
        write(f"| {name} | {row} |")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--things", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    dataset = build_dataset()
    with tempfile.TemporaryDirectory() as folder:
        write_dataset(dataset, Path(folder))
        with served("--dataset", folder) as site:
            _print("| pages of things | |", measured(site, dataset.store, things_of(dataset.store, given.things)))
            _print("\n| page | HTML, gzip | requests | sent in all | first picture |", in_browser(site, given.rounds))


if __name__ == "__main__":
    main()
