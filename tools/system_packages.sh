#!/usr/bin/env bash
# System packages that the project needs besides its Python packages. Missing ones are installed if possible (apt-get,
# as root); otherwise the command to install them is printed, and the rest continues.
#
#   tools/system_packages.sh report     what `make report` needs; fails only if no .venv can be made
#   tools/system_packages.sh test       that, and what the tests need
#   tools/system_packages.sh deselect [MARKER…]   a pytest -m expression without those tests and the ones that
#                                       cannot run here
# shellcheck disable=SC2046,SC2086 # needs and packages are lists of words, split on purpose
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
PYTHON=${PYTHON:-python3}
REPORT_NEEDS="venv"
TEST_NEEDS="browser calc poppler qpdf"

# LibreOffice may be installed without Calc or Writer, so look for these themselves.
office_libraries() {
    local office place
    office=$(command -v soffice || command -v libreoffice) || return 1
    place=$(dirname "$(readlink -f "$office")")
    ls "$place"/libsclo.* && ls "$place"/libswlo.*
}

# The forms are set in Arial. Without it, or a font of the same widths, LibreOffice prints them in a wider font and smaller.
arial_widths() {
    command -v fc-match || return 0
    fc-match Arial | grep -qiE 'arial|arimo|liberation'
}

have() {
    case $1 in
        # Debian ships the module venv without ensurepip, and then `python3 -m venv` fails half way.
        venv) "$PYTHON" -S -c 'import ensurepip, venv' ;;
        browser) { command -v chromium || command -v chromium-browser || command -v google-chrome; } &&
            command -v chromedriver ;;
        calc) office_libraries && arial_widths ;;
        poppler) command -v pdftotext && command -v pdftoppm ;;
        qpdf) command -v qpdf ;;
    esac >/dev/null 2>&1
}

packages() {
    case $1 in
        venv) "$PYTHON" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])' ;;
        browser) if grep -qsx 'ID=ubuntu' /etc/os-release; then
            echo chromium-browser chromium-chromedriver
        else
            echo chromium chromium-driver
        fi ;;
        calc) echo libreoffice-calc libreoffice-writer fonts-liberation ;;
        poppler) echo poppler-utils ;;
        qpdf) echo qpdf ;;
    esac
}

in_words() {
    case $1 in
        venv) echo "el módulo venv de Python (sin él no se puede preparar nada)" ;;
        browser) echo "Chromium y ChromeDriver (sin ellos no corren las pruebas en el navegador)" ;;
        calc) echo "LibreOffice, con Calc y Writer (sin él no corren las pruebas que recalculan el libro de Excel y abren los documentos de Word)" ;;
        poppler) echo "Poppler, pdftotext y pdftoppm (sin él no corren las pruebas que leen el PDF)" ;;
        qpdf) echo "qpdf (sin él no corren las pruebas que revisan la forma del PDF)" ;;
    esac
}

missing_of() { for need in "$@"; do have "$need" || echo "$need"; done; }

install() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq || true # an old package list may be good enough
    # One need at a time, so that a package missing in this release does not prevent the others.
    for need in "$@"; do
        echo "Instalando $(packages "$need")…"
        apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3 \
            -o Dpkg::Use-Pty=0 $(packages "$need") </dev/null >/dev/null || true
    done
}

explain() {
    local all
    echo "En este sistema falta:"
    for need in "$@"; do echo "  - $(in_words "$need")"; done
    if command -v apt-get >/dev/null; then
        all="apt-get install -y --no-install-recommends$(printf ' %s' $(for need in "$@"; do packages "$need"; done))"
        echo "Para instalarlo, escriba:"
        echo
        if command -v sudo >/dev/null; then
            echo "    sudo apt-get update && sudo $all"
        else
            echo "    su -c 'apt-get update && $all'"
        fi
        echo
    else
        echo "Instálelo con el gestor de paquetes de este sistema, o use conda (environment.yml)."
    fi
}

ensure() {
    local missing
    missing=$(missing_of "$@")
    [ -n "$missing" ] || return 0
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        install $missing
        missing=$(missing_of $missing)
        [ -n "$missing" ] || return 0
    fi
    explain $missing >&2
    case $missing in *venv*) return 1 ;; esac
}

# In CI no test is left out: a missing program must make it fail.
deselect() {
    local expression=""
    if [ "${CI:-}" != true ]; then
        have browser || set -- "$@" browser
        have calc || set -- "$@" libreoffice
        have poppler || set -- "$@" poppler
        have qpdf || set -- "$@" qpdf
    fi
    for marker in "$@"; do expression+=" and not $marker"; done
    echo "${expression# and }"
}

case ${1:-} in
    report) ensure $REPORT_NEEDS ;;
    test) ensure $REPORT_NEEDS $TEST_NEEDS ;;
    deselect) shift && deselect "$@" ;;
    *) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
esac
