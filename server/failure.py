"""What goes wrong at the command line, as sentences and exit codes."""

from typing import IO, Any

import click

from moonpact.graph.faults import Fault, InvalidDataError
from moonpact.graph.parameters import InvalidParameterError
from moonpact.graph.query import InvalidQueryError, QueryEvaluationError, QueryTooDeepError, ServiceNotAllowedError
from moonpact.queries.question import InvalidQuestionError, UnknownQuestionError

# What the caller wrote is wrong, as against: the caller did nothing wrong.
_USAGE = (
    InvalidParameterError,
    InvalidQueryError,
    QueryTooDeepError,
    ServiceNotAllowedError,
    UnknownQuestionError,
)
_INTERRUPTED = 130


class Failure(click.ClickException):
    """The command failed; the message is all there is to say."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message, without click's `Error:`."""
        click.echo(self.message, file, err=file is None)


class UsageFailure(Failure):
    """The command was called in a wrong way."""

    exit_code = 2


class Commands(click.Group):
    """A group of commands that makes sentences of the known errors, and of no others."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature.
        """Invoke the command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            ctx.exit(_INTERRUPTED)
        except _USAGE as error:
            raise UsageFailure(str(error)) from error
        except (InvalidQuestionError, QueryEvaluationError) as error:
            raise Failure(str(error)) from error
        except InvalidDataError as error:
            raise Failure(list_faults(error.faults)) from error
        except BrokenPipeError:
            raise  # click ends quietly: nobody reads on.
        except OSError as error:
            raise Failure(f"{error.filename}: {error.strerror}" if error.filename else str(error)) from error


def list_faults(faults: tuple[Fault, ...]) -> str:
    """Return one line for each fault: where it is, what it is, what was expected."""
    return "\n".join(f"{fault.file}:{fault.line}: {fault.message}; expected {fault.expected}" for fault in faults)
