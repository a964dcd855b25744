"""Control flow, exits, helpers and names around the steps of a client: a row per kind of step.

None knows a client. What stands inside them are steps again, so that all of it nests.
"""


def say(s, step):
    way = step.choose("way", 7)
    if way == 4:
        s.w.put('say("caf\u00e9 %d\\n", $n); // sqlite3_close(db); PQfinish(db);')
    elif way == 5:
        s.w.put("/* sqlite3_open(path, &db);", "   return 1; */")
    elif way == 6:
        s.w.put("#ifdef NEVER", "  return sqlite3_errcode(0);", "#endif")
    elif way == 1:
        s.need("trace")
        s.w.put('TRACE("here");')
    elif way == 2 and not s.threads:
        with s.w.block("{"):
            s.w.put("static int times;", 'say("times %d\\n", ++times);')
    else:
        s.w.put('say("at %d\\n", $n);')


def condition(step):
    return ["$n % 2 == 1", "$n > 2", "$n % 3 == 0", "$n == 2", "$result > 1", "$n < 100"][step.choose("if", 6)]


def when(s, step):
    head = f"if ({condition(step)}) {{"
    if step.choose("else", 2) and len(step.inner) > 1:
        with s.w.block(head):
            s.steps(step.inner[:1])
        with s.w.block("else {"):
            s.steps(step.inner[1:])
    else:
        with s.w.block(head):
            s.steps(step.inner)


def leave(s, step):
    value = ["$n * 10", "$result", "-3", "$n ? $result : 4"][step.choose("value", 4)]
    with s.w.block(f"if ({condition(step)}) {{"):
        if step.choose("say", 2):
            s.w.put('say("leaving\\n");')
        s.leave(value)


def loop(s, step):
    i = s.fresh("i")
    way = step.choose("way", 4)
    if way == 0:
        with s.w.block("{"):
            s.w.put(f"int {i};")
            with s.w.block(f"for ({i} = 0; {i} < 2; ++{i}) {{"):
                s.steps(step.inner, loops=1)
                if step.choose("continue", 2):
                    s.w.put(f"if ({i} == $n)", "  continue;", 'say("turned\\n");')
    elif way == 1:
        with s.w.block("do {", "} while (0);"):
            s.steps(step.inner[:1], loops=1)
            s.w.put(f"if ({condition(step)})", "  break;")
            s.steps(step.inner[1:], loops=1)
    elif way == 2:
        with s.w.block("{"):
            s.w.put(f"int {i} = 0;")
            with s.w.block("while (1) {"):
                s.w.put(f"if ({i}++ > $n % 3)", "  break;")
                s.steps(step.inner, loops=1)
    else:
        with s.w.block("switch ($n % 3) {"):
            s.w.put("case 0:")
            s.steps(step.inner[:1], loops=1)
            s.w.put("  break;", "case 1:")
            s.steps(step.inner[1:], loops=1)
            if step.choose("fall", 2):
                s.w.put('  say("one\\n");', "  break;")
            else:
                s.w.put("  break;")
            s.w.put("default:", '  say("two\\n");')


def helper(s, step):
    """The handle goes to a function, perhaps through another one."""
    name = s.helper(step.inner, "work")
    if step.choose("through", 3) == 1:
        outer = s.fresh("pass")
        s.support(f"static int {outer}({s.handle}db, int n)\n{{\n  return {name}(db, n) + 1;\n}}\n")
        name = outer
    if step.choose("use", 2):
        s.w.put(f"$result += {name}($db, $n);")
    else:
        s.w.put(f'say("work %d\\n", {name}($db, $n + 1));')


def alias(s, step):
    again = s.fresh("again")
    with s.w.block("{"):
        s.w.put(f"{s.handle}{again} = $db;")
        with s.w.named(db=again):
            s.steps(step.inner or [])
        s.w.put(f"(void){again};")


def function_lambda(s, step):
    work = s.fresh("work")
    way = step.choose("way", 3)
    with s.w.block("{"):
        if way == 2:
            s.include("functional")
        head = "std::function<int(int)>" if way == 2 else "auto"
        copies = way == 1 and s.w.names["db"].isidentifier() and s.handle.endswith("*")
        capture = "[=]" if copies else "[&]"
        with s.w.block(f"{head} {work} = {capture}(int n) {{", "};"):
            s.w.put("int inner = n;")
            with s.w.named(n="n", result="inner"):
                s.inside(step.inner, lambda w, value: w.put(f"return {value};"))
            s.w.put("return inner;")
        s.w.put(f"$result += {work}($n + 1);")


def nested(s, step):
    """Calls another request, which opens a connection of its own while this one is open."""
    if not s.earlier:
        s.w.put('say("alone\\n");')
        return
    name = s.earlier[step.choose("which", len(s.earlier))]
    s.w.put(f'say("nested %d\\n", {name}(path, $n / 2));')


def recursive(s, step):
    """Calls itself while its connection is open."""
    if s.earlier and s.earlier[0] is not None and "self" in s.w.names:
        s.w.put("if (n == 3)", "  $result += $self(path, 0);")


def leased(s, step):
    """A name that a rewrite might want for itself."""
    with s.w.block("{"):
        name = ["dbLease", "db_lease", "lease", "repool"][step.choose("name", 4)]
        s.w.put(f"int {name} = $n;", f'say("{name} %d\\n", {name});')
        s.steps(step.inner)


def quit(s, step):
    """Ends the process with the connection open. Not while other threads are anywhere."""
    if s.threads:
        return
    with s.w.block("if ($n == 6) {"):
        s.w.put('say("quit\\n");', "exit(3);")


def throw(s, step):
    with s.w.block(f"if ({condition(step)}) {{"):
        if s.close_before_throw and (step.choose("close", 3) < 2 or not s.may_leak):
            s.leave_by('throw std::runtime_error("thrown");')
        elif not s.may_throw:
            s.w.put('say("would throw\\n");')
        else:
            s.w.put('throw std::runtime_error("thrown");')


def attempt(s, step):
    """try: what is thrown inside stays inside, with the connection still open."""
    with s.w.block("try {"):
        s.steps(step.inner)
        s.w.put(f"if ({condition(step)})", '  throw std::out_of_range("tried");')
    with s.w.block("catch (const std::out_of_range &error) {"):
        s.w.put('say("caught %s\\n", error.what());')
        if step.choose("leave", 3) == 1:
            s.leave("-8")


def address(s, step):
    """Its address is taken; what is done through it is harmless."""
    if s.w.names["db"].endswith(")"):
        return
    with s.w.block("{"):
        name = s.fresh("where")
        s.w.put(f"{s.handle}const *{name} = &$db;", f'say("there %d\\n", *{name} != $null);')


def stored(s, step):
    name = s.fresh("holder")
    s.support(f"struct {name} {{ {s.handle}db; int n; }};\n")
    with s.w.block("{"):
        s.w.put(f"struct {name} held;", "held.db = $db;", "held.n = $n;")
        with s.w.named(db="held.db"):
            s.steps(step.inner)
        s.w.put("(void)held;")


def pointer(s, step):
    """The handle goes through a pointer to a function."""
    name = s.helper(step.inner, "called")
    table = s.fresh("table")
    with s.w.block("{"):
        s.w.put(f"int (*{table}[])({s.handle}, int) = {{{name}}};", f"$result += {table}[0]($db, $n);")


def skip(s, step):
    """A goto over some of it."""
    label = s.fresh("skip")
    s.w.put(f"if ({condition(step)})", f"  goto {label};")
    with s.w.block("{"):
        s.steps(step.inner)
    s.w.label(label)
    s.w.put(";")


BOTH = {"say": (say, 5), "when": (when, 9), "leave": (leave, 10), "loop": (loop, 7), "helper": (helper, 8),
        "alias": (alias, 1), "nested": (nested, 4), "stored": (stored, 1), "pointer": (pointer, 1),
        "address": (address, 1), "skip": (skip, 2), "recursive": (recursive, 2),
        "leased": (leased, 2), "quit": (quit, 1)}
CXX = {"lambda": (function_lambda, 4), "throw": (throw, 6), "attempt": (attempt, 4)}

# Kinds that hold other steps.
OUTER = {"when", "loop", "helper", "alias", "lambda", "attempt", "stored", "pointer", "skip", "leased", "transaction", "caught"}
