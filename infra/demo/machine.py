"""The one-machine runtime the demo plays on: its own, beside whatever else runs."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from datetime import time as clock_time
from pathlib import Path

from infra.certificates import load_sample
from infra.demo.postbox import Postbox
from infra.demo.scanner import ScannerSimulator
from infra.local import clock
from infra.local.mail import MailArchive
from infra.local.runtime import SAMPLE_PASSWORD, SAMPLE_PROVINCE, Runtime

MORNING = clock_time(8)
SAVED_EVERY = 60.0  # seconds; what a power cut breaks off is played anew and never taken up again


class Machine:
    """A running stack with a clock that can be moved. Use it as a context manager."""

    def __init__(
        self,
        state: Path,
        port: int,
        say: Callable[[str], None],
        province: Path | None = SAMPLE_PROVINCE,
    ) -> None:
        self.runtime = Runtime(state, port, say=say, province=province, save_every=SAVED_EVERY)
        self._ahead = clock.offset(self.runtime.folders.clock)

    def __enter__(self) -> "Machine":
        self.runtime.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.put_clock_back()
        self.runtime.stop()

    @property
    def base(self) -> str:
        """The portal's address."""
        return self.runtime.base_url

    def postbox(self, scanner: ScannerSimulator | None = None) -> Postbox:
        """Everybody's mail, with what goes through it before they do."""
        archive = MailArchive(self.runtime.folders.mail, self.runtime.folders.clock)
        return Postbox(archive, scanner)

    def scanner(self, manner: str) -> ScannerSimulator:
        """A mail scanner that tries the page behind each link, from both addresses or in turns."""
        return ScannerSimulator(self.base, deep=False, turns=manner == "turns")

    def load(self, province: Path, *options: str) -> None:
        """Load a province's document and its certificates, as its administrator does."""
        load_sample(self.runtime.admin, province, *options)

    def token(self, email: str) -> str:
        """What the pool of accounts gives a program of an officer."""
        answer = self.runtime.client("cognito-idp").initiate_auth(
            ClientId=self.runtime.outputs["UserPoolClientId"],
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": email, "PASSWORD": SAMPLE_PASSWORD},
        )
        return str(answer["AuthenticationResult"]["IdToken"])

    def count_figures(self) -> None:
        """What the clock does at night: count what nobody fills in, and the board for everybody."""
        self.runtime.invoke_clock("recount")

    def move_to(self, day: date) -> None:
        """Make it eight in the morning of a day, in Vietnam; what falls due until then happens."""
        self.runtime.set_time(datetime.combine(day, MORNING, clock.VIETNAM))

    def put_clock_back(self) -> None:
        """Make it the time that it was before the demo."""
        self.runtime.set_time(datetime.now(UTC) + self._ahead if self._ahead else None)

    def keep(self) -> None:
        """Go on serving until Ctrl-C."""
        try:
            while self.runtime.alive():
                time.sleep(0.5)
        except KeyboardInterrupt:
            return
