"""`moonpact build` and `moonpact check`: from the data to the dataset."""

from pathlib import Path

import click

from moonpact.graph.checking.contribution import check_contribution
from moonpact.graph.checking.faults import Fault
from moonpact.graph.checking.report import Report
from moonpact.graph.dataset import write_dataset
from moonpact.graph.difference.formats import as_text
from moonpact.server.commands.failure import examples, fault_lines
from moonpact.server.commands.options import build_with_progress, data_option


@click.command(epilog=examples("moonpact build", "moonpact build --data my-data --out my-dataset"))
@data_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    default="dataset",
    show_default=True,
    help="Folder to write the dataset to; the dataset it held before is replaced.",
)
def build(data: Path | None, out: Path) -> None:
    """Check the data and write the dataset."""
    dataset = build_with_progress(data)
    write_dataset(dataset, out)
    click.echo(f"dataset {dataset.version} written to {out}")
    click.echo(_numbers(dataset.report))


@click.command(
    epilog=examples("moonpact check", "moonpact check new-source.trig", "moonpact check --data my-data --notes")
)
@click.argument("files", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[FILE]...", nargs=-1)
@data_option
@click.option("--notes", is_flag=True, help="List what should be better, one line each.")
def check(files: tuple[Path, ...], data: Path | None, notes: bool) -> None:
    """Check the data or a file of it; write nothing.

    With files of sources (*.trig) or registers (*.ttl): check them as part of the data, each in the place of the file
    of its name, and tell what they would change. A file that stands in the data already is compared with the data
    without it.
    """
    if files:
        contribution = check_contribution(list(files), data)
        _print_notes(contribution.notes, notes)
        click.echo(as_text(contribution.difference))
        return
    report = build_with_progress(data).report
    _print_notes(report.notes, notes)
    click.echo(_numbers(report))


def _print_notes(found: tuple[Fault, ...], listed: bool) -> None:
    if found:
        click.echo(fault_lines(found) if listed else f"{_count(len(found), 'note')}; --notes lists them")


def _numbers(report: Report) -> str:
    counts = [
        _count(report.sources, "source"),
        _count(report.claims, "claim"),
        _count(report.records, "record"),
        _count(report.conclusions, "conclusion"),
        _count(report.disagreements, "disagreement"),
        f"{report.left_out} left out",
        "0 faults",  # With any, there is no report.
    ]
    return ", ".join(counts)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
