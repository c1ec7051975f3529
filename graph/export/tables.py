"""The tables of the dataset as CSV with its metadata (CSV on the Web), as Parquet, and in one SQLite file."""

import csv
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Store

from moonpact.graph.engine import Literal, NamedNode, Row, Term
from moonpact.graph.export.file import ExportFile, described
from moonpact.graph.network.document import LICENCE
from moonpact.graph.sparql.query import select
from moonpact.graph.spreadsheet import safe_cell
from moonpact.queries.table import Column, Table, list_tables

if TYPE_CHECKING:
    import pyarrow as pa

PARQUET_MISSING: Final = "no Parquet files are written: pyarrow is not installed; pip install 'moonpact[parquet]'"
_SQL: Final = {"boolean": "INTEGER", "decimal": "NUMERIC", "integer": "INTEGER"}
_CSVW: Final = "http://www.w3.org/ns/csvw"


def export_tables(store: Store, folder: Path, name: str) -> Iterator[ExportFile]:
    """Write every table in every format, and yield the files; `name` begins their names."""
    database = folder / f"{name}.sqlite"
    with closing(sqlite3.connect(database)) as connection:
        for table in list_tables():
            stem, rows = folder / f"{name}-{table.name}", select(store, table.text)
            yield from _export_csv(stem, folder, table, rows)
            _write_sqlite(connection, table, rows)
            if has_parquet():
                yield _export_parquet(stem, folder, table, rows)
        # Without what was left free, so that the same tables are the same pages.
        connection.execute("VACUUM")
    yield described(database, folder, "tables", "All tables in SQLite", "application/vnd.sqlite3")


def has_parquet() -> bool:
    """Tell whether Parquet can be written."""
    return find_spec("pyarrow") is not None


def _export_csv(stem: Path, folder: Path, table: Table, rows: Iterable[Row]) -> Iterator[ExportFile]:
    file, metadata = stem.with_name(f"{stem.name}.csv"), stem.with_name(f"{stem.name}.csv-metadata.json")
    names = [column.name for column in table.columns]
    with file.open("w", encoding="utf-8", newline="") as output:
        writer = csv.writer(output)
        writer.writerow(names)
        writer.writerows([safe_cell(_text(row[name])) for name in names] for row in rows)
    metadata.write_text(json.dumps(csvw(table, file.name), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    yield described(file, folder, "tables", table.title, "text/csv")
    yield described(metadata, folder, "tables", f"CSV on the Web metadata: {table.name}", "application/csvm+json")


def csvw(table: Table, url: str) -> Mapping[str, Any]:
    """Return the metadata of the table (Metadata Vocabulary for Tabular Data, section 5)."""
    return {
        "@context": [_CSVW, {"@language": "en"}],
        "url": url,
        "dc:title": table.title,
        "dc:license": {"@id": LICENCE},
        "tableSchema": {"columns": [_described_column(column) for column in table.columns]},
    }


def _described_column(column: Column) -> Mapping[str, Any]:
    return {"name": column.name, "titles": column.name, "dc:description": column.title, "datatype": column.datatype}


def _write_sqlite(connection: sqlite3.Connection, table: Table, rows: Iterable[Row]) -> None:
    # Names come from the files of the queries, and are quoted as SQL wants it.
    columns = ", ".join(f'"{column.name}" {_SQL.get(column.datatype, "TEXT")}' for column in table.columns)
    marks = ", ".join("?" * len(table.columns))
    with connection:
        connection.execute(f'CREATE TABLE "{table.name}" ({columns})')
        connection.executemany(
            f'INSERT INTO "{table.name}" VALUES ({marks})',  # noqa: S608 - See above.
            ([_sql_value(column, row[column.name]) for column in table.columns] for row in rows),
        )


def _export_parquet(stem: Path, folder: Path, table: Table, rows: Sequence[Row]) -> ExportFile:
    import pyarrow as pa
    from pyarrow import parquet

    file = stem.with_name(f"{stem.name}.parquet")
    values = {column.name: [_value(column, row[column.name]) for row in rows] for column in table.columns}
    schema = pa.schema([(column.name, _arrow_type(column)) for column in table.columns])
    parquet.write_table(pa.table(values, schema=schema), file, compression="zstd")
    return described(file, folder, "tables", f"{table.title} Parquet", "application/vnd.apache.parquet")


def _arrow_type(column: Column) -> "pa.DataType":
    import pyarrow as pa

    types: dict[str, pa.DataType] = {
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "decimal": pa.decimal128(38, 9),
        "integer": pa.int64(),
    }
    return types.get(column.datatype, pa.string())


def _value(column: Column, term: Term | None) -> object:
    """The value as Python's own type."""
    text = _text(term)
    if not text:
        return None
    match column.datatype:
        case "boolean":
            return text in ("true", "1")
        case "date":
            return date.fromisoformat(text)
        case "decimal":
            return Decimal(text)
        case "integer":
            return int(text)
        case _:
            return text


def _sql_value(column: Column, term: Term | None) -> object:
    """The value as SQLite keeps it: dates and decimals as text, which its functions and affinity read."""
    value = _value(column, term)
    return str(value) if isinstance(value, date | Decimal) else value


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""
