"""New models that the desk trains: their runs, how each compares with the one in service, and which of them serves."""

from bot.services.trainings.releases import (
    find_models_folder,
    find_release,
    note_refused,
    note_taken_up,
    publish,
    take_back,
)
from bot.services.trainings.results import (
    MOST_POINTS_LOST,
    AlreadyReleased,
    AlreadyTraining,
    Begun,
    Change,
    Comparison,
    Figures,
    IsWorse,
    ModelGone,
    NothingReleased,
    NothingTaught,
    NotTrained,
    OtherInputs,
    Rehearsed,
    Released,
    ReleaseView,
    Score,
    TakenBack,
    TrainingView,
)
from bot.services.trainings.runs import (
    SILENT_SECONDS,
    STEPS,
    begin,
    fail,
    find_latest,
    finish,
    is_running,
    list_archives,
    report_step,
    show_life,
)

__all__ = [
    "MOST_POINTS_LOST", "SILENT_SECONDS", "STEPS", "AlreadyReleased", "AlreadyTraining", "Begun", "Change",
    "Comparison", "Figures", "IsWorse", "ModelGone", "NotTrained", "NothingReleased", "NothingTaught",
    "OtherInputs", "Rehearsed", "ReleaseView", "Released", "Score", "TakenBack", "TrainingView", "begin", "fail",
    "find_latest", "find_models_folder", "find_release", "finish", "is_running", "list_archives", "note_refused",
    "note_taken_up", "publish", "report_step", "show_life", "take_back",
]
