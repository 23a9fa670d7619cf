#!/bin/sh
# Install what the tests drive and is missing: by apt when root, else say which command does it.
set -eu

needed=""
if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then needed="$needed postgresql"; fi
command -v redis-server >/dev/null 2>&1 || needed="$needed redis-server"
[ -x /usr/bin/chromium ] || needed="$needed chromium"
ls /usr/share/fonts/opentype/noto/NotoSansCJK* >/dev/null 2>&1 || needed="$needed fonts-noto-cjk"
[ -n "$needed" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing$needed ..."
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $needed >/dev/null
    exit 0
fi
echo "The tests need more than is here. Run: sudo apt-get install$needed" >&2
# A person may go on without; the tests say what they skip. In CI nothing may be skipped.
[ -z "${CI:-}" ] || exit 1
