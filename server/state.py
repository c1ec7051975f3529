"""The dataset and the settings of the application that answers the request."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from moonpact.graph.dataset import Dataset
from moonpact.server.settings import Settings

_KEY = "moonpact"


@dataclass(frozen=True)
class _State:
    settings: Settings
    dataset: Dataset


def set_state(app: Flask, settings: Settings, dataset: Dataset) -> None:
    """Give the application its settings and its dataset."""
    app.extensions[_KEY] = _State(settings, dataset)


def settings() -> Settings:
    """Return the settings of the application."""
    return _state().settings


def dataset() -> Dataset:
    """Return the dataset of the application."""
    return _state().dataset


def _state() -> _State:
    return cast("_State", current_app.extensions[_KEY])
