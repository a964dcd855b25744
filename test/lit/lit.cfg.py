"""lit's configuration: the command as its users type it, checked by FileCheck.

REPOOL_BUILD names the build folder. The tests run in a folder of their own below the system's
temporary one, because what is inside a build folder or a checkout is judged by it.
"""

import hashlib
import os
import pathlib
import shutil
import sys
import tempfile

import lit.formats

build = pathlib.Path(os.environ["REPOOL_BUILD"]).resolve()
source = pathlib.Path(__file__).resolve().parent


def llvm_tools():
    """The bin folder of the LLVM that lit came with, else that of the FileCheck in PATH."""
    beside_lit = pathlib.Path(sys.argv[0]).resolve().parents[3] / "bin"
    found = shutil.which("FileCheck", path=os.pathsep.join([str(beside_lit), os.environ.get("PATH", "")]))
    if not found:
        lit_config.fatal("FileCheck was not found; install llvm-19-tools")
    return pathlib.Path(found).parent


config.name = "repool"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".test"]
config.excludes = ["Inputs"]
config.test_source_root = str(source)
key = hashlib.sha256(str(build).encode()).hexdigest()[:12]
config.test_exec_root = str(pathlib.Path(tempfile.gettempdir()).resolve() / f"repool-lit-{key}")

config.environment["PATH"] = os.pathsep.join([str(llvm_tools()), os.environ["PATH"]])
config.environment["LC_ALL"] = "C.UTF-8"
config.environment["XDG_CACHE_HOME"] = config.test_exec_root + "/cache"
for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"):
    if name in os.environ:
        config.environment[name] = os.environ[name]

python = sys.executable
# %database DIR [FLAG...] -- FILE...: writes DIR/compile_commands.json
config.substitutions += [
    ("%repool", str(build / "tool" / "repool")),
    ("%runtime", str(source.parents[1] / "runtime")),
    ("%schema", str(source.parents[1] / "docs" / "schema" / "scan-1.json")),
    ("%database", f"{python} {source / 'Inputs' / 'database.py'}"),
    ("%validate", f"{python} {source / 'Inputs' / 'validate.py'}"),
    ("%exits", f"{python} {source / 'Inputs' / 'exits.py'}"),
    ("%python", python),
]
if os.geteuid() == 0:
    config.available_features.add("root")
if shutil.which("git"):
    config.available_features.add("git")
