"""Opens every DOCX and XLSX below some folders in LibreOffice and prints it as PDF: printed.py FOLDER...

LibreOffice ends with 0 whatever happens, so what counts is the PDF: that it is there, and that the words and
figures of the file are in its text. Many files are printed in one call, by two at once, each with a profile of
its own. The last line is `printed: N passed, N failed`; the exit code is 1 if any failed.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

# No more files than this are printed in one call.
BATCH = 25

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TEXT = ("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t", f"{S}t")


def texts(path):
    """The texts of a file, and the numbers of its cells."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if re.fullmatch(r"word/document\.xml|xl/sharedStrings\.xml|xl/worksheets/sheet\d+\.xml", name):
                part = ElementTree.fromstring(package.read(name))
                yield from (element.text or "" for element in part.iter() if element.tag in TEXT)
                yield from (cell.findtext(f"{S}v", "") for cell in part.iter(f"{S}c") if cell.get("t") in (None, "n"))


def words(path):
    """Those of the words and figures of a file that are long enough to tell anything."""
    return {word for text in texts(path) for word in re.findall(r"\d{3,}|[\u4e00-\u9fff]{3,}", text)}


def fault(path, pdf):
    """What is wrong with the print of a file, if anything is."""
    if not pdf.is_file():
        return "LibreOffice printed nothing"
    run = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", str(pdf), "-"], capture_output=True, timeout=60)
    if run.returncode != 0:
        return f"pdftotext: {run.stderr.decode(errors='replace').strip()[:500]}"
    # A line may end within a word.
    text = re.sub(r"\s", "", run.stdout.decode())
    expected = words(path)
    missing = sorted(word for word in expected if word not in text)
    if missing or not expected:
        return f"{len(missing)} of {len(expected)} words and figures are not printed: {missing[:5]}"
    return None


def print_batch(files):
    """What is wrong with each of some files."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        # Files of many folders may have one name.
        copies = [folder / f"{number}{path.suffix}" for number, path in enumerate(files)]
        for path, copy in zip(files, copies):
            shutil.copyfile(path, copy)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        quiet = ["soffice", "--headless", "--norestore", "--nologo", profile]
        try:
            convert = [*quiet, "--convert-to", "pdf", "--outdir", folder, *copies]
            subprocess.run(convert, capture_output=True, timeout=300)
        except subprocess.TimeoutExpired:
            pass  # What was not printed in time is missing.
        return [fault(path, copy.with_suffix(".pdf")) for path, copy in zip(files, copies)]


def main(*folders):
    files = [path for folder in folders for path in sorted(pathlib.Path(folder).rglob("*"))]
    files = [path for path in files if path.suffix in (".docx", ".xlsx")]
    batches = [files[at : at + BATCH] for at in range(0, len(files), BATCH)]
    with ThreadPoolExecutor(2) as pool:
        faults = [fault for batch in pool.map(print_batch, batches) for fault in batch]
    for path, found in zip(files, faults):
        if found:
            print(f"failed  {path}\n        {found}")
    n_failed = sum(1 for found in faults if found)
    print(f"printed: {len(files) - n_failed} passed, {n_failed} failed")
    return 1 if n_failed or not files else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
