"""What a guarded child may use. It confines itself before it opens the file, and nothing it does later undoes that."""

import ctypes
import os
import resource
import signal
import sys
from dataclasses import dataclass

from gallery.purposes import Kind

MIB = 1024 * 1024
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38  # <linux/prctl.h>
ORPHANED = 70  # how a child ends that was orphaned before it could ask to be told


@dataclass(frozen=True, slots=True)
class Guard:
    """Seconds and bytes. `resident` is watched from outside, the others are kept by the system."""

    cpu: int
    wall: float
    resident: int
    address_space: int  # a backstop: the watch looks only so often
    file_size: int  # of each file that is written
    descriptors: int = 64


# The reader of WebP holds a picture four times: 810 MiB for 49 megapixels. A progressive JPEG of 60 megapixels in CMYK
# takes 520 MiB, all others less.
GUARDS: dict[Kind, Guard] = {
    Kind.PICTURE: Guard(cpu=60, wall=120, resident=900 * MIB, address_space=1200 * MIB, file_size=64 * MIB),
    Kind.VIDEO: Guard(cpu=1500, wall=780, resident=1536 * MIB, address_space=4096 * MIB, file_size=1024 * MIB),
}


def confine(guard: Guard, parent: int) -> None:
    """From here on the process dies with the one that started it, and the system refuses it more than `guard`."""
    die_with(parent)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, guard.cpu, grace=2)
    _limit(resource.RLIMIT_FSIZE, guard.file_size)
    _limit(resource.RLIMIT_NOFILE, guard.descriptors)
    if sys.platform == "linux":  # others refuse a limit below what is mapped already
        _limit(resource.RLIMIT_AS, guard.address_space)


def die_with(parent: int) -> None:
    """On Linux. Elsewhere an orphan ends at its limit of CPU, or when it next tells of its progress."""
    if sys.platform == "linux":
        prctl = ctypes.CDLL(None, use_errno=True).prctl
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        if os.getppid() != parent:  # it died before we asked
            os._exit(ORPHANED)


def _limit(what: int, most: int, *, grace: int = 0) -> None:
    """Never above what this process was given itself."""
    _soft, given = resource.getrlimit(what)
    hard = most + grace if given == resource.RLIM_INFINITY else min(most + grace, given)
    resource.setrlimit(what, (min(most, hard), hard))
