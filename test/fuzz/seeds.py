#!/usr/bin/env python3
"""What the fuzzers start from: FOLDER/<Fuzzer>/, from the golden cases of test/rewrite and a few texts."""
import json
import pathlib
import sys

REPO = pathlib.Path(__file__).resolve().parents[2]
PLAIN = {
    "ConfigFuzz": ["style: lease\nexclude: ['gen/*', \"x y\"]\nvendored:\n  - libs\nkeep: [Cache::*]\ndrivers: [libpq]\n",
                   "style: [[%[l", "# only a comment\n"],
    "CompileDatabaseFuzz": [json.dumps([{"directory": "/tmp", "file": "a.cpp", "command": "c++ -DX='a b' \"a.cpp\""},
                                        {"directory": "/tmp", "file": "b.c", "arguments": ["cc", "@rsp", "b.c"]}])],
    "PlanFuzz": ['{"version": 1, "tool": "0.1.0", "root": "/src", "decisions": [], "groups": [], "files": []}'],
    "SqlFuzz": ["LISTEN a", "SELECT pg_advisory_lock(1); COPY t FROM STDIN", "/* a */ -- b\nSTART_REPLICATION 'x'",
                "SELECT $$a;b$$, E'\\'', \"q\"\"q\""],
}


def main():
    folder = pathlib.Path(sys.argv[1])
    for fuzzer, texts in PLAIN.items():
        (folder / fuzzer).mkdir(parents=True, exist_ok=True)
        for number, text in enumerate(texts):
            (folder / fuzzer / f"seed-{number}").write_text(text)
    source = folder / "SourceFuzz"
    source.mkdir(parents=True, exist_ok=True)
    for path in sorted((REPO / "test" / "rewrite").glob("*/*/input.c*")):
        if path.parents[1].name != "libpqxx":   # its header takes longer than all the rest
            first = b"1" if path.suffix == ".c" else b"0"
            (source / path.parent.name).write_bytes(first + path.read_bytes())


if __name__ == "__main__":
    main()
