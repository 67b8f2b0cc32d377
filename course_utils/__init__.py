"""Tested helpers of the course: one folder a chapter, the same rooms in each."""

__version__ = "0.1.0"
