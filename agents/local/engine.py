"""The embedded model in memory."""

from __future__ import annotations

import threading
import uuid
from pathlib import Path
from typing import Any

from agents import processors

CONTEXT = 8192  # tokens
ERRORS = 1  # how much llama.cpp logs: not the times of every answer

Json = dict[str, Any]


class Engine:
    """The model in memory, loaded at the first question.

    Its listener on the loopback address is closed to everyone else by a key that never leaves this process.
    """

    def __init__(self, path: Path, threads: int) -> None:
        self._path, self._threads = path, threads
        self._lock = threading.Lock()
        self._server: Any = None

    def complete(self, body: Json) -> Json:
        """Return the model's answer to one chat request; the first call loads the model."""
        with self._lock:
            if self._server is None:
                self._server = self._loaded()
            answer: Json = self._server.handle_chat_completions(body)
        return answer

    def _loaded(self) -> Any:
        processors.own().release()  # its threads calculate here, each on a processor of its own
        import xllamacpp

        given = xllamacpp.CommonParams()
        given.model.path, given.n_ctx, given.n_parallel = str(self._path), CONTEXT, 1
        given.cpuparams.n_threads = given.cpuparams_batch.n_threads = self._threads
        given.offline, given.warmup, given.ui, given.endpoint_slots = True, False, False, False
        given.api_keys = [uuid.uuid4().hex]
        given.verbosity = ERRORS
        return xllamacpp.Server(given)
