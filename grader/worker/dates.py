"""``datetime`` and ``date`` in virtual time: subclasses that take every moment for one of their own."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from datetime import date as _Date
from datetime import datetime as _Datetime


class TakesForItsOwn(type):
    """Makes every real date or moment an instance of a direct subclass; what is derived from that is ordinary again."""

    def __instancecheck__(cls, instance: object) -> bool:
        real = cls.__base__
        return isinstance(instance, real) if real in (_Date, _Datetime) else type.__instancecheck__(cls, instance)

    def __subclasscheck__(cls, subclass: type) -> bool:
        real = cls.__base__
        return issubclass(subclass, real) if real in (_Date, _Datetime) else type.__subclasscheck__(cls, subclass)


def virtual_datetime(now: Callable[[], float]) -> type[datetime.datetime]:
    class VirtualDatetime(_Datetime, metaclass=TakesForItsOwn):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> VirtualDatetime:
            return cls.fromtimestamp(now(), tz)

        @classmethod
        def utcnow(cls) -> VirtualDatetime:
            return cls.fromtimestamp(now(), datetime.UTC).replace(tzinfo=None)

        @classmethod
        def today(cls) -> VirtualDatetime:
            return cls.fromtimestamp(now())

    VirtualDatetime.__name__ = VirtualDatetime.__qualname__ = "datetime"
    VirtualDatetime.__module__ = "datetime"
    return VirtualDatetime


def virtual_date(now: Callable[[], float]) -> type[datetime.date]:
    class VirtualDate(_Date, metaclass=TakesForItsOwn):
        @classmethod
        def today(cls) -> VirtualDate:
            return cls.fromtimestamp(now())

    VirtualDate.__name__ = VirtualDate.__qualname__ = "date"
    VirtualDate.__module__ = "datetime"
    return VirtualDate
