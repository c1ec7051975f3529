"""The documents on the project, as pages: one source in Markdown for the repository and for the site."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final
from urllib.parse import urldefrag, urlsplit

from flask import Blueprint, Response
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

from moonpact.server.dials import here
from moonpact.server.pages import page
from moonpact.server.pictures.diagram import HALF, SIZE, arrows, boxes
from moonpact.server.problems import Problem, ProblemError

blueprint: Final = Blueprint("docs", __name__)

_INDEX: Final = "README"
_MEDIA_TYPES: Final = {"md": "text/markdown; charset=utf-8", "ipynb": "application/x-ipynb+json"}
# Where the site has what the documents lead to in the repository.
_ELSEWHERE: Final = {
    "../README.md": "/",
    "../graph/data/LICENSE.md": "/docs/licence",
    "../ontology/context.jsonld": "/ontology.jsonld",
    "../ontology/moonpact.ttl": "/ontology",
    "../queries/exports/tables": "/downloads",
    "../queries/questions": "/questions",
}
_NO_WORD: Final = re.compile(r"[^\w -]")


@dataclass(frozen=True)
class Document:
    """A document as it is parsed: its title, its first paragraph as plain text, and what follows the title."""

    title: str
    description: str
    tokens: Sequence[Token]


@blueprint.get("/docs")
def index() -> Response:
    """List the documents: the method, how to query, the data model, and the rest."""
    return _page(_INDEX)


@blueprint.get("/docs/<name>")
def document(name: str) -> Response:
    """Show a document; with the ending `.md`, as it is written.

    Raises:
        ProblemError: There is no document of this name.
    """
    bare, _, ending = name.rpartition(".")
    if ending in _MEDIA_TYPES and bare in _names(ending):
        return Response(_text(bare, ending), content_type=_MEDIA_TYPES[ending])
    if name not in _names("md") or name == _INDEX:
        near = tuple(f"docs/{each}" for each in get_close_matches(name, _names("md"), n=3))
        raise ProblemError(Problem("not-found", f"there is no document '{name[:100]}'", nearest=near))
    return _page(name)


@blueprint.get("/docs/pictures/<name>")
def picture(name: str) -> Response:
    """Return a picture of a document.

    Raises:
        ProblemError: There is no picture of this name.
    """
    found = {each.name: each for each in files("moonpact.docs").joinpath("pictures").iterdir()}
    if name not in found or not name.endswith(".webp"):
        raise ProblemError(Problem("not-found", f"there is no picture '{name[:100]}'"))
    return Response(found[name].read_bytes(), content_type="image/webp")


def _page(name: str) -> Response:
    found, reader = read_document(name), _markdown()
    return page(
        "document.html",
        name=name,
        is_index=name == _INDEX,
        document=found,
        html=Markup(reader.renderer.render(found.tokens, reader.options, {"title": found.title})),  # noqa: S704 - without raw HTML.
        main={"@type": "TechArticle", "headline": found.title, "inLanguage": "en"},
        boxes=boxes(),
        arrows=arrows(),
        half=HALF,
        size=SIZE,
    )


@cache
def read_document(name: str) -> Document:
    """Return the document of this name."""
    tokens = _markdown().parse(_text(name, "md"))
    for opened, inside in pairwise(tokens):
        if opened.type == "heading_open":
            opened.attrSet("id", _NO_WORD.sub("", _plain(inside).lower()).replace(" ", "-"))
    description = next(inside for opened, inside in pairwise(tokens) if opened.type == "paragraph_open")
    # The title is the three tokens of the first heading.
    return Document(_plain(tokens[1]), _plain(description), tokens[3:])


def target(href: str) -> str:
    """Return where the site has what a link of a document leads to; nothing for what only the repository has."""
    if urlsplit(href).scheme or href.startswith("#"):
        return href
    path, fragment = urldefrag(href)
    if path.startswith("../") and path not in _ELSEWHERE:
        return ""
    stem, _, ending = path.rpartition(".")
    address = _ELSEWHERE.get(path) or (f"/docs/{stem}" if ending == "md" else f"/docs/{path}")
    # The sections of other files are not those of the page in their place.
    return here(f"{address}#{fragment}" if fragment and path not in _ELSEWHERE else address)


@cache
def _files() -> Mapping[tuple[str, str], str]:
    """The texts of the documents by name and ending."""
    found = [each for each in files("moonpact.docs").iterdir() if each.name.rpartition(".")[2] in _MEDIA_TYPES]
    texts = {(each.name.rpartition(".")[0], each.name.rpartition(".")[2]): each.read_text("utf-8") for each in found}
    return {**texts, ("licence", "md"): files("moonpact.graph").joinpath("data/LICENSE.md").read_text("utf-8")}


def _names(ending: str) -> list[str]:
    return [name for name, each in _files() if each == ending]


def _text(name: str, ending: str) -> str:
    return _files()[name, ending]


def _plain(inline: Token) -> str:
    return "".join(child.content or " " * (child.type == "softbreak") for child in inline.children or ())


def _link(_: RendererHTML, tokens: Sequence[Token], number: int, options: OptionsDict, env: EnvType) -> str:
    address = target(str(tokens[number].attrs["href"]))
    return f'<a href="{escape(address)}">' if address else "<a>"


def _code(_: RendererHTML, tokens: Sequence[Token], number: int, options: OptionsDict, env: EnvType) -> str:
    return f'<pre class="code" tabindex="0">{escape(tokens[number].content)}</pre>\n'


def _table(_: RendererHTML, tokens: Sequence[Token], number: int, options: OptionsDict, env: EnvType) -> str:
    return f'<div class="scroll" role="group" aria-label="{escape(env["title"])}" tabindex="0"><table>\n'


def _table_end(_: RendererHTML, tokens: Sequence[Token], number: int, options: OptionsDict, env: EnvType) -> str:
    return "</table></div>\n"


@cache
def _markdown() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable("table")
    rules = {"link_open": _link, "fence": _code, "code_block": _code, "table_open": _table, "table_close": _table_end}
    for name, rule in rules.items():
        reader.add_render_rule(name, rule)
    return reader
