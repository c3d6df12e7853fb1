"""How a language counts and writes days and hours, from CLDR through Babel; loaded when first asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

REGIONS = {"en": "en_GB"}
"""The region whose habits a language file follows, where it is not the language's own first one."""


@dataclass(frozen=True)
class BabelHabits:
    """The habits of one language ("en", "pl"). First use raises UnknownLocaleError for an unknown one."""

    language: str

    @cached_property
    def _locale(self) -> Locale:
        from babel import Locale

        return Locale.parse(REGIONS.get(self.language, self.language))

    @cached_property
    def _plural(self) -> Callable[[int], str]:
        return self._locale.plural_form

    def plural(self, count: int) -> str:
        return self._plural(count)

    def hour(self, at: time) -> str:
        """Hours and minutes as the language writes them; seconds never."""
        from babel.dates import format_time

        return format_time(at, "short", locale=self._locale)

    def short_day(self, day: date) -> str:
        from babel.dates import format_skeleton

        return format_skeleton("MMMd", day, locale=self._locale)

    def day(self, day: date) -> str:
        from babel.dates import format_skeleton

        return format_skeleton("MMMMEEEEd", day, locale=self._locale)

    def calendar_day(self, day: date) -> str:
        from babel.dates import format_date

        return format_date(day, "medium", locale=self._locale)

    def weekday(self, number: int) -> str:
        from babel.dates import get_day_names

        return str(get_day_names("wide", context="stand-alone", locale=self._locale)[number])

    def listed(self, parts: Sequence[str]) -> str:
        from babel.lists import format_list

        return format_list(list(parts), locale=self._locale)
