"""seed -> Program. The same seed gives the same program on every machine."""
import random

import steps_control
from clients import CLIENTS
from composition import Program, Request, Step


def weighted(rng, table):
    return rng.choices(list(table), [row[1] for row in table.values()])[0]


def draw_steps(rng, table, count, depth):
    steps = []
    for _ in range(count):
        kind = weighted(rng, table)
        if kind in steps_control.OUTER:
            if depth == 0:
                continue
            inner = draw_steps(rng, table, rng.choice([1, 1, 2, 2, 3]), depth - 1)
        else:
            inner = []
        steps.append(Step(kind, rng.randrange(1, 10000), inner))
    return steps


def draw_request(rng, program, shapes, table):
    steps = draw_steps(rng, table, rng.choice([1, 2, 3, 3, 4, 5, 6]), 2)
    if rng.random() < 0.8:
        steps.insert(0, Step("create", 0))
    calls = [rng.choice([0, 1, 1, 2, 2, 3, 4, 5, 6]) for _ in range(rng.choice([2, 2, 3, 4]))]
    if rng.random() < 0.2:
        calls.insert(rng.randrange(len(calls) + 1), -1)
    return Request(weighted(rng, shapes), rng.randrange(1, 10000), steps, calls)


def draw(seed, client="sqlite"):
    rng = random.Random(f"{client}:{seed}")
    library = CLIENTS[client]
    cxx = rng.random() < 0.6 or not library.shapes[0]
    program = Program(seed, client, cxx, rng.randrange(1, 10000))
    program.units = 2 if rng.random() < 0.12 else 1
    program.threads = rng.choice([2, 3]) if rng.random() < 0.12 else 0
    shapes = {**library.shapes[0], **(library.shapes[1] if cxx else {})}
    table = {**library.steps, **library.control[0], **(library.control[1] if cxx else {})}
    for _ in range(rng.choice([1, 2, 3, 3, 4, 5])):
        program.requests.append(draw_request(rng, program, shapes, table))
    return program
