"""Tables: query files with a title and typed columns, in `#+` lines at their head."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from moonpact.queries.files import folder

Datatype = Literal["anyURI", "boolean", "date", "decimal", "integer", "string"]
_MARK: Final = "#+ "


@dataclass(frozen=True)
class Column:
    """A column: the variable that it shows, its datatype (a local name of XML Schema), and what stands in it."""

    name: str
    datatype: Datatype
    title: str


@dataclass(frozen=True)
class Table:
    """A query whose solutions are the rows of a table."""

    name: str
    title: str
    columns: tuple[Column, ...]
    text: str


def list_tables() -> list[Table]:
    """Return all tables, by name."""
    files = sorted((folder() / "exports" / "tables").glob("*.rq"))
    return [parse_table(file.stem, file.read_text(encoding="utf-8")) for file in files]


def parse_table(name: str, text: str) -> Table:
    """Return the table that stands in the text of a file.

    Raises:
        ValueError: Its head is not as it must be.
    """
    lines = [line.removeprefix(_MARK).partition(": ") for line in text.splitlines() if line.startswith(_MARK)]
    titles = [value for key, _, value in lines if key == "title"]
    columns = tuple(_column(name, value) for key, _, value in lines if key == "column")
    if len(titles) != 1 or not columns or len(lines) != 1 + len(columns):
        raise ValueError(f"table '{name}': expected one line '{_MARK}title: …' and lines '{_MARK}column: …'")
    return Table(name, titles[0], columns, text)


def _column(table: str, value: str) -> Column:
    parts = value.split(" | ")
    for datatype in get_args(Datatype):
        if len(parts) == 3 and parts[1] == datatype:
            return Column(parts[0], datatype, parts[2])
    raise ValueError(f"table '{table}': expected 'name | datatype | title', found '{value}'")
