"""All benchmarks as one Markdown table: `python -m benchmarks`, or `python -m benchmarks decide path`."""

from __future__ import annotations

import sys

from benchmarks import decide, history, path, reader, replay, start

TOPICS = {
    "decide": decide.rows,
    "history": history.rows,
    "path": path.rows,
    "reader": reader.rows,
    "replay": replay.rows,
    "start": start.rows,
}


def main() -> None:
    print("| topic | what | found |\n|---|---|---|")
    for topic in sys.argv[1:] or TOPICS:
        for row in TOPICS[topic]():
            print(f"| {row.topic} | {row.what} | {row.found} |", flush=True)


if __name__ == "__main__":
    main()
