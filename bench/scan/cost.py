"""What a command costs: run it, and ask the system."""
import collections
import os
import subprocess
import time

Cost = collections.namedtuple("Cost", "wall cpu mib")  # seconds, seconds of all cores, memory of its largest process


def cost(words, codes, folder=None):
    """Ends the program if the command ends with another code than one of CODES."""
    began = time.monotonic()
    process = subprocess.Popen([str(word) for word in words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               text=True, errors="replace")
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        raise SystemExit(f"{' '.join(map(str, words))}: exit {process.returncode}\n{out[-2000:]}")
    return Cost(time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
