"""The dates of an answer along the axis of time."""

from typing import Final

from moonpact.server.pictures.answer_columns import Columns, day_of
from moonpact.server.pictures.label_placement import shortened
from moonpact.server.pictures.time_axis import Axis
from moonpact.server.pictures.timeline import WIDTH, Entry, Timeline, draw_lane, years_of

_MARGINS: Final = (12, 40)
_HEAD: Final = 24
_LONGEST: Final = 38
_MOST: Final = 300


def draw_answer_timeline(columns: Columns) -> Timeline:
    """Return the timeline of the first rows that have a date."""
    at = columns.day or 0
    dated = [(row, days) for row in columns.rows() if (days := day_of(row.cells[at]))]
    entries = [
        Entry(row.iri, shortened(row.name, _LONGEST), row.title, "", *days, row.contested)
        for row, days in dated[:_MOST]
    ]
    axis = Axis(*years_of(entries), _MARGINS[0], WIDTH - _MARGINS[1])
    lane = draw_lane(columns.table.columns[at].name, entries, axis, _HEAD)
    return Timeline(axis, [lane], lane.bottom + _HEAD, columns.table.total - len(entries))
