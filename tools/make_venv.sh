#!/usr/bin/env bash
# Creates .venv from requirements.lock or updates it; an incomplete one is created again.
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")/.."
PYTHON=${PYTHON:-python3}
unfinished=.venv/.unfinished

# After an interruption only a new .venv is safe, because pip considers a package installed if its metadata exist, even if
# files are missing. After the project folder was moved or copied, its .venv still points to the old folder.
usable() {
    [ ! -e "$unfinished" ] && grep -qsF "$PWD/.venv/" .venv/bin/pip &&
        .venv/bin/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

trap 'echo "No se pudo preparar el entorno de Python: el error está arriba. Si fue la red, repita la orden." >&2' ERR

if usable; then
    echo "Poniendo al día el entorno de Python (.venv)…"
else
    echo "Preparando el entorno de Python (.venv); la primera vez tarda unos minutos…"
    rm -rf .venv && mkdir .venv && touch "$unfinished"
    "$PYTHON" -m venv .venv
fi
touch "$unfinished"
# The lock is complete, setuptools included, and wheels need no build: nothing is resolved again and nothing else downloaded.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --no-deps \
    --require-hashes -r requirements.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
.venv/bin/python -m pip check --quiet --disable-pip-version-check
rm "$unfinished"
