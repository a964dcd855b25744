"""Program -> {file name: text}: the requests, what they share, and a main that makes them."""
import re

from clients import CLIENTS
from shapes_c_handle import Held

SAY = """#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define UNUSED __attribute__((unused))

"""
SAY_PLAIN = """__attribute__((format(printf, 1, 2))) void say(const char *format, ...)
{
  va_list list;
  va_start(list, format);
  vprintf(format, list);
  va_end(list);
}
"""
SAY_THREADS = """static __thread FILE *said;

__attribute__((format(printf, 1, 2))) void say(const char *format, ...)
{
  va_list list;
  va_start(list, format);
  vfprintf(said ? said : stdout, format, list);
  va_end(list);
}
"""
TRACE = "#define TRACE(text) say(\"%s: %s\\n\", __func__, text)\n"


class Source:
    """One program on its way to text."""

    def __init__(self, program):
        self.program = program
        self.client = CLIENTS[program.client]
        tables = self.client.steps, *self.client.control
        self.rows = {kind: row[0] for table in tables for kind, row in table.items()}
        self.shapes = {name: row[0] for table in self.client.shapes for name, row in table.items()}
        self.helpers = {}           # name -> text, in the order of their first use
        self.headers = set()
        self.chunks = []
        self.earlier = []
        self.count = 0
        self.linkage = ""

    def need(self, helper):
        if helper == "where":
            self.helpers[helper] = f"static const char *where(void) {{ return {self.client.literal[:-4]}2.db\"; }}\n"
        elif helper == "trace":
            self.helpers[helper] = TRACE
        else:
            self.helpers[helper] = self.client.helpers[helper]

    def include(self, header):
        self.headers.add(header)

    def support(self, text):
        self.chunks.append(text)

    def fresh(self, word):
        self.count += 1
        return f"{word}_{self.count}"

    def name(self, index):
        return f"p{self.program.seed}_request_{index}"

    def write_requests(self):
        for index, request in enumerate(self.program.requests):
            held = Held(self, request, self.name(index))
            self.shapes[request.shape](held)
            self.support(held.w.text())
            if self.program.client == "sqlite" or not self.program.threads:
                self.earlier.append(self.name(index))
            self.earlier = self.earlier[-2:]

    def includes(self):
        names = sorted(self.headers | ({"string", "stdexcept"} if self.program.cxx else set()))
        return f"#include <{self.client.header}>\n" + "".join(f"#include <{name}>\n" for name in names)


def calls(program, indent):
    """The body of `static void serve(const char *path)`: all calls, in order or in turns."""
    plan = [(i, n) for i, r in enumerate(program.requests) for n in r.calls]
    if program.choose("turns", 2):
        longest = max((len(r.calls) for r in program.requests), default=0)
        plan = [(i, r.calls[k]) for k in range(longest) for i, r in enumerate(program.requests) if k < len(r.calls)]
    lines = []
    for i, n in plan:
        path = f'"{CLIENTS[program.client].unreachable}"' if n < 0 else "path"
        lines.append(f"call(p{program.seed}_request_{i}, \"{i}\", {path}, {n});")
    for k, line in enumerate(between(program)):
        lines.insert((k + 1) * len(lines) // 2, line)
    return "".join(f"{indent}{line}\n" for line in lines)


def between(program):
    """What else happens to a service between its requests."""
    if program.threads:
        return
    first = f"p{program.seed}_request_0"
    if program.choose("fork", 8) == 1:
        yield f"in_child({first}, path);"
    if program.client == "sqlite":
        if program.choose("remove", 6) == 1 and "pragma" not in program.kinds():
            yield 'say("removed %d\\n", remove(path));'
        if program.choose("folder", 8) == 1:
            yield 'say("folder %d\\n", mkdir("sub", 0755) | chdir("sub"));'


CALL_C = """static void call(int (*request)(const char *, int), const char *name, const char *path, int n)
{
  say("%s(%d)\\n", name, n);
  say("-> %d\\n", request(path, n));
}
"""
CALL_CXX = """static void call(int (*request)(const char *, int), const char *name, const char *path, int n)
{
  say("%s(%d)\\n", name, n);
  try {
    say("-> %d\\n", request(path, n));
  } catch (const std::exception &error) {
    say("threw %s\\n", error.what());
  }
}
"""
# A borrow that fails has the pool's message.
CALL_PQXX = CALL_CXX.replace("  } catch", """  } catch (const pqxx::broken_connection &) {
    say("threw broken connection\\n");
  } catch""", 1)
CHILD = """static void in_child(int (*request)(const char *, int), const char *path)
{
  pid_t child;
  fflush(stdout);
  child = fork();
  if (child == 0) {
    call(request, "child", path, 2);
    fflush(stdout);
    _exit(0);
  }
  waitpid(child, 0, 0);
}

"""
THREADS = """struct job { char path[300]; char *text; size_t size; };

static void *work(void *data)
{
  struct job *job = (struct job *)data;
  said = open_memstream(&job->text, &job->size);
  serve(job->path);
  fclose(said);
  return NULL;
}
"""


def main_of(program):
    rounds = 1 + program.choose("rounds", 2)
    out = CALL_PQXX if program.client == "libpqxx" else CALL_CXX if program.cxx else CALL_C
    served = calls(program, "  ")
    if "in_child(" in served:
        out += "\n" + CHILD
    out += "\nstatic void serve(const char *path)\n{\n" + served + "}\n\n"
    if not program.threads:
        body = "  serve(argv[1]);\n" * rounds
        return out + f"int main(int argc, char **argv)\n{{\n  if (argc < 2)\n    return 2;\n{body}  return 0;\n}}\n"
    out += THREADS
    return out + f"""
int main(int argc, char **argv)
{{
  static struct job jobs[{program.threads}];
  pthread_t threads[{program.threads}];
  int i;
  if (argc < 2)
    return 2;
  for (i = 0; i < {program.threads}; ++i) {{
    snprintf(jobs[i].path, sizeof jobs[i].path, {CLIENTS[program.client].thread_path});
    pthread_create(&threads[i], NULL, work, &jobs[i]);
  }}
  for (i = 0; i < {program.threads}; ++i) {{
    pthread_join(threads[i], NULL);
    fputs(jobs[i].text, stdout);
    free(jobs[i].text);
  }}
  return 0;
}}
"""


def render(program):
    """With the line ends and the tabs of some projects."""
    ends = "\r\n" if program.choose("ends", 8) == 1 else "\n"
    tabs = program.choose("tabs", 6) == 1
    return {name: ends.join(re.sub(r"^( {2})+", lambda m: "\t" * (len(m[0]) // 2), line) if tabs else line
                            for line in text.split("\n")) for name, text in plainly(program).items()}


def plainly(program):
    source = Source(program)
    source.write_requests()
    extension = "cpp" if program.cxx else "c"
    includes = source.includes() + SAY.replace("#include <stdlib.h>\n", "#include <stdlib.h>\n" +
                                               ("#include <pthread.h>\n" if program.threads else ""))
    say = SAY_THREADS if program.threads else SAY_PLAIN
    needed = "\n".join(source.helpers.values())
    requests = "\n".join(source.chunks)
    if program.units == 1:
        text = includes + say + "\n" + needed + "\n" + requests + "\n" + main_of(program)
        return {f"input.{extension}": text}
    # Two units: what requests share is in a header and a file of its own, as functions with linkage.
    shared = {name: text for name, text in source.helpers.items() if name in ("run", "number")}
    own = "\n".join(text for name, text in source.helpers.items() if name not in shared)
    prefix = f"p{program.seed}_"
    outside = {name: text.replace(f"static {text.split()[1]} {name}(", f"{text.split()[1]} {name}(")
               for name, text in shared.items()}
    declared = "".join(text.split("\n{")[0] + ";\n" for text in outside.values())
    renames = "".join(f"#define {name} {prefix}{name}\n" for name in [*outside, "say"])
    header = ("#ifndef SHARED_H\n#define SHARED_H\n\n" + includes + renames +
              "\n__attribute__((format(printf, 1, 2))) void say(const char *format, ...);\n" + declared + "\n#endif\n")
    if program.threads:
        header = header.replace("void say(const char *format, ...);\n", "void say(const char *format, ...);\n", 1)
    return {"shared.h": header,
            f"shared.{extension}": "#include \"shared.h\"\n\n" + (
                say.replace("static __thread", "__thread") if program.threads else say) + "\n" + "\n".join(outside.values()),
            f"input.{extension}": "#include \"shared.h\"\n\n" + (
                "extern __thread FILE *said;\n\n" if program.threads else "") + own + "\n" + requests + "\n" + main_of(program)}
