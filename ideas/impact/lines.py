"""Every figure of the impact page as CSV: one line a figure and span, with what it is of."""

import csv
from collections.abc import Iterator
from typing import Any

from core.sanitizing import spreadsheet_safe
from ideas.impact.counting import Counted, Impact, Median, Share
from ideas.impact.periods import Period, Span
from ideas.impact.words import CREDITS

COLUMNS = ("figure", "boards", "from", "to", "count", "of", "percent", "median_days")


class _Line:
    """What the writer wrote last."""

    def write(self, text: str) -> str:
        return text


def csv_lines(impact: Impact, period: Period, *, boards: str) -> Iterator[str]:
    """A head, then the figures of the period, those of the period before, and the columns of the chart."""
    writer: Any = csv.writer(_Line(), lineterminator="\n")

    def line(figure: str, span: Span, *cells: Any) -> str:
        row = [figure, boards, span.first.isoformat(), span.last.isoformat(), *cells]
        return str(writer.writerow([spreadsheet_safe("" if cell is None else str(cell)) for cell in row]))

    yield writer.writerow(COLUMNS)
    for figure, *cells in _figures(impact.now):
        yield line(figure, period.span, *cells)
    if impact.before and period.before:
        for figure, *cells in _figures(impact.before):
            yield line(figure, period.before, *cells)
    for column in impact.columns:
        span = column.part.span
        yield line("chart: ideas", span, column.came_in, None, None, None)
        yield line("chart: first answers", span, column.answered, None, None, None)
        yield line("chart: launched", span, column.launched, None, None, None)


def _figures(counted: Counted) -> Iterator[tuple[Any, ...]]:
    yield ("ideas", counted.came_in, None, None, None)
    yield ("answered", *_share(counted.answered))
    yield ("answered within the promise", *_share(counted.in_time))
    for key, _name in CREDITS:
        yield (f"launched: {key or 'no story'}", *_share(counted.credited(key)))
    yield ("days to the first answer", *_median(counted.first_answer))
    yield ("days to launch", *_median(counted.to_launch))
    yield ("left out: answer without a day", counted.undated, counted.came_in, None, None)
    yield ("left out: withdrawn", counted.withdrawn, None, None, None)
    yield ("left out: merged", counted.merged, None, None, None)


def _share(share: Share) -> tuple[Any, ...]:
    return share.part, share.whole, share.percent, None


def _median(median: Median) -> tuple[Any, ...]:
    return None, median.count, None, median.days
