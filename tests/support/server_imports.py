"""What `orienta serve` imports before it serves, for the process that forks servers (:mod:`tests.support.forked`)."""

import gc
import importlib
import pkgutil

from bot.server import blas_threads, launcher

blas_threads.limit()
launcher.import_ahead(with_site=True)
launcher.import_rasa_modules()

# as in a server, after Rasa
import uvicorn.protocols.websockets.wsproto_impl  # noqa: E402, F401

import bot.actions  # noqa: E402
import bot.cli.main  # noqa: E402
import bot.nlu  # noqa: E402
import bot.rasa  # noqa: E402
import bot.server.assistant  # noqa: E402
import bot.server.released_model  # noqa: E402
import bot.server.serving  # noqa: E402
from bot.nlu.italian_spacy import load_pipeline  # noqa: E402
from bot.rasa import patches  # noqa: E402
from bot.settings import Settings  # noqa: E402
from connectors.channels import CHANNELS, find_channels  # noqa: E402

for package in (bot.actions, bot.nlu, bot.rasa):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
find_channels(",".join(CHANNELS))
patches.apply(["compiled_validator", "yaml_resolvers"])  # what takes time and reads no setting
load_pipeline(Settings())

gc.collect()
gc.freeze()  # no collection of a server walks over, and so copies, what it shares with this process
gc.enable()
