"""Long trials of what must hold whatever happens: killed runs, full disks, texts that a browser would run.

``python -m tests.hostile`` prints one line for each goal: what was wanted, what was measured, whether it held. A sample
of each trial is among the tests of ``make test``.
"""
