"""Fills blank forms with other programs and reads them again: fill.py NIANBAO FOLDER.

The workbook is filled by openpyxl and computed by LibreOffice, the text by what Word does to a content control. A
form that is filled in right must be read without a finding; one with a wrong total must have that finding, and show
the cell in red. FOLDER is where the files are put; LibreOffice and pdftoppm must be installed.
"""

import json
import pathlib
import subprocess
import sys
import zipfile

import openpyxl
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TITLE = "示例县水利局2025年政府信息公开工作年度报告"
PROSE = ["本年度新收政府信息公开申请7件，均按时办理。", "公开的及时性有待提高，将加强培训。", "本年度没有收取信息处理费。"]

# What is not 0, by the names of concepts. Totals are left to the formulas, and to `totals` where there are none.
FIGURES = {
    "disclosure.regulations.issued": "/",
    "disclosure.regulations.repealed": "/",
    "disclosure.regulations.in_force": "/",
    "disclosure.normative_documents.in_force": 12,
    "disclosure.licensing.decisions": 3456,
    "disclosure.fees.amount": 12.345,
    "requests.received.natural_person": 5,
    "requests.received.business": 2,
    "requests.granted.natural_person": 3,
    "requests.refused.state_secret.business": 2,
    "requests.other.other.natural_person": 1,
    "requests.carried_out.natural_person": 1,
    "review.upheld": 1,
    "litigation.direct.pending": 4,
}
TOTALS = {
    "requests.received.total": 7,
    "requests.granted.total": 3,
    "requests.refused.state_secret.total": 2,
    "requests.other.other.total": 1,
    "requests.handled_total.natural_person": 4,
    "requests.handled_total.business": 2,
    "requests.handled_total.total": 6,
    "requests.carried_out.total": 1,
    "review.total": 1,
    "litigation.direct.total": 4,
}
WRONG = ("requests.handled_total.business", 9)


def fail(message):
    sys.exit(f"fill: {message}")


def figure(concept):
    return FIGURES.get(concept, 0)


def workbook(blank, filled, wrong=None):
    """Fills the named cells that hold no formula, and the sheet of the prose."""
    book = openpyxl.load_workbook(blank)
    n_formulas = 0
    for concept, name in book.defined_names.items():
        if concept.startswith("nianbao_table_"):
            continue
        ((sheet, place),) = name.destinations
        cell = book[sheet][place.replace("$", "")]
        if cell.protection.locked:
            fail(f"{concept}: the cell is locked")
        if wrong and concept == wrong[0]:
            cell.value = wrong[1]
        elif cell.data_type == "f":
            n_formulas += 1
        else:
            cell.value = figure(concept)
    if n_formulas < 30:
        fail(f"only {n_formulas} totals are formulas")
    prose = book.worksheets[0]
    texts = iter([TITLE, *PROSE])
    for row in range(1, prose.max_row + 1):
        if prose.cell(row, 1).value is None:
            prose.cell(row, 1).value = next(texts, None)
    book.save(filled)


def text(blank, filled):
    """Puts figures into the controls as Word does: the mark of the placeholder goes, and so does its run."""
    prose = iter(PROSE)
    with zipfile.ZipFile(blank) as package, zipfile.ZipFile(filled, "w", zipfile.ZIP_DEFLATED) as out:
        for name in package.namelist():
            part = package.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(part)
                for control in root.iter(f"{W}sdt"):
                    properties = control.find(f"{W}sdtPr")
                    properties.remove(properties.find(f"{W}showingPlcHdr"))
                    tag = properties.find(f"{W}tag")
                    (words,) = control.find(f"{W}sdtContent").iter(f"{W}t")
                    if tag is not None:
                        concept = tag.get(f"{W}val")
                        words.text = str(TOTALS.get(concept, figure(concept)))
                    elif properties.find(f"{W}alias").get(f"{W}val") == "标题":
                        words.text = TITLE
                    else:
                        words.text = next(prose)
                part = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            out.writestr(name, part)


def office(source, kind, folder):
    """What LibreOffice makes of a file; it says 0 even if it could not read it."""
    profile = folder / "profile"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=180)
    made = folder / f"{source.stem}.{kind}"
    if not made.exists():
        fail(f"LibreOffice made no {kind} of {source}")
    return made


def findings(nianbao, path):
    run = subprocess.run([nianbao, "check", "--format", "json", str(path)], capture_output=True, text=True)
    (line,) = run.stdout.splitlines() or fail(f"{path} was not read: {run.stderr}")
    return [(finding["code"], finding["concepts"]) for finding in json.loads(line)["findings"]]


def facts(nianbao, path):
    """The figures as they are read."""
    command = [nianbao, "convert", str(path), "--to", "json", "-o", "-"]
    report = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return {concept: fact["raw"] if fact["kind"] == "nil" else fact["value"] for concept, fact in report["facts"].items()}


def check_facts(nianbao, path):
    for concept, value in facts(nianbao, path).items():
        wanted = TOTALS.get(concept, figure(concept))
        # A fraction is a string.
        if str(value) != str(wanted):
            fail(f"{path}: {concept} is {value}, not {wanted}")


def has_red(path, folder):
    """Whether a page shows the colour of a broken relation."""
    prefix = folder / "page"
    subprocess.run(["pdftoppm", "-r", "60", str(path), str(prefix)], check=True)
    red = bytes([0xFF, 0xC7, 0xCE])
    return any(page.read_bytes().find(red * 4) >= 0 for page in folder.glob("page-*.ppm"))


def main():
    nianbao, folder = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    (folder / "computed").mkdir(parents=True, exist_ok=True)
    blanks = {kind: folder / f"blank.{kind}" for kind in ("xlsx", "docx")}
    for blank in blanks.values():
        subprocess.run([nianbao, "forms", "2021", "-o", str(blank), "--overwrite"], check=True)
        if any(value is not None for value in facts(nianbao, blank).values()):
            fail(f"{blank} is not blank")
        # One that nobody filled in stays blank when another program has computed it.
        again = office(blank, blank.suffix[1:], folder / "computed")
        if any(value is not None for value in facts(nianbao, again).values()):
            fail(f"{again} is not blank")

    filled = folder / "filled.docx"
    text(blanks["docx"], filled)
    right = folder / "right.xlsx"
    workbook(blanks["xlsx"], right)
    for path in (filled, office(right, "xlsx", folder / "computed")):
        if found := findings(nianbao, path):
            fail(f"{path} is filled in right, but: {found}")
        check_facts(nianbao, path)
        print(f"{path.name}: no finding")

    wrong = folder / "wrong.xlsx"
    workbook(blanks["xlsx"], wrong, WRONG)
    computed = office(wrong, "xlsx", folder / "computed")
    found = findings(nianbao, computed)
    if not any(code == "does-not-foot" and WRONG[0] in concepts for code, concepts in found):
        fail(f"{computed} has a wrong total, but: {found}")
    for path, is_red in ((computed, True), (folder / "computed" / "right.xlsx", False)):
        pages = folder / f"pages-{path.stem}"
        pages.mkdir(exist_ok=True)
        if has_red(office(path, "pdf", pages), pages) != is_red:
            fail(f"{path}: red is {'not ' if is_red else ''}shown")
    print(f"{computed.name}: the finding, and the red cell")


main()
