"""The labelled set of `caseflow bench redaction`: invented summaries and what in them is private.

Written before the redaction engine and apart from it: its names, sentence frames and spellings are
its own, and nothing here imports the engine. `python -m caseflow.bench.labelled` writes both files
again, the same bytes from the same seeds: the set that the engine may be measured on while it is
made, and the one held out, with other names and other frames, that it is never tuned on.
"""
