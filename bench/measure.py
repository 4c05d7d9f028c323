"""What the benches share: running heddle, reading its JSON, writing a section
of docs/measurements.md."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
HEDDLE = os.environ.get("HEDDLE_PROGRAM", ROOT / "heddle")
MARK = re.compile(r"// expect: (?P<rule>[a-z-]+)\((?P<object>[^)]*)\).*")


def heddle_json(command, *arguments):
    """The JSON report of one run; exit codes 0, 1 and 3 are all answers."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        run = subprocess.run(
            [HEDDLE, command, "--output", f"json={out.name}",
             *map(str, arguments)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if run.returncode not in (0, 1, 3):
            sys.exit(f"heddle {command} {arguments}: exit {run.returncode}\n"
                     f"{run.stderr}")
        return json.load(open(out.name))


def samples():
    """Every sample program, as the list of its sources. A folder with a main
    file is one program made of all its sources (see samples/README.md)."""
    for folder, folders, names in os.walk(ROOT / "samples"):
        folders.sort()
        sources = [pathlib.Path(folder, name) for name in sorted(names)
                   if name.endswith((".c", ".cpp"))]
        if any(source.stem == "main" for source in sources):
            yield sources
        else:
            yield from ([source] for source in sources)


def sample_path(sources):
    """What names a sample: its file, or its folder."""
    is_folder = any(source.stem == "main" for source in sources)
    return sources[0].parent if is_folder else sources[0]


def twin_of(path):
    """The repaired twin of the sample at `path`, or None."""
    stem = path.name if path.is_dir() else path.stem
    twin = path.with_name(stem + ".fixed" + ("" if path.is_dir() else path.suffix))
    return twin if twin.exists() else None


def source_text(path):
    return path.read_text()


def sources_below(path):
    """The sources of a sample, given what names it."""
    if not path.is_dir():
        return [path]
    return sorted(p for p in path.iterdir() if p.suffix in (".c", ".cpp"))


def relative(path):
    return str(path.relative_to(ROOT))


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(map(str, r)) + " |" for r in rows]
    return lines


def machine():
    model = re.search(r"model name\s*: (.*)", open("/proc/cpuinfo").read())
    count = subprocess.run(["nproc"], capture_output=True, text=True).stdout
    return f"{count.strip()} cores, {model[1] if model else 'unknown CPU'}"


def publish(section, command, lines):
    """Prints a section; with --write also puts it into the page of results,
    between its two marks."""
    text = "\n".join(lines) + "\n"
    print(text, end="")
    if "--write" not in sys.argv:
        return
    page = ROOT / "docs" / "measurements.md"
    begin, end = f"<!-- {section} -->", f"<!-- end {section} -->"
    body = f"{begin}\nMade by `{command} --write` ({machine()}).\n\n{text}{end}"
    old = page.read_text()
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.S)
    if not pattern.search(old):
        sys.exit(f"{page} has no section {begin}")
    page.write_text(pattern.sub(lambda _: body, old))
