"""A store that speaks S3's HTTP interface on the loopback: it keeps files, and believes no signature that it did not reckon.

with BucketStandIn("pages", key_id="AKID", secret="…", region="eu-north-1") as store:
    store.fail(503, times=1)
    ...
    store.files["prefix/index.html"].headers["content-type"]

The signature is reckoned here from the bytes on the line alone (AWS Signature Version 4), without any library of S3's.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

PAGE = 5
"""How many names one answer to a list holds, so that there are always more."""
_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<scope>(?P<day>\d{8})/(?P<region>[^/]+)/s3/aws4_request),"
    r" ?SignedHeaders=(?P<signed>[a-z0-9;-]+), ?Signature=(?P<signature>[0-9a-f]{64})"
)


@dataclass(frozen=True)
class Stored:
    """One file with what was said of it."""

    content: bytes
    headers: Mapping[str, str]


@dataclass
class BucketStandIn:
    """Starts with `with`, listens on a free port of 127.0.0.1; names in `asked` are in the order of their requests."""

    bucket: str
    key_id: str
    secret: str
    region: str
    files: dict[str, Stored] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    _failing: list[tuple[int, str]] = field(default_factory=list)

    def fail(self, status: int, *, times: int = 1, at: str = "") -> None:
        """Answer the next requests so, whatever they ask, or those for that name."""
        self._failing = [(status, at)] * times

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def written(self) -> list[str]:
        """What was written since last asked, in its order."""
        found = [name for method, name in self.asked if method == "PUT"]
        self.asked.clear()
        return found

    def __enter__(self) -> BucketStandIn:
        store = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                status, said, answer = store._judge(self.command, self.path, headers, body)
                self.send_response(status)
                for name, value in {**said, "Content-Length": str(len(answer))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_PUT = do_DELETE = do_HEAD = do_POST = _answer

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _judge(
        self, method: str, address: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(address)
        bucket, _, name = unquote(parts.path).removeprefix("/").partition("/")
        self.asked.append((method, name))
        if self._failing and self._failing[0][1] in ("", name):
            status, _ = self._failing.pop()
            return status, {}, _error("SlowDown" if status == 503 else "AccessDenied")
        if not self._is_signed(method, address, headers, body):
            return 403, {}, _error("SignatureDoesNotMatch")
        if bucket != self.bucket:
            return 404, {}, _error("NoSuchBucket")
        if method == "PUT":
            self.files[name] = Stored(body, headers)
            return 200, {"ETag": _etag(body)}, b""
        if method == "DELETE":
            self.files.pop(name, None)
            return 204, {}, b""
        return 200, {"Content-Type": "application/xml"}, self._list(dict(parse_qsl(parts.query)))

    def _is_signed(self, method: str, address: str, headers: Mapping[str, str], body: bytes) -> bool:
        told = _AUTHORIZATION.fullmatch(headers.get("authorization", ""))
        if told is None or told["key"] != self.key_id or told["region"] != self.region:
            return False
        signed = told["signed"].split(";")
        payload = headers.get("x-amz-content-sha256", "")
        if not {"host", "x-amz-date", "x-amz-content-sha256"} <= {*signed}:
            return False
        if payload != hashlib.sha256(body).hexdigest():
            return False
        path, _, query = address.partition("?")
        asked = sorted(
            (quote(name, safe="-_.~"), quote(value, safe="-_.~"))
            for name, value in parse_qsl(query, keep_blank_values=True)
        )
        request = "\n".join(
            [
                method,
                path,
                "&".join(f"{name}={value}" for name, value in asked),
                *(f"{name}:{' '.join(headers[name].split())}" for name in signed),
                "",
                told["signed"],
                payload,
            ]
        )
        digest = hashlib.sha256(request.encode()).hexdigest()
        words = "\n".join(["AWS4-HMAC-SHA256", headers["x-amz-date"], told["scope"], digest])
        key = f"AWS4{self.secret}".encode()
        for part in told["scope"].split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        return hmac.compare_digest(hmac.digest(key, words.encode(), "sha256").hex(), told["signature"])

    def _list(self, asked: Mapping[str, str]) -> bytes:
        after = asked.get("continuation-token", "")
        found = sorted(
            name for name in self.files if name.startswith(asked.get("prefix", "")) and name > after
        )
        page, more = found[:PAGE], len(found) > PAGE
        items = "".join(
            f"<Contents><Key>{escape(name)}</Key><LastModified>2026-11-24T12:00:00.000Z</LastModified>"
            f"<ETag>{escape(_etag(self.files[name].content))}</ETag>"
            f"<Size>{len(self.files[name].content)}</Size><StorageClass>STANDARD</StorageClass></Contents>"
            for name in page
        )
        token = f"<NextContinuationToken>{escape(page[-1])}</NextContinuationToken>" if more else ""
        return (
            '<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
            f"<Name>{self.bucket}</Name><KeyCount>{len(page)}</KeyCount><MaxKeys>{PAGE}</MaxKeys>"
            f"<IsTruncated>{str(more).lower()}</IsTruncated>{token}{items}</ListBucketResult>"
        ).encode()


def _etag(content: bytes) -> str:
    return f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'


def _error(code: str) -> bytes:
    return f"<Error><Code>{code}</Code><Message>So it is.</Message></Error>".encode()
