"""ministack's app behind another server: its own reads and writes HTTP in Python, which took half
of the time that the local cloud works.
"""

from typing import Any

# Seconds that a request which is being answered has, once the server is told to end; and an idle
# connection, as ministack has them.
GRACE, KEEP_ALIVE = 3, 75


def apply() -> None:
    """Serve by uvicorn what hypercorn is asked to serve."""
    import hypercorn.asyncio

    hypercorn.asyncio.serve = serve


async def serve(app: Any, config: Any) -> None:
    """Answer at the address of hypercorn's `config` until a signal ends the process."""
    import uvicorn

    host, _, port = config.bind[0].rpartition(":")
    await uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=int(port),
            http="httptools",
            ws="none",
            lifespan="on",
            log_level=config.loglevel.lower(),
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=GRACE,
        )
    ).serve()
