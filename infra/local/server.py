"""The ministack process: start, wait until it answers, stop, kill."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO

from infra.local.folders import ROOT, Folders
from infra.venvs import python_of

REGION = "ap-southeast-1"
START_SECONDS = 30.0
STOP_SECONDS = 20.0
KEPT_WARM = 3600  # seconds without work after which the second process of a function ends
# ministack takes this key for the account's root, whose rights it never checks.
ROOT_KEY = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


class Server:
    """One ministack on a free loopback port, with its state in `folders`."""

    def __init__(
        self,
        folders: Folders,
        wheels: Path,
        lock: IO[str],
        *,
        roles_enforced: bool,
        save_every: float,
    ) -> None:
        self.lock = lock
        self.folders = folders
        self.wheels = wheels
        self.roles_enforced = roles_enforced
        self.save_every = save_every
        self.port = free_port(folders.recall().get("endpoint_port"))
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait. Raises RuntimeError with the log's place if it does not come up."""
        with self.folders.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(python_of("local")), "-m", "infra.local.launcher"],
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                # If we are killed it saves before it ends: till then nobody else may load.
                pass_fds=[self.lock.fileno()],
            )
        self.folders.remember(endpoint_port=self.port)
        self._wait_until_healthy()

    def stop(self) -> None:
        """Save everything and end."""
        self._signal(signal.SIGTERM)
        if self.process:
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
        self.process = None

    def kill(self) -> None:
        """End at once, as a power cut would, with the functions it started."""
        self._signal(signal.SIGKILL, group=True)
        if self.process:
            self.process.wait()
        self.process = None

    def running(self) -> bool:
        """Whether the process still lives."""
        return self.process is not None and self.process.poll() is None

    def _signal(self, number: signal.Signals, *, group: bool = False) -> None:
        if self.running():
            assert self.process
            (os.killpg if group else os.kill)(self.process.pid, number)

    def _wait_until_healthy(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.running():
            try:
                with urllib.request.urlopen(f"{self.endpoint}/_ministack/health", timeout=2):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"the local runtime did not start; its log is {self.folders.log}")

    def _environment(self) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "PYTHON"))}
        return {
            **inherited,
            **ROOT_KEY,
            "AUTH": str(self.roles_enforced).lower(),
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": self.endpoint,  # handed on to the functions
            "AWS_REGION": REGION,
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(self.port),
            "IOT_MTLS_ENABLED": "0",
            "LAMBDA_WARM_TTL_SECONDS": str(KEPT_WARM),
            "LOCAL_CLOCK": str(self.folders.clock),
            "LOCAL_FUNCTION_PATH": f"{self.wheels}:{ROOT / 'infra/local/shim'}",
            "LOCAL_LOG": str(self.folders.functions_log),
            "LOCAL_MAIL": str(self.folders.mail),
            "LOCAL_PYTHON": str(python_of("local")),
            "LOCAL_SAVE_EVERY": str(self.save_every),
            "LOG_LEVEL": "WARNING",
            "MINISTACK_HOST": "localhost",
            "MINISTACK_REGION": REGION,
            "PERSIST_STATE": "1",
            "PYTHONUNBUFFERED": "1",
            "S3_DATA_DIR": str(self.folders.objects),
            "S3_PERSIST": "1",
            "STATE_DIR": str(self.folders.state),
            "TMPDIR": str(self.folders.scratch),
        }


def free_port(wanted: int | None = None) -> int:
    """A free loopback port; the wanted one if it is free, so that signed addresses live on."""
    if wanted and port_is_free(wanted):
        return wanted
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def port_is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
