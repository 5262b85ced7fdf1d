"""Uploads: files that were accepted become jobs, which are kept on the disk and run one at a time.

Arrival   what is being received, under `uploads/`: it is a job once `Queue.add` has returned, and nothing before
Queue     the jobs in `jobs.sqlite`: waiting, running, ended
JobRunner runs them in a process of their own, and again where that process or the server died
"""

from pipeline.jobs.arrival import MOST_FILES, Arrival, Bounds, Refused
from pipeline.jobs.queue import Queue, QueueFull
from pipeline.jobs.records import Job, JobFile
from pipeline.jobs.runner import JobRunner

__all__ = ["MOST_FILES", "Arrival", "Bounds", "Job", "JobFile", "JobRunner", "Queue", "QueueFull", "Refused"]
