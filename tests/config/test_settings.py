"""Settings come from the environment or one file, and every fault is one sentence without a value."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config import table
from config.settings import SettingsError, load, toml_file, variables

CANARY = "123456:canary-secret"


@pytest.fixture(autouse=True)
def empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Start in a folder without an attune.toml."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_anything_set_the_page_is_served_on_loopback() -> None:
    settings = load()
    assert (settings.serves_page, settings.web.host, settings.web.port) == (True, "127.0.0.1", 8765)


def test_the_key_lies_in_another_place_than_the_database(nobodys_home: Path) -> None:
    store = load().store
    assert store.path == nobodys_home / ".local/share/attune/attune.db"
    assert store.key_file == nobodys_home / ".config/attune/store.key"


def test_xdg_folders_are_honoured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative/is/ignored")
    assert load().store.path == tmp_path / "data/attune/attune.db"
    assert load().store.key_file == Path.home() / ".config/attune/store.key"


def test_a_token_configures_a_platform_and_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTUNE_TELEGRAM__TOKEN", f" {CANARY}\n")
    settings = load()
    assert settings.telegram.token is not None
    assert settings.telegram.token.get_secret_value() == CANARY
    assert not settings.serves_page
    assert CANARY not in repr(settings) + str(settings) + settings.model_dump_json()


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTUNE_DISCORD__TOKEN", "")
    assert load().discord.token is None


def test_passive_listening_is_off_until_switched_on() -> None:
    assert load().discord.passive_listening is False


@pytest.mark.parametrize("place", ["the setting itself", "docs/settings.md"])
def test_what_discord_asks_of_listening_stands_beside_its_switch(place: str) -> None:
    described = type(load().discord).model_fields["passive_listening"].description or ""
    if place == "docs/settings.md":
        lines = (Path(__file__).parents[2] / place).read_text(encoding="utf-8").splitlines()
        described = next(line for line in lines if "PASSIVE_LISTENING" in line)
    asked = (
        "profiling",
        "training",
        "nobody asked for",
        "encryption at rest",
        "https://support-dev.discord.com",
    )
    assert [word for word in asked if word not in described] == []


def test_a_file_here_is_read_and_the_environment_wins(
    empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (empty_folder / "attune.toml").write_text(
        '[web]\nport = 1111\nenabled = true\n[operator]\nname = "Robin"\n'
    )
    monkeypatch.setenv("ATTUNE_WEB__PORT", "2222")
    settings = load()
    assert (settings.web.port, settings.web.enabled, settings.operator.name) == (2222, "on", "Robin")


def test_a_named_file_comes_before_one_that_lies_here(
    empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (empty_folder / "attune.toml").write_text("[web]\nport = 1111\n")
    named = empty_folder / "other.toml"
    named.write_text("[web]\nport = 3333\n")
    monkeypatch.setenv("ATTUNE_CONFIG", str(named))
    assert (toml_file(), load().web.port) == (named, 3333)


def test_the_file_in_the_config_folder_is_the_last_place(nobodys_home: Path) -> None:
    folder = nobodys_home / ".config/attune"
    folder.mkdir(parents=True)
    (folder / "attune.toml").write_text("[web]\nport = 4444\n")
    assert load().web.port == 4444


FAULTS = {
    "ATTUNE_WEB__PORT": ("many", "ATTUNE_WEB__PORT (web.port in the TOML file) must be a valid integer"),
    "ATTUNE_WEB__HOST": ("0.0.0.0", "must be a loopback address"),  # noqa: S104 - what is refused
    "ATTUNE_WEB__ENABLED": ("perhaps", "must be 'auto', 'on' or 'off'"),
    "ATTUNE_STORE__KEY": (CANARY, "must be 64 hexadecimal digits"),
    "ATTUNE_TELEGRAM__TOKEN": (f"{CANARY} {CANARY}", "has a space"),
    "ATTUNE_TELEGRAM__BASE_URL": (f"ftp://{CANARY}", "must be an address"),
    "ATTUNE_DISCORD__API_URL": (f"https://user:{CANARY}@x", "without a password"),
    "ATTUNE_DISCORD__PASSIVE_LISTENING": ("sometimes", "must be a valid boolean"),
    "ATTUNE_LOG__LEVEL": ("LOUD", "must be 'DEBUG'"),
    "ATTUNE_LOG__FORMAT": ("xml", "must be 'console' or 'json'"),
    "ATTUNE_TELEGRAM": (CANARY, "ATTUNE_TELEGRAM is a group of settings"),
    "ATTUNE_TELEGRM__TOKEN": (CANARY, "is not a setting; did you mean ATTUNE_TELEGRAM__TOKEN?"),
    "ATTUNE_TELEGRAM__TOKN": (CANARY, "is not a setting; did you mean ATTUNE_TELEGRAM__TOKEN?"),
    "ATTUNE_CONFIG": (f"/nowhere/{CANARY}", "ATTUNE_CONFIG names a file that is not there."),
}


@pytest.mark.parametrize("variable", FAULTS)
def test_a_bad_variable_is_one_sentence_that_names_it(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    value, said = FAULTS[variable]
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as refused:
        load()
    sentence = str(refused.value)
    assert variable in sentence
    assert said in sentence
    assert CANARY not in sentence
    assert sentence.count("\n") == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'[telegram]\ntoken = "{CANARY}\n', "The TOML file cannot be read at line 2"),
        (f'[telegram]\ntoken = ["{CANARY}"]\n', "ATTUNE_TELEGRAM__TOKEN (telegram.token in the TOML file)"),
        (f'telegram = "{CANARY}"\n', "ATTUNE_TELEGRAM"),
        (
            f'[telegram]\nsecret = "{CANARY}"\n',
            "ATTUNE_TELEGRAM__SECRET (telegram.secret in the TOML file) is not",
        ),
        ("[shop]\nopen = true\n", "ATTUNE_SHOP (shop in the TOML file) is not a setting"),
    ],
    ids=["broken", "wrong kind", "group as text", "unknown name", "unknown group"],
)
def test_a_bad_file_is_one_sentence_without_its_values(empty_folder: Path, text: str, said: str) -> None:
    (empty_folder / "attune.toml").write_text(text)
    with pytest.raises(SettingsError) as refused:
        load()
    assert str(refused.value).startswith(said)
    assert CANARY not in str(refused.value)


def test_an_operators_name_is_one_printable_line(empty_folder: Path) -> None:
    (empty_folder / "attune.toml").write_text('[operator]\nname = "a\\u0007b"\n')
    with pytest.raises(SettingsError, match="must be a name on one line"):
        load()


def test_every_setting_is_in_the_table_with_a_meaning() -> None:
    rows = re.findall(r"^\| `[a-z.0-9_]+` \| `(ATTUNE_\w+)` \| .+ \| .{10,} \|$", table.table(), re.MULTILINE)
    assert rows == variables()


def test_the_table_in_the_docs_is_the_generated_one() -> None:
    assert table.PAGE.read_text(encoding="utf-8") == table.table(), "run python -m config.table"
