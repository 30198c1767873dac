"""``datetime`` and ``date`` in virtual time: subclasses that take every moment for one of their own."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from datetime import date as _Date
from datetime import datetime as _Datetime


def virtual_datetime(now: Callable[[], float]) -> type[datetime.datetime]:
    class Meta(type):
        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, _Datetime) if cls is VirtualDatetime else type.__instancecheck__(cls, instance)

        def __subclasscheck__(cls, subclass: type) -> bool:
            return issubclass(subclass, _Datetime) if cls is VirtualDatetime else type.__subclasscheck__(cls, subclass)

    class VirtualDatetime(_Datetime, metaclass=Meta):
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
    class Meta(type):
        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, _Date) if cls is VirtualDate else type.__instancecheck__(cls, instance)

        def __subclasscheck__(cls, subclass: type) -> bool:
            return issubclass(subclass, _Date) if cls is VirtualDate else type.__subclasscheck__(cls, subclass)

    class VirtualDate(_Date, metaclass=Meta):
        @classmethod
        def today(cls) -> VirtualDate:
            return cls.fromtimestamp(now())

    VirtualDate.__name__ = VirtualDate.__qualname__ = "date"
    VirtualDate.__module__ = "datetime"
    return VirtualDate
