"""Conclusions, disagreements and positions as quads."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from moonpact.graph.conclusion.assertion import Assertion, Matter, Value
from moonpact.graph.conclusion.compare import OF_DATES
from moonpact.graph.conclusion.position import Position
from moonpact.graph.conclusion.resolve import Resolution
from moonpact.graph.names import (
    CONCLUSIONS_GRAPH,
    PREF_LABEL,
    RDF_TYPE,
    RDF_VALUE,
    XSD,
    identifier,
    path_slug,
    term,
)

_DESCRIPTION: Final = NamedNode("http://purl.org/dc/terms/description")
_COLONS: Final = {"zh": "："}
Object = NamedNode | Literal


def conclusion_quads(resolution: Resolution) -> Iterator[Quad]:
    """Say what is concluded on the matter, by which rule, with the claims for and against it."""
    winner = resolution.winner
    if winner is None:
        return
    subject, name = NamedNode(resolution.matter.subject), _slug(resolution)
    conclusion = identifier("conclusion", name)
    against = (held for held in resolution.positions if held is not winner)
    yield from _statements(
        conclusion,
        (RDF_TYPE, [term("Conclusion")]),
        (term("about"), [subject]),
        (term("onProperty"), [NamedNode(resolution.matter.predicate)]),
        (term("supportedBy"), _claims(winner)),
        (term("opposedBy"), [claim for held in against for claim in _claims(held)]),
        (term("rule"), [identifier("rule", resolution.rule)]),
        (term("decidedBy"), [resolution.decision.iri] if resolution.decision else []),
    )
    yield from _value_quads(conclusion, winner, RDF_VALUE, resolution.matter.comparison)
    yield from _on_subject(subject, conclusion, winner, resolution)


def contested_quads(matters: Iterable[tuple[str, bool]]) -> Iterator[Quad]:
    """Say of each subject whether any of its properties is contested, given each of them."""
    contested: dict[str, bool] = {}
    for subject, answer in matters:
        contested[subject] = contested.get(subject, False) or answer
    for subject, answer in contested.items():
        yield _quad(NamedNode(subject), term("contested"), _boolean(answer))


def disagreement_quads(
    resolution: Resolution, labels: Mapping[str, Mapping[str, str]], reasons: Mapping[NamedNode, Literal]
) -> Iterator[Quad]:
    """Say between which positions a contested matter stands; nothing where it is not contested."""
    if not resolution.contested:
        return
    matter, name = resolution.matter, _slug(resolution)
    disagreement, decision = identifier("disagreement", name), resolution.decision
    positions = [identifier("position", f"{name}-{number}") for number in range(1, len(resolution.positions) + 1)]
    yield from _statements(
        disagreement,
        (RDF_TYPE, [term("Disagreement")]),
        (PREF_LABEL, _names(matter, labels)),
        (term("about"), [NamedNode(matter.subject)]),
        (term("onProperty"), [NamedNode(matter.predicate)]),
        (term("hasPosition"), positions),
        (term("rule"), [identifier("rule", resolution.rule)]),
        (term("decidedBy"), [decision.iri] if decision else []),
        (_DESCRIPTION, [reasons[decision.iri]] if decision else []),
    )
    for iri, held in zip(positions, resolution.positions, strict=True):
        yield from _position_quads(iri, held, resolution)


def _names(matter: Matter, labels: Mapping[str, Mapping[str, str]]) -> Iterator[Literal]:
    """The name of a disagreement in each language in which both the property and the subject have one."""
    for language, names in labels.items():
        if matter.predicate in names and matter.subject in names:
            on, colon = names[matter.predicate], _COLONS.get(language, ": ")
            yield Literal(f"{on[:1].upper()}{on[1:]}{colon}{names[matter.subject]}", language=language)


def _position_quads(iri: NamedNode, held: Position, resolution: Resolution) -> Iterator[Quad]:
    yield from _statements(
        iri,
        (RDF_TYPE, [term("Position")]),
        (term("supportedBy"), _claims(held)),
        (term("preferred"), [_boolean(held is resolution.winner)]),
        (term("rejected"), [_boolean(held.rejected)]),
    )
    yield from _value_quads(iri, held, RDF_VALUE, resolution.matter.comparison)


def _on_subject(subject: NamedNode, conclusion: NamedNode, winner: Position, resolution: Resolution) -> Iterator[Quad]:
    """The value directly on the record or thing, for readers and graph tools."""
    yield from _value_quads(subject, winner, NamedNode(resolution.matter.predicate), resolution.matter.comparison)
    if winner.assertions:
        best = winner.assertions[0]
        claim = (best if best.values <= winner.values else _holding(winner) or best).claim
        yield _quad(conclusion, term("preferredClaim"), claim)
        yield _quad(subject, term("preferredClaim"), claim)


def _value_quads(node: NamedNode, held: Position, predicate: NamedNode, comparison: str) -> Iterator[Quad]:
    best = _holding(held)
    if comparison == "number" and best is not None:
        yield from _number_quads(node, best, predicate)
        return
    yield from _statements(node, (predicate, sorted(held.values, key=str)))
    if comparison in OF_DATES and best is not None and predicate == RDF_VALUE:
        yield from _precision_quads(node, best)


def _number_quads(node: NamedNode, best: Assertion, predicate: NamedNode) -> Iterator[Quad]:
    numbers = best.testimony.numbers
    if numbers is None:
        return
    if numbers.exact:
        yield from _statements(node, (predicate, _decimals(numbers.least)))
        return
    yield from _statements(
        node, (term("minimum"), _decimals(numbers.least)), (term("maximum"), _decimals(numbers.most))
    )


def _precision_quads(node: NamedNode, best: Assertion) -> Iterator[Quad]:
    days, precision = best.testimony.days, best.testimony.precision
    if days is None or precision is None:
        return
    yield from _statements(
        node,
        (term("datePrecision"), [Literal(precision)]),
        (term("notBefore"), [_date(days.first.isoformat())]),
        (term("notAfter"), [_date(days.last.isoformat())]),
    )


def _holding(held: Position) -> Assertion | None:
    """The assertion whose value the position has."""
    return next((said for said in held.assertions if said.values == held.values), None)


def _slug(resolution: Resolution) -> str:
    return f"{path_slug(resolution.matter.subject)}-{resolution.matter.property_name}"


def _claims(held: Position) -> list[NamedNode]:
    return [assertion.claim for assertion in held.assertions]


def _decimals(number: Decimal | None) -> list[Value]:
    return [] if number is None else [Literal(str(number), datatype=NamedNode(f"{XSD}decimal"))]


def _date(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(f"{XSD}date"))


def _boolean(answer: bool) -> Literal:
    return Literal("true" if answer else "false", datatype=NamedNode(f"{XSD}boolean"))


def _statements(node: NamedNode, *predicates: tuple[NamedNode, Iterable[Object]]) -> Iterator[Quad]:
    for predicate, objects in predicates:
        for value in objects:
            yield _quad(node, predicate, value)


def _quad(node: NamedNode, predicate: NamedNode, value: Object) -> Quad:
    return Quad(node, predicate, value, CONCLUSIONS_GRAPH)
