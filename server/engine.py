"""The engine that holds the graph, as the settings name it, with the credentials that the environment has for it."""

from collections.abc import Mapping
from typing import Final

from moonpact.graph.execution.activity import Activity
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.loop import LoopThread
from moonpact.graph.export.downloads import Exports
from moonpact.graph.remote.connection import Credentials, Engine
from moonpact.graph.remote.dataset import RemoteDataset
from moonpact.server.edition import Edition
from moonpact.server.settings import Settings

USER: Final = "MOONPACT_ENGINE_USER"
PASSWORD: Final = "MOONPACT_ENGINE_PASSWORD"
TOKEN: Final = "MOONPACT_ENGINE_TOKEN"


def engine_of(settings: Settings, environment: Mapping[str, str]) -> Engine | None:
    """Return the engine; None where the graph is here."""
    if not settings.engine:
        return None
    return Engine(
        query=settings.engine,
        default_graph=settings.engine_default_graph,
        version=settings.engine_version,
        connections=settings.engine_connections,
        retries=settings.engine_retries,
        credentials=Credentials(*(environment.get(name, "") for name in (USER, PASSWORD, TOKEN))),
    )


def open_engine(engine: Engine, limits: Limits, activity: Activity, thread: LoopThread) -> Edition:
    """Return what the engine holds as it is served; its queries are counted in the activity, and told of in the thread.

    Raises:
        EngineFailedError, …: The engine does not answer, as `RemoteDataset`.
    """
    remote = RemoteDataset(engine, limits, activity, thread)
    report = remote.report()
    return Edition(remote, report, Exports(remote.release) if report and remote.is_versioned else None)
