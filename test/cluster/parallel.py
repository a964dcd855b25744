#!/usr/bin/env python3
"""The files of `repool cluster parallel`, run by GNU parallel over two hosts: two sshd on this one, with keys of their
own.

One host is lost while it makes a shard: its sshd and all that it started are killed. The shard must be made on the
other, and the plan must be that of one machine. Then a shard is lost, and run.sh must make that one again, alone.
"""

import getpass
import os
import pathlib
import signal
import subprocess

from scene import Scene, build_folder, free_ports, need, wait_for

SSHD = """Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host-key
AuthorizedKeysFile {folder}/key.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin yes
SetEnv REPOOL_TEST_HOST={host}
"""
SSH = """Host {host}
  HostName 127.0.0.1
  Port {port}
  User {user}
  IdentityFile {folder}/key
  IdentitiesOnly yes
  StrictHostKeyChecking no
  UserKnownHostsFile /dev/null
  LogLevel ERROR
"""


def start_hosts(scene, *hosts):
    """Two sshd, and the ssh that knows them: a program for $PARALLEL_SSH."""
    folder = scene.folder
    for name in ("host-key", "key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    servers = {}
    config = ""
    for host, port in zip(hosts, free_ports(len(hosts))):
        (folder / f"sshd-{host}").write_text(SSHD.format(folder=folder, host=host, port=port))
        config += SSH.format(folder=folder, host=host, port=port, user=getpass.getuser())
        servers[host] = scene.serve(host, "/usr/sbin/sshd", "-D", "-e", "-f", folder / f"sshd-{host}")
    (folder / "ssh-config").write_text(config)
    ssh = folder / "ssh"
    ssh.write_text(f'#!/bin/sh\nexec ssh -F {folder}/ssh-config "$@"\n')
    ssh.chmod(0o755)
    for host in hosts:
        wait_for(f"sshd of {host}", lambda: subprocess.run([ssh, host, "true"], capture_output=True).returncode == 0)
    return ssh, servers


def stat(pid):
    """(command, parent) of a process, or nothing if it has ended."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    return text[text.index("(") + 1:text.rindex(")")], int(text[text.rindex(")") + 1:].split()[1])


def family(root):
    """A process and all that it started, the eldest first."""
    children = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        if known := stat(pid):
            children.setdefault(known[1], []).append(int(pid))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def kill_in_mid_run(server):
    """Stops a shard that the host makes, then kills the host with all that runs there."""
    def at_work():
        for pid in family(server.pid):
            if (known := stat(pid)) and known[0] == "repool":
                os.kill(pid, signal.SIGSTOP)
                return pid
        return None

    wait_for("a shard at work on the host", at_work)
    for pid in family(server.pid):
        os.kill(pid, signal.SIGKILL)
    server.wait()


def made_by(jobs):
    """The hosts and exit codes of joblog, run by run."""
    lines = (jobs / "joblog").read_text().splitlines()[1:]
    return [(line.split("\t")[1], line.split("\t")[6]) for line in lines]


def main():
    repool = build_folder() / "tool/repool"
    need(("parallel", "parallel"), ("sshd", "openssh-server"), ("ssh", "openssh-client"))
    pathlib.Path("/run/sshd").mkdir(exist_ok=True) if os.geteuid() == 0 else None
    with Scene() as scene:
        tree, one_machine = scene.project(repool, 10)
        jobs = scene.folder / "jobs"
        subprocess.run([repool, "cluster", "parallel", "-n", "4", "-j", "1", "--no-cache", "-o", jobs], cwd=tree, check=True)
        ssh, servers = start_hosts(scene, "one", "two")
        (jobs / "hosts").write_text("1/one\n1/two\n")
        os.environ["PARALLEL_SSH"] = str(ssh)

        run = subprocess.Popen([jobs / "run.sh"], stdout=subprocess.DEVNULL)
        kill_in_mid_run(servers["one"])
        print("a host was killed while it made a shard")
        assert run.wait(120) == 1, f"there are findings, but run.sh exits {run.returncode}"
        assert (jobs / "plan.json").read_bytes() == one_machine
        print("the other host made it, and the plan is that of one machine:", made_by(jobs))

        (jobs / "plan.json").unlink()
        (jobs / "shards" / "3").unlink()
        run = subprocess.run([jobs / "run.sh"], stdout=subprocess.DEVNULL)
        assert run.returncode == 1, f"there are findings, but run.sh exits {run.returncode}"
        assert made_by(jobs)[-1] == ("two", "0") and (jobs / "plan.json").read_bytes() == one_machine, made_by(jobs)
        print("a shard that was lost was made again, alone")


main()
