"""A bot of a few sentences, trained in seconds, to test the runtime without the real one."""

from __future__ import annotations

from pathlib import Path

FILES = {
    "config.yml": """
recipe: default.v1
assistant_id: toy
language: it
pipeline: [{name: WhitespaceTokenizer}, {name: KeywordIntentClassifier}]
policies: [{name: MemoizationPolicy}, {name: RulePolicy}]
""",
    "domain.yml": """
version: "3.1"
intents: [greet, run_ok, run_slow, run_boom, erase, start_form, broken]
slots:
  age:
    type: text
    mappings: [{type: from_text, conditions: [{active_loop: age_form, requested_slot: age}]}]
forms:
  age_form: {required_slots: [age]}
actions: [action_ok, action_slow, action_boom, action_erase_data, validate_age_form]
responses:
  utter_ask_age: [{text: "Quanti anni hai?"}]
session_config: {session_expiration_time: 60, carry_over_slots_to_new_session: true}
""",
    "data/responses/smalltalk.yml": """
version: "3.1"
responses:
  utter_greet: [{text: "Ciao!"}]
  utter_service_unavailable: [{text: "Il servizio non risponde: riprova tra qualche minuto."}]
  utter_age_done: [{text: "Hai detto {age}."}]
  utter_broken: [{text: "Senza {nothing}."}]
""",
    "data/nlu.yml": """
version: "3.1"
nlu:
- {intent: greet, examples: "- ciao\\n"}
- {intent: run_ok, examples: "- bene\\n"}
- {intent: run_slow, examples: "- lento\\n"}
- {intent: run_boom, examples: "- scoppia\\n"}
- {intent: erase, examples: "- cancella\\n"}
- {intent: start_form, examples: "- modulo\\n"}
- {intent: broken, examples: "- rotto\\n"}
""",
    "data/rules.yml": """
version: "3.1"
rules:
- {rule: greet, steps: [{intent: greet}, {action: utter_greet}]}
- {rule: ok, steps: [{intent: run_ok}, {action: action_ok}]}
- {rule: slow, steps: [{intent: run_slow}, {action: action_slow}]}
- {rule: boom, steps: [{intent: run_boom}, {action: action_boom}]}
- {rule: erase, steps: [{intent: erase}, {action: action_erase_data}]}
- {rule: form, steps: [{intent: start_form}, {action: age_form}, {active_loop: age_form}]}
- rule: form end
  condition: [{active_loop: age_form}]
  steps:
  - {action: age_form}
  - {active_loop: null}
  - {slot_was_set: [{requested_slot: null}]}
  - {action: utter_age_done}
- {rule: broken, steps: [{intent: broken}, {action: utter_broken}]}
""",
    "toy_actions/__init__.py": "",
    "toy_actions/actions.py": '''
import time

from rasa_sdk import Action, FormValidationAction
from rasa_sdk.events import AllSlotsReset
from rasa_sdk.interfaces import ActionExecutionRejection


class Ok(Action):
    def name(self):
        return "action_ok"

    async def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text=f"fatto, {tracker.sender_id}")
        return []


class Slow(Action):
    def name(self):
        return "action_slow"

    async def run(self, dispatcher, tracker, domain):
        time.sleep(8)
        return []


class Boom(Action):
    def name(self):
        return "action_boom"

    def run(self, dispatcher, tracker, domain):
        raise RuntimeError("the text of the person: " + tracker.latest_message["text"])


class Erase(Action):
    def name(self):
        return "action_erase_data"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="cancellato")
        return [AllSlotsReset()]


class Validate(FormValidationAction):
    def name(self):
        return "validate_age_form"

    def validate_age(self, value, dispatcher, tracker, domain):
        if value == "guasto":
            raise RuntimeError("validation fails")
        if value == "rifiuto":
            raise ActionExecutionRejection("validate_age_form")
        return {"age": value}
''',
}

UNAVAILABLE = "Il servizio non risponde: riprova tra qualche minuto."


def write(folder: Path) -> Path:
    """Write the bot's files below ``folder`` and return it."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip(), encoding="utf-8")
    return folder


def train_command(folder: Path) -> str:
    """Python source that trains the bot of ``folder`` and prints the model's path; for a process of its own."""
    return (
        "from pathlib import Path\n"
        "from bot import settings\n"
        "from bot.server import training\n"
        f"root = Path({str(folder)!r})\n"
        "inputs = training.Inputs(root, root / 'config.yml', root / 'domain.yml', root / 'data', ())\n"
        "print(training.train(settings.load({}), inputs=inputs, output=root / 'models').model)\n")
