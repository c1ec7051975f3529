"""The graph in this process and workers of its own, without a server."""

from collections.abc import Mapping
from functools import cached_property
from tempfile import TemporaryDirectory
from typing import Final
from weakref import finalize

import rdflib

from moonpact.graph.dataset import Release
from moonpact.graph.engine import Store
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.request import Request
from moonpact.graph.execution.served import Served
from moonpact.graph.execution.serving import serve_files
from moonpact.graph.execution.views import ServedViews
from moonpact.graph.extras import require
from moonpact.graph.loading import load_files
from moonpact.graph.prefixes import PREFIXES
from moonpact.graph.reading import READABLE
from moonpact.graph.sparql.parameters import substitutions
from moonpact.graph.view import View
from moonpact.graph.whole import Whole, read_whole
from moonpact.library.graph import Day, Graph, Names, ViewTexts, view_texts
from moonpact.library.result import Result, read_result
from moonpact.queries.question import load_question

_FEW: Final = 2
Folder = TemporaryDirectory[str]


class LocalGraph(Graph):
    """A built dataset, asked within the limits that the endpoint has: each query in a process that can be stopped."""

    def __init__(self, release: Release, timeout: float, folder: Folder | None = None) -> None:
        """Open the dataset.

        Args:
            release: Where the dataset is.
            timeout: Seconds after which a query is stopped.
            folder: Removed when the graph is closed.

        Raises:
            LoadError, InvalidDataError: Its file cannot be read.
        """
        limits = Limits(deadline_seconds=timeout, fast_workers=_FEW, slow_workers=_FEW)
        self._release = release
        self._served = serve_files([release.file], limits, release.version)
        self._views = ServedViews(self._served, built=True)
        self._end = finalize(self, _close, self._served, folder)

    @property
    def version(self) -> str:
        """The version of the dataset."""
        return self._release.version

    def served(self, as_of: str | None, according_to: str | None) -> Served:
        """Return what answers queries on the view of these texts, or on the whole.

        Raises:
            InvalidViewError, BusyError, …: As `ServedViews.parse` and `ServedViews.get`.
        """
        return self._views.get(self._view((as_of, according_to)))

    def to_rdflib(self, *, as_of: Day | None = None, according_to: Names | None = None) -> rdflib.Dataset:
        """Return the graph as a dataset of rdflib over a store in this process (oxrdflib), without limits.

        It is a copy: what is changed in it changes nothing else.

        Raises:
            InvalidViewError: The date is none, or a name is of no source and no kind of source.
            MissingExtraError: oxrdflib is not installed.
        """
        oxrdflib = require("oxrdflib", "rdflib")
        view = self._view(view_texts(as_of, according_to))
        store = self._load() if view is None else self._whole.view(view)
        dataset = rdflib.Dataset(oxrdflib.OxigraphStore(store=store))
        for prefix, iri in PREFIXES.items():
            dataset.bind(prefix, iri)
        return dataset

    def close(self) -> None:
        """End the workers."""
        self._end()

    @cached_property
    def _whole(self) -> Whole:
        return read_whole(self._load())

    def _load(self) -> Store:
        return load_files([self._release.file])

    def ask_with(self, question: str, values: Mapping[str, str], view: ViewTexts = (None, None)) -> Result:
        """Return the answer to a question with these texts as values of its parameters; otherwise as `ask`."""
        asked = load_question(question)
        terms = {variable.value: value for variable, value in substitutions(asked, values).items()}
        without = frozenset(parameter.name for parameter in asked.parameters)
        return self._answer(Request(asked.text, READABLE, terms), view, without)

    def _query(self, sparql: str, view: ViewTexts) -> Result:
        return self._answer(Request(sparql, READABLE), view)

    def _view(self, texts: ViewTexts) -> View | None:
        if not self._end.alive:
            raise ValueError("the graph is closed")
        return self._views.parse(*texts)

    def _answer(self, request: Request, texts: ViewTexts, without: frozenset[str] = frozenset()) -> Result:
        view = self._view(texts)
        answer = self._views.get(view).answer(request)
        return read_result(answer.kind, answer.body, str(view or ""), without)

    def __repr__(self) -> str:
        """Return what the graph is."""
        return f"<LocalGraph {self.version}>"


def _close(served: Served, folder: Folder | None) -> None:
    served.close()
    if folder is not None:
        folder.cleanup()
