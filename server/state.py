"""What the application that answers the request serves, and its settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from flask import Flask, current_app

from moonpact.graph.engine import Literal, NamedNode
from moonpact.graph.report import Report
from moonpact.graph.served import Served
from moonpact.queries.files import read_query
from moonpact.server.gate import Gate
from moonpact.server.settings import Settings

_KEY = "moonpact"
Labels = Mapping[str, Literal]


@dataclass
class _State:
    settings: Settings
    served: Served
    report: Report | None
    gate: Gate
    labels: dict[str, Labels] = field(default_factory=dict[str, Labels])


def set_state(app: Flask, settings: Settings, served: Served, report: Report | None, gate: Gate) -> None:
    """Give the application its settings, its dataset, the report of its build, and who may change it."""
    app.extensions[_KEY] = _State(settings, served, report, gate)


def settings() -> Settings:
    """Return the settings of the application."""
    return _state().settings


def served() -> Served:
    """Return the dataset of the application."""
    return _state().served


def report() -> Report | None:
    """Return the report of the dataset's build, if it was built here."""
    return _state().report


def gate() -> Gate:
    """Return who may change the dataset of the application."""
    return _state().gate


def labels() -> Labels:
    """Return one name for each IRI that has any."""
    state, version = _state(), served().version
    if version not in state.labels:
        state.labels = {version: _labels(state.served)}
    return state.labels[version]


def _state() -> _State:
    return cast("_State", current_app.extensions[_KEY])


def _labels(served: Served) -> Labels:
    names: dict[str, Literal] = {}
    for row in served.select(read_query("pages/labels")):
        if isinstance(thing := row["thing"], NamedNode) and isinstance(label := row["label"], Literal):
            names.setdefault(thing.value, label)
    return names
