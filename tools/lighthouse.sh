#!/bin/sh
# Lighthouse's figures for pages of the public site, by Debian's Chromium; exit code 1 under 95.
#   tools/lighthouse.sh http://127.0.0.1:8000 / /results/ /lookup
# Needs node and npm (apt-get install nodejs npm) and fetches lighthouse once into .lighthouse; so it
# is run by hand before a release and is no part of `make test`, which fetches nothing.
set -eu
cd "$(dirname "$0")/.."
version=12.8.2
least=95
address=$1
shift
[ $# -gt 0 ] || set -- / /results/ /lookup

command -v npm >/dev/null 2>&1 || { echo "npm is missing: apt-get install nodejs npm" >&2; exit 2; }
program=.lighthouse/node_modules/.bin/lighthouse
if [ ! -x "$program" ]; then
    mkdir -p .lighthouse
    npm install --prefix .lighthouse --no-audit --no-fund --silent "lighthouse@$version"
fi

status=0
for path in "$@"; do
    CHROME_PATH=${CHROME_PATH:-/usr/bin/chromium} "$program" "$address$path" --quiet \
        --only-categories=accessibility,best-practices,performance,seo --max-wait-for-load=90000 \
        --chrome-flags="--headless=new --no-sandbox --disable-gpu" \
        --output=json --output-path=.lighthouse/report.json
    node -e '
        const [least, path] = [Number(process.argv[1]), process.argv[2]];
        const found = JSON.parse(require("fs").readFileSync(".lighthouse/report.json"));
        const score = (id) => Math.round(100 * found.categories[id].score);
        const ids = ["accessibility", "best-practices", "performance", "seo"];
        console.log(path, ids.map((id) => `${id} ${score(id)}`).join(", "));
        for (const id of ids.slice(0, 2))
            for (const { id: audit } of found.categories[id].auditRefs)
                if (found.audits[audit].score === 0) console.log("  ", id, audit);
        process.exit(ids.slice(0, 2).every((id) => score(id) >= least) ? 0 : 1);
    ' "$least" "$path" || status=1
done
exit $status
