#!/bin/sh
# Make .venv hold what the lock file given names, and the `caseflow` command. Quick when it does.
set -eu
cd "$(dirname "$0")/.."
lock=$1
here=$(pwd)

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for name in python3 python3.11 python3.12 python3.13; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c \
            'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    say "caseflow needs Python 3.11, 3.12 or 3.13; none is on the PATH."
    exit 2
}

make_venv() {
    python=$(find_python)
    rm -rf .venv
    if "$python" -m venv .venv >/dev/null 2>&1; then
        return
    fi
    rm -rf .venv
    # Debian keeps ensurepip in a package of its own.
    package="$("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')"
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        say "Python cannot make a virtual environment. Run: apt-get install $package"
        exit 2
    fi
    say "Installing $package ..."
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >&2
    "$python" -m venv .venv
}

# The stamp names the place and each lock file installed: moved or changed means again.
stamp=.venv/installed
wanted="$here $lock $(sha256sum "$lock" | cut -d' ' -f1)"
if [ ! -x .venv/bin/python ] || { [ -f $stamp ] && ! grep -qF "$here " $stamp; }; then
    say "Making .venv ..."
    make_venv
fi
if ! grep -qxF "$wanted" $stamp 2>/dev/null; then
    say "Installing $lock ..."
    # A bundle brings its wheels along.
    if [ -d wheels ]; then set -- --no-index --find-links wheels; else set --; fi
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
        --only-binary :all: "$@" -r "$lock"
    grep -vF "$here $lock " $stamp 2>/dev/null >$stamp.new || true
    echo "$wanted" >>$stamp.new
    mv $stamp.new $stamp
fi

# The project itself runs from this folder: a path file and a command, nothing to build.
folder=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
echo "$here" >"$folder/caseflow.pth"
cat >.venv/bin/caseflow <<END
#!/bin/sh
exec "$here/.venv/bin/python" -P -c 'from caseflow.cli import main; main()' "\$@"
END
chmod +x .venv/bin/caseflow

for catalog in caseflow/translations/*/LC_MESSAGES/messages.po; do
    if [ ! -f "${catalog%.po}.mo" ] || [ "$catalog" -nt "${catalog%.po}.mo" ]; then
        .venv/bin/python -m caseflow.translations.compile
        break
    fi
done
