"""Runs a command and says whether it ended with the wanted status: exits.py STATUS COMMAND..."""

import subprocess
import sys

wanted, command = int(sys.argv[1]), sys.argv[2:]
status = subprocess.run(command).returncode
if status != wanted:
    sys.exit(f"exit status {status}, not {wanted}: {' '.join(command)}")
