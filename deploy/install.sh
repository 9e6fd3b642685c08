#!/bin/sh
# install.sh PYTHON LOCK: exactly what the lock file says, no more: Rasa's own metadata asks for TensorFlow and Python 3.10.
# With uv where it is there, which takes seconds instead of minutes; both check every file against its hash.
set -e
if uv --version >/dev/null 2>&1; then
    exec uv pip install --python "$1" --no-deps --require-hashes -r "$2"
fi
"$1" -m pip --version >/dev/null 2>&1 || "$1" -m ensurepip
PIP_DISABLE_PIP_VERSION_CHECK=1 exec "$1" -m pip install --no-compile --no-deps --ignore-requires-python --require-hashes -r "$2"
