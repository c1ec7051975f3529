"""`moonpact ask`: the project's own questions."""

from pathlib import Path

import click

from moonpact.graph.engine import QuerySolutions, Results
from moonpact.graph.sparql.parameters import substitutions, without_parameters
from moonpact.graph.sparql.query import evaluate
from moonpact.queries.question import Parameter, Question, load_question
from moonpact.queries.topic import list_topics
from moonpact.server.commands.answer import ROW_FORMATS, format_option, interruptible, print_answer, print_entries
from moonpact.server.commands.failure import examples
from moonpact.server.commands.options import according_to_option, as_of_option, data_option, dataset_option, load_view


class Questions(click.Group):
    """The questions as commands, each with its parameters as options."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all questions, by topic."""
        return [question.name for question in _questions()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Return the command that asks the question.

        Raises:
            UnknownQuestionError: There is no question of this name.
        """
        return question_command(load_question(cmd_name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the names and the titles of the questions; click would cut the titles short."""
        for topic in list_topics():
            with formatter.section(topic.titles["en"]):
                formatter.write_dl([(question.name, question.titles["en"]) for question in topic.questions])


@click.group(
    cls=Questions,
    invoke_without_command=True,
    subcommand_metavar="[QUESTION [--NAME VALUE]...]",
    epilog=examples("moonpact ask", "moonpact ask QUESTION --help", "moonpact ask QUESTION --lang zh --format json"),
)
@click.pass_context
def ask(ctx: click.Context) -> None:
    """Ask a question; without one, list the questions."""
    if ctx.invoked_subcommand is None:
        print_entries(("question", "title"), ((each.name, each.titles["en"]) for each in _questions()))


def _questions() -> list[Question]:
    return [question for topic in list_topics() for question in topic.questions]


def question_command(question: Question) -> click.Command:
    """Return the command that asks the question, with its parameters as options."""

    def answer(
        dataset: Path | None,
        data: Path | None,
        format_: str | None,
        as_of: str | None,
        according_to: str | None,
        **values: str | None,
    ) -> None:
        given = {name: value for name, value in values.items() if value is not None}
        terms = substitutions(question, given)  # First: a wrong value should not have to wait for the dataset.
        store = load_view(dataset, data, as_of, according_to)
        with interruptible():
            print_answer(_without_parameters(evaluate(store, question.text, terms), question), format_)

    command = click.Command(question.name, callback=answer, params=list(map(_option, question.parameters)))
    command.help, command.epilog = _help(question), _example(question)
    for add_option in (format_option(ROW_FORMATS), dataset_option, data_option, as_of_option, according_to_option):
        add_option(command)
    return command


def _without_parameters(results: Results, question: Question) -> Results:
    return without_parameters(results, question) if isinstance(results, QuerySolutions) else results


def _option(parameter: Parameter) -> click.Option:
    return click.Option(
        [_flag(parameter), parameter.name],
        metavar=parameter.kind.upper(),
        help=f"{parameter.description}{f'  [default: {parameter.default}]' if parameter.default else ''}",
    )


def _flag(parameter: Parameter) -> str:
    return f"--{parameter.name.replace('_', '-')}"


def _help(question: Question) -> str:
    return "\n\n".join([question.titles["en"], question.summaries.get("en", "")])


def _example(question: Question) -> str:
    words = [f"{_flag(parameter)} {parameter.default}" for parameter in question.parameters if parameter.default]
    return examples(" ".join(["moonpact ask", question.name, *words]))
