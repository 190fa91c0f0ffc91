"""What a section finds around it besides files: Python, the system, settings and versions of packages."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from helpers.reuse.places import Places

SETTINGS = (
    "LANG", "LANGUAGE", "LC_ALL", "LC_COLLATE", "LC_CTYPE", "LC_MONETARY", "LC_NUMERIC", "LC_TIME", "TZ",
    "PYTHONOPTIMIZE", "PYTHONUTF8", "SOURCE_DATE_EPOCH", "MATPLOTLIBRC", "MPLCONFIGDIR",
)  # fmt: skip
MATPLOTLIB_FILE = "el archivo matplotlibrc"
_DISTRIBUTION = re.compile(r"^(?P<name>.+?)-(?P<version>[^-]+)(?:-py[\d.]+)?\.(?:dist|egg)-info$")
_SEPARATORS = re.compile(r"[-_.]+")


def surroundings() -> dict[str, str]:
    """Python, the system, the settings that a kernel inherits, and matplotlib's own file, by name in Spanish."""
    found = {"la versión de Python": platform.python_version(), "el sistema": f"{sys.platform} {platform.machine()}"}
    found |= {f"la variable {name}": os.environ.get(name, "") for name in SETTINGS}
    return found | {MATPLOTLIB_FILE: "".join(map(Places.file_digest, _matplotlib_files()))}


def _matplotlib_files() -> tuple[Path, ...]:
    """Where matplotlib looks for a user's settings; a kernel that is forked has read them before it records."""
    home = Path.home()
    named = [Path(os.environ[name]) for name in ("MATPLOTLIBRC", "MPLCONFIGDIR") if os.environ.get(name)]
    settled = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    folders = (*named, settled / "matplotlib", home / ".matplotlib")
    return tuple(folder if folder.is_file() else folder / "matplotlibrc" for folder in folders)


@cache
def installed() -> Mapping[str, str]:
    """The version of every package that is installed, by its name as registries write it; from the names of folders."""
    found: dict[str, str] = {}
    for folder in filter(None, sys.path):
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
            match = _DISTRIBUTION.match(name)
            if match:
                found.setdefault(_plain_name(match["name"]), match["version"])
    return found


def versions_of(modules: Iterable[str]) -> dict[str, str]:
    """The versions of the packages that some modules come from."""
    versions = installed()
    names = {_plain_name(package) for module in modules for package in _packages().get(module, ())}
    return {name: versions[name] for name in sorted(names) if name in versions}


@cache
def _packages() -> Mapping[str, list[str]]:
    from importlib.metadata import packages_distributions

    return packages_distributions()


def _plain_name(name: str) -> str:
    return _SEPARATORS.sub("-", name).lower()
