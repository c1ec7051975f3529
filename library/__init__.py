"""The graph from Python and notebooks, without a server or from one; see `docs/python.md`."""

from moonpact.graph.extras import MissingExtraError
from moonpact.library.graph import Graph
from moonpact.library.local import LocalGraph
from moonpact.library.opening import open_graph
from moonpact.library.remote import RemoteError, RemoteGraph
from moonpact.library.result import KindError, Result
from moonpact.queries.question import Question
from moonpact.queries.question import list_questions as questions

__all__ = [
    "Graph",
    "KindError",
    "LocalGraph",
    "MissingExtraError",
    "Question",
    "RemoteError",
    "RemoteGraph",
    "Result",
    "open_graph",
    "questions",
]
