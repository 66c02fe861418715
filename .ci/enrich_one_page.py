"""Enrich one source, whose page is on this machine, with the `kgraph` that is given; 1 where its title is not found.

python .ci/enrich_one_page.py KGRAPH NEW_FOLDER
"""

import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

PAGE = b"<title>Tide tables</title><p class=byline>By Ann Lee</p><p>High water at six.</p>"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/tides" else 404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE if self.path == "/tides" else b"")

    def log_message(self, *_: Any) -> None:
        pass


def main(kgraph: str, folder: Path) -> int:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{server.server_port}"
    folder.mkdir()
    (folder / "a.md").write_text(f"High water is at six [1].\n\n## References\n\n[1] http://{host}/tides\n")
    for command in (["build", "a.md"], ["enrich", "--allow-host", host, "--rate", "100"]):
        subprocess.run([kgraph, *command], cwd=folder, check=True)
    asked = [kgraph, "query", "sources-of-claim", "--format", "csv", "--param", "claim=high water"]
    found = subprocess.run(asked, cwd=folder, check=True, capture_output=True, text=True).stdout
    print(found)
    return 0 if "Tide tables" in found else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
