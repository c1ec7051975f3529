"""`moonpact export`: the dataset as files for other programs."""

from pathlib import Path

import click

from moonpact.graph.dataset import open_dataset
from moonpact.graph.export.files import NotEmptyError
from moonpact.graph.export.program import export_view
from moonpact.graph.view import parse_view, sources_of
from moonpact.server.commands.failure import UsageFailure, examples
from moonpact.server.commands.options import according_to_option, as_of_option, data_option, dataset_option, release_of


@click.command(
    epilog=examples(
        "moonpact export downloads                      everything, of the data of the package",
        "moonpact export then --as-of 2023-09-30        what was known then",
        "moonpact export downloads --dataset dataset    of a dataset that was built",
    )
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@dataset_option
@data_option
@as_of_option
@according_to_option
def export(folder: Path, dataset: Path | None, data: Path | None, as_of: str | None, according_to: str | None) -> None:
    """Write the dataset as RDF, tables and a database, with checksums.

    DIR must be new or empty. In it stand Turtle, N-Triples, RDF/XML, JSON-LD, TriG and N-Quads, plain and compressed;
    the conclusions, the claims, each initiative and each source by themselves; tables as CSV, Parquet and SQLite.
    """
    with release_of(dataset, data) as release:
        view = None
        if as_of is not None or according_to is not None:
            view = parse_view(as_of, according_to, sources_of(open_dataset(release.file.parent.parent).store))
        try:
            written = export_view(release, folder, view)
        except NotEmptyError as error:
            raise UsageFailure(str(error)) from error
    size = sum(file.size for file in written.files)
    click.echo(f"{len(written.files)} files of dataset {written.version} written to {folder}, {size / 1e6:,.0f} MB")
    for sentence in written.missing:
        click.echo(sentence, err=True)
