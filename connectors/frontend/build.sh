#!/bin/sh
# Builds what browsers get into dist/, when something changed since the last time. Without Node the plain pages serve.
cd "$(dirname "$0")" || exit 1

if ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 18 ? 1 : 0)' 2>/dev/null || ! npm --version >/dev/null 2>&1; then
    echo 'Senza Node 18 o più recente il widget non si costruisce: la chat e il sito usano le pagine semplici.'
    exit 0
fi

if [ -e dist/.built ] && [ -z "$(find src package-lock.json vite.config.ts copy.js -newer dist/.built)" ]; then
    exit 0
fi

log=dist/build.log
mkdir -p dist
echo 'Costruisco il widget della chat.'
if { [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-progress --fetch-retries=1; } >"$log" 2>&1 \
    && npm run build >>"$log" 2>&1; then
    touch dist/.built
else
    echo "Il widget non si è potuto costruire (connectors/frontend/$log dice perché): la chat usa la pagina semplice." >&2
    exit "${STRICT:-0}"
fi
