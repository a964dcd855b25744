#!/usr/bin/env python3
"""docs/evidence.md names a golden folder for each of 25 shapes: it is there, and its report says what the page says."""
import pathlib
import re
import sys

REPO = pathlib.Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| (\d+) \| .* \| `(\w+/[\w-]+)` \| (.*) \|$", re.M)


def verdicts(folder):
    lines = (folder / "report.txt").read_text().splitlines()
    return ", ".join(sorted({line.split(": ", 1)[1].split(":")[0] for line in lines}))


def main():
    rows = ROW.findall((REPO / "docs" / "evidence.md").read_text())
    wrong = [] if [int(n) for n, _, _ in rows] == list(range(1, 26)) else ["docs/evidence.md: not 25 shapes in order"]
    for _, name, said in rows:
        folder = REPO / "test" / "rewrite" / name
        if not folder.is_dir():
            wrong.append(f"test/rewrite/{name} is not there")
        elif verdicts(folder) != said:
            wrong.append(f"{name}: the page says '{said}', the report '{verdicts(folder)}'")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
