"""The graph, wherever it is: what can be asked of it."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from datetime import date
from types import TracebackType
from typing import Self

from moonpact.library.result import Result

Day = date | str
Names = str | Iterable[str]
# What a parameter of a question may be given as: text, a number, a date, or an IRI, which rdflib's are texts too.
Value = str | int | date
ViewTexts = tuple[str | None, str | None]


class Graph(ABC):
    """The graph; it can be used in a `with` statement, which closes it, and from several threads."""

    @property
    @abstractmethod
    def version(self) -> str:
        """The version of the dataset: the beginning of the SHA-256 of its sorted N-Quads."""

    def ask(
        self,
        question: str,
        *,
        as_of: Day | None = None,
        according_to: Names | None = None,
        lang: str | None = None,
        **values: Value,
    ) -> Result:
        """Return the answer to one of the questions.

        Args:
            question: Its name, such as `participants`; `moonpact.library.questions()` lists all.
            as_of: Answer from what the sources known by this day say.
            according_to: Answer from what sources of these kinds, or these sources by their slugs, say.
            lang: The language of the names: en, zh or ru.
            values: The other parameters of the question, by their names.

        Raises:
            UnknownQuestionError: There is no question of this name.
            InvalidParameterError: The question has no such parameter, or a value is not of its kind.
            InvalidViewError: The date is none, or a name is of no source and no kind of source.
            QueryTimeoutError, QueryTooExpensiveError, BusyError: It took too much, or too many are asked at once.
            RemoteError: In place of all of these, where the graph is on a server.
        """
        chosen = {name: str(value) for name, value in values.items()} | ({} if lang is None else {"lang": lang})
        return self.ask_with(question, chosen, view_texts(as_of, according_to))

    def query(self, sparql: str, *, as_of: Day | None = None, according_to: Names | None = None) -> Result:
        """Return the answer to a SPARQL 1.1 query.

        Args:
            sparql: The text of the query.
            as_of: As for `ask`.
            according_to: As for `ask`.

        Raises:
            InvalidQueryError: The text is not a query; the error names line and column.
            ServiceNotAllowedError: It asks for data from outside.
            InvalidViewError: As for `ask`.
            QueryTimeoutError, QueryTooExpensiveError, AnswerTooLargeError, BusyError: It took too much, or too many
                are asked at once.
            RemoteError: In place of all of these, where the graph is on a server.
        """
        return self._query(sparql, view_texts(as_of, according_to))

    @abstractmethod
    def close(self) -> None:
        """Give up what the graph uses; it cannot be asked any more."""

    @abstractmethod
    def ask_with(self, question: str, values: Mapping[str, str], view: ViewTexts = (None, None)) -> Result:
        """Return the answer to a question with these texts as values of its parameters; otherwise as `ask`."""

    @abstractmethod
    def _query(self, sparql: str, view: ViewTexts) -> Result: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def view_texts(as_of: Day | None, according_to: Names | None) -> ViewTexts:
    """Return the texts that name a view, as `graph.view.parse_view` and the server read them."""
    names = according_to if according_to is None or isinstance(according_to, str) else ",".join(according_to)
    return (None if as_of is None else str(as_of)), names
