#!/usr/bin/env python3
"""The files of `repool cluster slurm`, run by a real Slurm: munged, slurmctld and two nodes on this host.

One node is killed while it makes a shard, with all its processes. Slurm must give that shard to the other node, and
the merge must write the plan of one machine. Then a shard is lost, and submit.sh must make that one again.
"""

import getpass
import os
import re
import signal
import subprocess

from scene import Scene, build_folder, free_ports, need, wait_for

NODES = ("n1", "n2")
CONF = """ClusterName=repool
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort={control}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={folder}/munge.socket,cred_expire=5
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool-%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd-%n.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdTimeout=5
MessageTimeout=3
TCPTimeout=1
ReturnToService=2
SlurmdParameters=config_overrides
SchedulerParameters=sched_min_interval=0,bf_interval=1
MailProg=/bin/true
NodeName=n1 NodeHostname=localhost NodeAddr=127.0.0.1 Port={n1} CPUs=1 RealMemory=1000
NodeName=n2 NodeHostname=localhost NodeAddr=127.0.0.1 Port={n2} CPUs=1 RealMemory=1000
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


def environment_of(pid):
    try:
        with open(f"/proc/{pid}/environ", "rb") as file:
            return dict(pair.split("=", 1) for pair in file.read().decode(errors="replace").split("\0") if "=" in pair)
    except OSError:
        return {}


def processes(conf, **wanted):
    """Those that belong to this Slurm and have these variables."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        variables = environment_of(pid)
        if int(pid) != os.getpid() and variables.get("SLURM_CONF") == conf and all(variables.get(k) == v for k, v in wanted.items()):
            yield int(pid), variables


def kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


class Slurm:
    def __init__(self, scene):
        self.folder = scene.folder
        control, *ports = free_ports(1 + len(NODES))
        conf = self.folder / "slurm.conf"
        conf.write_text(CONF.format(folder=self.folder, user=getpass.getuser(), control=control, **dict(zip(NODES, ports))))
        self.conf = str(conf)
        os.environ["SLURM_CONF"] = self.conf
        for name in ("state", *(f"spool-{node}" for node in NODES)):
            (self.folder / name).mkdir()
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o600)
        scene.serve("munged", "munged", "--foreground", "--force", f"--socket={self.folder}/munge.socket", f"--key-file={key}",
                    f"--log-file={self.folder}/munged.log", f"--pid-file={self.folder}/munged.pid",
                    f"--seed-file={self.folder}/munged.seed")
        wait_for("munged", (self.folder / "munge.socket").exists)
        scene.serve("slurmctld", "slurmctld", "-D", "-c")
        self.nodes = {node: scene.serve(node, "slurmd", "-D", "-N", node) for node in NODES}
        wait_for("two idle nodes", lambda: self.say("sinfo", "-h", "-o", "%D %t") == "2 idle")

    def say(self, *command):
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()

    def state(self, job):
        """JobState and Restarts, as scontrol has them."""
        text = self.say("scontrol", "-o", "show", "job", job)
        return dict(re.findall(r"\b(JobState|Restarts)=(\S+)", text))

    def end(self):
        """Also what the killed node and its jobs may have left."""
        for pid, _ in processes(self.conf):
            kill(pid)


def kill_in_mid_run(slurm, node):
    """Stops a shard that the node makes, then kills the node; the number of the shard."""
    def at_work():
        for pid, variables in processes(slurm.conf, SLURMD_NODENAME=node):
            try:
                if open(f"/proc/{pid}/comm").read().strip() == "repool":
                    os.kill(pid, signal.SIGSTOP)
                    return pid, variables
            except OSError:
                continue
        return None

    pid, variables = wait_for(f"a shard at work on {node}", at_work)
    step = int(open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[1])  # its parent
    for each in (slurm.nodes[node].pid, step, pid):
        kill(each)
    slurm.nodes[node].wait()
    return variables["SLURM_ARRAY_TASK_ID"]


def submit(jobs):
    said = subprocess.run([jobs / "submit.sh", "--job-name=test"], check=True, capture_output=True, text=True).stdout
    print(said, end="")
    return re.findall(r"^job (\d+):", said, re.M), said


def merged(slurm, merge):
    wait_for("the merge", lambda: slurm.state(merge).get("JobState") in ("COMPLETED", "FAILED", "CANCELLED"))
    assert slurm.state(merge)["JobState"] == "COMPLETED", slurm.state(merge)


def main():
    repool = build_folder() / "tool/repool"
    need(("munged", "munge"), ("slurmctld", "slurmctld"), ("slurmd", "slurmd"), ("sbatch", "slurm-client"))
    os.environ["PATH"] = "/usr/sbin:" + os.environ["PATH"]
    with Scene() as scene:
        tree, one_machine = scene.project(repool, 10)
        jobs = scene.folder / "jobs"
        subprocess.run([repool, "cluster", "slurm", "-n", "4", "-j", "1", "--no-cache", "-o", jobs], cwd=tree, check=True)
        slurm = Slurm(scene)
        try:
            (array, merge), _ = submit(jobs)
            lost = kill_in_mid_run(slurm, "n1")
            assert not (jobs / "shards" / lost).exists(), "the node was killed too late"
            print(f"n1 was killed while it made shard {lost}")
            merged(slurm, merge)
            assert int(slurm.state(f"{array}_{lost}")["Restarts"]) >= 1, slurm.state(f"{array}_{lost}")
            assert (jobs / "plan.json").read_bytes() == one_machine
            print(f"shard {lost} was made on the other node, and the plan is that of one machine")

            (jobs / "plan.json").unlink()
            (jobs / "shards" / "3").unlink()
            (array, merge), said = submit(jobs)
            assert f"job {array}: 1 of 4 shards" in said
            merged(slurm, merge)
            assert (jobs / "plan.json").read_bytes() == one_machine
            print("a shard that was lost was made again, alone")
        finally:
            slurm.end()


main()
