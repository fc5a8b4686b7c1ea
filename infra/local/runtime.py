"""The whole system on one machine, as `make run`, the demo and the end-to-end tests use it."""

import json
import os
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, TypeVar
from urllib.parse import urlsplit

from infra import venvs
from infra.certificates import load_sample
from infra.local import bundle, clock
from infra.local.folders import ROOT, Folders
from infra.local.mail import Mail, MailArchive
from infra.local.proxy import Proxy
from infra.local.server import REGION, ROOT_KEY, Server, port_is_free
from infra.local.stack import Stack

SAMPLE_PROVINCE = ROOT / "infra/demo/provinces/song-xanh.json"
SAMPLE_PASSWORD = "Song-Xanh-2026!"  # noqa: S105 - of made-up people, on this machine alone
SENDER = "sao-xa@example.vn"
T = TypeVar("T")


class AlreadyRuns(Exception):
    """Another process holds these folders or this port; the message says which."""


class Runtime:
    """Everything behind one loopback address. Use it as a context manager.

    `port` 0 picks a free one. `auth` makes each function's role binding, as on AWS.
    `province` is a file to load on the first start, or None to start empty. `origins` are sites,
    with commas between, whose scripts may call the API. A state is saved `save_every` so many
    seconds, which is what a power cut may lose, and always at a clean stop.
    """

    def __init__(
        self,
        state_dir: Path,
        port: int = 0,
        *,
        auth: bool = False,
        province: Path | None = SAMPLE_PROVINCE,
        origins: str = "",
        save_every: float = 1.0,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.folders = Folders(state_dir.resolve())
        self.port = port
        self.auth = auth
        self.province = province
        self.origins = origins
        self.save_every = save_every
        self.say = say
        self.server: Server | None = None
        self.proxy: Proxy | None = None
        self.stack = Stack("")
        self._outputs: dict[str, str] = {}
        self._lock: IO[str] | None = None

    # ------------------------------------------------------------------ life

    def start(self) -> Self:
        """Build, start, deploy, load, reconcile, listen; what is done already is skipped.

        Raises AlreadyRuns, or RuntimeError with what failed; nothing stays behind then.
        """
        self._take_folders()
        self.folders.remember(pid=os.getpid())
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def join(self) -> Self:
        """Use what another process runs on these folders; its life stays with that process.

        Raises AlreadyRuns while that process is still starting for the first time.
        """
        known = self.folders.recall()
        if "base_url" not in known:
            raise AlreadyRuns("it is just starting; try again once it is ready")
        self.stack = Stack(f"http://127.0.0.1:{known['endpoint_port']}")
        self.port = urlsplit(known["base_url"]).port or 0
        return self

    def stop(self) -> None:
        """End cleanly: everything is saved."""
        if self.proxy:
            self.proxy.stop()
        if self.server:
            self.server.stop()
            self.folders.remember(running=False)
        self._forget()

    def kill(self) -> None:
        """End as a power cut would."""
        if self.proxy:
            self.proxy.stop()
        if self.server:
            self.server.kill()
        self._forget()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    # ------------------------------------------------------------- what it is

    @property
    def base_url(self) -> str:
        """The one plain address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def endpoint(self) -> str:
        """The AWS endpoint for boto3."""
        return self.stack.endpoint

    @property
    def outputs(self) -> dict[str, str]:
        """The template's outputs."""
        if not self._outputs:
            self._outputs = self.stack.outputs()
        return self._outputs

    def client(self, service: str) -> Any:
        """A boto3 client with the administrator's rights."""
        return self.stack.client(service)

    def mailbox(self, to: str | None = None) -> list[Mail]:
        """All mail sent, or that to one address; newest first."""
        return [mail for mail in self._archive().newest_first() if to is None or to in mail["to"]]

    def officers(self) -> list[str]:
        """Addresses of those who can sign in."""
        listed = self.client("cognito-idp").list_users(UserPoolId=self.outputs["UserPoolId"])
        found = [{a["Name"]: a["Value"] for a in user["Attributes"]} for user in listed["Users"]]
        return sorted(attributes["email"] for attributes in found if "email" in attributes)

    def alive(self) -> bool:
        """Whether the local cloud still runs."""
        return self.server is not None and self.server.running()

    # -------------------------------------------------------------- doing things

    def mail_sandbox(self, *, on: bool) -> None:
        """Whether mail goes to verified addresses alone, as in an AWS account that is new."""
        self.client("sesv2").put_account_details(
            MailType="TRANSACTIONAL", WebsiteURL=self.base_url, ProductionAccessEnabled=not on
        )

    def invoke_clock(self, op: str) -> Any:
        """Run one round of the clock function and wait for its answer."""
        return self.stack.invoke(self.outputs["ClockFunctionName"], {"op": op})

    def now(self) -> datetime:
        """The local time, in UTC."""
        return clock.local_now(self.folders.clock)

    def set_time(self, moment: datetime | None) -> None:
        """Move the local time (None: back to the true one), then let due things happen."""
        ahead = moment - datetime.now(UTC) if moment else timedelta()
        clock.set_offset(self.folders.clock, ahead)
        self.invoke_clock("sweep")

    def admin(self, *arguments: str) -> str:
        """Run `python -m infra.admin ARGUMENTS` against this stack; its output.

        Raises RuntimeError with what it printed when it fails.
        """
        done = subprocess.run(
            [str(venvs.python_of("local")), "-m", "infra.admin", *arguments],
            cwd=ROOT,
            env=self._admin_environment(),
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        if done.returncode:
            raise RuntimeError(f"infra.admin {' '.join(arguments)}:\n{done.stdout}{done.stderr}")
        return done.stdout

    # --------------------------------------------------------------- start's steps

    def _start(self) -> None:
        venvs.ensure("local")
        wheels = self._step("the functions' dependencies", bundle.wheels)
        code = self._step("the functions, built", bundle.code_zip)
        assert self._lock
        self.server = Server(
            self.folders,
            wheels,
            self._lock,
            roles_enforced=self.auth,
            save_every=self.save_every,
        )
        self.stack = Stack(self.server.endpoint)
        self.proxy = Proxy(self.port, self.server.port, self._archive())
        self.port = self.proxy.port
        self._step("the local cloud, started", self.server.start)
        self._step("the template, deployed", lambda: self._deploy(code))
        if self.province:
            self._step("the sample province, loaded", self._load)
        known = self.folders.recall()
        if known.get("running"):
            self._step("numbers that may have been given, passed over", self.stack.skip_numbers)
        self.folders.remember(running=True)
        if "base_url" in known:
            self._step("open cases, taken up again", lambda: self.invoke_clock("take-over"))
        self.proxy.start(self.outputs["ApiId"])
        self.folders.remember(base_url=self.base_url)

    def _deploy(self, code: Path) -> None:
        parameters = {
            "SenderAddress": SENDER,
            "BaseUrl": self.base_url,
            "AllowedOrigins": self.origins,
            "IdeasPerClient": "100000",  # all come from this one machine
        }
        told = json.dumps(parameters)
        wanted = bundle.digest(code, ROOT / "template.yaml", ROOT / "infra", told)
        if self.stack.note("deployed") != wanted:
            self.stack.deploy(code, parameters)
            self.stack.set_note("deployed", wanted)

    def _load(self) -> None:
        assert self.province
        wanted = bundle.digest(self.province, ROOT / "infra/admin.py")  # which may change as well
        if self.stack.note("loaded") != wanted:
            load_sample(self.admin, self.province, "--replaces", "latest")
            self.stack.set_note("loaded", wanted)

    def _archive(self) -> MailArchive:
        return MailArchive(self.folders.mail, self.folders.clock)

    def _admin_environment(self) -> dict[str, str]:
        path = [ROOT / "functions", bundle.wheels(), ROOT / "infra/local/shim", ROOT]
        return {
            **{k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "PYTHON"))},
            **ROOT_KEY,
            **self.stack.environment_of(self.outputs["OfficeFunctionName"]),
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": REGION,
            "LOCAL_CLOCK": str(self.folders.clock),
            "OFFICER_PASSWORD": SAMPLE_PASSWORD,
            "PYTHONPATH": os.pathsep.join(map(str, path)),
        }

    def _step(self, name: str, act: Callable[[], T]) -> T:
        started = time.monotonic()
        result = act()
        self.say(f"- {name} ({time.monotonic() - started:.1f} s)")
        return result

    def _take_folders(self) -> None:
        self.folders.make()
        self._lock = self.folders.take()
        if self._lock is None:
            where = self.folders.recall().get("base_url", "another address")
            raise AlreadyRuns(f"it already runs, at {where}")
        if self.port and not port_is_free(self.port):
            self._lock.close()
            hint = f"choose another, as in: make run PORT={self.port + 1}"
            raise AlreadyRuns(f"port {self.port} is taken by another program; {hint}")

    def _forget(self) -> None:
        self.server = self.proxy = None
        self._outputs = {}
        if self._lock:
            self._lock.close()
