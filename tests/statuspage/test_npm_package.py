"""The npm package statuspage.io reads our documents as it would read Statuspage's, without a change to it."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from holdfast.statuspage import v2
from tests.statuspage import node
from tests.statuspage.a_page import FULL


class Served(BaseHTTPRequestHandler):
    def do_GET(self):
        write = v2.DOCUMENTS.get(self.path.removeprefix("/api/v2/"))
        body = v2.encoded(write(FULL)) if write else b"{}"
        self.send_response(200 if write else 404)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Nobody reads it."""


@pytest.fixture
def address():
    with ThreadingHTTPServer(("127.0.0.1", 0), Served) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()


def test_the_package_gets_every_document_as_it_was_written(address):
    answers = json.loads(node.run("read.js", address))
    assert answers == {
        "summary": v2.summary(FULL),
        "status": v2.status(FULL),
        "components": v2.components(FULL),
        "incidents": v2.incidents(FULL),
        "unresolved": v2.unresolved(FULL),
        "upcoming": v2.upcoming(FULL),
        "active": v2.upcoming(FULL),  # the package asks for the upcoming ones here too
    }
    assert answers["summary"]["status"]["description"] == "Partial System Outage"
