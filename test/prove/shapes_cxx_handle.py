"""How C++ holds a connection that is a pointer of C: classes, guards, smart pointers, lambdas, try."""
from shapes_c_handle import failing


def plain_return(w, value):
    w.put(f"return {value};")


def attempt(h):
    """All of it inside try, with the function's tail after the catch."""
    with h.function():
        h.write_path()
        h.w.put("int result = n;")
        h.fill_path()
        with h.w.block("try {"):
            h.declare(empty=False)
            h.open(failing(h))
            h.body()
            h.close()
        with h.w.block("catch (const std::exception &error) {"):
            h.w.put('say("caught %s\\n", error.what());')
            if h.choose("leave", 2):
                h.w.put("return -6;")
        h.w.put('say("tail\\n");', "return result;")


def closed_in_catch(h):
    """Closed in the catch and thrown on, and closed at the end."""
    with h.function():
        h.write_path()
        h.w.put("int result = n;")
        h.declare()
        h.fill_path()
        h.open(failing(h))
        with h.w.block("try {"):
            h.may_leak = True  # whatever is thrown without a close is closed below
            h.body(owned=True, leave=h.leave_by_return(tail_call=False))
        with h.w.block("catch (...) {"):
            h.close()
            h.w.put("throw;" if h.choose("on", 2) else "return -7;")
        h.close()
        h.w.put("return result;")


def guard(h):
    """A local object whose destructor closes."""
    name = h.fresh("Closer")
    h.source.support(f"struct {name} {{\n  {h.client.handle}db;\n  ~{name}() {{ {h.client.close}(db); }}\n}};\n")
    with h.function():
        h.write_path()
        h.w.put("int result = n;")
        h.declare()
        h.fill_path()
        if h.choose("before", 2):
            h.open(failing(h))
            h.w.put(f"{name} closer{{db}};")
        else:
            h.open(None, checked=False)
            h.w.put(f"{name} closer{{db}};")
        h.body(leave=plain_return, owned=True)
        h.w.put("return result;")


def unique_ptr(h):
    h.source.include("memory")
    functor = h.fresh("Deleter")
    record = h.client.handle.rstrip("* ")
    with_functor = h.choose("functor", 2)
    if with_functor:
        h.source.support(f"struct {functor} {{\n  void operator()({record} *db) const {{ {h.client.close}(db); }}\n}};\n")
    with h.function():
        h.write_path()
        h.w.put("int result = n;")
        direct = hasattr(h.client, "handle_of") and h.choose("direct", 2)
        if not direct:
            h.declare("raw")
        h.fill_path()
        if not direct:
            h.open(None, db="raw", checked=False)
        raw = h.client.handle_of(h.path()) if direct else "raw"
        if with_functor:
            h.w.put(f"std::unique_ptr<{record}, {functor}> db({raw});")
        else:
            h.w.put(f"std::unique_ptr<{record}, decltype(&{h.client.close})> db({raw}, &{h.client.close});")
        h.body(db="db.get()", leave=plain_return, owned=True)
        h.w.put("return result;")


def write_class(h, name, lifetime):
    """A class that holds the handle: `lifetime` says who opens and closes it."""
    outer, h.w = h.w, h.elsewhere(db="db_")
    close = h.client.close
    with h.w.block(f"class {name} {{", "};"):
        h.w.depth -= 1
        h.w.put("public:")
        h.w.depth += 1

        def failed():
            h.w.put(f"{close}(db_);", "db_ = nullptr;")

        if lifetime == "constructor":
            with h.w.block(f"explicit {name}(const char *path) {{"):
                h.open(failed, db="db_", path="path")
            h.w.put(f"~{name}() {{ {close}(db_); }}")
        else:
            h.w.put(f"{name}() = default;")
            with h.w.block("bool connect(const char *path) {"):
                def failed_connect():
                    failed()
                    h.w.put("return false;")
                h.open(failed_connect, db="db_", path="path")
                h.w.put("return true;")
            with h.w.block("void disconnect() {"):
                h.w.put(f"{close}(db_);", "db_ = nullptr;")
            h.w.put(f"~{name}() {{ disconnect(); }}")
        h.w.put(f"{name}(const {name} &) = delete;", f"{name} &operator=(const {name} &) = delete;",
                f"bool good() const {{ return db_ != nullptr; }}")
        if h.choose("get", 2) == 0:
            h.w.put(f"{h.client.handle}get() const {{ return db_; }}")
        with h.w.block("int work(int n) {"):
            h.w.put("int result = n;")
            h.body(db="db_", leave=plain_return, owned=True, has_path=False)
            h.w.put("return result;")
        h.w.put("", " private:", f"{h.client.handle}db_ = nullptr;")
    h.source.support(h.w.text())
    h.w = outer


def wrapper_class(h):
    name = h.fresh("Database")
    write_class(h, name, "constructor")
    with h.function():
        h.write_path()
        h.fill_path()
        h.w.put(f"{name} database({h.path()});", "if (!database.good())", "  return -1;", "return database.work(n);")


def connecting_class(h):
    name = h.fresh("Session")
    write_class(h, name, "methods")
    with h.function():
        h.write_path()
        h.fill_path()
        h.w.put(f"{name} session;", f"if (!session.connect({h.path()}))", "  return -1;", "int result = session.work(n);")
        if h.choose("end", 2):
            h.w.put("session.disconnect();")
        h.w.put("return result;")


def method_that_opens(h):
    """A class that knows only where the database is; its method opens and closes."""
    name = h.fresh("Store")
    outer, h.w = h.w, h.elsewhere()
    with h.w.block(f"class {name} {{", "};"):
        h.w.put(" public:", f"explicit {name}(const std::string &file) : file_(file) {{}}")
        with h.w.block("int work(int n) {"):
            h.w.put("int result = n;")
            h.declare(empty=False)
            h.open(failing(h), path="file_.c_str()")
            h.body(has_path=False)
            h.close()
            h.w.put("return result;")
        h.w.put("", " private:", "std::string file_;")
    h.source.support(h.w.text())
    h.w = outer
    with h.function():
        h.w.put(f"{name} store(path);", "return store.work(n);")


def inside_a_lambda(h):
    """A handler: opened, used and closed inside a lambda."""
    way = h.choose("how", 3)
    with h.function():
        h.write_path()
        h.fill_path()
        head = {0: "auto handle", 1: "std::function<int(int)> handle", 2: "return "}[way]
        if way == 1:
            h.source.include("functional")
        intro = "[&](int n) -> int {" if h.choose("type", 2) else "[&](int n) {"
        with h.w.block(f"{head} = {intro}" if way < 2 else f"return {intro}", "};" if way < 2 else "}(n + 1);"):
            h.w.put("int result = n;")
            h.declare(empty=False)
            h.open(failing(h))
            h.body()
            h.close()
            h.w.put("return result;")
        if way < 2:
            h.w.put("return handle(n);")


def inside_a_template(h):
    name = h.fresh("with")
    outer, h.w = h.w, h.elsewhere()
    with h.w.block(f"template <class Number> static Number {name}(const char *path, Number n) {{"):
        h.w.put("int result = n;")
        h.declare(empty=False)
        h.open(failing(h), path="path")
        h.body()
        h.close()
        h.w.put("return result;")
    h.source.support(h.w.text())
    h.w = outer
    with h.function():
        h.w.put(f"return {name}(path, n);")


def callback_with_handle(h):
    """`with(path, f)`: opens, calls f with the handle, closes."""
    name = h.fresh("with")
    outer, h.w = h.w, h.elsewhere()
    h.source.include("functional")
    with h.w.block(f"static int {name}(const char *path, const std::function<int({h.client.handle})> &f) {{"):
        h.w.put("int result;")
        h.declare(empty=False)
        h.open(failing(h), path="path")
        h.w.put("result = f(db);")
        h.close()
        h.w.put("return result;")
    h.source.support(h.w.text())
    h.w = outer
    with h.function():
        with h.w.block(f"return {name}(path, [&]({h.client.handle}db) {{", "});"):
            h.w.put("int result = n;")
            h.body(leave=plain_return, owned=True)
            h.w.put("return result;")


def if_with_init(h):
    with h.function():
        h.write_path()
        h.w.put("int result = n;")
        h.declare()
        h.fill_path()
        head = h.client.if_init(h, "db", h.path())
        with h.w.block(head):
            h.close()
            h.w.put("return -1;")
        h.body()
        h.close()
        h.end()


def static_local(h):
    if h.source.program.threads:
        return attempt(h)
    with h.function():
        h.w.put("int result = n;", f"static {h.client.handle}db = nullptr;")
        with h.w.block("if (!db) {"):
            def failed():
                h.w.put(f"{h.client.close}(db);", "db = nullptr;", "return -1;")
            h.open(failed, path="path")
        h.body(leave=plain_return, owned=True)
        h.w.put("return result;")


TABLE = {"attempt": (attempt, 9), "closed-in-catch": (closed_in_catch, 4), "guard": (guard, 4), "unique-ptr": (unique_ptr, 4),
         "wrapper-class": (wrapper_class, 5), "connecting-class": (connecting_class, 3),
         "method-that-opens": (method_that_opens, 6), "inside-a-lambda": (inside_a_lambda, 6),
         "inside-a-template": (inside_a_template, 2), "callback-with-handle": (callback_with_handle, 4),
         "if-with-init": (if_with_init, 4), "static-local": (static_local, 1)}
