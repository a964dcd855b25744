"""How a request holds a pqxx::connection, an object that closes itself: a row per shape."""
from scope import Scope
from shapes_cxx_handle import plain_return


def declare(h, name="db", path=None):
    path = path or h.path()
    way = h.choose("declare", 5)
    if way == 1:
        h.w.put(f"pqxx::connection {name}{{{path}}};")
    elif way == 2:
        h.w.put(f"pqxx::connection {name}(std::string({path}) + \" connect_timeout=9\");")
    else:
        h.w.put(f"pqxx::connection {name}({path});")
    if h.choose("check", 4) == 1:
        h.w.put(f"if (!{name}.is_open())", "  return -1;")


def leave(h):
    """A return; of another type than the function's in some, which a lambda must not deduce."""
    if h.choose("type", 3) == 1:
        return lambda w, value: w.put(f"return static_cast<long>({value}) + 0;")
    return plain_return


def body(h, steps=None, db="db", has_path=True):
    h.body(steps, leave=leave(h), db=db, owned=True, has_path=has_path)


def end(h):
    if h.choose("say", 4) == 1:
        h.w.put('say("end\\n");')
    h.w.put(["return result;", "return result + n;", "return static_cast<short>(result);"][h.choose("value", 3)])


def begin(h):
    h.write_path()
    h.w.put("int result = n;")
    h.fill_path()


def local(h):
    with h.function():
        begin(h)
        declare(h)
        h.spoil_path()
        body(h)
        end(h)


def one_transaction(h):
    """The commonest: connection, transaction, work, commit, return."""
    with h.function():
        begin(h)
        declare(h)
        h.w.put("pqxx::work tx(db);")
        with h.w.named(tx="tx"):
            body(h)
        way = h.choose("commit", 3)
        if way < 2:
            h.w.put("tx.commit();")
        end(h)


def in_a_block(h):
    with h.function():
        begin(h)
        with h.w.block("{"):
            declare(h)
            body(h)
        h.w.put('say("after the block\\n");')
        end(h)


def attempt(h):
    with h.function():
        begin(h)
        with h.w.block("try {"):
            declare(h)
            body(h)
            if h.choose("inside", 2):
                h.w.put("return result;")
        with h.w.block("catch (const pqxx::broken_connection &) {"):
            h.w.put('say("broken\\n");', "return -3;")
        with h.w.block("catch (const std::exception &error) {"):
            h.w.put('say("caught %s\\n", error.what());')
        h.w.put('say("tail\\n");')
        end(h)


def loop(h):
    i = h.fresh("i")
    with h.function():
        begin(h)
        with h.w.block(f"for (int {i} = 0; {i} < 2; ++{i}) {{"):
            declare(h)
            body(h)
            if h.choose("continue", 2):
                h.w.put("if (n == 2)", "  continue;", 'say("turn\\n");')
        end(h)


def two(h):
    first, second = h.halves()
    with h.function():
        begin(h)
        declare(h, "from")
        declare(h, "to", "(std::string(path) + \" connect_timeout=8\").c_str()")
        body(h, first, "from")
        body(h, second, "to")
        end(h)


def helper(h):
    work = Scope(h.source, h.request, h.w, None, may_leak=True).helper(h.request.steps, "do")
    with h.function():
        begin(h)
        declare(h)
        h.w.put(f"result = {work}(db, n);")
        end(h)


def factory(h):
    name = h.fresh("connect")
    more = h.choose("branches", 3) == 1
    first = "  if (!*path)\n    return pqxx::connection(\"\");\n" if more else ""
    made = ["pqxx::connection(path)", "pqxx::connection{path}"][h.choose("made", 2)]
    h.source.support(f"static pqxx::connection {name}(const char *path)\n{{\n{first}  return {made};\n}}\n")
    call = f"{name}({h.path()})"
    with h.function():
        begin(h)
        h.w.put([f"pqxx::connection db = {call};", f"auto db = {call};", f"pqxx::connection db{{{call}}};",
                 f"pqxx::connection db({call});"][h.choose("spelled", 4)])
        body(h)
        end(h)


def unique(h):
    h.source.include("memory")
    path = h.path()
    way = h.choose("filled", 5)
    with h.function():
        begin(h)
        if way == 0:
            h.w.put(f"auto db = std::make_unique<pqxx::connection>({path});")
        elif way == 1:
            h.w.put(f"std::unique_ptr<pqxx::connection> db(new pqxx::connection({path}));")
        elif way == 2:
            h.w.put("std::unique_ptr<pqxx::connection> db;", f"db = std::make_unique<pqxx::connection>({path});")
        elif way == 3:
            h.w.put("std::unique_ptr<pqxx::connection> db = nullptr;")
            with h.w.block("try {"):
                h.w.put(f"db.reset(new pqxx::connection({path}));")
            with h.w.block("catch (const pqxx::broken_connection &) {"):
                h.w.put('say("broken\\n");', "if (!db)", "  return -4;")
        else:
            turn = h.fresh("turn")
            h.w.put("std::unique_ptr<pqxx::connection> db;")
            with h.w.block(f"for (int {turn} = 0; {turn} < 2; ++{turn}) {{"):
                h.w.put(f"db = std::make_unique<pqxx::connection>({path});", f'say("turn %d\\n", {turn});')
        body(h, db="(*db)")
        if h.choose("reset", 3) == 1:
            h.w.put("db.reset();", "if (db == nullptr)", '  say("given back\\n");')
        end(h)


def unique_factory(h):
    h.source.include("memory")
    name = h.fresh("make")
    made = ["return std::make_unique<pqxx::connection>(path);",
            "std::unique_ptr<pqxx::connection> made(new pqxx::connection(path));\n  return made;"][h.choose("made", 2)]
    h.source.support(f"static std::unique_ptr<pqxx::connection> {name}(const char *path)\n{{\n  {made}\n}}\n")
    with h.function():
        begin(h)
        h.w.put(f"std::unique_ptr<pqxx::connection> db = {name}({h.path()});" if h.choose("auto", 2)
                else f"auto db = {name}({h.path()});")
        body(h, db="(*db)")
        end(h)


def shared(h):
    h.source.include("memory")
    with h.function():
        begin(h)
        h.w.put(f"auto db = std::make_shared<pqxx::connection>({h.path()});")
        body(h, db="(*db)")
        end(h)


def owning_class(h, name, ways):
    """A class whose field `db_` is of another type than the connection; `ways` is what differs."""
    outer, h.w = h.w, h.elsewhere()
    with h.w.block(f"class {name} {{", "};"):
        h.w.put(" public:", *ways["made"])
        with h.w.block("int work(int n) {"):
            h.w.put("int result = n;", *ways["first"])
            body(h, db="(*db_)", has_path=False)
            h.w.put("return result;")
        h.w.put(" private:", *ways["fields"])
    h.source.support(h.w.text())
    h.w = outer
    with h.function():
        begin(h)
        h.w.put(f"{name} store({h.path()});", "result = store.work(n);")
        end(h)


def unique_member(h):
    h.source.include("memory")
    name = h.fresh("Owner")
    field = "std::unique_ptr<pqxx::connection> db_;"
    if h.choose("late", 2):
        owning_class(h, name, {
            "made": [f"explicit {name}(const char *path) : path_(path) {{}}",
                     "void connect() { if (!db_) db_ = std::make_unique<pqxx::connection>(path_); }"],
            "first": ["connect();"], "fields": ["std::string path_;", field]})
    else:
        owning_class(h, name, {
            "made": [f"explicit {name}(const char *path) : db_(std::make_unique<pqxx::connection>(path)) {{}}"],
            "first": [], "fields": [field]})


def pointer_member(h):
    name = h.fresh("Holder")
    owning_class(h, name, {
        "made": [f"explicit {name}(const char *path) : db_(new pqxx::connection(path)) {{}}",
                 f"{name}(const {name} &) = delete;", f"~{name}() {{ delete db_; }}"],
        "first": [], "fields": ["pqxx::connection *db_;"]})


def allocated(h):
    with h.function():
        begin(h)
        h.w.put(f"pqxx::connection *db = new pqxx::connection({h.path()});")
        with h.w.block("try {"):
            body(h, db="(*db)")
        with h.w.block("catch (...) {"):
            h.w.put("delete db;", "throw;")
        h.w.put("delete db;")
        end(h)


def member(h):
    name = h.fresh("Repository")
    outer, h.w = h.w, h.elsewhere()
    with h.w.block(f"class {name} {{", "};"):
        h.w.put(" public:", f"explicit {name}(const char *path) : db_(path) {{}}")
        with h.w.block("int work(int n) {"):
            h.w.put("int result = n;")
            body(h, db="db_", has_path=False)
            h.w.put("return result;")
        h.w.put(" private:", "pqxx::connection db_;")
    h.source.support(h.w.text())
    h.w = outer
    with h.function():
        begin(h)
        h.w.put(f"{name} repository({h.path()});", "result = repository.work(n);")
        end(h)


def method(h):
    name = h.fresh("Store")
    outer, h.w = h.w, h.elsewhere()
    with h.w.block(f"class {name} {{", "};"):
        h.w.put(" public:", f"explicit {name}(const char *path) : url_(path) {{}}")
        with h.w.block("int work(int n) {"):
            h.w.put("int result = n;")
            declare(h, path="url_.c_str()")
            body(h, has_path=False)
            end(h)
        h.w.put(" private:", "std::string url_;")
    h.source.support(h.w.text())
    h.w = outer
    with h.function():
        h.w.put(f"return {name}(path).work(n);")


def handler(h):
    """Opened inside a lambda."""
    intro = "[&](int n) -> int {" if h.choose("arrow", 2) else "[&](int n) {"
    with h.function():
        h.write_path()
        h.fill_path()
        with h.w.block(f"auto handle = {intro}", "};"):
            h.w.put("int result = n;")
            declare(h)
            h.body(leave=plain_return, owned=True)
            h.w.put("return result;")
        h.w.put("return handle(n + 1);")


def disconnected(h):
    first, second = h.halves()
    with h.function():
        begin(h)
        declare(h)
        body(h, first)
        h.w.put("db.disconnect();", 'say("slow\\n");')
        if h.choose("again", 3) == 1:
            h.w.put("db.activate();")
            body(h, second)
        end(h)


def template(h):
    name = h.fresh("with")
    outer, h.w = h.w, h.elsewhere()
    with h.w.block(f"template <class Number> static Number {name}(const char *path, Number n) {{"):
        h.w.put("int result = n;")
        declare(h, path="path")
        h.body(leave=plain_return, owned=True)
        h.w.put("return result;")
    h.source.support(h.w.text())
    h.w = outer
    with h.function():
        h.w.put(f"return {name}(path, n);")


TABLE = {"local": (local, 20), "one-transaction": (one_transaction, 20), "in-a-block": (in_a_block, 6), "attempt": (attempt, 10),
         "loop": (loop, 5), "two": (two, 5), "helper": (helper, 5), "factory": (factory, 6), "unique": (unique, 6),
         "unique-factory": (unique_factory, 4), "shared": (shared, 2), "unique-member": (unique_member, 4),
         "pointer-member": (pointer_member, 3), "allocated": (allocated, 3), "member": (member, 4), "method": (method, 6), "handler": (handler, 5),
         "disconnected": (disconnected, 2), "template": (template, 1)}
