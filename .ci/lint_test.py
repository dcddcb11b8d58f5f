"""Each rule of lint.py is broken in a file that is right but for that, and the break is told: lint_test.py."""

import io
import unittest
import zipfile

import lint

TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/PART" ContentType="a/b"/></Types>"""

# ┌───┬───────┐
# │ a │ b     │
# │   ├───┬───┤
# │   │ c │ d │
# └───┴───┴───┘
TEXT = """<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><w:body>
<w:p><w:drawing><wp:docPr id="1"/></w:drawing><w:drawing><wp:docPr id="2"/></w:drawing></w:p>
<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>
<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p>a</w:p></w:tc>
<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p>b</w:p></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p>c</w:p></w:tc><w:tc><w:p>d</w:p></w:tc></w:tr>
</w:tbl><w:p/><w:sectPr/></w:body></w:document>"""

SHEET = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1"/><c r="B1"/></row><row r="2"><c r="A2"/></row></sheetData>
<mergeCells><mergeCell ref="A3:B4"/><mergeCell ref="C3:C4"/></mergeCells></worksheet>"""

DOCX = ("word/document.xml", TEXT)
XLSX = ("xl/worksheets/sheet1.xml", SHEET)

# A file, what is put in the place of what, and what the lint says of it.
BREAKS = [
    (DOCX, "<w:p>d</w:p>", "", "table 1 row 2: a cell does not end with a paragraph"),
    (DOCX, "<w:p>d</w:p>", "<w:p>d</w:p><w:tbl/>", "a cell does not end with a paragraph"),
    (DOCX, '<wp:docPr id="2"/>', '<wp:docPr id="1"/>', "two drawings have one id"),
    (DOCX, "<w:tc><w:p>d</w:p></w:tc>", "", "table 1 row 2: 2 of 3 columns"),
    (DOCX, "<w:gridCol/>", "<w:gridCol/>" * 22, "66 columns; Word has 63 at most"),
    (DOCX, ' w:val="restart"', "", "table 1 row 1: a merged cell has no beginning above"),
    (DOCX, "<w:gridCol/></w:tblGrid>", "<w:gridCol/><w:gridCol/></w:tblGrid>", "3 of 4 columns"),
    (DOCX, "<w:tc><w:p>c</w:p></w:tc>", "", "table 1 row 2: 2 of 3 columns"),
    (DOCX, "<w:vMerge/></w:tcPr>", '<w:gridSpan w:val="2"/><w:vMerge/></w:tcPr>', "has no beginning above"),
    (XLSX, "C3:C4", "B4:C5", "the merged range B4:C5 overlaps another"),
    (XLSX, '<row r="1">', '<row r="2">', "row 2 stands after row 2"),
    (XLSX, '<c r="A1"/><c r="B1"/>', '<c r="B1"/><c r="A1"/>', "the cells of row 1 are out of order"),
    (DOCX, "d</w:p>", "&#11;</w:p>", "is no XML"),
    (DOCX, "d</w:p>", "\x0b</w:p>", "is no XML"),
    (DOCX, "d</w:p>", "\ufffe</w:p>", "is no XML"),
    (DOCX, "d</w:p>", "&#xFFFF;</w:p>", "is no XML"),
    (DOCX, "</w:tbl><w:p/>", "</w:tbl>", "the body ends with a table"),
]


def faults(part, text, more=()):
    """What the lint says of a package with one part, and more."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("[Content_Types].xml", TYPES.replace("PART", part))
        package.writestr(part, text)
        for name in more:
            package.writestr(name, "<a/>")
    return list(lint.own(file))


class Lint(unittest.TestCase):
    def test_nothing_is_wrong(self):
        for part, text in (DOCX, XLSX):
            self.assertEqual(faults(part, text), [])

    def test_breaks_are_told(self):
        for (part, text), old, new, told in BREAKS:
            with self.subTest(told, new=new):
                self.assertIn(old, text)
                found = faults(part, text.replace(old, new))
                self.assertTrue(any(told in fault for fault in found), found)

    def test_parts_have_types_and_names_of_their_own(self):
        self.assertEqual(faults(*DOCX, ["word/media/a.bin"]), ["word/media/a.bin has no content type"])
        self.assertIn("word/styles.xml has no content type", faults(*DOCX, ["word/styles.xml"]))
        self.assertIn("two parts have one name", faults(*DOCX, ["Word/Document.xml"]))


if __name__ == "__main__":
    unittest.main()
