"""Compiles files as they are in each commit after BASE, from a checkout of its own:
each_builds.py REPOSITORY BASE INCLUDE FILE..."""

import pathlib
import subprocess
import sys
import tempfile

repository, base, include, files = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
commits = subprocess.run(["git", "-C", repository, "rev-list", "--reverse", f"{base}..HEAD"],
                         capture_output=True, text=True, check=True).stdout.split()
for commit in commits:
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(["git", "-C", repository, "archive", commit], capture_output=True, check=True).stdout
        subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)
        for name in files:
            subprocess.run(["cc", "-Wall", "-Werror", f"-I{include}", "-c", str(pathlib.Path(folder) / name),
                            "-o", "/dev/null"], check=True)
print(f"{len(commits)} commits build")
