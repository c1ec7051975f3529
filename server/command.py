"""The command line."""

import click

from moonpact.server.command_ask import ask
from moonpact.server.command_build import build, check
from moonpact.server.command_query import query
from moonpact.server.command_serve import serve
from moonpact.server.failure import Commands
from moonpact.server.options import examples


@click.group(
    cls=Commands,
    commands=[build, check, serve, ask, query],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples(
        "moonpact serve                           open the graph in a browser",
        "moonpact ask                             list the questions",
        "moonpact query members.rq --format csv   answer a SPARQL query",
        "moonpact check --data my-data            check data of your own",
        "moonpact build --out dataset             write the dataset",
    ),
)
@click.version_option(package_name="moonpact")
def main() -> None:
    """Who agreed what about the Moon, and who says so."""
