"""What Word and Excel insist on and validators of Office files pass over: `own(path)` tells what a file breaks.

1. every cell ends with a paragraph;
2. ids of drawings are unique;
3. the cells of each row fill the grid, which has 63 columns at most;
4. a vertical merge has its beginning above, in the same columns;
5. merged ranges of a sheet do not overlap, its rows and cells ascend;
6. no part has a character that XML does not allow;
7. every part has a content type;
8. no two parts have one name, whatever the case;
9. a body does not end with a table.

Comments and notes have rules of their own, which stand with them. `lint_test.py` breaks each rule.
"""

import re
import zipfile
from xml.etree import ElementTree

TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def own(path):
    """The rules that a file breaks, each in a line."""
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        if len({name.lower() for name in names}) != len(names):
            yield "two parts have one name"
        parts = {}
        for name in names:
            if name.endswith((".xml", ".rels", ".vml")):
                try:
                    parts[name] = ElementTree.fromstring(package.read(name))
                except ElementTree.ParseError as error:  # Also of a character that XML does not allow (its section 2.2).
                    yield f"{name} is no XML: {error}"
    if "[Content_Types].xml" in parts:
        yield from types(names, parts["[Content_Types].xml"])
    if "word/document.xml" in parts:
        yield from text(parts["word/document.xml"])
        yield from comments(parts["word/document.xml"], parts.get("word/comments.xml"))
    for name, part in parts.items():
        if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
            yield from (f"{name}: {fault}" for fault in sheet(part))
        elif re.fullmatch(r"xl/comments\d+\.xml", name):
            references = [comment.get("ref") for comment in part.iter(f"{S}comment")]
            if len(set(references)) != len(references):
                yield f"{name}: two notes are on one cell"


def types(names, listed):
    """Every part has a content type, by its ending or by its name, and no type is of a part that is not there."""
    endings = {default.get("Extension").lower() for default in listed.iter(f"{TYPES}Default")}
    overrides = [override.get("PartName").lstrip("/") for override in listed.iter(f"{TYPES}Override")]
    for name in names:
        if name != "[Content_Types].xml" and name not in overrides and name.rsplit(".", 1)[-1].lower() not in endings:
            yield f"{name} has no content type"
        # The type of all XML says nothing of what a part is.
        if name.endswith(".xml") and name not in overrides and name != "[Content_Types].xml":
            yield f"{name} has only the type of its ending"
    yield from (f"there is no part {name}, but a content type of it" for name in overrides if name not in names)
    if len(set(overrides)) != len(overrides):
        yield "a part has two content types"


def text(document):
    """Word: every cell ends with a paragraph, rows fill the grid, vertical merges have a beginning."""
    body = [child for child in document.find(f"{W}body") if child.tag != f"{W}sectPr"]
    if body and body[-1].tag == f"{W}tbl":
        yield "the body ends with a table"
    drawings = [drawing.get("id") for drawing in document.iter(f"{WP}docPr")]
    if len(set(drawings)) != len(drawings):
        yield "two drawings have one id"
    for number, table in enumerate(document.iter(f"{W}tbl"), 1):
        n_columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        if n_columns > 63:
            yield f"table {number} has {n_columns} columns; Word has 63 at most"
        above = {}
        for at, row in enumerate(table.findall(f"{W}tr"), 1):
            column, merged = count(row, "trPr/{W}gridBefore"), {}
            if row.find(f"{W}tc") is None:
                yield f"table {number} row {at}: there is no cell"
            for cell in row.findall(f"{W}tc"):
                if len(cell) == 0 or cell[-1].tag != f"{W}p":
                    yield f"table {number} row {at}: a cell does not end with a paragraph"
                span = count(cell, "tcPr/{W}gridSpan", 1)
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None:
                    if merge.get(f"{W}val") != "restart" and above.get(column) != span:
                        yield f"table {number} row {at}: a merged cell has no beginning above"
                    merged[column] = span
                column += span
            column += count(row, "trPr/{W}gridAfter")
            if column != n_columns:
                yield f"table {number} row {at}: {column} of {n_columns} columns"
            above = merged


def count(element, path, default=0):
    """The number that a property states."""
    found = element.find(f"{W}{path.format(W=W)}")
    return default if found is None else int(found.get(f"{W}val"))


def comments(document, part):
    """Word: each comment has an id of its own, and is anchored once: from a beginning to an end, and a mark."""
    ids = [] if part is None else [comment.get(f"{W}id") for comment in part.iter(f"{W}comment")]
    if part is not None and not ids:
        yield "there is a part of comments without a comment"
    if len(set(ids)) != len(ids):
        yield "two comments have one id"
    marks = ["commentRangeStart", "commentRangeEnd", "commentReference"]
    met = {mark: [] for mark in marks}
    for element in document.iter():
        mark = element.tag.removeprefix(W)
        if mark in met:
            met[mark].append(element.get(f"{W}id"))
            before = marks[marks.index(mark) - 1] if mark != marks[0] else None
            if before and element.get(f"{W}id") not in met[before]:
                yield f"comment {element.get(f'{W}id')}: {mark} stands before {before}"
    for mark, anchored in met.items():
        if sorted(anchored) != sorted(ids):
            yield f"there are {len(ids)} comments, and {len(anchored)} {mark}"
        elif anchored != ids:
            yield f"comments are not in the order of {mark}"


def sheet(worksheet):
    """Excel: rows and cells ascend, and no two merged ranges overlap."""
    last = 0
    for row in worksheet.iter(f"{S}row"):
        number = int(row.get("r"))
        if number <= last:
            yield f"row {number} stands after row {last}"
        last = number
        columns = [index(cell.get("r"))[0] for cell in row.iter(f"{S}c")]
        if columns != sorted(set(columns)):
            yield f"the cells of row {number} are out of order"
    taken = set()
    for merge in worksheet.iter(f"{S}mergeCell"):
        (left, top), (right, bottom) = (index(corner) for corner in merge.get("ref").split(":"))
        cells = {(column, row) for column in range(left, right + 1) for row in range(top, bottom + 1)}
        if taken & cells:
            yield f"the merged range {merge.get('ref')} overlaps another"
        taken |= cells


def index(reference):
    """`B3` as (2, 3)."""
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", reference).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(digits)
