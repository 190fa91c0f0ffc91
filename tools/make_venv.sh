#!/usr/bin/env bash
# Makes .venv from requirements.lock, or brings it up to date; one that was left half-made is made anew.
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")/.."
PYTHON=${PYTHON:-python3}
unfinished=.venv/.unfinished

# pip takes a package whose metadata lies there for installed, though its files may have been cut short: after an
# interruption only a new start is sure. A project folder that was moved or copied brings a .venv that still points
# to the old place.
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
.venv/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: \
    --require-hashes -r requirements.lock
# The lock brings setuptools, and wheels need no build: nothing is fetched that it does not name.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
rm "$unfinished"
