"""Each thing under its IRI, and the documents on it: a page, and its description as RDF."""

from difflib import get_close_matches
from typing import Final

from flask import Blueprint, Response, request

from moonpact.graph.description import Description, describe
from moonpact.graph.engine import Literal, NamedNode, Triple
from moonpact.graph.jsonld import Object, to_jsonld
from moonpact.graph.names import local_name
from moonpact.server.documents import documents, finish, moved, offer_of, only_date, see_other, split_ending
from moonpact.server.figures import read_partners
from moonpact.server.kept import kept
from moonpact.server.negotiation import HTML, Offer
from moonpact.server.pages import page, rows, rows_on
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.protocol import read_once, read_pairs
from moonpact.server.schema_org import thing_in_schema_org
from moonpact.server.state import labels, report, settings
from moonpact.server.terms import is_valid_iri
from moonpact.server.thing import read_thing

blueprint: Final = Blueprint("things", __name__)

# How many things that point to a thing are described on one page; `pointing.rq` finds one more.
_PAGE: Final = 200
# Names that are longer are nobody's slip of the pen, and cost much to compare.
_COMPARED: Final = 100
_TOLD: Final = 200
_ALLOWED: Final = "A name is /id/, a kind, / and letters, digits and hyphens, such as /id/country/egypt."


@blueprint.get("/id/<path:path>")
@kept
def thing(path: str) -> Response:
    """Lead from the thing, or the named graph, with this IRI to a document on it; or return the document.

    Raises:
        ProblemError: The dataset says nothing on it, or its name is given up.
        UnknownFormatError, NotAcceptableError: There is no such document.
    """
    name, ending = split_ending(path)
    if ending and _is_known(name):
        offer = offer_of(ending)
        return _successor(name, ending) or _document(name, offer)
    if _is_known(path):
        return _successor(path, "") or see_other(f"id/{path}")
    raise _unknown(path)


def _document(name: str, offer: Offer) -> Response:
    iri, path = _iri(name), f"id/{name}"
    modified = only_date(rows_on("modified", iri), "known") or only_date(rows("newest"), "newest")
    if offer == HTML:
        return finish(_page(iri, path), path, offer, modified, None)
    description, following = _description(iri)
    response = Response(description.write(offer.name), content_type=offer.content_type)
    return finish(response, path, offer, modified, following)


def _page(iri: str, path: str) -> Response:
    if rows_on("statements", iri):
        thing = read_thing(iri, settings().items_shown)
        main = thing_in_schema_org(thing)
        partners = read_partners().get(local_name(iri)) if path.startswith("id/initiative/") else None
        return page("thing.html", thing=thing, own=_own(iri), main=main, downloads=documents(path), partners=partners)
    return page("graph.html", graph=rows_on("graphs", iri)[0], downloads=documents(path))


def _own(iri: str) -> Object:
    """What is said of the thing itself, for those who read the data of a page in the page."""
    thing = NamedNode(iri)
    said = [(row["property"], row["value"]) for row in rows_on("statements", iri)]
    return to_jsonld(
        [Triple(thing, name, value) for name, value in said if isinstance(name, NamedNode) and value], thing
    )


def _description(iri: str) -> tuple[Description, str | None]:
    """The description, or the page of it after the one that the request names, and after which one the next begins."""
    if not rows_on("statements", iri):
        return describe(NamedNode(iri), rows_on("graph-description", iri)), None
    after = Literal(_after())
    found = [row["pointing"] for row in rows_on("pointing", iri, after=after)]
    last = found[_PAGE - 1] if len(found) > _PAGE else None
    until = last.value if isinstance(last, NamedNode) else ""
    query = "description" if report() else "plain-description"
    described = describe(NamedNode(iri), rows_on(query, iri, after=after, until=Literal(until)))
    return described, until or None


def _after() -> str:
    after = read_once(read_pairs(request.query_string), "after") or ""
    if after and not is_valid_iri(after):
        detail = "the parameter 'after' is no IRI; the header Link names the next page"
        raise ProblemError(Problem("invalid-parameter", detail))
    return after


def _successor(name: str, ending: str) -> Response | None:
    """The answer for a name that is given up; None for all others."""
    found = rows_on("successor", _iri(name))
    if not found:
        return None
    successor = found[0]["successor"]
    if not isinstance(successor, NamedNode):
        raise ProblemError(Problem("gone", f"{_iri(name)} is given up, and nothing has taken its place"))
    return moved(successor.value.removeprefix(settings().base_iri), ending)


def _is_known(name: str) -> bool:
    iri = _iri(name)
    return is_valid_iri(iri) and bool(rows_on("statements", iri) or rows_on("graphs", iri))


def _iri(name: str) -> str:
    return f"{settings().base_iri}id/{name}"


def _unknown(name: str) -> ProblemError:
    told = name if len(name) <= _TOLD else f"{name[:_TOLD]}…"
    hint = "" if is_valid_iri(_iri(name)) else _ALLOWED
    detail = f"the dataset says nothing on {_iri(told)}"
    return ProblemError(Problem("unknown-thing", detail, hint, nearest=nearest(_iri(name))))


def nearest(iri: str) -> tuple[str, ...]:
    """Return the addresses, from the base on, of the things whose IRIs are most like this one."""
    start = _iri("")
    name = split_ending(iri.removeprefix(start))[0]
    if len(name) > _COMPARED:
        return ()
    # Without what all of them begin with, which would make all of them alike.
    known = [each.removeprefix(start) for each in labels() if each.startswith(start)]
    of_kind = [each for each in known if each.startswith(f"{name.partition('/')[0]}/")]
    return tuple(f"id/{each}" for each in get_close_matches(name, of_kind or known, n=3))
