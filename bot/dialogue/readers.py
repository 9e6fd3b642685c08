"""The readers: each looks for one thing that a message can be where it stands, and gives its meaning or nothing."""

from __future__ import annotations

from typing import Callable, Optional

from bot.dialogue.context import Context, Understood
from bot.dialogue.follow_ups import (
    ask_aspect,
    ask_more,
    ask_of_another,
    ask_of_office,
    ask_of_person,
    ask_whom,
    choose_listed,
)
from bot.dialogue.need_readers import guess_need, name_need
from bot.dialogue.sequel_readers import (
    ask_again,
    ask_other_day,
    book_for_another,
    take_appointment_at_hand,
    take_refused_booking,
    take_up_dropped,
    tell_birthday,
)
from bot.dialogue.task_readers import (
    ask_plain_yes,
    ask_sharing,
    change_something,
    choose_pointed_service,
    complete_name,
    explain_word,
    go_back,
    hear_grumble,
    keep_appointment,
    leave_task,
    start_again,
    stay_in_task,
    take_answer,
    take_leave,
    take_offer_instead,
    withhold_answer,
)
from bot.dialogue.told_values import (
    ask_for_call,
    take_fragments,
    take_up_offer,
    take_whole_booking,
    tell_contact,
    tell_facts,
    tell_time,
)
from bot.dialogue.topic_readers import (
    ask_of_visit,
    book_elsewhere,
    hear_complaint,
    hear_distress,
    hear_tone,
    keep_to_ours,
    limit_erasure,
    name_trade,
    take_at_its_word,
)
from bot.dialogue.typed_titles import choose_synonym, choose_typed_button

Reader = Callable[[str, Understood, Context], Optional[Understood]]

READERS: tuple[Reader, ...] = (
    hear_complaint, book_elsewhere,
    choose_typed_button, choose_synonym, choose_listed, take_answer, start_again, change_something, keep_appointment,
    go_back, leave_task, hear_grumble, ask_sharing, withhold_answer, take_leave, stay_in_task,
    ask_plain_yes, choose_pointed_service,
    take_refused_booking, take_up_dropped, take_offer_instead, ask_other_day, ask_again, tell_birthday,
    book_for_another, take_appointment_at_hand, limit_erasure, ask_aspect, ask_of_office, ask_of_another,
    ask_of_person, ask_more, ask_whom, hear_tone,
    take_fragments, take_whole_booking, take_up_offer, ask_for_call, tell_contact, tell_time, tell_facts,
    name_need, guess_need, ask_of_visit, complete_name, explain_word, name_trade, take_at_its_word)
"""Each gives a candidate beside the classifier's; their weights are in weights.yml."""

GUARDS: tuple[Reader, ...] = (hear_distress, keep_to_ours)
"""What no weight may outvote: the first that speaks has the last word. The second looks at what was learnt only."""
