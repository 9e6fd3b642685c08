"""Judges ``bot.italian.dates`` on a blind set of phrases: the start, and the end where the set gives one.

    python -m bench.blind_dates [tests/nlu/blind/dates.yml] [--failures]
"""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any, Optional

from bot.clock import ROME
from bot.italian.dates import TimeSpan, parse
from bot.yaml_files import read_yaml


def _moment(value: Any) -> Optional[datetime]:
    return None if value is None else datetime.fromisoformat(str(value)).replace(tzinfo=ROME)


def right(item: dict[str, Any], span: Optional[TimeSpan]) -> bool:
    """Whether ``span`` is what ``item`` expects."""
    starts = [_moment(value) for value in [item["start"], *item.get("accept", [])]]
    if span is None:
        return None in starts
    if span.start not in starts:
        return False
    grains = [item.get("grain"), *([item["accept_grain"]] if isinstance(item.get("accept_grain"), str)
                                   else item.get("accept_grain", []))]
    if item.get("grain") and span.grain not in grains:
        return False
    return item.get("end") is None or span.end == _moment(item["end"])


def main() -> None:
    """Print the share of phrases read right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("phrases", nargs="?", default="tests/nlu/blind/dates.yml")
    parser.add_argument("--failures", action="store_true")
    options = parser.parse_args()
    items = read_yaml(Path(options.phrases))
    items = items["dates"] if isinstance(items, dict) else items
    good = 0
    for item in items:
        span = parse(item["text"], datetime.fromisoformat(str(item["now"])).replace(tzinfo=ROME))
        if right(item, span):
            good += 1
        elif options.failures:
            read = (span.start, span.end, span.grain) if span else None
            print(f"{item['text']!r} at {item['now']}: wants {item['start']} {item.get('grain')}, read {read}")
    print(f"{good} / {len(items)}  {good / len(items):.1%}")


if __name__ == "__main__":
    main()
