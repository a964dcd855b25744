#!/usr/bin/env python3
"""The files of `repool cluster kubernetes`, `github` and `gitlab`: the fields that make them what they are, and their
commands, run here one by one as the engine would, with its variables. No engine of the three runs here.

Each plan must be that of one machine.
"""

import os
import subprocess
import sys

from scene import SKIPPED, Scene, build_folder

try:
    import yaml
except ImportError:
    print("skipped: python3 has no yaml; apt-get install python3-yaml")
    sys.exit(SKIPPED)

PARTS = 3


def generate(scene, repool, tree, engine):
    folder = scene.folder / engine
    subprocess.run([repool, "cluster", engine, "--quiet", "-n", str(PARTS), "--cache", scene.folder / "cache",
                    "--image", "registry.example/build:1", "-o", folder], cwd=tree, check=True)
    return folder


def load(path):
    return yaml.safe_load(path.read_text())


def shell(lines, folder, program="bash", **variables):
    """What a job runs: stops at the first command that fails."""
    subprocess.run([program, "-ec", lines], cwd=folder, check=True, stdout=subprocess.DEVNULL,
                   env={**os.environ, **variables})


def kubernetes(scene, repool, tree):
    folder = generate(scene, repool, tree, "kubernetes")
    shards, merge = (load(folder / name) for name in ("shards.yaml", "merge.yaml"))
    for job in (shards, merge):
        assert (job["apiVersion"], job["kind"]) == ("batch/v1", "Job")
        pod = job["spec"]["template"]["spec"]
        container = pod["containers"][0]
        assert pod["restartPolicy"] == "Never" and container["image"] == "registry.example/build:1"
        mounted = {volume["name"] for volume in pod["volumes"]}
        assert {mount["name"] for mount in container["volumeMounts"]} == mounted
    assert shards["spec"]["completionMode"] == "Indexed" and shards["spec"]["completions"] == PARTS
    volume = scene.folder / "volume"
    volume.mkdir()

    def run(job, **variables):
        program, flags, lines = job["spec"]["template"]["spec"]["containers"][0]["command"]
        assert flags == "-ec"
        shell(lines.replace(" /repool/", f" {volume}/").replace('"/repool/', f'"{volume}/'), "/", program, **variables)

    for index in range(PARTS):
        run(shards, JOB_COMPLETION_INDEX=str(index))
    run(merge)
    return volume / "plan.json"


def github(scene, repool, tree):
    workflow = load(generate(scene, repool, tree, "github") / "repool.yml")
    assert workflow[True] == "workflow_dispatch"  # YAML 1.1 reads the key `on` as true
    shard, merge = workflow["jobs"]["shard"], workflow["jobs"]["merge"]
    assert merge["needs"] == "shard" and shard["strategy"]["fail-fast"] is False

    def step(job, name):
        return next(each for each in job["steps"] if each.get("name") == name)["run"]

    uploaded = next(each for each in shard["steps"] if "upload" in each.get("uses", ""))["with"]["path"]
    for k in shard["strategy"]["matrix"]["shard"]:
        def of_this(text):
            return text.replace("${{ matrix.shard }}", str(k))
        shell(of_this(step(shard, "scan")), tree, "sh")
        assert (tree / of_this(uploaded)).exists()
    shell(step(merge, "merge"), tree, "sh")
    return tree / "plan.json"


def gitlab(scene, repool, tree):
    jobs = load(generate(scene, repool, tree, "gitlab") / "repool.gitlab-ci.yml")
    shard, merge = jobs["repool-shard"], jobs["repool-merge"]
    assert merge["dependencies"] == ["repool-shard"] and shard["extends"] == merge["extends"] == ".repool"
    for index in range(1, shard["parallel"] + 1):
        shell("\n".join(shard["script"]), tree, CI_NODE_INDEX=str(index), CI_NODE_TOTAL=str(shard["parallel"]))
    assert len(list(tree.glob(shard["artifacts"]["paths"][0]))) == PARTS
    shell("\n".join(merge["script"]), tree)
    return tree / merge["artifacts"]["paths"][0]


def main():
    repool = build_folder() / "tool/repool"
    for name in ("SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX", "CI_NODE_INDEX", "CI_NODE_TOTAL"):
        os.environ.pop(name, None)
    with Scene() as scene:
        tree, one_machine = scene.project(repool, 10, "--cache", str(scene.folder / "cache"))
        path = scene.folder / "bin"
        path.mkdir()
        (path / "repool").symlink_to(repool)
        os.environ["PATH"] = f"{path}:{os.environ['PATH']}"
        for engine in (kubernetes, github, gitlab):
            plan = engine(scene, repool, tree)
            assert plan.read_bytes() == one_machine, engine.__name__
            print(f"{engine.__name__}: the plan is that of one machine")
            for each in [plan, *tree.glob("shard-*")]:
                each.unlink()


main()
