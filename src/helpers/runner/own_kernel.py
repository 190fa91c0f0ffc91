"""The kernel of a run's sections: this Python's own, forked where it can be, and waited for no longer than it takes."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from queue import Empty

import zmq
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager

from helpers.kernels.provisioner import WarmProvisioner

CONNECTION_TIME = 0.1
"""Seconds in which the outputs' socket is connected, once the kernel answers: else it is asked again."""
ANSWER_TIME = 1.0


class QuickClient(AsyncKernelClient):
    """Goes on when the kernel has answered: the usual one then waits 0.2 s for outputs that nobody heeds any more.

    A section's cells take only outputs that name the cell, so none that comes late can be taken for another's.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers and what it prints is heard."""
        limit = time.monotonic() + (timeout or float("inf"))
        while not await self._answers():
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > limit:
                raise RuntimeError(f"Kernel didn't respond in {timeout:g} seconds")

    async def _answers(self) -> bool:
        self.kernel_info()
        try:
            reply = await self.shell_channel.get_msg(timeout=ANSWER_TIME)
            await self.iopub_channel.get_msg(timeout=CONNECTION_TIME)
        except Empty:
            return False
        if reply["msg_type"] != "kernel_info_reply":
            return False
        self._handle_kernel_info_reply(reply)
        return True


class OwnKernel(AsyncKernelManager):
    """Starts the Python that runs this, whatever kernels are installed on the machine under the same name."""

    def _kernel_spec_manager_default(self) -> KernelSpecManager:
        return KernelSpecManager(kernel_dirs=[], ensure_native_kernel=True)

    def _transport_encryption_default(self) -> str:
        """Others on the machine can reach the kernel's ports; older Jupyters have no such setting."""
        return "auto" if zmq.has("curve") else "disabled"

    def _connection_file_default(self) -> str:
        """In the folder of IPython's settings, which a section has for itself and which goes with the run.

        Jupyter would take the system's folder for such files, where a run that is killed leaves it for ever.
        """
        folder = os.environ.get("IPYTHONDIR")
        if not folder:
            return ""  # Jupyter's own choice, where a kernel is no section's.
        Path(folder).mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(".json", "conexion-", folder)
        os.close(handle)
        return name

    async def _async_interrupt_kernel(self) -> None:
        """Interrupt what runs; one that is about to be killed needs none, and might complain of it."""
        if not self.shutting_down:
            await super()._async_interrupt_kernel()

    def _client_factory_default(self) -> type[QuickClient]:
        return QuickClient


class WarmKernel(OwnKernel):
    """The same, as a fork of the run's server."""

    async def _async_pre_start_kernel(self, **settings: object) -> tuple[list[str], dict[str, object]]:
        if self.provisioner is None:
            self.kernel_id = self.kernel_id or settings.pop("kernel_id", "")
            self.provisioner = WarmProvisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
        return await super()._async_pre_start_kernel(**settings)
