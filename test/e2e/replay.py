"""The requests of examples/pitches/requests.json: how they are sent, and what of the answers is compared.

    send     method and path            as       the token of the session
    headers  more of them               body     an object, sent as JSON, or a text, sent as it is
    status   what must come back        keep     the name of the token in the answer, for `as`: "$name"

Of an answer count the status, the headers of HEADERS and the body; of the database every row. Two things are
different in each run and are therefore replaced: times after the year of the seed, and the tokens that the
database makes.
"""
import http.client
import json
import os
import re
import signal
import subprocess
import time

HEADERS = ("Content-Type", "Content-Disposition", "Location", "Cache-Control", "WWW-Authenticate", "Allow")
RULES = ((re.compile(r"20(2[5-9]|[3-8]\d)-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(\+\d\d|Z)?"), "<time>"),
         (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "<token>"))
UNCOMPARED = ("/metrics",)  # status and headers only


def normal(text):
    for pattern, word in RULES:
        text = pattern.sub(word, text)
    return text


class Service:
    """The service as a process; `with Service(binary, url, port) as service:` until it ends by SIGTERM."""

    def __init__(self, binary, url, port, **environment):
        self.command, self.port = [str(binary)], port
        self.environment = {**os.environ, "DATABASE_URL": url, "PORT": str(port), "THREADS": "8", **environment}

    def start(self):
        return subprocess.Popen(self.command, env=self.environment, stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE, text=True)

    def said(self):
        """What it has written to stderr, once it is dead."""
        return self.process.communicate()[1]

    def __enter__(self):
        self.process = self.start()
        for _ in range(100):
            try:
                if self.ask("GET", "/health")[0] == 200:
                    return self
            except OSError:
                time.sleep(0.1)
        self.process.kill()
        raise SystemExit("the service did not start:\n" + self.said())

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.errors = self.process.communicate(timeout=20)[1]
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise SystemExit("the service did not end:\n" + self.said())

    def ask(self, method, path, headers=None, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        answer = response.status, response.headers, response.read().decode()
        connection.close()
        return answer


def replay(service, requests):
    """The comparable part of each answer; tokens are carried from one request to others."""
    tokens, answers = {}, []
    for request in requests:
        method, path = request["send"].split(" ", 1)
        headers, body = dict(request.get("headers", {})), request.get("body")
        if who := request.get("as"):
            headers["Authorization"] = "Bearer " + (tokens[who[1:]] if who.startswith("$") else who)
        if isinstance(body, dict):
            headers["Content-Type"], body = "application/json", json.dumps(body, ensure_ascii=False)
        status, found, text = service.ask(method, path, headers, body and body.encode())
        if name := request.get("keep"):
            tokens[name] = json.loads(text)["token"]
        kept = [f"{name}: {found[name]}" for name in HEADERS if found[name] is not None]
        answers.append("\n".join([str(status), *kept, "" if path in UNCOMPARED else normal(text)]))
    return answers
