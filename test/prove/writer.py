"""Lines of C or C++ with their indentation, and `$names` replaced by what they stand for; `$$` is a dollar."""
import contextlib
import re


class Writer:
    def __init__(self, names=None, depth=0):
        self.lines = []
        self.depth = depth
        self.names = dict(names or {})

    def put(self, *lines):
        for line in lines:
            line = re.sub(r"\$(\$|\w+)", lambda m: "$" if m[1] == "$" else str(self.names[m[1]]), line)
            self.lines.append("  " * self.depth + line if line and not line.startswith("#") else line)

    def label(self, name):
        self.lines.append("  " * (self.depth - 1) + name + ":")

    @contextlib.contextmanager
    def block(self, head, tail="}"):
        self.put(head)
        self.depth += 1
        yield
        self.depth -= 1
        self.put(tail)

    @contextlib.contextmanager
    def named(self, **names):
        """With other meanings of some names."""
        old = dict(self.names)
        self.names.update(names)
        yield
        self.names = old

    def text(self):
        return "\n".join(self.lines) + "\n"
