"""Benchmarks: `python -m tests.benchmarks`. Read them as ratios of one run, not as seconds of one machine."""
