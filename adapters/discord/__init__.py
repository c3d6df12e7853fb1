"""Discord: pure translation beside a client that does the I/O.

`translate` and `interactions` turn raw gateway payloads into updates, `render` turns screens into components,
`client` connects and shows; `api` and `frames` are the library's ways out and in, `incoming` keeps the order
of what comes, `catching_up` fetches what was missed, `servers` notices who and what is gone, `starts`,
`refusals` and `watch` count what Discord and the library do not.

To add a kind of gateway event: a line in `translate.EVENTS`, a recorded payload in tests/discord/payloads/,
and what it must become. Which commands there are, and in what words they are offered, comes from the core
(`core/commands.py`, `core/screens/menu.py`).
"""
