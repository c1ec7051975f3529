"""The application: all it needs are its arguments."""

from importlib.metadata import version
from typing import Final

from flask import Flask, Response, g, request
from jinja2 import StrictUndefined
from markupsafe import Markup

from moonpact.graph.execution.federation import Federation
from moonpact.server import dials, head, headers, language, nouns, state
from moonpact.server.compression import compress
from moonpact.server.edition import Editions
from moonpact.server.errors import register_errors
from moonpact.server.exchange import exchange_of
from moonpact.server.filters import FILTERS, TESTS
from moonpact.server.gate import Gate
from moonpact.server.meters import Meters
from moonpact.server.policy import picture_style, policy
from moonpact.server.settings import Settings
from moonpact.server.state import State, set_state, view
from moonpact.server.state import served as current

_PROGRAM: Final = version("moonpact")
_SHUT: Final = Gate()


def create_app(settings: Settings, editions: Editions, gate: Gate = _SHUT) -> Flask:
    """Return the application for the dataset and those that follow it."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = settings.upload_bytes
    app.url_map.strict_slashes = False
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.tests.update(TESTS)
    language.install(app)
    app.url_defaults(dials.carry)
    shared = {"settings": settings, "picture_style": Markup(picture_style())}  # noqa: S704 (our own)
    app.context_processor(lambda: {**shared, **_page()})
    federation = Federation(settings.services, settings.service_bytes)
    set_state(app, State(settings, editions, gate, federation, Meters()))
    register_errors(app)
    for noun in nouns.NOUNS:
        app.register_blueprint(noun)
    app.before_request(_find_view)
    app.after_request(_finish)
    return app


def _page() -> dict[str, object]:
    """What every page tells of itself: its language, and the dataset and the view that it is from."""
    return {
        "version": state.edition().served.version,
        "report": state.report(),
        "language": language.language(),
        "language_names": language.NAMES,
        "view": view(),
        "dials": dials,
        "head": head,
        "state": state,
    }


def _find_view() -> None:
    """Refuse what is no view and no language, also where the page itself asks nothing."""
    exchange_of(request.environ).kind = request.blueprint or request.endpoint or "other"
    if request.endpoint != "static":
        view()
        g.is_versioned = current().is_versioned
        g.version = current().version  # As it is before the page: one older than its version would stay for good.
        language.language()


def _finish(response: Response) -> Response:
    response.headers.extend(headers.PRIVATE if request.blueprint in headers.OPERATION else headers.HEADERS)
    response.headers.setdefault("Content-Security-Policy", policy())
    if request.endpoint == "static":
        return response
    response.vary.update(("Accept", "Accept-Language"))
    if not g.get("is_versioned", True):
        response.cache_control.no_store = True
    if response.status_code == 200 and request.method in ("GET", "HEAD") and not response.cache_control.no_store:
        response.headers.extend(headers.view_headers(view()))
        if response.get_etag()[0] is not None:  # A file, which has its own.
            return response
        # Weak: rows without an order may come in another one, and say the same.
        response.set_etag(f"{g.version}-{_PROGRAM}-{_kind(response)}-{language.language()}", weak=True)
        response.cache_control.no_cache = True
        # What is corrected keeps its date: only the version tells whether an answer is still the same.
        request.environ.pop("HTTP_IF_MODIFIED_SINCE", None)
        response.make_conditional(request)
    return _compress(response)


def _compress(response: Response) -> Response:
    if response.status_code != 200 or response.is_streamed or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    body, coding = compress(response.get_data(), request.headers.get("Accept-Encoding", ""))
    if coding:
        response.set_data(body)
        response.headers["Content-Encoding"] = coding
    return response


def _kind(response: Response) -> str:
    return (response.mimetype or "").rpartition("/")[2]
