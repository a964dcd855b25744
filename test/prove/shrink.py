"""Makes a program that differs smaller while it still differs in the same way."""
import copy
import time


def smaller(program):
    """Every program that is one piece smaller, largest pieces first."""
    for i in range(len(program.requests)):
        yield edited(program, lambda p, i=i: p.requests.pop(i))
    for name, value in (("threads", 0), ("units", 1), ("pick", 0)):
        if getattr(program, name) != value:
            yield edited(program, lambda p, n=name, v=value: setattr(p, n, v))
    for i, request in enumerate(program.requests):
        for path in paths(request.steps):
            yield edited(program, lambda p, i=i, path=path: remove(p.requests[i].steps, path))
            yield edited(program, lambda p, i=i, path=path: unwrap(p.requests[i].steps, path))
        for k in range(len(request.calls)):
            if len(request.calls) > 1:
                yield edited(program, lambda p, i=i, k=k: p.requests[i].calls.pop(k))
        for path in paths(request.steps):
            yield edited(program, lambda p, i=i, path=path: setattr(find(p.requests[i].steps, path), "pick", 0))
        yield edited(program, lambda p, i=i: setattr(p.requests[i], "pick", 0))
        yield edited(program, lambda p, i=i: setattr(p.requests[i], "shape", plainest(p)))


def edited(program, edit):
    made = copy.deepcopy(program)
    edit(made)
    return made


def paths(steps, before=()):
    for i, step in enumerate(steps):
        yield (*before, i)
        yield from paths(step.inner, (*before, i))


def find(steps, path):
    for i in path[:-1]:
        steps = steps[i].inner
    return steps[path[-1]]


def holder(steps, path):
    for i in path[:-1]:
        steps = steps[i].inner
    return steps


def remove(steps, path):
    holder(steps, path).pop(path[-1])


def unwrap(steps, path):
    """A step gives way to those inside it."""
    into = holder(steps, path)
    into[path[-1]:path[-1] + 1] = into[path[-1]].inner


def shrink(program, differs, seconds=90):
    """The smallest program found, by taking pieces away while `differs(program)`."""
    end = time.monotonic() + seconds
    found = True
    while found:
        found = False
        for candidate in smaller(program):
            if time.monotonic() > end:
                return program
            plainer = candidate.size() < program.size() or (
                candidate.size() == program.size() and shapes(candidate) < shapes(program))
            if candidate.requests and plainer and differs(candidate):
                program, found = candidate, True
                break
    return program


def shapes(program):
    """How many requests are of another shape than the plainest."""
    return sum(r.shape != plainest(program) for r in program.requests)


def plainest(program):
    return "local" if program.client == "libpqxx" else "straight"
