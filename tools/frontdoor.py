"""One public port before the two of a server with workers.

With several workers Odoo serves web sockets (live notifications) on a port of their own and
expects a reverse proxy that tells them apart. In production that is the proxy of
docker-compose.yml; here a small splitter of connections does it: the first line of a connection
decides where it goes, everything after it is passed through.
"""

import asyncio
import contextlib
import threading

STARTING = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html; charset=utf-8\r\n"
    b"Retry-After: 2\r\nConnection: close\r\n\r\n"
    b"<meta http-equiv='refresh' content='2'><p>The server is starting, one moment.</p>"
)
CHUNK = 64 * 1024


class FrontDoor:
    """Listens on ``(host, port)`` in a thread of its own until ``stop()``.

    Requests beyond ``limit`` wait here: Odoo's own queue is short, and what does not fit in it is
    broken off.
    """

    def __init__(self, host: str, port: int, http_port: int, websocket_port: int, limit: int = 16):
        self.address = (host, port)
        self._room = asyncio.Semaphore(limit)
        self.http_port = http_port
        self.websocket_port = websocket_port
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._failure: OSError | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Returns when the port is open; raises ``OSError`` when it can't be."""
        self._thread.start()
        self._ready.wait()
        if self._failure:
            raise self._failure

    def stop(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            server = self._loop.run_until_complete(asyncio.start_server(self._serve, *self.address))
        except OSError as error:
            self._failure = error
            self._ready.set()
            return
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _serve(self, reader, writer) -> None:
        try:
            head = await reader.readuntil(b"\n")
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
            writer.close()
            return
        target = head.split(b" ")[1:2]
        is_socket = bool(target) and target[0].partition(b"?")[0] == b"/websocket"
        if is_socket:
            await self._pass_on(self.websocket_port, head, reader, writer)
            return
        async with self._room:  # Odoo closes the connection after each answer
            await self._pass_on(self.http_port, head, reader, writer)

    async def _pass_on(self, port, head, reader, writer) -> None:
        try:
            inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            with contextlib.suppress(ConnectionError):
                writer.write(STARTING)
                await writer.drain()
            writer.close()
            return
        inner_writer.write(head)
        await asyncio.gather(pump(reader, inner_writer), pump(inner_reader, writer))


async def pump(reader, writer) -> None:
    """Pass bytes on until one side closes, then close the other."""
    with contextlib.suppress(ConnectionError, TimeoutError):
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(ConnectionError, RuntimeError):
        writer.close()
