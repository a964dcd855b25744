"""How a request holds a connection that is a pointer of C (sqlite3 *, PGconn *): a row per shape.

A shape writes one function `int NAME(path, n)`, and what it needs beside it. It opens, says what happens
on failure, lets the request's steps be written in between, and closes before every way out.
"""
from scope import Scope
from writer import Writer


class Held:
    """What shapes share: one request on its way to being a function."""

    def __init__(self, source, request, name):
        self.source, self.request, self.name = source, request, name
        self.client, self.cxx = source.client, source.program.cxx
        self.null = "nullptr" if self.cxx else "NULL"
        self.w = Writer({"db": "db", "n": "n", "null": self.null, "result": "result", "self": name},
                        layout=request.choose("layout", 3))
        self.has_path = True
        self.may_leak = not (request.kinds() & source.client.holding)

    def choose(self, key, count):
        return self.request.choose(key, count)

    def fresh(self, word):
        return self.source.fresh(word)

    def elsewhere(self, **names):
        """A writer for a function before this one, which does not know this one yet."""
        known = {**self.w.names, **names}
        del known["self"]
        return Writer(known, layout=self.w.layout)

    # The text of the connection.

    def way_of_path(self):
        ways = ["given", "given", "copied", "literal", "getter", "string", "overwritten", "telling"]
        way = ways[self.choose("path", len(ways))]
        if way in ("literal", "getter") and (self.source.program.threads or not self.client.has_literal):
            return "given"
        return "copied" if way == "string" and not self.cxx else way

    def path(self):
        return {"given": "path", "copied": "file", "literal": self.client.literal, "getter": "where()", "string": "file.c_str()",
                "overwritten": "file", "telling": '(say("path\\n"), path)'}[self.way_of_path()]

    def write_path(self):
        way = self.way_of_path()
        if way in ("copied", "overwritten"):
            self.w.put("char file[300];")
        elif way == "getter":
            self.source.need("where")

    def fill_path(self):
        way = self.way_of_path()
        if way in ("copied", "overwritten"):
            self.w.put('snprintf(file, sizeof file, "%s", path);')
        elif way == "string":
            self.w.put("std::string file = path;", "file += \"\";")

    def spoil_path(self):
        if self.way_of_path() == "overwritten":
            self.w.put("file[0] = '#';")

    # Opening and closing.

    def declare(self, db="db", empty=True):
        handle = self.client.handle
        way = self.choose("null", 6)
        if way == 1 and not empty:
            self.w.put(f"{handle}{db};")
        elif way == 2 and db == "db":
            self.w.put(f"{handle}unused, *{db} = {self.null};".replace("unused", "unused UNUSED"))
        elif way == 3:
            name = self.fresh("Handle")
            self.source.support(f"typedef {handle}{name};\n")
            self.w.put(f"{name} {db} = {self.null};")
        elif way == 4 and self.cxx:
            self.w.put(f"{handle}{db}{{}};")
        else:
            self.w.put(f"{handle}{db} = {self.null};")

    def open(self, failed, db="db", path=None, checked=None):
        """An open of a declared handle and its check; `failed` writes what then happens."""
        path = path or self.path()
        if checked is False:
            self.w.put(self.client.statement(self, db, path))
            return
        head = self.client.open_and_test(self, db, path, self.choose("open", 6))
        with self.w.block(head):
            if self.choose("say", 2):
                self.w.put(f'say("no: %s\\n", {self.client.failure_text(db)});')
            failed()

    def close(self, w=None, db="db"):
        w = w or self.w
        way = self.choose("close", 9)
        call = f"{self.client.close}({db});"
        if way == 1:
            w.put(f"if ({db})", "  " + call)
        elif way == 2 and self.client.close == "sqlite3_close":
            w.put(f"sqlite3_close_v2({db});")
        elif way == 3 and self.client.close == "sqlite3_close":
            w.put(f"if ({self.client.close}({db}) != SQLITE_OK)", '  say("busy\\n");')
        elif way == 4:
            w.put(f"{call} /* {call} */")
        elif way == 5:
            w.put(f"(void){call}")
        elif way == 6:
            w.put(f"{self.client.close}({db}), {db} = {self.null};")
        elif way == 7:
            with w.block(f"if ({db} != {self.null}) {{"):
                w.put(call, f"{db} = {self.null};")
        else:
            w.put(call)

    # The steps.

    def leave_by_return(self, db="db", tail_call=True):
        """Closes and returns; `tail_call`: perhaps what another request returns, which may throw after the close."""
        def leave(w, value):
            way = self.choose("leave", 4)
            if way == 3 and tail_call and self.source.earlier and self.has_path:
                self.close(w, db)
                w.put(f"return {self.source.earlier[0]}(path, 1);")
                return
            forgets = self.choose("forget", 6) == 1 and self.may_leak
            if way == 0 or forgets or "number" in value:
                if not forgets:
                    self.close(w, db)
                w.put(f"return {value};")
            else:
                w.put(f"$result = {value};")
                self.close(w, db)
                w.put("return $result;")
        return leave

    def body(self, steps=None, leave=None, close=None, db="db", owned=False, has_path=True):
        self.has_path = has_path
        with self.w.named(db=db):
            scope = Scope(self.source, self.request, self.w, leave or self.leave_by_return(db), self.may_leak,
                          None if owned else (close or (lambda w: self.close(w, db))))
            if not has_path:
                scope.earlier = []
            scope.steps(self.request.steps if steps is None else steps)

    def halves(self):
        middle = (len(self.request.steps) + 1) // 2
        return self.request.steps[:middle], self.request.steps[middle:]

    def function(self, inside=None):
        self.w.depth = 0
        return self.w.block(f"{self.source.linkage}int {self.name}(const char *path, int n)\n{{")

    def end(self, value="$result"):
        way = self.choose("slow", 6)
        if way == 1:
            self.w.put('say("closed\\n");')
        if way in (2, 3) and self.source.earlier:
            # Finds what an open transaction would still lock.
            after = f"{self.source.earlier[-1]}(path, n / 2)"
            self.w.put(f"return {after};" if way == 2 else f"return {value} + {after};")
        else:
            self.w.put(f"return {value};")


def failing(h, db="db", value="-1"):
    def failed():
        if h.choose("fail-close", 5) != 1:
            h.close(db=db)
        h.w.put(f"return {value};")
    return failed


def straight(h):
    """Declared, opened, checked, used, closed; early returns close, or forget to."""
    with h.function():
        h.write_path()
        h.w.put("int result = n;")
        late = h.choose("late", 3) == 1
        if not late:
            h.declare(empty=False)
        h.fill_path()
        if late:
            h.w.put("if (n == 77)", "  return 77;")
            h.declare(empty=False)
        h.open(failing(h))
        h.spoil_path()
        h.body()
        h.close()
        h.end()


def unchecked(h):
    with h.function():
        h.write_path()
        h.w.put("int result = n;")
        h.declare()
        h.fill_path()
        h.open(None, checked=False)
        h.body()
        h.close()
        h.end()


def goto_end(h):
    label = h.fresh("end")
    with h.function():
        h.write_path()
        h.w.put("int result = n;")
        h.declare()
        h.fill_path()

        def failed():
            h.w.put("result = -1;", f"goto {label};")

        def leave(w, value):
            w.put(f"$result = {value};", f"goto {label};")

        h.open(failed)
        h.body(leave=leave)
        h.w.label(label)
        if h.choose("guard", 2):
            h.w.put("if (db)", f"  {h.client.close}(db);")
        else:
            h.close()
        h.w.put("return result;")


def nested_ifs(h):
    first, second = h.halves()
    with h.function():
        h.write_path()
        h.w.put("int result = -1;")
        h.declare()
        h.fill_path()
        good = h.client.open_and_good(h, "db", h.path(), h.choose("open", 4))
        with h.w.block(good):
            h.w.put("result = n;")
            h.body(first)
            with h.w.block("if (result < 1000) {"):
                h.body(second)
        if h.choose("else", 2):
            with h.w.block("else {"):
                h.w.put('say("cannot\\n");')
        h.close()
        h.w.put("return result;")


def loop(h):
    """Opened in each turn; left by continue, break or return, each after a close."""
    i = h.fresh("i")
    with h.function():
        h.write_path()
        h.w.put("int result = n;", f"int {i};")
        h.fill_path()
        with h.w.block(f"for ({i} = 0; {i} < 2; ++{i}) {{"):
            h.declare(empty=False)
            way = h.choose("fail", 3)

            def failed():
                h.close()
                h.w.put(["continue;", "break;", "return -1;"][way])

            h.open(failed)
            h.body()
            h.close()
            if h.choose("turn", 2):
                h.w.put('say("turn\\n");')
        h.w.put("return result;")


def outer_loop(h):
    """Declared outside a loop, opened inside it."""
    with h.function():
        h.write_path()
        h.w.put("int result = n;", "int left = 2;")
        h.declare()
        h.fill_path()
        with h.w.block("while (left-- > 0) {"):
            h.open(failing(h))
            h.body()
            h.close()
            if h.choose("clear", 2):
                h.w.put("db = $null;")
        h.w.put("return result;")


def retry(h):
    """Several attempts to open; what failed is closed each time."""
    with h.function():
        h.write_path()
        h.w.put("int result = n;", "int attempt;")
        h.declare()
        h.fill_path()
        with h.w.block("for (attempt = 0; attempt < 2; ++attempt) {"):
            good = h.client.open_and_good(h, "db", h.path(), h.choose("open", 4))
            with h.w.block(good):
                h.w.put("break;")
            h.w.put(f"{h.client.close}(db);", "db = $null;", 'say("attempt %d failed\\n", attempt);')
        h.w.put("if (!db)", "  return -1;")
        h.body()
        h.close()
        h.end()


def reopened(h):
    first, second = h.halves()
    with h.function():
        h.write_path()
        h.w.put("int result = n;")
        h.declare()
        h.fill_path()
        h.open(failing(h))
        h.body(first)
        h.close()
        if h.choose("slow", 2):
            h.w.put('say("between\\n");')
        h.open(failing(h, value="-2"))
        h.body(second)
        h.close()
        h.end()


def in_switch(h):
    first, second = h.halves()
    with h.function():
        h.write_path()
        h.w.put("int result = n;")
        h.declare()
        h.fill_path()
        with h.w.block("switch (n % 2) {"):
            with h.w.block("case 0: {"):
                h.open(failing(h))
                h.body(first)
                h.close()
                h.w.put("break;")
            with h.w.block("default: {"):
                h.open(failing(h, value="-2"))
                h.body(second)
                h.close()
                h.w.put("break;")
        h.w.put("return result;")


def helper_that_closes(h):
    finish = h.fresh("finish")
    h.source.support(f"static int {finish}({h.client.handle}db, int value)\n{{\n"
                     f'  say("finish %d\\n", value);\n  {h.client.close}(db);\n  return value;\n}}\n')

    def leave(w, value):
        w.put(f"return {finish}(db, {value});")

    def close(w):
        w.put(f"{finish}(db, 0);")

    with h.function():
        h.write_path()
        h.w.put("int result = n;")
        h.declare()
        h.fill_path()
        h.open(lambda: h.w.put(f"return {finish}(db, -1);"))
        h.body(leave=leave, close=close)
        if h.choose("statement", 2):
            h.w.put(f"{finish}(db, result);", "return result;")
        else:
            h.w.put(f"return {finish}(db, result);")


def work_in_a_helper(h):
    """The request opens and closes; all the work is done by a function that takes the handle."""
    work = Scope(h.source, h.request, h.w, None, may_leak=h.may_leak).helper(h.request.steps, "do")
    with h.function():
        h.write_path()
        h.w.put("int result = n;")
        h.declare(empty=False)
        h.fill_path()
        h.open(failing(h))
        h.w.put(f"result = {work}(db, n);")
        h.close()
        h.end()


def closing_part(h):
    """A function of the program that closes for everybody, given the handle; in half of them a macro."""
    way = h.choose("how", 3)
    name = h.fresh("CLOSE" if way else "shut")
    close = h.client.close
    if way == 0:
        h.source.support(f"static void {name}({h.client.handle}db)\n{{\n  if (db)\n    {close}(db);\n}}\n")
    elif way == 1:
        h.source.support(f"#define {name}(db) {close}(db)\n")
    else:
        h.source.support(f"#define {name}(db) do {{ if (db) {close}(db); }} while (0)\n")

    def leave(w, value):
        w.put(f"$result = {value};", f"{name}(db);", "return $result;")

    with h.function():
        h.write_path()
        h.w.put("int result = n;")
        h.declare()
        h.fill_path()

        def failed():
            h.w.put(f"{name}(db);", "return -1;")

        h.open(failed)
        h.body(leave=leave, close=lambda w: w.put(f"{name}(db);"))
        h.w.put(f"{name}(db);")
        h.end()


def write_factory(h, name, out=False):
    """`sqlite3 *open(path)` or `int open(path, sqlite3 **out)`, perhaps with one-time work."""
    outer, h.w = h.w, h.elsewhere()
    handle = h.client.handle
    head = f"static int {name}(const char *path, {handle}*out)" if out else f"static {handle}{name}(const char *path)"
    fails = "return -1;" if out else f"return {h.null};"
    with h.w.block(head + "\n{"):
        if out and h.choose("direct", 2) and h.client.close == "sqlite3_close":
            h.w.put("if (sqlite3_open(path, out) != SQLITE_OK) {", "  sqlite3_close(*out);", f"  *out = {h.null};",
                    "  return -1;", "}", "return 0;")
        else:
            h.declare()

            def failed():
                h.close()
                h.w.put(fails)

            h.open(failed, path="path")
            if h.choose("work", 2):
                h.client.one_time_work(h)
            if out:
                h.w.put("*out = db;", "return 0;")
            else:
                h.w.put("return db;")
    h.source.support(h.w.text())
    h.w = outer


def factory(h):
    name = h.fresh("open_store")
    write_factory(h, name)
    with h.function():
        h.write_path()
        h.w.put("int result = n;")
        h.fill_path()
        h.w.put(f"{h.client.handle}db = {name}({h.path()});", "if (!db)", "  return -1;")
        h.body()
        h.close()
        h.end()


def out_parameter(h):
    name = h.fresh("open_store")
    write_factory(h, name, out=True)
    with h.function():
        h.write_path()
        h.w.put("int result = n;")
        h.declare()
        h.fill_path()
        h.w.put(f"if ({name}({h.path()}, &db))", "  return -1;")
        h.body()
        h.close()
        h.end()


def context_struct(h):
    """begin(&context), work through context.db, finish(&context)."""
    kind, begin, finish = h.fresh("context"), h.fresh("begin"), h.fresh("finish")
    h.source.support(f"struct {kind} {{\n  {h.client.handle}db;\n  int uses;\n}};\n")
    outer, h.w = h.w, h.elsewhere()
    with h.w.block(f"static int {begin}(struct {kind} *c, const char *path)\n{{"):
        h.w.put("c->uses = 0;")

        def failed():
            h.w.put(f"{h.client.close}(c->db);", f"c->db = {h.null};", "return -1;")

        h.open(failed, db="c->db", path="path")
        h.w.put("return 0;")
    with h.w.block(f"static void {finish}(struct {kind} *c)\n{{"):
        h.w.put("if (c->db)", f"  {h.client.close}(c->db);", f"c->db = {h.null};")
    h.source.support(h.w.text())
    h.w = outer

    def leave(w, value):
        w.put(f"$result = {value};", f"{finish}(&context);", "return $result;")

    with h.function():
        h.write_path()
        h.w.put("int result = n;", f"struct {kind} context;")
        h.fill_path()
        h.w.put(f"if ({begin}(&context, {h.path()}))", "  return -1;")
        h.body(db="context.db", leave=leave, close=lambda w: w.put(f"{finish}(&context);"))
        h.w.put(f"{finish}(&context);", "return result;")


def two_connections(h):
    """Source and target, in one function."""
    first, second = h.halves()
    with h.function():
        h.write_path()
        h.w.put("int result = n;", "char other[300];")
        h.declare("from")
        h.declare("to")
        h.fill_path()
        h.client.other_path(h)
        h.open(failing(h, "from"), db="from")

        def failed():
            h.close(db="to")
            h.close(db="from")
            h.w.put("return -2;")

        def close(w):
            for db in ("from", "to") if h.choose("order", 2) else ("to", "from"):
                h.close(w, db)

        def leave(w, value):
            w.put(f"$result = {value};")
            close(w)
            w.put("return $result;")

        h.open(failed, db="to", path="other")
        h.body(first, db="from", leave=leave, close=close)
        h.body(second, db="to", leave=leave, close=close)
        close(h.w)
        h.end()


def executor(h):
    """One function opens, runs and closes for the whole program; the request calls it."""
    name = h.fresh("execute")
    outer, h.w = h.w, h.elsewhere()
    with h.w.block(f"static int {name}(const char *path, const char *sql, int n)\n{{"):
        h.w.put("int result = 0;")
        h.declare(empty=False)
        h.open(failing(h), path="path")
        h.source.need("run")
        h.w.put("run(db, sql);")
        h.body()
        h.close()
        h.w.put("return result;")
    h.source.support(h.w.text())
    h.w = outer
    with h.function():
        h.w.put("int result = n;")
        for sql in h.client.executed:
            h.w.put(f'result += {name}(path, "{sql}", n);')
        h.w.put("return result;")


def function_table(h):
    """void * handles behind a table of functions."""
    opener, closer, table = h.fresh("open_it"), h.fresh("close_it"), h.fresh("backend")
    raw = h.fresh("open_raw")
    write_factory(h, raw)
    handle = h.client.handle.rstrip("* ").strip()
    h.source.support(
        f"static void *{opener}(const char *path) {{ return {raw}(path); }}\n"
        f"static void {closer}(void *it) {{ {h.client.close}(({handle} *)it); }}\n"
        f"static const struct {{ void *(*open)(const char *); void (*close)(void *); }} {table} = {{{opener}, {closer}}};\n")
    work = Scope(h.source, h.request, h.w, None, may_leak=h.may_leak).helper(h.request.steps, "do")
    with h.function():
        h.w.put(f"void *it = {table}.open(path);", "int result;", "if (!it)", "  return -1;",
                f"result = {work}(({handle} *)it, n);", f"{table}.close(it);", "return result;")


def opened_once(h):
    """A static handle, opened when first asked for: no site of its own request."""
    if h.source.program.threads:
        return straight(h)
    name = h.fresh("shared")
    h.source.support(f"static {h.client.handle}{name};\n")

    def leave(w, value):
        w.put(f"return {value};")

    with h.function():
        h.w.put("int result = n;")
        with h.w.block(f"if (!{name}) {{"):
            def failed():
                h.w.put(f"{h.client.close}({name});", f"{name} = {h.null};", "return -1;")
            h.open(failed, db=name, path="path")
        h.body(db=name, leave=leave, owned=True)
        h.w.put("return result;")


def conditional(h):
    """Opened only on some calls; used and closed where it is open."""
    with h.function():
        h.write_path()
        h.w.put("int result = n;")
        h.w.put(f"{h.client.handle}db = $null;")
        h.fill_path()
        with h.w.block("if (n % 2) {"):
            h.open(failing(h))
        with h.w.block("if (db) {"):
            h.body()
        if h.choose("guard", 2):
            h.w.put("if (db)", f"  {h.client.close}(db);")
        else:
            h.w.put(f"{h.client.close}(db);")
        h.end()


def probe(h):
    """Opened, tested, closed: whether it can be opened is the answer."""
    with h.function():
        h.w.put("int result = n;")
        h.declare()
        h.open(failing(h), path="path")
        h.close()
        h.w.put("return result;")


TABLE = {"straight": (straight, 20), "unchecked": (unchecked, 3), "goto-end": (goto_end, 8), "nested-ifs": (nested_ifs, 6),
         "loop": (loop, 6), "outer-loop": (outer_loop, 4), "retry": (retry, 4), "reopened": (reopened, 5),
         "in-switch": (in_switch, 3), "helper-that-closes": (helper_that_closes, 5),
         "work-in-a-helper": (work_in_a_helper, 5), "closing-part": (closing_part, 4), "factory": (factory, 5),
         "out-parameter": (out_parameter, 4), "context-struct": (context_struct, 4),
         "two-connections": (two_connections, 6), "executor": (executor, 3), "function-table": (function_table, 1),
         "conditional": (conditional, 4), "opened-once": (opened_once, 1), "probe": (probe, 1)}
