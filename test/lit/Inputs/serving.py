"""Serves /good, /bad, /slow, /moved and /metrics while a command runs: serving.py COMMAND...

`@PORT@` in the command is the port, `@CLOSED@` one that nobody listens on. Exits with its status.
"""

import http.server
import socket
import subprocess
import sys
import threading

METRICS = b"""# TYPE repool_failed_total counter
repool_failed_total 0
repool_borrowed_total{pool="app@pooler:6432/shop"} 4
repool_in_use{pool="app@pooler:6432/shop"} 2
repool_idle{pool="app@pooler:6432/shop"} 1
repool_waiting{pool="app@pooler:6432/shop"} 0
repool_max{pool="app@pooler:6432/shop"} 10
repool_breaker_open{pool="app@pooler:6432/shop"} 1
"""
released = threading.Event()


class Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.split("?")[0]
        if path == "/slow":
            released.wait()
        self.send_response({"/bad": 503, "/moved": 302}.get(path, 200))
        self.end_headers()
        self.wfile.write(METRICS if path == "/metrics" else b"page")

    def log_message(self, *_):
        pass


with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server, socket.socket() as closed:
    closed.bind(("127.0.0.1", 0))  # bound, so that nobody else gets it; not listening
    ports = {"@PORT@": str(server.server_port), "@CLOSED@": str(closed.getsockname()[1])}
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    command = sys.argv[1:]
    for mark, port in ports.items():
        command = [word.replace(mark, port) for word in command]
    status = subprocess.run(command).returncode
    released.set()
    server.shutdown()
sys.exit(status)
