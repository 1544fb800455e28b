"""The command ``metodoteka``, also as ``python -m generator``: the first thing that runs, so it imports nothing heavy.

The rest of the house takes half a second and more to load. Whoever presses Ctrl+C meanwhile gets a word, not a trace.
"""

import gc
import os
import signal
import sys

INTERRUPTED = 130  # what a shell gives for a program that Ctrl+C ended: 128 and the number of the signal


def main() -> int:
    """Run the command with the words of the command line; the exit status, 130 after Ctrl+C at any moment."""
    # Ignored from outside (nohup, a job in the background): it stays ignored.
    listens = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if listens:
        signal.signal(signal.SIGINT, _leave_at_once)
    # Our models have no use for plugins of pydantic, which it would look for in every package that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()  # modules that are being loaded are no garbage; a tenth of the time until everything is there
    from generator import cli

    def loaded() -> None:
        gc.enable()
        if listens:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    try:
        return _run(lambda: cli.main(loaded=loaded))
    finally:
        gc.freeze()  # or the interpreter looks through all records for garbage once more before it ends
        if listens:  # the work is done or told; what is left is the interpreter's own
            signal.signal(signal.SIGINT, signal.SIG_IGN)


def _run(command) -> int:
    try:
        status = command()
        sys.stdout.flush()
    except KeyboardInterrupt:  # between two lines of this file, or while the last words are written
        return INTERRUPTED
    except BrokenPipeError:
        os._exit(1)  # nobody reads what we say; the interpreter would say that with a trace
    return status


def _leave_at_once(*_: object) -> None:
    """Nothing is written yet, so nothing has to be put right; raising would let every library that is being loaded say
    its own word about it."""
    os.write(2, "\nОстановлено, ничего не изменено.\n".encode(sys.stderr.encoding or "utf-8", "replace"))
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    sys.exit(main())
