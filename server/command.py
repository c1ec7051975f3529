"""The command line."""

from importlib import import_module
from typing import Any, Final, cast

import click

from moonpact.server.commands.failure import examples, failures_as_sentences

# The module and the sentence of each command, so that --help need not load what only the commands use.
COMMANDS: Final = {
    "serve": ("serve", "Serve the graph as a web site and SPARQL endpoint."),
    "reload": ("operate", "Let a running server load its data anew."),
    "queries": ("operate", "List the queries that a server runs, or stop some."),
    "settings": ("settings", "Tell which settings are in force, and from where."),
    "token": ("token", "Keep the tokens that let people and programs in."),
    "backup": ("backup", "Write all data of a folder into a file, while it is served."),
    "restore": ("restore", "Write a folder from a backup, or as it was at some time."),
    "log": ("log", "Tell who changed what in a folder, and when."),
    "ask": ("ask", "Ask a question; without one, list the questions."),
    "query": ("query", "Answer a SPARQL query."),
    "mcp": ("mcp", "Answer a language model's program (MCP), read-only."),
    "new-source": ("new_source", "Begin the file of a new source."),
    "check": ("build", "Check the data or a file of it; write nothing."),
    "build": ("build", "Check the data and write the dataset."),
    "release": ("release", "Write a release of the data."),
    "build-ui": ("build_ui", "Make the scripts and the map, where the installation could not."),
    "export": ("export", "Write the dataset as files for other programs."),
    "load": ("load", "Make a dataset on the disk of RDF files of any kind."),
    "import": ("import_gcat", "Turn catalogues of others, such as GCAT, into claims."),
    "diff": ("diff", "Tell what changed between two datasets, revisions or days."),
}


class Commands(click.Group):
    """The commands, each loaded when it is called; what fails ends in a sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, the most used first."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of this name."""
        if cmd_name not in COMMANDS:
            return None
        name = "import_" if cmd_name == "import" else cmd_name.replace("-", "_")
        module = import_module(f"moonpact.server.commands.{COMMANDS[cmd_name][0]}")
        return cast("click.Command", getattr(module, name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the names and the sentences of the commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, sentence) for name, (_, sentence) in COMMANDS.items()])

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - click's own signature.
    ) -> click.Context:
        """Read the options that stand before the command."""
        with failures_as_sentences():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature.
        """Invoke the command."""
        with failures_as_sentences():
            return super().invoke(ctx)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples(
        "moonpact serve                           open the graph in a browser",
        "moonpact ask                             list the questions",
        "moonpact query members.rq --format csv   answer a SPARQL query",
        "moonpact check my-source.trig            check a file, and tell what it changes",
        "moonpact build --out dataset             write the dataset",
    ),
)
@click.version_option(package_name="moonpact")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Who agreed what about the Moon, and who says so."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
