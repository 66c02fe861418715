"""A world of its own for forbidden addresses: run by test_ssrf.py inside a network namespace.

The loopback device carries private, link-local and public addresses; one listener on all of them counts who
connects to what, and answers on the public ones. Prints what came of each vector as JSON.
"""

import json
import socket
import subprocess
import sys
import threading

from kgraph.enrich import PAGE, Request, Response, Session, observe
from kgraph.model import Source
from kgraph.observation import Observation

PUBLIC4, PUBLIC6, OTHER4 = "93.184.216.34", "2606:2800:220:1::1", "93.184.216.35"
PRIVATE = [
    "127.0.0.1", "127.0.0.2", "127.255.255.254", "10.0.0.1", "10.255.0.9", "172.16.0.1", "172.31.255.1", "192.168.0.1", "192.168.178.1", "169.254.169.254", "100.64.0.1",
    "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1",
]  # fmt: skip
PRIVATE6 = ["::1", "fe80::1", "fd00::1", "fc00::1", "2001:db8::1", "64:ff9b::a00:1", "2002:7f00:1::1", "2001::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1"]  # fmt: skip
PORTS = (80, 8080, 22, 6379, 9200)
NAMES = {
    "public.example": [PUBLIC4], "other.example": [OTHER4], "six.example": [PUBLIC6], "public.example.": [PUBLIC4], "ünï.example": [PUBLIC4], "xn--n-xgam.example": [PUBLIC4],
    "localhost": ["127.0.0.1"], "local.example": ["127.0.0.1"], "ten.example": ["10.0.0.1"], "meta.example": ["169.254.169.254"], "mixed.example": ["10.0.0.1", "127.0.0.1"],
    "away.example": [PUBLIC4], "both.example": ["10.0.0.1", PUBLIC4], "mapped.example": ["::ffff:10.0.0.1"], "loop6.example": ["::1"], "127.0.0.1.nip.example": ["127.0.0.1"], "metadata.google.internal": ["169.254.169.254"],
}  # fmt: skip
NAMING = (
    b'<link rel="alternate" type="application/json+oembed" href="TARGET"><link rel="canonical" href="TARGET">'
    b'<link rel="icon" href="TARGET"><meta http-equiv="refresh" content="0; url=TARGET"><base href="TARGET"><img src="TARGET">'
)
"""A page without a title that names an address wherever a page can."""
rebinding = {"count": 0}
connections: list[str] = []
_real = socket.getaddrinfo


def resolve(host: str, port: int, *args: object, **more: object) -> list[object]:
    """Names of this world; `rebind.example` is public the first time it is asked for, private after that."""
    if host == "rebind.example":
        rebinding["count"] += 1
        addresses = [PUBLIC4] if rebinding["count"] == 1 else ["127.0.0.1"]
    elif host in NAMES:
        addresses = NAMES[host]
    else:
        return _real(host, port, *args, **more)  # type: ignore[arg-type,return-value]
    found: list[object] = []
    for address in addresses:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        found.append(
            (
                family,
                socket.SOCK_STREAM,
                6,
                "",
                (address, port, 0, 0) if family == socket.AF_INET6 else (address, port),
            )
        )
    return found


def listen(family: int, port: int) -> None:
    server = socket.socket(family)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    server.bind(("::" if family == socket.AF_INET6 else "0.0.0.0", port))
    server.listen(64)

    def serve() -> None:
        while True:
            client, _ = server.accept()
            threading.Thread(target=answer, args=(client,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()


def answer(client: socket.socket) -> None:
    here = client.getsockname()[0]
    if here not in (PUBLIC4, PUBLIC6, OTHER4):
        connections.append(here)
    client.settimeout(5)
    head = b""
    while b"\r\n\r\n" not in head:
        data = client.recv(4096)
        if not data:
            return
        head += data
    path = head.split(b" ")[1].decode()
    if path.startswith("/to?"):
        status, _, target = path[4:].partition("&")
        client.sendall(
            f"HTTP/1.1 {status} Moved\r\nLocation: {target}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
        )
    elif path == "/robots.txt" and b"\r\nHost: away.example" in head:
        client.sendall(
            b"HTTP/1.1 302 Away\r\nLocation: http://127.0.0.1/robots.txt\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )
    elif path == "/favicon.ico":
        client.sendall(
            b"HTTP/1.1 301 Away\r\nLocation: http://10.0.0.1/favicon.ico\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )
    elif path.startswith("/names?"):
        page = NAMING.replace(b"TARGET", path[7:].encode())
        client.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
            % (len(page), page)
        )
    elif path == "/robots.txt":
        client.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    else:
        client.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"
        )
    client.close()


def vectors() -> list[str]:
    direct = [f"http://{a}/" for a in PRIVATE] + [f"http://[{a}]/" for a in PRIVATE6]
    spelled = [
        "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://017700000001/", "http://127.1/", "http://127.0.1/", "http://0/", "http://0.0.0.0/",
        "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://[::]/", "http://[0:0:0:0:0:0:0:1]/", "http://[::ffff:7f00:1]/", "http://[fe80::1%25lo]/", "http://127.0.0.1./",
    ]  # fmt: skip
    named = [
        f"http://{n}/"
        for n in (
            "localhost",
            "LOCALHOST",
            "local.example",
            "ten.example",
            "meta.example",
            "mixed.example",
            "mapped.example",
            "loop6.example",
            "127.0.0.1.nip.example",
            "metadata.google.internal",
        )
    ]
    redirected = [
        f"http://public.example/to?{status}&{to}"
        for status in (301, 302, 303, 307, 308)
        for to in ("http://127.0.0.1/", "http://ten.example/", "//169.254.169.254/latest/meta-data/")
    ]
    redirected += ["http://public.example/to?302&http://public.example/to?302&http://10.0.0.1/", "http://public.example/to?302&file:///etc/passwd", "http://public.example/to?302&gopher://127.0.0.1:6379/_x", "http://public.example/to?302&http://public.example:22/"]  # fmt: skip
    userinfo = [
        "http://public.example@127.0.0.1/",
        "http://127.0.0.1@public.example/",
        "http://public.example:80@127.0.0.1/",
        "http://127.0.0.1\\@public.example/",
        "http://public.example#@127.0.0.1:22/".replace("#", "%23"),
    ]
    odd = ["http://public.example:22/", "http://public.example:6379/", "http://public.example:0/", "http://public.example:99999/", "ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1:6379/_", "dict://127.0.0.1:11211/", "javascript:alert(1)", "data:text/html,x", "//127.0.0.1/", "http://", "http:///", "http://127.0.0.1:80:80/"]  # fmt: skip
    return direct + spelled + named + redirected + userinfo + odd


ALLOWED = [
    "http://public.example/", "http://PUBLIC.example/", "http://public.example:80/", "http://public.example:8080/", "http://public.example./", f"http://{PUBLIC4}/", f"http://[{PUBLIC6}]/",
    "http://six.example/", "http://other.example/a?b=c", "http://other.example/a#b", "http://both.example/", "http://public.example/to?301&/a", "http://public.example/to?302&http://other.example/",
    "http://public.example/to?307&//other.example/x", "http://public.example/to?308&http://six.example/", "http://public.example/127.0.0.1", "http://public.example/?u=http://127.0.0.1/",
    "http://public.example/a@b", "http://public.example/localhost", "http://xn--n-xgam.example/", "http://other.example/%31%32%37",
]  # fmt: skip


def main() -> None:
    for address in (*PRIVATE, PUBLIC4, OTHER4):
        subprocess.run(["ip", "addr", "add", f"{address}/32", "dev", "lo"], check=False, capture_output=True)
    for address in (
        "fd00::1",
        "fc00::1",
        "2001:db8::1",
        "64:ff9b::a00:1",
        "2002:7f00:1::1",
        "2001::1",
        PUBLIC6,
    ):
        subprocess.run(
            ["ip", "-6", "addr", "add", f"{address}/128", "dev", "lo", "nodad"],
            check=False,
            capture_output=True,
        )
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for port in PORTS:
        listen(socket.AF_INET, port)
        listen(socket.AF_INET6, port)
    socket.getaddrinfo = resolve  # type: ignore[assignment]
    socket.create_connection(("10.0.0.1", 80), timeout=2).close()  # the forbidden addresses do listen
    armed = len(connections) or _wait_for_one()
    connections.clear()
    out: dict[str, object] = {"armed": armed}
    with Session(rate=10_000, deadline_s=3, retries=0) as session:
        out["forbidden"] = {url: _told(session, url) for url in vectors()}
        out["allowed"] = {url: _told(session, url) for url in ALLOWED}
        out["robots"] = _told(session, "http://away.example/", robots=True)
        out["favicon"] = _told(session, "http://public.example/favicon.ico")
        named = [
            Source(id=f"http://public.example/names?{target}", kind="webpage")
            for target in (
                "http://127.0.0.1/",
                "//ten.example/",
                "http://[::ffff:10.0.0.1]/",
                "http://2130706433/",
            )
        ]
        out["named by pages"] = [
            seen.status
            for seen in observe(named, session, table=[PAGE], archive=None)
            if isinstance(seen, Observation)
        ]
        first = _told(session, "http://rebind.example/")
        out["rebinding"] = [first, _told(session, "http://rebind.example/again"), rebinding["count"]]
    out["connections"] = list(connections)
    with Session(rate=10_000, deadline_s=3, retries=0, allow_hosts=["10.0.0.1:80"]) as session:
        out["let through"] = _told(session, "http://10.0.0.1/")
        out["not let through"] = [
            _told(session, u) for u in ("http://10.0.0.1:8080/", "http://127.0.0.1/", "http://10.255.0.9/")
        ]
    json.dump(out, sys.stdout)


def _wait_for_one() -> int:
    import time

    time.sleep(0.2)
    return len(connections)


def _told(session: Session, url: str, *, robots: bool = False) -> str:
    answer = session.get(Request(url=url, robots=robots))
    return f"answered {answer.status}" if isinstance(answer, Response) else f"{answer.kind}: {answer.reason}"


if __name__ == "__main__":
    main()
