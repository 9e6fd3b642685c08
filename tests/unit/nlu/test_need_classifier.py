"""Whose task a message outside ours is: the sentences it learns from, and what it leaves alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.db.seed_files import read_seed
from bot.nlu import need_classifier
from bot.nlu.need_classifier import NEED, NeedClassifier, read_sentences
from bot.yaml_files import read_yaml

BLIND = Path(__file__).parents[2] / "nlu" / "blind" / "needs.yml"
