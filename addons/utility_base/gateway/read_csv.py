"""Delimited text: guessed encoding and delimiter, quotes that span lines, honest row numbers."""

import csv
import io

from .problem import problem
from .table import take_table
from .text_encoding import decode

_DELIMITERS = (";", "\t", ",", "|")
_MAX_LINES_IN_CELL = 50
_UNCLOSED = "unexpected end of data"


def read(data, options):
    """Table of a CSV file; ``info`` tells encoding and delimiter."""
    text, encoding = decode(data, options.encoding)
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a")
    delimiter = options.delimiter or sniff_delimiter(text, options.quote)
    if delimiter == "\\t":
        delimiter = "\t"
    info = {"encoding": encoding, "delimiter": delimiter}

    def source():
        return _records(text, delimiter, options.quote)

    return take_table(source, options, info=info)


def sniff_delimiter(text, quote='"'):
    """The delimiter that splits the first lines most evenly; ``;`` when nothing tells.

    >>> [sniff_delimiter(x) for x in ("a;b\\n1,5;2\\n", "a,b,c\\n1,2,3", "single")]
    [';', ',', ';']
    """
    lines = [line for line in text[:50_000].split("\n")[:60] if line.strip()]
    best, best_rank = ";", (0.0, 0)
    for delimiter in _DELIMITERS:
        counts = [_count_outside(line, delimiter, quote) for line in lines]
        common = max(counts, key=counts.count, default=0)
        if common:
            rank = (counts.count(common) / len(counts), common)
            if rank > best_rank:
                best, best_rank = delimiter, rank
    return best


def _count_outside(line, delimiter, quote):
    if not quote or quote not in line:
        return line.count(delimiter)
    return sum(part.count(delimiter) for part in line.split(quote)[::2])


def _records(text, delimiter, quote):
    lines = io.StringIO(text)
    number = 0
    while True:
        line = lines.readline()
        if not line:
            return
        number += 1
        first, problems = number, ()
        record = line
        if quote and quote in line and not _closed(line, delimiter, quote):
            place = lines.tell()
            record = _whole_record(line, lines, delimiter, quote)
            if record is None:
                lines.seek(place)
                record = line
                problems = (problem("row.quote", row=number),)
            else:
                number += record.count("\n", 0, -1)
        cells, wrong = _split(record, delimiter, "" if problems else quote)
        yield first, cells, (*problems, *wrong)


def _whole_record(line, lines, delimiter, quote):
    """The record that begins with ``line`` up to its closing quote; None without one near."""
    record = line
    for _count in range(_MAX_LINES_IN_CELL):
        more = lines.readline()
        if not more:
            return None
        record += more
        if quote in more and _closed(record, delimiter, quote):
            return record
    return None


def _closed(record, delimiter, quote):
    try:
        for _row in csv.reader([record], delimiter=delimiter, quotechar=quote, strict=True):
            pass
    except csv.Error as error:
        return _UNCLOSED not in str(error)
    return True


def _split(record, delimiter, quote):
    record = record.rstrip("\n")
    if not quote or quote not in record:
        return (record.split(delimiter) if record else []), ()
    try:
        reader = csv.reader(io.StringIO(record, newline=""), delimiter=delimiter, quotechar=quote)
        return next(reader, []), ()
    except csv.Error as error:
        return [record], (problem("row.damaged", reason=str(error)),)
