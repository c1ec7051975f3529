"""Tables of GCAT: what is read of them, and what is refused, with its line."""

from datetime import date
from pathlib import Path

import pytest

from moonpact.graph.checking.faults import Fault, InvalidDataError
from moonpact.graph.gcat.table import Row, Table, read_day, read_table

HEADER = "#Code\tTStart\tName\n# Updated 2025 Apr 14 2205:25\n"
COLUMNS = ("Code", "TStart")


def _file(folder: Path, text: bytes) -> Path:
    file = folder / "orgs.tsv"
    file.write_bytes(text)
    return file


def test_a_table_is_read(tmp_path: Path) -> None:
    file = _file(tmp_path, f"{HEADER}MOON\t1997 Oct\t Café \nSUN\t-\tSun\n".encode())
    rows = (
        Row(3, {"Code": "MOON", "TStart": "1997 Oct", "Name": "Café"}),
        Row(4, {"Code": "SUN", "TStart": "-", "Name": "Sun"}),
    )
    table = read_table(file, COLUMNS)
    assert table == Table(file, date(2025, 4, 14), rows)
    assert table.rows[1]["TStart"] == ""


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (b"#Code\tName\n", 1, "no column TStart"),
        (b"", 1, "no column Code, TStart"),
        (HEADER.encode() + b"MOON\t-\n", 3, "2 cells"),
        (HEADER.encode() + b"MOON\t-\tCaf\xe9\n", 3, "byte 0xe9 is not UTF-8"),
    ],
)
def test_a_broken_table_is_refused(tmp_path: Path, text: bytes, line: int, message: str) -> None:
    file = _file(tmp_path, text)
    with pytest.raises(InvalidDataError) as raised:
        read_table(file, COLUMNS)
    found = raised.value.faults[0]
    assert found == Fault(file, line, message, found.expected)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2001 Nov 21", (date(2001, 11, 21), "day")),
        ("1949 Dec  2", (date(1949, 12, 2), "day")),
        ("1997 Oct", (date(1997, 10, 1), "month")),
        ("2020?", (date(2020, 1, 1), "year")),
        ("1960s", None),
        ("2001 Feb 30", None),
        ("", None),
    ],
)
def test_a_day_has_its_precision(text: str, day: tuple[date, str] | None) -> None:
    assert read_day(text) == day
