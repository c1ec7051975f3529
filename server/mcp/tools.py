"""The tools for language models: each reads the graph and answers with sources; nothing can be changed."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Annotated, Final

from pydantic import Field
from rdflib import URIRef
from rdflib.term import Node

from moonpact.graph.prefixes import PREFIXES, shorten
from moonpact.graph.search.index import Index
from moonpact.graph.search.kinds import kind_of
from moonpact.graph.search.things import Hit as Found
from moonpact.graph.search.things import SearchTooLongError, search
from moonpact.graph.sparql.parameters import InvalidParameterError
from moonpact.library import Result
from moonpact.library.tables import text as plain
from moonpact.queries.question import LANGUAGES, Parameter, list_questions
from moonpact.server.evidence import grouped
from moonpact.server.mcp.answers import Description, Finding, Findings, Hit, Hits, Part, Rows, cut, few
from moonpact.server.mcp.reading import Reader, View, full_iri, text_of
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.terms import text

_DISAGREEMENT: Final = f"{PREFIXES['mp']}Disagreement"
_NAMES: Final = {f"{PREFIXES['skos']}prefLabel", f"{PREFIXES['skos']}altLabel", f"{PREFIXES['dcterms']}title"}
_VALUES: Final = 30

AsOf = Annotated[
    str | None, Field(description="Answer from what the sources known by this day say, such as 2023-09-30.")
]
AccordingTo = Annotated[
    str | None,
    Field(
        description="Answer from what these say only, with commas between them: kinds of source such as government, "
        "agency, news; bodies such as organization:roscosmos; sources by their slugs."
    ),
]
Limit = Annotated[int, Field(ge=1, le=200, description="How many items are shown at most.")]
Offset = Annotated[int, Field(ge=0, description="How many items are left out before the first that is shown.")]
Thing = Annotated[
    str,
    Field(description="A thing by its IRI, in full or in short, such as country:egypt, initiative:ilrs, claim:…"),
]
Parameters = Annotated[
    dict[str, str] | None, Field(description="The question's parameters by name; list_questions tells which it has.")
]


class Tools:
    """What a language model may do with a graph."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @property
    def all(self) -> Sequence[Callable[..., object]]:
        """The tools, the most used first."""
        return (
            self.search,
            self.describe,
            self.list_questions,
            self.ask_question,
            self.query_sparql,
            self.list_disagreements,
        )

    def search(
        self,
        text: Annotated[
            str, Field(description="A name in any language or spelling, an identifier, or some words of a sentence.")
        ],
        as_of: AsOf = None,
        according_to: AccordingTo = None,
        limit: Limit = 10,
        offset: Offset = 0,
    ) -> Hits:
        """Find countries, bodies, papers, missions, sources and claims; describe then tells all on one of them."""
        view, part = View(as_of, according_to), Part(offset, limit)
        index = self._reader.index(view)
        try:
            found = search(index, text, offset + limit)
        except SearchTooLongError as error:
            raise InvalidParameterError("text", str(error)) from error
        hits = part.of([_hit(index, hit) for hit in found.hits])
        sources = self._reader.sources([hit.thing for hit in found.hits[offset : offset + len(hits)]], view)
        told = part.told(len(hits), found.total, "things") + ("" if index.whole else "; not all texts are searched")
        return Hits(self._reader.data(view), told, list(hits), sources)

    def describe(
        self, thing: Thing, as_of: AsOf = None, according_to: AccordingTo = None, limit: Limit = 20, offset: Offset = 0
    ) -> Description:
        """Tell all that is said on one thing: its names, what is concluded on it, and who says so.

        A finding is one property of the thing or of a record on it (a participation, a signature, a count, …), with
        the positions of the sources; it is contested where they contradict each other.
        """
        view, part = View(as_of, according_to), Part(offset, limit)
        iri, statements = self._statements(thing, view)
        # What is on the thing itself comes before what is on its records, and what is contested first.
        found = sorted(
            self._reader.findings(iri, view),
            key=lambda each: (f"({shorten(iri)})" not in each.about, not each.contested),
        )
        shown = part.of(found)
        return Description(
            data=self._reader.data(view),
            iri=iri,
            names=[name for each in sorted(_NAMES & statements.keys()) for name in statements.pop(each)],
            statements={shorten(name): few(values, _VALUES) for name, values in statements.items()},
            shown=part.told(len(shown), len(found), "findings"),
            findings=list(shown),
            sources=self._reader.sources([iri, *_iris(shown)], view),
        )

    def list_questions(self) -> Rows:
        """List the questions that the graph answers by name, with their parameters; better than SPARQL of one's own."""
        columns = ["name", "title", "summary", "parameters"]
        rows = [
            [each.name, each.titles["en"], each.summaries.get("en", ""), _parameters(each.parameters)]
            for each in list_questions()
        ]
        sources = self._reader.sources((), View())
        return Rows(
            self._reader.data(View()),
            Part(0, len(rows)).told(len(rows), len(rows), "questions"),
            columns,
            rows,
            sources,
        )

    def ask_question(
        self,
        question: Annotated[str, Field(description="The name of the question, such as participants.")],
        parameters: Parameters = None,
        as_of: AsOf = None,
        according_to: AccordingTo = None,
        lang: Annotated[str | None, Field(description="The language of names: en (the usual one), zh or ru.")] = None,
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> Rows:
        """Answer one of the questions of list_questions, as known on a day and according to whom."""
        values = (parameters or {}) | ({} if lang is None else {"lang": lang})
        result = self._reader.graph.ask_with(question, values, (as_of, according_to))
        return self._rows(result, View(as_of, according_to), Part(offset, limit))

    def query_sparql(
        self,
        query: Annotated[str, Field(description="A SPARQL 1.1 query; prefixes must be declared. No updates.")],
        as_of: AsOf = None,
        according_to: AccordingTo = None,
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> Rows:
        """Answer a SPARQL query; the resource moonpact://ontology tells of classes, properties and prefixes.

        No GRAPH is needed: the default graph has all that is said. A query is stopped after some seconds. To have the
        sources, select claims (mp:Claim) or records too.
        """
        result = self._reader.graph.query(query, as_of=as_of, according_to=according_to)
        return self._rows(result, View(as_of, according_to), Part(offset, limit))

    def list_disagreements(
        self,
        about: Annotated[str | None, Field(description="Only those on this thing and its records.")] = None,
        as_of: AsOf = None,
        according_to: AccordingTo = None,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Findings:
        """List where sources contradict each other: the positions, who holds them, and which is adopted and why."""
        view, part = View(as_of, according_to), Part(offset, limit)
        iri = _DISAGREEMENT if about is None else self._statements(about, view)[0]
        found = [each for each in self._reader.findings(iri, view) if each.contested]
        shown = part.of(found)
        told = part.told(len(shown), len(found), "disagreements")
        return Findings(self._reader.data(view), told, list(shown), self._reader.sources(_iris(shown), view))

    def _statements(self, thing: str, view: View) -> tuple[str, dict[str, list[str]]]:
        """The IRI of the thing, and the values of its properties.

        Raises:
            ProblemError: The dataset says nothing on it.
        """
        iri = full_iri(thing.strip())
        rows = self._reader.rows_on("statements", iri, view) if iri else []
        if iri is None or not rows:
            raise ProblemError(self._unknown(thing))
        by_property = grouped(rows, lambda row: text_of(row["property"]))
        return iri, {name: [cut(text(row["value"])) for row in found] for name, found in by_property.items()}

    def _unknown(self, thing: str) -> Problem:
        nearest = get_close_matches(thing, map(shorten, self._reader.labels), n=5)
        hint = f"Nearest: {', '.join(nearest)}." if nearest else "Use search to find it by its name."
        return Problem("unknown-thing", f"the dataset says nothing on '{cut(thing)}'", hint)

    def _rows(self, result: Result, view: View, part: Part) -> Rows:
        rows = part.of([[cut(_text(term)) for term in row] for row in result.rows])
        terms = [term for row in result.rows[part.offset : part.offset + len(rows)] for term in row]
        return Rows(
            data=self._reader.data(view),
            shown=part.told(len(rows), len(result), "rows"),
            columns=list(result.columns),
            rows=list(rows),
            sources=self._reader.sources(map(str, terms), view),
        )


def _hit(index: Index, hit: Found) -> Hit:
    kind, name = kind_of(index, hit.thing, LANGUAGES[0]), index.name(hit.thing, LANGUAGES[0]) or hit.text
    return Hit(shorten(hit.thing), name.value, kind.label if kind else "", round(hit.score, 3), cut(hit.text.value))


def _iris(findings: Sequence[Finding]) -> list[str]:
    return [full_iri(finding.iri) or "" for finding in findings]


def _text(term: Node | None) -> str:
    return shorten(str(term)) if isinstance(term, URIRef) else plain(term)


def _parameters(parameters: Sequence[Parameter]) -> str:
    return "; ".join(
        f"{each.name} ({each.kind}{f', by default {each.default}' if each.default else ''}): {each.description}"
        for each in parameters
    )
