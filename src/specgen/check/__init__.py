"""Runs rules over specs. Text in, findings out: which files there are, and how findings are shown, is not known here.

    checker   one file, and all files of a run
    outcome   what one file gave, and until which day that stays true
    baseline  findings that were there when the gate was switched on
"""

from __future__ import annotations
