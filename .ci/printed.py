"""Opens every DOCX and XLSX below some folders in LibreOffice and prints it as PDF: printed.py FOLDER...

LibreOffice ends with 0 whatever happens, so what counts is the PDF: that it is there, and that most of the words
and figures of the file are in its text. Many files are printed in one call, by two at once, each with a profile of
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

# The elements that hold text in Word, in strings of Excel, and in its cells.
TEXT = {"t", "v"}


def words(path):
    """The figures and words of a file, without those that are too short to tell anything."""
    with zipfile.ZipFile(path) as package:
        names = [n for n in package.namelist() if re.fullmatch(r"word/document\.xml|xl/(worksheets/)?s\w+\.xml", n)]
        elements = (e for name in names for e in ElementTree.fromstring(package.read(name)).iter())
        texts = [e.text or "" for e in elements if e.tag.rsplit("}", 1)[-1] in TEXT]
    return {word for text in texts for word in re.findall(r"\d{3,}|[\u4e00-\u9fff]{3,}", text)}


def fault(path, pdf):
    """What is wrong with the print of a file, if anything is."""
    if not pdf.is_file():
        return "LibreOffice printed nothing"
    run = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", str(pdf), "-"], capture_output=True, timeout=60)
    if run.returncode != 0:
        return f"pdftotext: {run.stderr.decode(errors='replace').strip()[:500]}"
    text = re.sub(r"\s", "", run.stdout.decode())
    expected = words(path)
    missing = sorted(word for word in expected if word not in text)
    if not expected:
        return "the file holds no word and no figure"
    print(f"{len(missing)}/{len(expected)}", path, missing[:8])
    return f"{len(missing)} of {len(expected)} words are not printed, such as {missing[:5]}" if 2 * len(missing) > len(expected) else None


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
            subprocess.run([*quiet, "--convert-to", "pdf", "--outdir", folder, *copies], capture_output=True, timeout=300)
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
