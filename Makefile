# Two commands on a fresh machine: `make run` and `make test`. What they need: Python 3.10, or uv, which finds or gets it.

.POSIX:
.SUFFIXES:
.DEFAULT_GOAL := help
.PHONY: help install run build train doctor test validate lint lock data-report bench-nlu bench-first-replies bench-serve bench-telegram bench-load bench-desk clean

VENV = .venv
BIN = $(VENV)/bin
READY = $(VENV)/.installed
# more for pytest, such as ARGS="tests/unit -x"
ARGS =
# how many tests at a time: most of them wait for servers that they started
WORKERS = 2

help: ## questo elenco
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /|/' | awk -F'|' '{ printf "  make %-20s %s\n", $$1, $$2 }'
	@echo
	@echo '  make run PORT=5006: altra porta per la chat. make test ARGS="tests/unit -x": solo una parte. Le altre impostazioni: .env.example'

install: $(READY) ## crea .venv e vi installa quello che è scritto in requirements.lock

# uv, when it is there, does in seconds what pip does in minutes; both check every file against its hash
$(READY): requirements.lock
	@set -e; \
	version='import sys; sys.exit(sys.version_info[:2] != (3, 10))'; \
	python=; \
	for name in python3.10 python3 python; do \
	    if [ -z "$$python" ] && $$name -c "$$version" >/dev/null 2>&1; then python=$$name; fi; \
	done; \
	uv=; \
	if uv --version >/dev/null 2>&1; then uv=uv; fi; \
	if ! $(BIN)/python -c "$$version" >/dev/null 2>&1; then \
	    rm -rf $(VENV); \
	    if [ -n "$$uv" ] && uv venv --quiet --python 3.10 $(VENV) 2>/dev/null; then :; \
	    elif [ -n "$$python" ]; then $$python -m venv $(VENV); \
	    else \
	        echo 'Serve Python 3.10: installalo con il tuo sistema, da python.org o con «uv python install 3.10», poi ripeti il comando.' >&2; \
	        exit 1; \
	    fi; \
	fi; \
	echo 'Installo le dipendenze: la prima volta è circa 1 GB e dura qualche minuto.'; \
	if [ -n "$$uv" ]; then \
	    uv pip install --python $(BIN)/python --require-hashes -r requirements.lock; \
	    uv pip install --python $(BIN)/python --quiet --offline --no-deps --no-build-isolation -e .; \
	else \
	    $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip; \
	    PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --require-hashes -r requirements.lock; \
	    PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet --no-index --no-deps --no-build-isolation -e .; \
	fi
	@touch $(READY)

run: $(READY) build ## avvia tutto e dice dov'è la chat
	@$(BIN)/python -m bot.cli serve --prepare $${PORT:+--port "$$PORT"}

# its output is not in git; where Node is missing it says so and the plain pages serve
build: ## costruisce il widget della chat e i file del sito (serve Node 18 o più recente)
	@sh connectors/frontend/build.sh

train: $(READY) ## addestra il modello, se dati o configurazione sono cambiati
	@$(BIN)/python -m bot.cli train --if-changed

doctor: $(READY) ## dice che cosa è configurato, che cosa manca, che cosa non funzionerebbe
	@$(BIN)/python -m bot.cli doctor

# the model first: several test processes would each train their own
test: validate train build ## tutte le prove; la stessa cosa fa .ci/run
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

# Rasa also warns of each response that no rule names: actions say them, which it cannot see. The rest is told when it fails.
validate: $(READY) ## rasa data validate --fail-on-warnings
	@RASA_TELEMETRY_ENABLED=false SQLALCHEMY_SILENCE_UBER_WARNING=1 TF_CPP_MIN_LOG_LEVEL=3 $(BIN)/python -m rasa data validate \
	    --fail-on-warnings --domain domain.yml --config config.yml --data bot/data > $(VENV)/validate.log 2>&1 \
	    || { grep -v 'is not used in any story or rule' $(VENV)/validate.log; exit 1; }
	@echo 'rasa data validate: nessun errore.'

lint: $(READY) ## ruff, mypy (core, services, db), import-linter
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# The versions stay as they are unless you add UPGRADE="--upgrade" or "--upgrade-package NAME". No index address is written:
# each machine uses its own. The marker that is true on every supported machine is taken away: it made every line long.
lock: ## riscrive requirements.lock da pyproject.toml (serve uv)
	UV_CUSTOM_COMPILE_COMMAND='make lock' uv pip compile --quiet $(UPGRADE) --python-version 3.10 --universal \
	    --generate-hashes --no-emit-index-url --extra test --extra lint pyproject.toml -o requirements.lock
	sed "s/ ; python_full_version < '3.11' and platform_python_implementation == 'CPython' and (sys_platform == 'darwin' or sys_platform == 'linux')//" \
	    requirements.lock > requirements.lock.new
	mv requirements.lock.new requirements.lock

bench-nlu: $(READY) ## misura la comprensione: la nostra, quella di Rasa di serie, nlp.js (serve npm; DIET impiega ore)
	@$(BIN)/python -m bench.nlu $(ARGS)

data-report: $(READY) ## quanti esempi ha ogni intento, doppioni, messaggi delle prove già tra gli esempi
	@$(BIN)/python -m bench.training_data

bench-first-replies: $(READY) ## misura le prime risposte su un server acceso: make bench-first-replies ADDRESS=http://127.0.0.1:5005
	@$(BIN)/python -m bench.first_replies $${ADDRESS:-http://127.0.0.1:5005}

bench-serve: $(READY) ## misura il server contro la ricetta di base di Rasa: bench/results/serve.md (mezz'ora, ARGS="--long-seconds 600")
	@$(BIN)/python -m bench.serve $(ARGS)

bench-telegram: $(READY) ## misura Telegram, 100 chat e 20 messaggi al secondo: bench/results/telegram.md (tre minuti)
	@$(BIN)/python -m bench.telegram $(ARGS)

bench-load: $(READY) ## 500 conversazioni aperte, 50 messaggi al secondo per 5 minuti, poi di più: bench/results/load.md (ARGS="--processes 1")
	@$(BIN)/python -m bench.load $(ARGS)

bench-desk: $(READY) ## misura lo sportello, 20 operatori e 200 persone: bench/results/desk.md (tre minuti)
	@$(BIN)/python -m bench.desk

clean: ## toglie modelli, ambiente e file temporanei; non il database
	rm -rf $(VENV) models/*.tar.gz .rasa .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
