#!/usr/bin/env python3
"""What `repool scan` costs as a project grows: the same kind of tree in several sizes, one run of each.

    bench/scan/grow.py [--build build/release] [--sizes 500 1000 2000 5000 10000 20000] [--diff-up-to 20000] [-j 2] [--svg FILE]

Prints seconds of CPU time, of all cores together, and the memory of the process; both hardly depend on what else the machine
does. FILE gets the seconds as a picture, both axes logarithmic: what grows as the project does is parallel to the grey line.
"""
import argparse
import math
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from cost import cost

HERE = pathlib.Path(__file__).resolve().parent
RUNS = {"diff": ("diff: with its verification", "#b03a2e"), "scan": ("scan --no-verify", "#1f618d"),
        "changed": ("scan, one unit changed", "#7d6608"), "warm": ("scan, nothing changed", "#196f3d")}
WIDTH, HEIGHT, LEFT, BELOW = 720, 420, 70, 50


def measure(options, size, folder):
    tree, cache = folder / str(size), folder / f"cache-{size}"
    subprocess.run([sys.executable, HERE / "make_tree.py", tree, "--units", str(size)], check=True)
    repool = options.build.resolve() / "tool" / "repool"

    def ours(verb, *words):
        # Exit 1: there is something to rewrite, and all units parse.
        return cost([repool, verb, "-p", tree, "-j", options.jobs, "--quiet", "--cache", cache, *words], codes=(1,))

    figures = {"scan": ours("scan", "--no-verify"), "warm": ours("scan", "--no-verify")}
    unit = sorted(path for path in tree.glob("lib*/*.cpp") if "PQconnectdb" in path.read_text())[-1]
    unit.write_bytes(unit.read_bytes() + b"// changed\n")
    figures["changed"] = ours("scan", "--no-verify")
    if size <= options.diff_up_to:
        shutil.rmtree(cache)
        figures["diff"] = ours("diff")
    return figures


def picture(measured):
    sizes = list(measured)
    seconds = [figure.cpu for figures in measured.values() for figure in figures.values()]
    low, high = 10 ** math.floor(math.log10(min(seconds))), 10 ** math.ceil(math.log10(max(seconds)))

    def x(size):
        return LEFT + (WIDTH - LEFT - 20) * math.log(size / sizes[0]) / math.log(sizes[-1] / sizes[0])

    def y(value):
        return 20 + (HEIGHT - BELOW - 20) * (1 - math.log(value / low) / math.log(high / low))

    body = []
    decade = low
    while decade <= high:
        body.append(f'<line x1="{LEFT}" x2="{WIDTH - 20}" y1="{y(decade):.0f}" y2="{y(decade):.0f}" stroke="#ddd"/>')
        body.append(f'<text x="{LEFT - 8}" y="{y(decade) + 4:.0f}" font-size="12" text-anchor="end">{decade:g} s</text>')
        decade *= 10
    for size in sizes:
        body.append(f'<text x="{x(size):.0f}" y="{HEIGHT - BELOW + 20}" font-size="12" text-anchor="middle">{size:,}</text>')
    body.append(f'<text x="{(LEFT + WIDTH) // 2}" y="{HEIGHT - 10}" font-size="12" text-anchor="middle">units</text>')
    from_, to = low * 20, low * 20 * sizes[-1] / sizes[0]
    body.append(f'<line x1="{x(sizes[0]):.0f}" y1="{y(from_):.0f}" x2="{x(sizes[-1]):.0f}" y2="{y(to):.0f}" stroke="#999" '
                'stroke-dasharray="4"/>')
    for name, (label, color) in RUNS.items():
        points = [(x(size), y(measured[size][name].cpu)) for size in sizes if name in measured[size]]
        body.append(f'<polyline fill="none" stroke="{color}" stroke-width="2" points="'
                    + " ".join(f"{a:.0f},{b:.0f}" for a, b in points) + '"/>')
        body += [f'<circle cx="{a:.0f}" cy="{b:.0f}" r="3" fill="{color}"/>' for a, b in points]
        body.append(f'<text x="{points[0][0] + 8:.0f}" y="{points[0][1] + 18:.0f}" font-size="12" fill="{color}">{label}</text>')
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">\n'
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>\n' + "\n".join(body) + "\n</svg>\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/release"))
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 1000, 2000, 5000, 10000, 20000])
    parser.add_argument("--diff-up-to", type=int, default=20000, help="units; diff parses each of a tenth of them again")
    parser.add_argument("-j", "--jobs", default=str(os.cpu_count()))
    parser.add_argument("--svg", type=pathlib.Path)
    options = parser.parse_args()
    measured = {}
    print("| units | " + " | ".join(f"{label}: s | ms a unit | MiB" for label, _ in RUNS.values()) + " |", flush=True)
    print("|---" * (1 + 3 * len(RUNS)) + "|", flush=True)
    with tempfile.TemporaryDirectory(prefix="repool-grow-") as folder:
        for size in sorted(options.sizes):
            measured[size] = measure(options, size, pathlib.Path(folder).resolve())
            cells = (f"{figure.cpu:.1f} | {1000 * figure.cpu / size:.2f} | {figure.mib:.0f}" if figure else " | | "
                     for figure in (measured[size].get(name) for name in RUNS))
            print(f"| {size:,} | " + " | ".join(cells) + " |", flush=True)
    if options.svg:
        options.svg.write_text(picture(measured))


if __name__ == "__main__":
    main()
