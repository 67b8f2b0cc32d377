"""What this system offers to keep a learner's process apart, found by trying it."""

import subprocess
import sys
from functools import cache
from typing import NamedTuple

from course_utils.instructor.grading import landlock

OWN_NETWORK = ("unshare", "--user", "--map-current-user", "--net")
# The kernel ends all processes of a namespace with its first, which no learner's code can be: a
# shell is, so that a process of the learner's can end itself.
OWN_PROCESSES = ("--pid", "--fork", "--kill-child", "--mount-proc", "--")
FIRST_PROCESS = ("sh", "-c", '"$@"; exit $?', "sh")


class Walls(NamedTuple):
    """How a learner's process is started, and what holds around it."""

    prefix: tuple[str, ...] = ()
    no_network: bool = False
    own_processes: bool = False
    locked_files: bool = False

    def words(self) -> list[str]:
        """Say for each wall whether it stands."""
        return [
            "Network: none, the code runs in a network namespace of its own."
            if self.no_network
            else "Network: OPEN. This system cuts off no process; pull the plug if it counts.",
            "Processes: in a namespace of their own; the kernel ends all of them."
            if self.own_processes
            else "Processes: ended by their group and a mark in their environment; one that "
            "removes the mark and leaves the group may stay.",
            "Files: only the throw-away folder can be written to (Landlock)."
            if self.locked_files
            else "Files: the code can write wherever you can. Grade as a user of its own.",
        ]


@cache
def walls_here() -> Walls:
    """Return the strongest walls that this system lets an ordinary user put up.

    >>> type(walls_here().no_network)
    <class 'bool'>
    """
    locked = landlock.version() > 0
    if sys.platform == "linux":
        for more, own_processes in (((*OWN_PROCESSES, *FIRST_PROCESS), True), (("--",), False)):
            prefix = OWN_NETWORK + more
            if _works(prefix):
                return Walls(prefix, True, own_processes, locked)
    return Walls(locked_files=locked)


def _works(prefix: tuple[str, ...]) -> bool:
    try:
        done = subprocess.run([*prefix, "true"], capture_output=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
