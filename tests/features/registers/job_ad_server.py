"""A feed of job ads as a process of its own: serves what a file says, and writes down what it was asked.

`answers.json` maps a path to `{"body": …, "status"?, "headers"?}` and is read anew for every request. The version of a
body is its digest. Without the token a request is refused.
"""

from __future__ import annotations

import hashlib
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FOLDER, TOKEN = Path(sys.argv[1]), sys.argv[2]


class Answer(BaseHTTPRequestHandler):
    """One request."""

    def do_GET(self) -> None:
        with (FOLDER / "asked.txt").open("a") as asked:
            asked.write(
                f"{self.path} {self.headers.get('If-None-Match', '-')} {self.headers.get('If-Modified-Since', '-')}\n"
            )
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self.say(401, b"{}")
            return
        answer = json.loads((FOLDER / "answers.json").read_text("utf-8")).get(self.path, {"status": 404, "body": {}})
        given = answer["body"]
        body = given.encode() if isinstance(given, str) else json.dumps(given).encode()
        version = hashlib.sha256(body).hexdigest()[:16]
        if self.headers.get("If-None-Match") == version:
            self.say(304, b"")
        else:
            self.say(answer.get("status", 200), body, {"ETag": version} | answer.get("headers", {}))

    def say(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
    print(server.server_port, flush=True)
    server.serve_forever()
