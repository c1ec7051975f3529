"""What goes wrong at the command line, as sentences and exit statuses."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import IO, Any, Final

import click

from moonpact.graph.checking.faults import Fault, InvalidDataError
from moonpact.graph.checking.new_source import InvalidSourceError
from moonpact.graph.dataset import NoDatasetError
from moonpact.graph.difference.release import InvalidReleaseError
from moonpact.graph.difference.revision import RevisionError
from moonpact.graph.disk import NotLoadedError
from moonpact.graph.execution.backup import DamagedBackupError
from moonpact.graph.execution.errors import BusyError, LoadError, QueryTimeoutError
from moonpact.graph.execution.ownership import FolderInUseError
from moonpact.graph.execution.record import DamagedJournalError
from moonpact.graph.execution.restoring import RestoreError
from moonpact.graph.extras import MissingExtraError
from moonpact.graph.remote.connection import EngineFailedError
from moonpact.graph.sparql.parameters import InvalidParameterError
from moonpact.graph.sparql.query import (
    InvalidQueryError,
    QueryEvaluationError,
    QueryTooDeepError,
    ServiceNotAllowedError,
)
from moonpact.graph.view import InvalidViewError
from moonpact.queries.question import InvalidQuestionError, UnknownQuestionError
from moonpact.server.settings import InvalidSettingError
from moonpact.server.tokens import InvalidTokensError

# What the caller wrote is wrong, as against: what the caller wrote is right, and yet there is no answer.
_USAGE: Final = (
    InvalidParameterError,
    InvalidQueryError,
    InvalidReleaseError,
    InvalidSettingError,
    InvalidSourceError,
    InvalidTokensError,
    InvalidViewError,
    NoDatasetError,
    NotLoadedError,
    QueryTooDeepError,
    RestoreError,
    RevisionError,
    ServiceNotAllowedError,
    UnknownQuestionError,
)
_FAILED: Final = (
    BusyError,
    DamagedBackupError,
    DamagedJournalError,
    EngineFailedError,
    FolderInUseError,
    InvalidQuestionError,
    LoadError,
    MissingExtraError,
    QueryEvaluationError,
    QueryTimeoutError,
)
_INTERRUPTED: Final = 130


class Failure(click.ClickException):
    """The command failed; the message is all there is to say."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message, without click's `Error:`."""
        click.echo(self.message, file, err=file is None)


class UsageFailure(Failure):
    """The command was called in a wrong way."""

    exit_code = 2


@contextmanager
def failures_as_sentences() -> Generator[None]:
    """Make sentences of the known errors, and of no others.

    Raises:
        Failure: There is no answer.
        UsageFailure: The caller asked in a wrong way.
    """
    try:
        yield
    except KeyboardInterrupt as error:
        raise click.exceptions.Exit(_INTERRUPTED) from error
    except click.UsageError as error:
        raise UsageFailure(_on_usage(error)) from error
    except _USAGE as error:
        raise UsageFailure(str(error)) from error
    except _FAILED as error:
        raise Failure(str(error)) from error
    except InvalidDataError as error:
        raise Failure(fault_lines(error.faults)) from error
    except BrokenPipeError:
        raise  # click ends quietly: nobody reads on.
    except OSError as error:
        raise Failure(f"{error.filename}: {error.strerror}" if error.filename else str(error)) from error


def fault_lines(faults: Iterable[Fault]) -> str:
    """Return one line for each fault: where it is, what it is, what was expected."""
    return "\n".join(f"{fault.file}:{fault.line}: {fault.message}; expected: {fault.expected}" for fault in faults)


def examples(*commands: str) -> str:
    """Return the end of a command's help: the commands as examples."""
    return "\n".join(["\b", "Examples:", *(f"  {command}" for command in commands)])


def _on_usage(error: click.UsageError) -> str:
    sentence = error.format_message()
    return f"{sentence} See '{error.ctx.command_path} --help'." if error.ctx else sentence
