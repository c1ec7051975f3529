"""Loading the data anew while the server goes on."""

import logging
from typing import Final

from moonpact.graph.execution.errors import BusyError
from moonpact.server.commands.failure import Failure, failures_as_sentences
from moonpact.server.edition import Editions
from moonpact.server.notify import tell_ready, tell_reloading

_LOG: Final = logging.getLogger(__name__)


class ReloadError(RuntimeError):
    """The data could not be loaded anew; what was served before is served on."""


def reload(editions: Editions) -> str:
    """Load the data anew, and return the version that is served from now on.

    Raises:
        BusyError: It is being loaded already.
        ReloadError: It could not be.
    """
    tell_reloading()
    try:
        with failures_as_sentences():
            version = editions.reload().served.version
    except Failure as failure:
        raise ReloadError(failure.message) from failure
    finally:
        tell_ready()
    _LOG.info("the dataset was loaded anew: version %s", version)
    return version


def reload_and_log(editions: Editions) -> None:
    """Load the data anew; nobody is there to be told what is wrong but the log."""
    try:
        reload(editions)
    except (BusyError, ReloadError) as error:
        _LOG.error("the dataset was not loaded anew: %s", error)
