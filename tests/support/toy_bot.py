"""A tiny Rasa model for tests of channels: trained in a few seconds, without spaCy and the project's data."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bot.settings import PROJECT_ROOT

CONFIG = """
recipe: default.v1
assistant_id: toy
language: it
pipeline:
  - name: WhitespaceTokenizer
  - name: tests.support.toy_classifier.ToyClassifier
  - name: RegexEntityExtractor
    use_lookup_tables: true
policies:
  - name: RulePolicy
"""

DOMAIN = """
version: "3.1"
intents: [greet, choose, ask_choice, ask_file, break_down, wait]
entities: [option]
slots:
  option:
    type: text
    influence_conversation: false
    mappings: [{type: from_entity, entity: option}]
responses:
  utter_greet:
    - text: "Ciao, dimmi pure.\\n\\nScegli qui sotto."
      buttons:
        - {title: "Prima", payload: '/choose{{"option": "prima"}}'}
        - {title: "Seconda", payload: '/choose{{"option": "seconda"}}'}
        - {title: "Promemoria", payload: "mandami il promemoria"}
  utter_choice:
    - text: "Hai scelto {option}."
  utter_file:
    - text: "Ecco il promemoria <b>pronto</b>:\\n- aprilo\\n- salvalo\\n\\nhttps://www.provincia.lecco.it/"
      custom:
        attachment:
          type: file
          payload:
            name: "appuntamento.ics"
            mime: "text/calendar"
            src: "data:text/calendar;base64,QkVHSU46VkNBTEVOREFS"
  utter_ask_booking_contact:
    - text: "Lasciami un numero di telefono."
  utter_service_unavailable:
    - text: "Scusa, in questo momento ho un problema tecnico."
actions: [action_that_is_not_there, action_slow]
session_config: {session_expiration_time: 60, carry_over_slots_to_new_session: true}
"""

NLU = """
version: "3.1"
nlu:
  - lookup: option
    examples: |
      - prima
      - seconda
  - intent: greet
    examples: |
      - ciao
      - buongiorno
      - salve a tutti
  - intent: choose
    examples: |
      - scelgo la [prima](option)
      - voglio la [seconda](option)
  - intent: ask_choice
    examples: |
      - che cosa avevo detto
      - ricordami che cosa avevo detto
  - intent: ask_file
    examples: |
      - mandami il promemoria
      - il file del promemoria
  - intent: break_down
    examples: |
      - rompiti adesso
      - guasto totale
  - intent: wait
    examples: |
      - aspetta un momento
      - aspetta un attimo
"""

RULES = """
version: "3.1"
rules:
  - {rule: greet, steps: [{intent: greet}, {action: utter_greet}]}
  - {rule: choose, steps: [{intent: choose}, {action: utter_choice}]}
  - {rule: ask_choice, steps: [{intent: ask_choice}, {action: utter_choice}]}
  - {rule: ask_file, steps: [{intent: ask_file}, {action: utter_file}]}
  - {rule: break_down, steps: [{intent: break_down}, {action: action_that_is_not_there}]}
  - {rule: wait, steps: [{intent: wait}, {action: action_slow}]}
"""

ACTIONS = """
import asyncio
from rasa_sdk import Action

class ActionSlow(Action):
    def name(self):
        return "action_slow"

    async def run(self, dispatcher, tracker, domain):
        await asyncio.sleep(1.0)
        dispatcher.utter_message(text="Eccomi.")
        return []
"""


def train(folder: Path) -> Path:
    """The archive of a model trained in ``folder``.

    Raises:
        AssertionError: the training failed; with what it wrote.
    """
    (folder / "data").mkdir(parents=True)
    for name, content in (("config.yml", CONFIG), ("domain.yml", DOMAIN), ("data/nlu.yml", NLU),
                          ("data/rules.yml", RULES)):
        (folder / name).write_text(content, encoding="utf-8")
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(PROJECT_ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "rasa", "train", "--fixed-model-name", "toy", "--quiet"], cwd=folder,
        env=environment, capture_output=True, text=True, timeout=1200)
    archive = folder / "models" / "toy.tar.gz"
    assert archive.is_file(), done.stdout[-3000:] + done.stderr[-3000:]
    return archive
