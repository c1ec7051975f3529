"""`moonpact query`: SPARQL from the command line."""

import re
import sys
from pathlib import Path

import click

from moonpact.graph.query import evaluate
from moonpact.server.answer import GRAPH_FORMATS, ROW_FORMATS, format_option, interruptible, print_answer
from moonpact.server.failure import UsageFailure
from moonpact.server.options import data_option, dataset_option, examples, load_dataset

# A text like this is a query, every other one is the name of a file.
_QUERY = re.compile(r".*\{|\s*#|\s*(prefix|base|select|ask|construct|describe)[\s<(*?$]", re.IGNORECASE | re.DOTALL)


@click.command(
    epilog=examples(
        "moonpact query members.rq",
        "moonpact query members.rq --format json --dataset dataset",
        "moonpact query 'DESCRIBE <https://w3id.org/moonpact/id/country/egypt>'",
    )
)
@click.argument("sparql", metavar="FILE|TEXT|-")
@format_option(ROW_FORMATS + GRAPH_FORMATS)
@dataset_option
@data_option
def query(sparql: str, format_: str | None, dataset: Path | None, data: Path | None) -> None:
    """Answer a SPARQL query: from a file, as text, or from standard input (-)."""
    text = _read(sparql)
    store = load_dataset(dataset, data).store
    with interruptible():
        print_answer(evaluate(store, text), format_)


def _read(sparql: str) -> str:
    if sparql != "-" and _QUERY.match(sparql):
        return sparql
    try:
        return sys.stdin.read() if sparql == "-" else Path(sparql).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise UsageFailure(f"no file '{sparql}'") from error
    except UnicodeDecodeError as error:
        raise UsageFailure(f"'{sparql}' is not text in UTF-8") from error
