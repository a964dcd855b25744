#!/usr/bin/env python3
"""Lists the queries of the service, and says how many there are.

A query is a statement text in src/ that is executed: a string literal, adjacent ones joined, that begins
with one of VERBS. It counts once, however often and through whatever function it is executed. What
only frames queries does not count: BEGIN, COMMIT, ROLLBACK and SET.
"""
import pathlib
import re

SOURCES = pathlib.Path(__file__).resolve().parent / "src"
VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "CREATE")
TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|R"\((?P<raw>.*?)\)"|"(?P<text>(?:\\.|[^"\\\n])*)"|\'(?:\\.|[^\'\\])+\'|\s+|.', re.S)


def literals(text):
    """Line and content of each string literal."""
    at = line = None
    for token in TOKEN.finditer(text):
        piece = token["text"] if token["text"] is not None else token["raw"]
        if piece is not None:
            if at is None:
                at, line = "", text.count("\n", 0, token.start()) + 1
            at += piece.replace("\\\\", "\\").replace('\\"', '"')
        elif at is not None and not token[0].isspace() and not token[0].startswith(("//", "/*")):
            yield line, at
            at = None


def queries(sources=SOURCES):
    """File, line and text of each query."""
    for path in sorted(sources.rglob("*")):
        if path.suffix in (".c", ".cpp", ".h"):
            for line, literal in literals(path.read_text()):
                if literal.lstrip().startswith(tuple(verb + " " for verb in VERBS)):
                    yield path.relative_to(sources), line, literal


if __name__ == "__main__":
    found = list(queries())
    for file, line, text in found:
        print(f"{file}:{line}: {text[:90]}")
    print(f"{len(found)} queries in {len({file for file, _, _ in found})} files")
