"""A notebook run as JupyterLab runs it: through a server's API, over HTTP and a websocket."""

import json
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import requests
import websocket

LONGEST_CELL = 300  # seconds
MOST_RECONNECTS = 5


@dataclass
class Run:
    """What became of the cells: seconds since the start, and what went wrong."""

    first_figure: float | None = None
    seconds: float | None = None
    errors: list[str] = field(default_factory=list)
    reconnects: int = 0


class Channel:
    """The websocket to a kernel; it connects again when it is lost, as JupyterLab's does.

    The server keeps what the kernel says meanwhile for the same session.
    """

    def __init__(self, base: str, token: str, kernel: str):
        self.address = f"ws{base[4:]}api/kernels/{kernel}/channels?session_id={uuid.uuid4()}"
        self.headers, self.reconnects = headers(token), 0
        self._connect()

    def _connect(self) -> None:
        self.socket = websocket.create_connection(
            self.address, header=self.headers, timeout=LONGEST_CELL
        )

    def send(self, text: str) -> None:
        """Send a message."""
        self.socket.send(text)

    def receive(self) -> str | bytes:
        """Return the next message."""
        while True:
            try:
                return self.socket.recv()
            except websocket.WebSocketConnectionClosedException:
                if self.reconnects == MOST_RECONNECTS:
                    raise
                self.reconnects += 1
                time.sleep(1)
                self._connect()

    def close(self) -> None:
        """Let go of the websocket; the kernel goes on."""
        self.socket.close()


def headers(token: str) -> dict[str, str]:
    """Return what a request says to a server that knows the token."""
    return {"Authorization": f"token {token}"}


def start_session(base: str, token: str, path: str) -> str:
    """Let the server start a kernel for a notebook, as opening it does; return its id.

    Parameters
    ----------
    base : address of the server, with "/" at its end
    path : where the notebook lies, seen from the server's root
    """
    body = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
    answer = requests.post(f"{base}api/sessions", json=body, headers=headers(token), timeout=300)
    answer.raise_for_status()
    return answer.json()["kernel"]["id"]


def run_cells(
    base: str,
    token: str,
    kernel: str,
    cells: Sequence[tuple[str, bool]],
    clock: Callable[[], float] = time.perf_counter,
    start: float | None = None,
) -> Run:
    """Run cells one after the other; stop at the first that fails.

    Parameters
    ----------
    cells : pairs of the source and whether an error is meant to come
    start : what `clock` said when the seconds of the result begin, by default now
    """
    run, start = Run(), clock() if start is None else start
    channel = Channel(base, token, kernel)
    try:
        for number, (source, may_fail) in enumerate(cells, 1):
            for message in _answers(channel, source):
                kind, content = message["msg_type"], message["content"]
                if run.first_figure is None and is_figure(kind, content):
                    run.first_figure = clock() - start
                if kind == "error" and not may_fail:
                    run.errors.append(f"cell {number}: {content['ename']}: {content['evalue']}")
            if run.errors:
                break
    except (websocket.WebSocketException, OSError) as error:
        run.errors.append(f"{type(error).__name__}: {error}")
    finally:
        channel.close()
    run.seconds, run.reconnects = clock() - start, channel.reconnects
    return run


def _answers(channel: Channel, source: str) -> Iterator[dict]:
    """Send one cell, and yield what the kernel says until it has answered and is idle."""
    header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "version": "5.3"}
    header |= {"username": "", "session": "", "date": ""}
    content = {"code": source, "silent": False, "store_history": True, "allow_stdin": False}
    content |= {"user_expressions": {}, "stop_on_error": True}
    request = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
    channel.send(json.dumps({**request, "channel": "shell", "buffers": []}))
    idle = replied = False
    while not (idle and replied):
        frame = channel.receive()
        if isinstance(frame, bytes):
            continue  # the pixels of a widget
        message = json.loads(frame)
        if message["parent_header"].get("msg_id") != header["msg_id"]:
            continue
        kind = message["msg_type"]
        replied |= kind == "execute_reply"
        idle |= kind == "status" and message["content"]["execution_state"] == "idle"
        yield message


def is_figure(kind: str, content: dict) -> bool:
    """Whether a message shows a picture.

    >>> is_figure("display_data", {"data": {"text/html": "<figure>…</figure>"}})
    True
    """
    data = content.get("data", {})
    shows = kind in ("display_data", "execute_result")
    return shows and ("image/png" in data or "<figure" in str(data.get("text/html", "")))
