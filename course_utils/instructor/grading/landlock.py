"""Landlock: a process and all that it starts may write below some folders alone (Linux 5.13).

The numbers are those of the kernel's include/uapi/linux/landlock.h. It needs no rights, and can't
be taken back. Reading is left as it is.
"""

import ctypes
import os
import sys

CREATE, ADD, RESTRICT = 444, 445, 446  # the system calls, on every processor
NO_NEW_PRIVILEGES = 38
BENEATH = 1  # a rule for a folder and all below it
# write, remove and make: bits 1 and 4 to 12; moving between folders (13) from version 2 on, and
# making a file shorter (14) from version 3 on
WRITES = {1: (1 << 1) | 0b1_1111_1111 << 4, 2: 1 << 13, 3: 1 << 14}
WRITE_FILE = 1 << 1


class _Ruleset(ctypes.Structure):
    _fields_ = (("handled_access_fs", ctypes.c_uint64),)


class _Rule(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def version() -> int:
    """Return the version of Landlock that this kernel has, 0 for none."""
    if sys.platform != "linux":
        return 0
    return max(0, ctypes.CDLL(None).syscall(CREATE, None, ctypes.c_size_t(0), 1))


def forbid_writing(*, but: list[str]) -> bool:
    """Let this process write only below the folders `but` and to /dev/null; say whether it holds.

    False means that this system has no Landlock; nothing is restricted then.
    """
    available = version()
    if not available:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    writes = sum(bits for since, bits in WRITES.items() if since <= available)
    ruleset = _Ruleset(writes)
    handle = libc.syscall(CREATE, ctypes.byref(ruleset), ctypes.sizeof(ruleset), 0)
    if handle < 0:
        return False
    try:
        for path, access in [*((folder, writes) for folder in but), (os.devnull, WRITE_FILE)]:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
            rule = _Rule(access, place)
            failed = libc.syscall(ADD, handle, BENEATH, ctypes.byref(rule), 0)
            os.close(place)
            if failed:
                return False
        if libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0):
            return False
        return libc.syscall(RESTRICT, handle, 0) == 0
    finally:
        os.close(handle)
