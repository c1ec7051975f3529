"""RDF as JSON-LD 1.1, compacted with the ontology's context, as those like to read it who know JSON and no RDF."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from operator import attrgetter
from typing import IO, Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from moonpact.graph.engine import Term
from moonpact.graph.names import CITATION, PREF_LABEL, RDF_TYPE, XSD
from moonpact.ontology.files import context_file

_LABEL: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_NAMES: Final = {PREF_LABEL, CITATION, _LABEL}
_STRING: Final = NamedNode(f"{XSD}string")
# What JSON writes by itself (JSON-LD 1.1 API, section 8.2.2), where it reads back with the same letters.
_NATIVE: Final = {f"{XSD}boolean": {"true": True, "false": False}}

Object = dict[str, Any]


@dataclass(frozen=True)
class Context:
    """A JSON-LD context whose terms each stand for one class or property."""

    definitions: Mapping[str, Any]

    @cached_property
    def terms(self) -> Mapping[str, str]:
        """The terms of classes and properties, by IRI."""
        named = {name: each if isinstance(each, str) else each["@id"] for name, each in self._words.items()}
        return {self._expand(iri): name for name, iri in named.items() if iri[-1] not in "#/"}

    def coerced(self, term: str) -> str:
        """Return what the term makes of a text: the IRI of a datatype, `@id`, `@language`, or nothing."""
        definition = self.definitions[term]
        if isinstance(definition, str):
            return ""
        kind = definition.get("@type") or definition["@container"]
        return kind if kind.startswith("@") else self._expand(kind)

    def shorten(self, iri: str) -> str:
        """Return the prefixed name of the IRI, or the IRI."""
        for prefix, start in self._prefixes.items():
            if iri.startswith(start) and iri != start:
                return f"{prefix}:{iri.removeprefix(start)}"
        return iri

    def only(self, used: Iterable[str]) -> Object:
        """Return the context with the keywords, these terms, and the prefixes that they and prefixed names need."""
        names = set(used)
        kept = {name: each for name, each in self.definitions.items() if name in names}
        written = json.dumps([*names, *kept.values()])
        prefixes = {prefix: iri for prefix, iri in self._prefixes.items() if f'"{prefix}:' in written}
        keywords = {name: each for name, each in self.definitions.items() if name[0] == "@" or str(each)[0] == "@"}
        return {**keywords, "included": "@included", **prefixes, **kept}

    @cached_property
    def _words(self) -> Mapping[str, Any]:
        return {name: each for name, each in self.definitions.items() if name[0] != "@" and str(each)[0] != "@"}

    @cached_property
    def _prefixes(self) -> Mapping[str, str]:
        return {name: each for name, each in self._words.items() if isinstance(each, str) and each[-1] in "#/"}

    def _expand(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return f"{self.definitions[prefix]}{local}" if prefix in self.definitions else name


@lru_cache(maxsize=1)
def read_context() -> Context:
    """Return the context of the ontology."""
    return Context(json.loads(context_file().read_text(encoding="utf-8"))["@context"])


def to_jsonld(triples: Iterable[Triple], root: NamedNode | None = None) -> Object:
    """Return the triples as a document with the terms of the context that it needs.

    The root stands at the top, all else under `included` (JSON-LD 1.1, section 4.13); what is only named stands, with
    its names, wherever something points to it.
    """
    writer = _Writer(read_context(), triples)
    top = writer.node(root) if root is not None and root in writer.nodes else {}
    others = [writer.node(each) for each in sorted(writer.nodes, key=str) if each != root and each not in writer.inline]
    included = {"included": others} if others else {}
    return {"@context": writer.context.only(writer.used), **top, **included}


def write_jsonld(triples: Iterable[Triple], root: NamedNode | None = None) -> bytes:
    """Return `to_jsonld` as text; the same triples are the same bytes."""
    return (json.dumps(to_jsonld(triples, root), ensure_ascii=False, indent=1) + "\n").encode()


def write_jsonld_stream(output: IO[bytes], triples: Iterable[Triple]) -> None:
    """Write a document of any size; the triples of one subject, which must come together, are all that is held."""
    context = read_context()
    output.write(f'{{"@context": {_line(context.definitions)},\n"@graph": ['.encode())
    for number, (subject, described) in enumerate(groupby(triples, key=attrgetter("subject"))):
        node = _Writer(context, described).node(subject)
        output.write(f"{',' if number else ''}\n{_line(node)}".encode())
    output.write(b"\n]}\n")


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Writer:
    """Writes nodes, and remembers the terms that it has used."""

    def __init__(self, context: Context, triples: Iterable[Triple]) -> None:
        self.context = context
        self.nodes: defaultdict[Term, list[Triple]] = defaultdict(list)
        for triple in sorted(set(triples), key=str):
            self.nodes[triple.subject].append(triple)
        # A class is told by its name in the context, and nothing can be told of it there.
        stated = [triple for found in self.nodes.values() for triple in found]
        pointed = {triple.object for triple in stated if triple.predicate != RDF_TYPE}
        self.inline = {each for each, found in self.nodes.items() if each in pointed and _only_names(found)}
        self.used: set[str] = set()

    def node(self, subject: Term) -> Object:
        """Return all that is said of the subject."""
        members: defaultdict[str, list[Any]] = defaultdict(list)
        texts: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for triple in self.nodes[subject]:
            term = self._term(triple.predicate.value)
            if triple.predicate == RDF_TYPE and not isinstance(triple.object, Literal):
                members["type"].append(self._term(_id(triple.object)))
            elif (language := _language(triple.object)) and self._coerced(term) == "@language":
                texts[term][language].append(_text(triple.object))
            else:
                members[self._key(term, triple)].append(self._value(triple.object, self._coerced(term)))
        found = {name: _compact(values) for name, values in [*members.items(), *_maps(texts)]}
        return {"id": _id(subject), **dict(sorted(found.items(), key=lambda member: member[0] != "type"))}

    def _term(self, iri: str) -> str:
        found = self.context.terms.get(iri) or self.context.shorten(iri)
        if iri != RDF_TYPE.value:
            self.used.add(found)
        return found

    def _coerced(self, term: str) -> str:
        return self.context.coerced(term) if term in self.context.definitions else ""

    def _key(self, term: str, triple: Triple) -> str:
        if self._coerced(term) != "@language":
            return term
        # Under the term, an object would be read as texts by language.
        found = self.context.shorten(triple.predicate.value)
        self.used.add(found)
        return found

    def _value(self, value: Term, coerced: str) -> object:
        if not isinstance(value, Literal):
            if value in self.inline:
                return self.node(value)
            return _id(value) if coerced == "@id" else {"id": _id(value)}
        if value.language:
            return {"@value": value.value, "@language": value.language}
        if value.datatype.value == coerced or (value.datatype == _STRING and not coerced):
            return value.value
        if not coerced and (native := _NATIVE.get(value.datatype.value, {}).get(value.value)) is not None:
            return native
        datatype = {} if value.datatype == _STRING else {"@type": value.datatype.value}
        return {"@value": value.value, **datatype}


def _only_names(triples: Sequence[Triple]) -> bool:
    return all(triple.predicate in _NAMES and isinstance(triple.object, Literal) for triple in triples)


def _maps(texts: Mapping[str, Mapping[str, list[str]]]) -> Iterator[tuple[str, list[Any]]]:
    for term, by_language in texts.items():
        yield term, [{language: _compact(found) for language, found in by_language.items()}]


def _compact(values: Sequence[object]) -> object:
    return values[0] if len(values) == 1 else values


def _id(term: Term) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _language(term: Term) -> str | None:
    return term.language if isinstance(term, Literal) else None


def _text(term: Term) -> str:
    return term.value if isinstance(term, Literal | BlankNode) else str(term)
