"""What a batch withstands: kill -9, Ctrl-C, a full disk, a read-only folder, parts on several machines.

usage: endurance.py NIANBAO FOLDER [KILLS]

FOLDER holds reports (`cargo run --release --example reports -- FOLDER COUNT` makes them). KILLS is how often a run is
killed, 100 if not given; CI takes few. A full disk and a read-only folder need Linux and root, as a small file system
is mounted for them; elsewhere this says what it left out.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

NIANBAO, SOURCE = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
KILLS = int(sys.argv[3]) if len(sys.argv) > 3 else 100


def command(out, *options, jobs=2):
    return [NIANBAO, "migrate", SOURCE, "--output-dir", out, "--jobs", str(jobs), "--quiet", *options]


def run(out, *options, jobs=2):
    return subprocess.run(command(out, *options, jobs=jobs), capture_output=True, text=True, encoding="utf-8")


def tree(folder):
    """Every file below a folder and its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


def records(*reports, folder):
    """The records of reports by input, without the time each took and the folder of outputs."""
    lines = [json.loads(line) for report in reports for line in Path(report).read_text("utf-8").splitlines()]
    for line in lines:
        del line["ms"]
        line["outputs"] = [os.path.relpath(output, folder) for output in line["outputs"]]
    return sorted(lines, key=lambda line: line["input"])


def differing(found, expected):
    """The names of a few files in which two trees differ."""
    names = sorted(set(found) | set(expected))
    return [name for name in names if found.get(name) != expected.get(name)][:5]


def check(holds, *what):
    if not holds:
        sys.exit(f"endurance: {' '.join(map(str, what))}")


def kill(scratch, expected, took):
    """Kills a run, its resumption too, and lets the next one end."""
    out, report = scratch / "out", scratch / "run.ndjson"
    kills = 0
    for _ in range(random.randint(1, 3)):
        process = subprocess.Popen(
            command(out, "--resume", report), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(random.uniform(0, took))
        process.kill()
        kills += process.wait() == -signal.SIGKILL
    # What was killed between an output and its record is found again, not refused.
    ended = run(out, "--resume", report)
    check(ended.returncode == 0, "the resumed run ended with", ended.returncode, ended.stderr)
    check(tree(out) == expected, "after a kill these differ:", differing(tree(out), expected))
    inputs = [json.loads(line)["input"] for line in report.read_text("utf-8").splitlines()]
    check(len(inputs) == len(set(inputs)) == len(expected), "the record is not whole:", len(inputs), "lines")
    return kills


def interrupt(scratch, expected, took):
    """Ctrl-C ends in order: what was begun is whole, and the record says so."""
    # A script in the background ignores it, and what it starts would too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    out, report = scratch / "out", scratch / "run.ndjson"
    process = subprocess.Popen(command(out, "--report", report), stderr=subprocess.PIPE, text=True)
    # However slow the machine is, the run has begun once there is an output.
    while process.poll() is None and not any(out.rglob("*.*")):
        time.sleep(took / 100)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    check(process.returncode == 130, "an interrupted run ended with", process.returncode, said)
    recorded = {output for line in records(report, folder=out) for output in line["outputs"]}
    check(set(tree(out)) == recorded, "outputs and records of an interrupted run differ")
    check(run(out, "--resume", report).returncode == 0, "an interrupted run cannot be resumed")
    check(tree(out) == expected, "after Ctrl-C these differ:", differing(tree(out), expected))


def mounted(folder, options):
    """Mounts a file system in memory, where that is allowed."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder]
    return sys.platform == "linux" and os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0


def full_disk(scratch, expected):
    disk, report = scratch / "disk", scratch / "run.ndjson"
    size = sum(map(len, expected.values())) // 3
    if not mounted(disk, f"size={size}"):
        return "full disk"
    try:
        out = disk / "out"
        ended = run(out, "--resume", report)
        said = ended.stderr.strip().splitlines()
        check(ended.returncode == 1 and len(said) == 2, "a full disk is told as", ended.returncode, said)
        check("[unwritable]" in said[0] and "--resume" in said[1], "a full disk is told as", said)
        kept = tree(out)
        check(all(expected[name] == kept[name] for name in kept), "a full disk left a wrong output")
        subprocess.run(["mount", "-o", f"remount,size={size * 9}", disk], check=True)
        check(run(out, "--resume", report).returncode == 0, "a run on a full disk cannot be resumed")
        check(tree(out) == expected, "after a full disk these differ:", differing(tree(out), expected))
    finally:
        subprocess.run(["umount", disk], check=True)


def read_only(scratch):
    disk = scratch / "disk"
    if not mounted(disk, "ro"):
        return "read-only folder"
    try:
        ended = run(disk / "out")
        said = ended.stderr.strip().splitlines()
        check(ended.returncode == 1 and len(said) == 2, "a read-only folder is told as", ended.returncode, said)
        check("[unwritable]" in said[0], "a read-only folder is told as", said)
    finally:
        subprocess.run(["umount", disk], check=True)


def shards(scratch, expected, whole):
    """Four parts at once, into one folder, are the undivided run."""
    out = scratch / "out"
    reports = [scratch / f"{part}.ndjson" for part in range(4)]
    parts = [
        subprocess.Popen(command(out, "--report", report, "--shard", f"{part}/4"))
        for part, report in enumerate(reports)
    ]
    check(all(part.wait() == 0 for part in parts), "a part of a run failed")
    check(tree(out) == expected, "of four parts these differ:", differing(tree(out), expected))
    check(records(*reports, folder=out) == whole, "the records of four parts are not those of one run")


def main():
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        report = scratch / "whole.ndjson"
        begun = time.monotonic()
        ended = run(scratch / "whole", "--report", report)
        took = time.monotonic() - begun
        check(ended.returncode == 0, "the undisturbed run ended with", ended.returncode, ended.stderr)
        expected, whole = tree(scratch / "whole"), records(report, folder=scratch / "whole")
        print(f"{len(expected)} reports in {took:.1f} s", flush=True)

        check(run(scratch / "one", jobs=1).returncode == 0, "one job fails where two do not")
        check(tree(scratch / "one") == expected, "one job writes other bytes than two")

        kills = trials = 0
        while kills < KILLS:
            with tempfile.TemporaryDirectory() as trial:
                kills += kill(Path(trial), expected, took)
                trials += 1
        print(f"killed {kills} times in {trials} runs: every run was complete in the end", flush=True)
        tests = {
            "interrupt": lambda folder: interrupt(folder, expected, took),
            "full disk": lambda folder: full_disk(folder, expected),
            "read-only folder": read_only,
            "four parts": lambda folder: shards(folder, expected, whole),
        }
        for name, test in tests.items():
            with tempfile.TemporaryDirectory() as folder:
                left = test(Path(folder))
            print(f"{name}: {'left out, it needs Linux and root' if left else 'as it should be'}", flush=True)


main()
