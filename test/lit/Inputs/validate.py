"""Checks JSON on stdin against the published schema: validate.py SCHEMA < scan.json

Knows the keywords that the schema uses; one it does not know is an error, never passed over.
Prints one line per site, for FileCheck.
"""

import json
import re
import sys

TYPES = {"object": dict, "array": list, "string": str, "integer": int}
COMMENTS = {"$schema", "$id", "title", "description", "examples", "then", "else"}


def problems(value, schema, at):
    for key, wanted in schema.items():
        if key in COMMENTS:
            continue
        elif key == "type":
            if not isinstance(value, TYPES[wanted]) or isinstance(value, bool):
                yield f"{at}: not of type {wanted}"
                return
        elif key == "required":
            yield from (f"{at}: has no '{name}'" for name in wanted if name not in value)
        elif key == "properties":
            for name, inner in wanted.items():
                if name in value:
                    yield from problems(value[name], inner, f"{at}.{name}")
        elif key == "items":
            for i, item in enumerate(value):
                yield from problems(item, wanted, f"{at}[{i}]")
        elif key == "enum":
            if value not in wanted:
                yield f"{at}: {value!r} is none of {wanted}"
        elif key == "const":
            if value != wanted:
                yield f"{at}: {value!r} is not {wanted!r}"
        elif key == "minimum":
            if value < wanted:
                yield f"{at}: {value} is less than {wanted}"
        elif key == "pattern":
            if not re.search(wanted, value):
                yield f"{at}: {value!r} does not match {wanted}"
        elif key == "if":
            branch = "else" if list(problems(value, wanted, at)) else "then"
            yield from problems(value, schema.get(branch, {}), at)
        else:
            yield f"{at}: the schema uses '{key}', which this script does not know"


with open(sys.argv[1]) as file:
    schema = json.load(file)
report = json.load(sys.stdin)
found = list(problems(report, schema, "report"))
for line in found:
    print(line)
for site in report["sites"]:
    print(f"{site['file']}:{site['line']}:{site['column']}", site["driver"], site["function"] or "-",
          site["verdict"], site["strategy"], site["code"] or "-")
units = report["units"]
print(f"parsed {units['parsed']}, skipped {units['skipped']}, failed {len(units['failed'])}")
for unit in units["failed"]:
    print(f"failed {unit['file']}: {unit['message']}")
sys.exit(1 if found else 0)
