"""The dataset and the settings of the application that answers the request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from moonpact.graph.dataset import Dataset
from moonpact.graph.engine import Literal, NamedNode
from moonpact.graph.query import select
from moonpact.queries.files import read_query
from moonpact.server.settings import Settings

_KEY = "moonpact"


@dataclass(frozen=True)
class _State:
    settings: Settings
    dataset: Dataset
    labels: Mapping[str, Literal]


def set_state(app: Flask, settings: Settings, dataset: Dataset) -> None:
    """Give the application its settings and its dataset."""
    app.extensions[_KEY] = _State(settings, dataset, _labels(dataset))


def settings() -> Settings:
    """Return the settings of the application."""
    return _state().settings


def dataset() -> Dataset:
    """Return the dataset of the application."""
    return _state().dataset


def labels() -> Mapping[str, Literal]:
    """Return one name for each IRI that has any."""
    return _state().labels


def _state() -> _State:
    return cast("_State", current_app.extensions[_KEY])


def _labels(dataset: Dataset) -> Mapping[str, Literal]:
    names: dict[str, Literal] = {}
    for row in select(dataset.store, read_query("pages/labels")):
        if isinstance(thing := row["thing"], NamedNode) and isinstance(label := row["label"], Literal):
            names.setdefault(thing.value, label)
    return names
