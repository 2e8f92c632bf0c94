"""The reading process: it takes an order and the bytes of one file, answers on its standard output, and ends.

It limits itself before it looks at the file. Of what it says only the form is believed: whoever made the file may
speak through it.
"""

import io
import os
import sys
from collections.abc import Sequence
from typing import BinaryIO

from agents.reading.libraries import load
from agents.reading.limiting import limit
from agents.reading.order import KEPT, SIZE, Order, from_json
from agents.reading.works import answer


def main(arguments: Sequence[str]) -> None:
    """Carry out the order in the first argument on the bytes from standard input, answer, and end the process."""
    order = from_json(arguments[0])
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    load(order)
    limit(order.limits)
    if KEPT in order.options:
        serve(order, sys.stdin.buffer, answers)
    answers.write(answer(order, sys.stdin.buffer))
    answers.flush()
    os._exit(0)  # there is nothing to tidy up, and there may be much memory


def serve(order: Order, stream: BinaryIO, answers: BinaryIO) -> None:
    """Answer one order after another until nothing more is asked, and end the process."""
    while size := stream.read(SIZE):
        said = answer(order, io.BytesIO(stream.read(int.from_bytes(size))))
        answers.write(len(said).to_bytes(SIZE) + said)
        answers.flush()
    os._exit(0)
