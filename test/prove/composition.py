"""What a generated program is made of, as plain values: a program has requests, a request holds a
connection in some shape and does steps with it.

    Program(requests=[Request(shape="straight", steps=[Step("insert"), Step("when", inner=[...])])])

draw makes them from a seed, render writes them as C or C++, shrink takes pieces away. Every further
choice (which of five ways to spell a test for NULL) follows from a `pick`: 0 is the plainest way, and
the same pick gives the same spelling whatever stands around it, so that shrinking changes one thing
at a time.
"""
import dataclasses
import zlib


def choice(pick, key, count):
    """One of `count` alternatives, number 0 if `pick` is 0."""
    return zlib.crc32(f"{pick}:{key}".encode()) % count if pick else 0


@dataclasses.dataclass
class Step:
    kind: str
    pick: int = 0
    inner: list = dataclasses.field(default_factory=list)

    def choose(self, key, count):
        return choice(self.pick, key, count)

    def kinds(self):
        yield self.kind
        for step in self.inner:
            yield from step.kinds()


@dataclasses.dataclass
class Request:
    shape: str
    pick: int = 0
    steps: list = dataclasses.field(default_factory=list)
    calls: list = dataclasses.field(default_factory=lambda: [1, 2])

    def choose(self, key, count):
        return choice(self.pick, key, count)

    def kinds(self):
        return {kind for step in self.steps for kind in step.kinds()}


@dataclasses.dataclass
class Program:
    seed: int
    client: str               # "sqlite", "libpq", "libpqxx"
    cxx: bool
    pick: int = 0
    units: int = 1            # 2: what requests share is in a file of its own
    threads: int = 0          # > 0: all requests are made by so many threads, each on its own database
    requests: list = dataclasses.field(default_factory=list)

    def choose(self, key, count):
        return choice(self.pick, key, count)

    def kinds(self):
        return set().union(*(request.kinds() for request in self.requests))

    def runtime(self):
        """The runtime's libraries for this client, in the order of linking."""
        return {"sqlite": ["sqlite"], "libpq": ["pq"], "libpqxx": ["pqxx", "pq"]}[self.client] + ["core"]

    def libraries(self):
        return {"sqlite": ["-lsqlite3"], "libpq": ["-lpq"], "libpqxx": ["-lpqxx", "-lpq"]}[self.client]

    def size(self):
        """What shrinking makes smaller."""
        return sum(4 + 2 * (r.pick != 0) + len(r.calls) + sum(3 for s in r.steps for _ in s.kinds())
                   + sum(s.pick != 0 for s in r.steps) for r in self.requests) \
            + self.units + self.threads + (self.pick != 0)
