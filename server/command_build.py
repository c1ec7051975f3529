"""`moonpact build` and `moonpact check`: from the data to the dataset."""

from pathlib import Path

import click

from moonpact.graph.dataset import write_dataset
from moonpact.graph.report import Report
from moonpact.server.failure import examples, fault_lines
from moonpact.server.options import build_with_progress, data_option


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


@click.command(epilog=examples("moonpact check", "moonpact check --data my-data --notes"))
@data_option
@click.option("--notes", is_flag=True, help="List what should be better, one line each.")
def check(data: Path | None, notes: bool) -> None:
    """Check the data; write nothing."""
    report = build_with_progress(data).report
    if report.notes:
        click.echo(fault_lines(report.notes) if notes else f"{_count(len(report.notes), 'note')}; --notes lists them")
    click.echo(_numbers(report))


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
