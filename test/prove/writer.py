"""Lines of C or C++ with their indentation, and `$names` replaced by what they stand for; `$$` is a dollar."""
import contextlib
import re


class Writer:
    def __init__(self, names=None, depth=0, layout=0):
        self.lines = []
        self.depth = depth
        self.names = dict(names or {})
        self.layout = layout            # of short ifs, 0: braces, 1: on one line, 2: without braces

    def put(self, *lines):
        for line in lines:
            line = re.sub(r"\$(\$|\w+)", lambda m: "$" if m[1] == "$" else str(self.names[m[1]]), line)
            self.lines.append("  " * self.depth + line if line and not line.startswith("#") else line)

    def label(self, name):
        self.lines.append("  " * (self.depth - 1) + name + ":")

    @contextlib.contextmanager
    def block(self, head, tail="}"):
        self.put(head)
        start = len(self.lines)
        self.depth += 1
        yield
        self.depth -= 1
        self.put(tail)
        self.lay_out(start)

    def lay_out(self, start):
        """A short if that has just ended, as this writer's people write it."""
        head, inner = self.lines[start - 1], [line.strip() for line in self.lines[start:-1]]
        plain = all(line.endswith(";") and "//" not in line and not re.match(r"(if|for|while|else|do|case|#|\w+:)\b", line) for line in inner)
        if not head.strip().startswith("if (") or self.lines[-1].strip() != "}" or not inner or not plain:
            return
        if self.layout == 1 and len(inner) <= 3:
            self.lines[start - 1:] = [f"{head} {' '.join(inner)} }}"]
        elif self.layout == 2 and len(inner) == 1:
            self.lines[start - 1:] = [head.removesuffix(" {"), self.lines[start]]

    @contextlib.contextmanager
    def named(self, **names):
        """With other meanings of some names."""
        old = dict(self.names)
        self.names.update(names)
        yield
        self.names = old

    def text(self):
        return "\n".join(self.lines) + "\n"
