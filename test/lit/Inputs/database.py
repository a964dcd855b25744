"""Writes DIR/compile_commands.json with one entry per file: database.py DIR [FLAG...] -- FILE..."""

import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
stop = sys.argv.index("--")
flags = sys.argv[2:stop]
entries = [
    {"directory": str(folder), "file": name,
     "arguments": ["c++" if name.endswith(".cpp") else "cc", *flags, "-c", name]}
    for name in sys.argv[stop + 1:]
]
(folder / "compile_commands.json").write_text(json.dumps(entries, indent=1))
