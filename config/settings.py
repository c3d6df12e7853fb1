"""Everything a host may set: environment variables (`ATTUNE_…`) over one TOML file over these defaults."""

from __future__ import annotations

import difflib
import ipaddress
import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import SettingsError as UnreadableSource

PREFIX = "ATTUNE_"
BESIDE_SETTINGS = {
    "ATTUNE_CONFIG": "path of the TOML file to read",
    "ATTUNE_DEBUG": "1 shows where in the code an unexpected fault happened, without any values",
}
"""Environment variables that are read but are no settings."""
FOR_TESTS = "ATTUNE_TEST_"
KEY_DIGITS = 64
"""A raw SQLCipher key: 32 bytes in hexadecimal."""
NAME_LENGTH = 60


class SettingsError(Exception):
    """A setting cannot be used. One clear sentence that names it and never repeats its value."""


def _directory(variable: str, otherwise: str) -> Path:
    """An XDG base directory; a relative value is ignored, as the specification asks."""
    given = Path(os.environ.get(variable) or "")
    return given if given.is_absolute() else Path.home() / otherwise


def data_directory() -> Path:
    """Where the database lies unless told otherwise."""
    return _directory("XDG_DATA_HOME", ".local/share") / "attune"


def config_directory() -> Path:
    """Where the key and the TOML file lie unless told otherwise."""
    return _directory("XDG_CONFIG_HOME", ".config") / "attune"


def _stripped(secret: SecretStr) -> SecretStr | None:
    token = secret.get_secret_value().strip()
    if any(character.isspace() for character in token):
        raise ValueError("has a space or a line break inside")
    return SecretStr(token) if token else None


def _hexadecimal(key: SecretStr) -> SecretStr:
    if not re.fullmatch(rf"[0-9a-fA-F]{{{KEY_DIGITS}}}", key.get_secret_value()):
        raise ValueError(f"must be {KEY_DIGITS} hexadecimal digits (32 bytes)")
    return key


def _loopback(host: str) -> str:
    if host == "localhost":
        return host
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise ValueError("must be a loopback address such as 127.0.0.1: the page shows what was read")
    return host


def _address(url: str) -> str:
    if not re.fullmatch(r"https?://[^\s@]+", url):
        raise ValueError("must be an address that begins with https:// or http://, without a password")
    return url.rstrip("/")


def _home_expanded(path: Path) -> Path:
    return path.expanduser()


def _one_line(name: str) -> str:
    plain = " ".join(name.split())
    if not plain or len(plain) > NAME_LENGTH or not plain.isprintable():
        raise ValueError(f"must be a name on one line, at most {NAME_LENGTH} characters")
    return plain


def _switch(value: object) -> object:
    """TOML's true and false read as on and off."""
    return {True: "on", False: "off"}.get(value, value) if isinstance(value, bool) else value


Token = Annotated[SecretStr, AfterValidator(_stripped)]
Address = Annotated[str, AfterValidator(_address)]
File = Annotated[Path, AfterValidator(_home_expanded)]


def _shown(default: str) -> dict[str, Any]:
    """How a default that depends on the machine is written in the table."""
    return {"shown": default}


class Group(BaseModel):
    """A group of settings: unknown names are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Telegram(Group):
    """Telegram."""

    token: Token | None = Field(
        None, description="The bot's token from @BotFather. Without one, Telegram is not used."
    )
    base_url: Address = Field(
        "https://api.telegram.org",
        description="Address of the Bot API; a server of your own may stand here.",
    )


class Discord(Group):
    """Discord."""

    token: Token | None = Field(
        None, description="The bot's token from the Developer Portal. Without one, Discord is not used."
    )
    api_url: Address = Field(
        "https://discord.com/api/v10",
        description=(
            "Address of Discord's REST API, which also tells where the gateway is; a compatible server or a "
            "proxy may stand here."
        ),
    )
    passive_listening: bool = Field(
        False,
        description=(
            "Read ordinary messages of people who each agreed to exactly this, in servers whose moderators "
            "switched it on. Discord's Developer Policy forbids profiling people and their relationships "
            "with API data, training models on message content and direct messages that nobody asked for, "
            "and asks for encryption at rest: read it "
            "(https://support-dev.discord.com/hc/articles/8563934450327) and ask Discord before switching "
            "this on. Everything else works without it."
        ),
    )


class Store(Group):
    """The database and its key."""

    path: File = Field(
        default_factory=lambda: data_directory() / "attune.db",
        description="The encrypted database.",
        json_schema_extra=_shown("`$XDG_DATA_HOME/attune/attune.db` (`~/.local/share/attune/attune.db`)"),
    )
    key_file: File = Field(
        default_factory=lambda: config_directory() / "store.key",
        description=(
            "The key's own file, made on the first start with mode 0600. Keep it in another place than the "
            "database, and keep a copy: without it the data cannot be read by anybody."
        ),
        json_schema_extra=_shown("`$XDG_CONFIG_HOME/attune/store.key` (`~/.config/attune/store.key`)"),
    )
    key: Annotated[SecretStr, AfterValidator(_hexadecimal)] | None = Field(
        None, description="The key itself, 64 hexadecimal digits, in place of a file."
    )


class Web(Group):
    """The page on this machine."""

    enabled: Annotated[Literal["auto", "on", "off"], BeforeValidator(_switch)] = Field(
        "auto", description="Whether the page is served: `auto` serves it when no platform has a token."
    )
    host: Annotated[str, AfterValidator(_loopback)] = Field(
        "127.0.0.1", description="Where the page listens. Only a loopback address is accepted."
    )
    port: int = Field(
        8765, ge=0, le=65535, description="The page's port; a busy one leads to the next free one, 0 to any."
    )


class Operator(Group):
    """The person who runs the bot."""

    name: Annotated[str, AfterValidator(_one_line)] = Field(
        "Somebody",
        description="Shown on the consent card: “*Name* runs this bot and can technically read …”. "
        "Give your own.",
    )


class Log(Group):
    """The log. It holds events, numbers and shortened ids, never a text."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="The least important kind of line that is written."
    )
    format: Literal["console", "json"] = Field(
        "console", description="`console` for people, `json` for machines (one object a line)."
    )


class Settings(BaseSettings):
    """All settings. Read them with `load`, which turns every fault into one sentence."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    telegram: Telegram = Field(default_factory=Telegram, description="Telegram.")
    discord: Discord = Field(default_factory=Discord, description="Discord.")
    store: Store = Field(default_factory=Store, description="The database and its key.")
    web: Web = Field(default_factory=Web, description="The page on this machine.")
    operator: Operator = Field(default_factory=Operator, description="The person who runs the bot.")
    log: Log = Field(default_factory=Log, description="The log.")

    @property
    def has_platform(self) -> bool:
        """Whether Telegram or Discord is configured."""
        return self.telegram.token is not None or self.discord.token is not None

    @property
    def serves_page(self) -> bool:
        """Whether `run` serves the page."""
        return self.web.enabled == "on" or (self.web.enabled == "auto" and not self.has_platform)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - named by pydantic-settings; no .env is read
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same, for a secrets folder
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments over environment over the TOML file over defaults."""
        file = toml_file()
        from_file = [TomlConfigSettingsSource(settings_cls, file)] if file else []
        return (init_settings, env_settings, *from_file)


def toml_file() -> Path | None:
    """The one TOML file: `ATTUNE_CONFIG`, else ./attune.toml, else the XDG folder's, else none."""
    if named := os.environ.get("ATTUNE_CONFIG"):
        file = Path(named).expanduser()
        if not file.is_file():
            raise SettingsError("ATTUNE_CONFIG names a file that is not there.")
        return file
    places = (Path("attune.toml"), config_directory() / "attune.toml")
    return next((place for place in places if place.is_file()), None)


def load() -> Settings:
    """The settings of this process. Raises SettingsError with one sentence."""
    _refuse_unknown_variables()
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None
    except UnreadableSource as error:
        raise SettingsError(_of_unreadable(error)) from None
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line \d+, column \d+|at end of document", str(error))
        where = f" {place[0]}" if place else ""
        raise SettingsError(f"The TOML file cannot be read{where}.") from None
    except UnicodeDecodeError:
        raise SettingsError("The TOML file cannot be read: it is not UTF-8.") from None
    except OSError:
        raise SettingsError("The TOML file cannot be opened; look at its permissions.") from None


def environment_name(*path: str) -> str:
    """The environment variable of a setting: ("web", "port") is ATTUNE_WEB__PORT."""
    return PREFIX + "__".join(part.upper() for part in path)


def variables() -> list[str]:
    """Every setting's environment variable."""
    return [
        environment_name(group, name)
        for group, field in Settings.model_fields.items()
        for name in _fields_of(field.annotation)
    ]


def _fields_of(group: object) -> list[str]:
    return list(group.model_fields) if isinstance(group, type) and issubclass(group, BaseModel) else []


def _refuse_unknown_variables() -> None:
    """A mistyped variable would silently leave a default in force, so it is an error."""
    groups = {environment_name(group) for group in Settings.model_fields}
    known = {*variables(), *groups, *BESIDE_SETTINGS}
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and not name.startswith(FOR_TESTS) and name.upper() not in known:
            raise SettingsError(f"{name} is not a setting{_meant(name)}.")


def _meant(name: str) -> str:
    close = difflib.get_close_matches(name, variables(), n=1, cutoff=0.7)
    return f"; did you mean {close[0]}?" if close else ""


def _sentence(error: ValidationError) -> str:
    """The first fault as a sentence. Pydantic's own words hold no input (hide_input_in_errors)."""
    fault = error.errors(include_input=False, include_url=False)[0]
    where = [str(part) for part in fault["loc"] if str(part).isidentifier()][:2]
    name = environment_name(*where)
    in_file = f" ({'.'.join(where)} in the TOML file)"
    if fault["type"] == "extra_forbidden":
        return f"{name}{in_file} is not a setting{_meant(name)}."
    words = fault["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    verb = "" if words.startswith(("must", "has")) else "must be "
    return f"{name}{in_file} {verb}{words}."


def _of_unreadable(error: UnreadableSource) -> str:
    field = re.search(r'field "(\w+)"', str(error))
    group = environment_name(field[1]) if field else "A variable"
    return f"{group} is a group of settings; set {group}__… for one of them."
