"""One file for each generated block."""
