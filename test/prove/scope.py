"""Where a step stands: the text it writes to, the names it may use, and how the request is left there."""
import steps_control
from writer import Writer


class Scope:
    def __init__(self, source, request, writer, leave, may_leak=False, close=None, names=()):
        self.source = source            # the Source: helpers, support code, fresh names
        self.request = request
        self.w = writer
        self.write_leave = leave        # (writer, value): ends the connection and the function
        self.write_close = close        # (writer): ends the connection only; None: its owner does
        self.may_leak = may_leak
        self.first = []                 # what has to end before the function may be left
        self.cxx = source.program.cxx
        self.threads = source.program.threads
        self.handle = source.client.handle
        self.earlier = source.earlier
        self.close_before_throw = close is not None
        self.may_throw = True           # without a close: its owner closes, or nothing is lost with it
        self.w.names.update(names)

    # Parts of the source.

    def need(self, helper):
        self.source.need(helper)

    def include(self, header):
        self.source.include(header)

    def support(self, text):
        self.source.support(text)

    def fresh(self, word):
        return self.source.fresh(word)

    # Statements.

    def run(self, sql):
        self.run_text(f'"{sql}"')

    def run_text(self, expression):
        self.need("run")
        self.w.put(f"run($db, {expression});")

    def leave(self, value, first=(), loops=0):
        for line in (*first, *self.first):
            self.w.put(line)
        self.write_leave(self.w, value)

    def leave_by(self, statement):
        """Closes, and leaves by a statement of the caller's."""
        self.write_close(self.w)
        self.w.put(statement)

    def steps(self, steps, loops=0):
        rows = self.source.rows
        for step in steps:
            rows[step.kind](self, step)

    def inside(self, steps, leave):
        """Steps of a function of their own inside this one: left by its own return."""
        old = (self.write_leave, self.first, self.close_before_throw, self.write_close, self.may_throw)
        self.may_throw = self.may_throw and (self.write_close is None or self.may_leak)
        self.write_leave, self.first, self.close_before_throw, self.write_close = leave, [], False, None
        self.steps(steps)
        self.write_leave, self.first, self.close_before_throw, self.write_close, self.may_throw = old

    def helper(self, steps, word):
        """A function that takes the handle; its name."""
        name = self.fresh(word)
        writer = Writer({"db": "db", "n": "n", "null": self.w.names["null"], "result": "result"})
        with writer.block(f"static int {name}({self.handle}db, int n)\n{{"):
            writer.put("int result = n;")
            scope = Scope(self.source, self.request, writer, lambda w, value: w.put(f"return {value};"),
                          may_leak=self.may_leak)
            scope.earlier = []          # no path here
            scope.may_throw = self.may_leak
            scope.steps([s for s in steps if s.kind not in ("nested", "throw") or s.kind == "throw" and self.may_leak])
            writer.put("return result;")
        self.support(writer.text())
        return name


def has_leave(steps):
    return any(kind == "leave" for step in steps for kind in step.kinds())


__all__ = ["Scope", "has_leave", "steps_control"]
