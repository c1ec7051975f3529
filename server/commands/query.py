"""`moonpact query`: SPARQL from the command line."""

import re
import sys
from pathlib import Path
from typing import Final

import click

from moonpact.graph.sparql.query import InvalidQueryError, QueryTooDeepError, ServiceNotAllowedError, evaluate
from moonpact.server.commands.answer import GRAPH_FORMATS, ROW_FORMATS, format_option, interruptible, print_answer
from moonpact.server.commands.failure import UsageFailure, examples
from moonpact.server.commands.options import according_to_option, as_of_option, data_option, dataset_option, load_view
from moonpact.server.excerpt import excerpt

# A text like this is a query, every other one is the name of a file.
_QUERY: Final = re.compile(
    r".*\{|\s*#|\s*(prefix|base|select|ask|construct|describe)[\s<(*?$]", re.IGNORECASE | re.DOTALL
)


@click.command(
    epilog=examples(
        "moonpact query members.rq",
        "moonpact query members.rq --format json --dataset dataset",
        "moonpact query 'DESCRIBE <https://w3id.org/moonpact/id/country/egypt>'",
        "cat members.rq | moonpact query -",
    )
)
@click.argument("sparql", metavar="FILE|TEXT|-")
@format_option(ROW_FORMATS + GRAPH_FORMATS)
@dataset_option
@data_option
@as_of_option
@according_to_option
def query(
    sparql: str,
    format_: str | None,
    dataset: Path | None,
    data: Path | None,
    as_of: str | None,
    according_to: str | None,
) -> None:
    """Answer a SPARQL query.

    The query stands in a file, is given as text, or comes from standard input (-).
    """
    text = _read(sparql)
    store = load_view(dataset, data, as_of, according_to)
    with interruptible():
        try:
            results = evaluate(store, text)
        except (InvalidQueryError, QueryTooDeepError, ServiceNotAllowedError) as error:
            raise UsageFailure(f"{error}\n{excerpt(text, error.line, error.column)}") from error
        print_answer(results, format_)


def _read(sparql: str) -> str:
    if sparql != "-" and _QUERY.match(sparql):
        return sparql
    try:
        content = sys.stdin.buffer.read() if sparql == "-" else Path(sparql).read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise UsageFailure(f"{sparql}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageFailure(f"{sparql}: the query is not in UTF-8") from error
