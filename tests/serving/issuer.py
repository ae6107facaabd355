"""A token issuer as a process of its own: discovery document, keys that rotate, and tokens with any claims.

`python issuer.py [PORT]` prints its address. `POST /sign` takes {"claims": …, "header"?: …} and answers a token signed
with the newest key; `POST /rotate` {"keep": bool, "kty"?: …} makes a new one; `GET /asked` counts how often the keys
were asked for.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.request import ProxyHandler, Request, build_opener

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

ALGORITHMS = ["RS256", "PS256", "ES256"]


class Issuer(BaseHTTPRequestHandler):
    """Answers for one issuer, whose state is on the class."""

    keys: ClassVar[list[Any]] = []
    asked = 0

    def do_GET(self) -> None:
        here = f"http://127.0.0.1:{self.server.server_address[1]}"
        if self.path == "/.well-known/openid-configuration":
            self.answer({"issuer": here, "jwks_uri": f"{here}/jwks"})
        elif self.path == "/jwks":
            Issuer.asked += 1
            self.answer({"keys": [key.as_dict(private=False) | {"use": "sig"} for key in self.keys]})
        elif self.path == "/asked":
            self.answer(Issuer.asked)
        else:
            self.answer(None, 404)

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.path == "/rotate":
            Issuer.keys = [new_key(said.get("kty", "RSA")), *(self.keys if said.get("keep") else [])]
            self.answer(self.keys[0].kid)
        else:
            key = self.keys[0]
            header = {"alg": "ES256" if isinstance(key, ECKey) else "RS256", "kid": key.kid} | said.get("header", {})
            header = {name: value for name, value in header.items() if value is not None}
            self.answer(jwt.encode(header, said["claims"], key, algorithms=ALGORITHMS))

    def answer(self, said: Any, status: int = 200) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def new_key(kty: str) -> Any:
    return ECKey.generate_key("P-256", auto_kid=True) if kty == "EC" else RSAKey.generate_key(2048, auto_kid=True)


@dataclass(frozen=True)
class Running:
    """An issuer that runs; `address` is what its tokens say in `iss`."""

    address: str
    process: subprocess.Popen[str]

    def token(self, claims: dict[str, Any], **header: Any) -> str:
        """Claims as they are, signed with the newest key."""
        return self.ask("/sign", {"claims": claims, "header": header})

    def ask(self, path: str, body: Any = None) -> Any:
        request = Request(self.address + path, None if body is None else json.dumps(body).encode())
        with build_opener(ProxyHandler({})).open(request, timeout=10) as answer:
            return json.loads(answer.read())

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def running(port: int = 0) -> Iterator[Running]:
    """An issuer with one new RSA key."""
    command = [sys.executable, str(Path(__file__)), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Running(process.stdout.readline().strip(), process)
        finally:
            process.kill()


if __name__ == "__main__":
    Issuer.keys = [new_key("RSA")]
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Issuer)
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()
