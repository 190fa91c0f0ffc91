"""Warm kernels for any program that starts kernels through jupyter_client: papermill, nbclient, Jupyter itself.

Registered as `warm` among `jupyter_client.kernel_provisioners`; chosen by `JUPYTER_DEFAULT_PROVISIONER_NAME=warm` or
in a kernelspec: `"metadata": {"kernel_provisioner": {"provisioner_name": "warm"}}`.
"""

from __future__ import annotations

import asyncio
import atexit
import logging
import os
import socket
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner
from traitlets import List, Unicode

from helpers.kernels.client import DOOR, Door, ForkServer, started_with
from helpers.kernels.forked import PATIENCE, Forked, NotForked, Wanted
from helpers.kernels.preload import STACK

LAUNCHED = ("-m", "ipykernel_launcher")
OF_NO_MATTER = ("-Xfrozen_modules=off",)
PLAIN_SETTINGS = frozenset({"cwd", "env", "stdin", "stdout", "stderr", "extra_arguments", "kernel_id"})
"""What a fork can be given; whoever sets anything else gets a process that heeds it."""

_LOG = logging.getLogger("helpers.kernels")


class WarmProvisioner(LocalProvisioner):
    """Starts a kernel as a fork of a process that has imported all it needs; an ordinary one on any trouble."""

    modules = List(Unicode(), STACK, config=True, help="What the fork server imports, where this process starts one.")

    async def launch_kernel(self, cmd: list[str], **kwargs: object) -> KernelConnectionInfo:
        try:
            forked = await self._fork(cmd, kwargs)
        except NotForked as problem:
            _LOG.warning("Núcleo ordinario: %s.", problem)
            return await super().launch_kernel(cmd, **kwargs)
        self.process = forked
        self.pid, self.pgid = forked.pid, None  # its group is signalled by the server, which knows whose number it is
        self.cwd = kwargs.get("cwd") or os.getcwd()
        return self.connection_info

    async def _fork(self, cmd: Sequence[str], settings: Mapping[str, object]) -> Forked:
        arguments = _launcher_arguments(cmd)
        asked = {name for name, value in settings.items() if value is not None and value is not False}
        foreign = sorted(asked - PLAIN_SETTINGS)
        if foreign:
            raise NotForked(f"se pide {', '.join(foreign)}")
        environment = dict(settings.get("env") or os.environ)
        door = given_door(environment) or own_server(environment, self.modules).door
        environment.pop(DOOR, None)
        ready, told = os.pipe()
        try:
            with Path(os.devnull).open("rb") as nothing, open(told, "wb"):
                wanted = Wanted(
                    entry="helpers.kernels.kernel:main",
                    arguments=arguments,
                    folder=os.path.abspath(settings.get("cwd") or os.curdir),
                    environment=environment | {"JPY_PARENT_PID": str(os.getpid())},
                    standard=(nothing.fileno(), *_outputs(settings)),
                    files=(told,),
                )
                forked = door.fork(wanted)
            await _until_known(forked)
            await _readable(ready, PATIENCE)
        finally:
            os.close(ready)
        return forked

    async def kill(self, restart: bool = False) -> None:
        await super().kill(restart=restart)
        if isinstance(self.process, Forked):
            await _news(self.process, 1.0)  # or the manager would look again only in a tenth of a second

    async def wait(self) -> int | None:
        while isinstance(self.process, Forked) and self.process.poll() is None:
            await _news(self.process, 1.0)
        return await super().wait()


def given_door(environment: Mapping[str, str]) -> Door | None:
    """The door of a server that others have started for this process; None where there is none.

    Raises
    ------
    NotForked
        Where it is there no longer.
    """
    number = environment.get(DOOR, "")
    if not number:
        return None
    if number not in _given:
        try:
            _given[number] = Door(socket.socket(fileno=int(number)))
        except (OSError, ValueError) as problem:
            raise NotForked(f"{DOOR} no es la puerta de un servidor de núcleos") from problem
    return _given[number]


def is_served(environment: Mapping[str, str]) -> bool:
    """Whether the server that others have started for this process is there."""
    try:
        door = given_door(environment)
    except NotForked:
        return False
    return door is not None and door.is_open


def own_server(environment: Mapping[str, str], modules: Sequence[str]) -> ForkServer:
    """The server that this process has started; several, where what they import or their environments do not agree.

    Raises
    ------
    NotForked
    """
    key = (tuple(modules), tuple(sorted(started_with(environment).items())))
    with _lock:
        server = _own.get(key)
        if server is None or server.process.poll() is not None:
            server = _own[key] = ForkServer.start(environment, modules)
            atexit.register(server.close)
        return server


_given: dict[str, Door] = {}
_own: dict[tuple, ForkServer] = {}
_lock = threading.Lock()


def _launcher_arguments(cmd: Sequence[str]) -> tuple[str, ...]:
    """What the launcher of this Python's kernels is given."""
    python, *rest = (part for part in cmd if part not in OF_NO_MATTER)
    if os.path.abspath(python) != os.path.abspath(sys.executable) or tuple(rest[:2]) != LAUNCHED:
        raise NotForked("el núcleo no es el de este Python")
    return tuple(rest[2:])


def _outputs(settings: Mapping[str, object]) -> tuple[int, int]:
    """Its output and errors: as `Popen` is told, or this process's own."""
    given = [settings.get("stdout"), settings.get("stderr")]
    files = [own if file is None else _number(file) for own, file in zip((1, 2), given, strict=True)]
    return files[0], files[1]


def _number(file: object) -> int:
    number = file if isinstance(file, int) else file.fileno()
    if number < 0:
        raise NotForked("se piden tubos para lo que imprime")
    return number


async def _until_known(forked: Forked) -> None:
    limit = asyncio.get_running_loop().time() + PATIENCE
    while not forked.is_known:
        left = limit - asyncio.get_running_loop().time()
        if left <= 0:
            forked.leave()
            raise NotForked("el servidor de núcleos no contesta")
        await _news(forked, left)
    _ = forked.pid  # says what happened where there is none


async def _news(forked: Forked, seconds: float) -> None:
    """Wait until there is something to be heard of a process, or the time is over."""
    if forked.poll() is None:
        await _readable(forked.fileno(), seconds)


async def _readable(file: int, seconds: float) -> None:
    loop, came = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(file, came.set)
    try:
        await asyncio.wait_for(came.wait(), seconds)
    except TimeoutError:
        return
    finally:
        loop.remove_reader(file)
