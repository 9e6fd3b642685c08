#!/bin/sh
# install.sh PYTHON LOCK: exactly what the lock file says, no more: Rasa's own metadata asks for TensorFlow and Python 3.10.
# With uv where it is there, which takes seconds instead of minutes; both check every file against its hash.
set -e
if uv --version >/dev/null 2>&1; then
    exec uv pip install --python "$1" --no-deps --require-hashes -r "$2"
fi
"$1" -m pip --version >/dev/null 2>&1 || "$1" -m ensurepip

# pip uses one core, most of it to read the index: two of them take half the time. A package goes to the one with fewer
# lines so far: it has a line for each of its files, and these are what is read
parts=$(mktemp -d)
trap 'rm -rf "$parts"' EXIT
awk -v parts="$parts" -v folder="$(cd "$(dirname "$2")" && pwd)" '
    function put() {
        if (!count) return
        part = lines[1] <= lines[0]
        printf "%s", block > (parts "/" part ".txt")
        lines[part] += count
        block = ""; count = 0
    }
    /^[^ #]/ { put() } /^-r / { $2 = folder "/" $2 } { block = block $0 "\n"; count++ } END { put() }' "$2"

install() {
    PIP_DISABLE_PIP_VERSION_CHECK=1 "$1" -m pip install --no-compile --no-deps --ignore-requires-python --require-hashes -r "$2"
}
install "$1" "$parts/1.txt" &
first=$!
failed=0
[ ! -e "$parts/0.txt" ] || install "$1" "$parts/0.txt" || failed=$?
wait "$first" || failed=$?
exit "$failed"
