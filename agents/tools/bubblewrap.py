"""The command line of bubblewrap: what it closes, mounts and limits."""

import sys
from collections.abc import Sequence
from pathlib import Path

from agents.tools.command_limits import Limits
from agents.tools.sandbox_view import View

NICE = "10"  # whoever waits for an answer comes first, also before many processes at once

ENV = {"PATH": "/usr/local/bin:/usr/bin:/bin"}  # bubblewrap's own, readable inside through /proc


def confined(readable: Sequence[Path], limits: Limits) -> Sequence[str]:
    """Return the beginning of a command line; a command after it runs in the sandbox and writes nowhere."""
    return command_line(View(readable=readable), (), limits)


def command_line(view: View, held: Sequence[int], limits: Limits) -> list[str]:
    """Return the beginning of a command line; a command after it runs in the sandbox.
    Args:
        held: the open folder of each mount. A path could lead elsewhere by the time that bubblewrap follows it.
    """
    argv = ["bwrap", "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session"]
    argv += ["--clearenv", "--cap-drop", "ALL", "--uid", "65534", "--gid", "65534", "--hostname", "sandbox"]
    argv += ["--ro-bind", "/usr", "/usr"]
    for name in ("bin", "sbin", "lib", "lib64"):
        argv += ["--symlink", f"usr/{name}", f"/{name}"]
    for name in ("/etc/alternatives", "/etc/ld.so.cache", "/etc/fonts"):
        argv += ["--ro-bind-try", name, name]
    argv += ["--proc", "/proc", "--dev", "/dev"]
    for size, name in ((64 << 20, "/tmp"), (64 << 20, "/dev/shm"), (1 << 20, "/run")):
        argv += ["--size", str(size), "--tmpfs", name]
    argv += ["--remount-ro", "/dev"]
    for path in (Path(sys.base_prefix), Path(sys.prefix), *view.readable):
        argv += ["--ro-bind-try", str(path), str(path)]
    for descriptor, mount in zip(held, view.mounts, strict=True):
        argv += ["--bind-fd" if mount.writable else "--ro-bind-fd", str(descriptor), mount.at]
    argv += ["--chdir", view.mounts[-1].at] if view.mounts else []
    inside = {"PATH": f"{sys.prefix}/bin:{ENV['PATH']}", "HOME": "/tmp", "LANG": "C.UTF-8", "MPLBACKEND": "Agg"}
    for key, value in {
        **inside,
        "MPLCONFIGDIR": "/tmp/mpl",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        **view.env,
    }.items():
        argv += ["--setenv", key, value]
    argv += ["--remount-ro", "/"]
    caps = [f"--as={limits.memory}", f"--cpu={int(limits.seconds) + 1}", f"--nproc={limits.processes}"]
    caps += [f"--fsize={limits.disk}", "--nofile=256", "--core=0"]
    return [*argv, "--", "nice", "-n", NICE, "prlimit", *caps, "--"]
