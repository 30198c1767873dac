"""What passes through the door, and what becomes of it."""

from __future__ import annotations

import datetime
import decimal
import math
from pathlib import Path
from typing import Any

import pytest
import requests

from grader.report import Verdict

from .conftest import Opener, ends_with, exchange

ECHO = """
    def echo(*values): return values[0] if len(values) == 1 else values
    def kind(value): return type(value).__name__
    def same(one, other): return one is other
    def text(value): return repr(value)
"""

NOON = datetime.datetime(2026, 11, 22, 12, 30, 0, 5, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
VALUES: list[Any] = [
    None, True, False, 0, -1, 10**30, 10**10_000, -(2**5000), 1.5, -0.0, "", "ç 🍜 \udc80",
    [], [1, [2]], (), (1,), ((1, 2), [3, (4,)]),
    {}, {"a": {"b": [1]}}, {1: "one", None: 2, (1, 2): 3}, {"$": "handle", "id": 1}, {"a": {"$": 1}},
    set(), {1, 2}, frozenset({"a"}), {(1, 2)}, b"", b"\x00\xff", math.inf, -math.inf,
    decimal.Decimal("12.50"), decimal.Decimal("1E+3"),
    NOON, datetime.datetime(2026, 1, 1), datetime.date(2026, 11, 22), datetime.time(18, 0),
    datetime.timedelta(days=-1, seconds=3),
]  # fmt: skip


def test_values_come_back_as_they_were(open_door: Opener) -> None:
    echo = open_door(ECHO).module.echo
    for value in VALUES:
        back = echo(value)
        assert (back, type(back)) == (value, type(value) if not isinstance(value, datetime.date) else type(back))
    assert [type(item) for item in echo([(1,), [1], True, 1, 1.0])] == [tuple, list, bool, int, float]
    assert math.isnan(echo(math.nan))
    assert math.copysign(1, echo(-0.0)) == -1
    assert echo(NOON).utcoffset() == datetime.timedelta(hours=1)


def test_values_are_there_what_they_are_here(open_door: Opener) -> None:
    kind = open_door(ECHO).module.kind
    for value in [*VALUES, math.nan, Path("a/b")]:
        expected = type(value).__name__ if not isinstance(value, Path) else type(Path()).__name__
        assert kind(value) == expected


def test_a_list_is_not_a_tuple_and_true_is_not_one(open_door: Opener) -> None:
    module = open_door("def pair(): return 1, 2\ndef yes(): return True").module
    assert module.pair() == (1, 2)
    assert module.pair() != [1, 2]
    assert module.yes() is True


def test_a_subclass_is_its_plain_value(open_door: Opener) -> None:
    module = open_door("""
        import collections
        class Text(str):
            def __str__(self): return "something else"
        class Number(int): pass
        def some():
            return [Text("a"), Number(3), collections.OrderedDict(a=1), collections.Counter("aab"), bytearray(b"x")]
    """).module
    assert module.some() == ["a", 3, {"a": 1}, {"a": 2, "b": 1}, b"x"]


def test_a_file_both_ways(open_door: Opener, tmp_path: Path) -> None:
    module = open_door("""
        from pathlib import Path
        def copy(source, folder):
            target = folder / "copy.txt"
            target.write_bytes(source.read_bytes())
            return target
        def is_path(value): return isinstance(value, Path)
    """).module
    source = tmp_path / "menu ç.txt"
    source.write_bytes(b"pho\r\n\xff")
    target = module.copy(source, tmp_path)
    assert target == tmp_path / "copy.txt"
    assert isinstance(target, Path)
    assert target.read_bytes() == b"pho\r\n\xff"
    assert module.is_path(source)


RECORDS = """
    import dataclasses, enum, collections, typing
    @dataclasses.dataclass
    class Dish:
        slug: str
        price: tuple = (1, 2)
        tags: list = dataclasses.field(default_factory=list)
        @property
        def shout(self): return self.slug.upper()
    @dataclasses.dataclass(frozen=True)
    class Fixed:
        slug: str
    @dataclasses.dataclass
    class Basket:
        dishes: list
        def add(self, dish): self.dishes.append(dish); return len(self.dishes)
        def __len__(self): return len(self.dishes)
    class Pair(typing.NamedTuple):
        left: int
        right: list
    class Status(enum.Enum):
        OPEN = "open"
        PAID = ("paid", 2)
    class Kind(enum.StrEnum):
        SOUP = "soup"
    class Level(enum.IntFlag):
        ONE = 1
        TWO = 2
    dish = Dish("pho")
    def get_dish(): return dish
    def same_dish(value): return value is dish
    def dishes(): return {Fixed("a"), Fixed("a"), Fixed("b")}
    def basket(): return Basket([])
    def pair(): return Pair(1, [2])
    def is_pair(value): return isinstance(value, Pair) and value.right
    def statuses(): return [Status.OPEN, Status.PAID, Kind.SOUP, Level.ONE | Level.TWO]
    def same(one, other): return one is other
    def rename(value, slug): value.slug = slug; value.tags.append(slug)
"""


def test_a_dataclass_is_a_record(open_door: Opener) -> None:
    module = open_door(RECORDS).module
    dish = module.get_dish()
    assert (dish.slug, dish.price, dish.tags, dish.shout) == ("pho", (1, 2), [], "PHO")
    assert dish == module.Dish("pho")
    assert dish == module.Dish(slug="pho", price=(1, 2))
    assert dish != module.Dish("ban-mi")
    assert dish != module.Dish("pho", price=[1, 2])
    assert module.Fixed("pho") != module.Dish("pho")
    assert repr(dish) == "Dish(slug='pho', price=(1, 2), tags=[])"
    assert module.dishes() == {module.Fixed("a"), module.Fixed("b")}
    with pytest.raises(AttributeError):
        dish.name  # noqa: B018
    with pytest.raises(AttributeError):
        module.Fixed("a").slug = "b"


def test_a_record_is_passed_back_as_the_one_that_it_is(open_door: Opener) -> None:
    module = open_door(RECORDS).module
    dish = module.get_dish()
    assert module.same_dish(dish) is True
    assert module.same_dish(module.Dish("pho")) is False
    assert module.same([dish], dish) is False
    dish.slug = "bun"
    assert module.get_dish().slug == "bun"


def test_a_record_that_the_code_changes_is_seen_changed(open_door: Opener) -> None:
    module = open_door(RECORDS).module
    alone, listed = module.Dish("a"), [module.Dish("b")]
    module.rename(alone, "c")
    assert (alone.slug, alone.tags) == ("c", ["c"])
    module.rename(value=alone, slug="d")
    assert alone.tags == ["c", "d"]
    kept = listed[0]
    module.same(listed, None)
    assert listed[0] is kept


def test_a_dataclass_with_methods_stays_there(open_door: Opener) -> None:
    module = open_door(RECORDS).module
    basket = module.basket()
    assert basket.add("pho") == 1
    assert basket.add("bun") == 2
    assert basket.dishes == ["pho", "bun"]
    assert len(basket) == 2
    assert module.same(basket, basket)


def test_a_named_tuple_is_a_tuple_with_names(open_door: Opener) -> None:
    module = open_door(RECORDS).module
    pair = module.pair()
    left, right = pair
    assert (left, right, pair.left, pair.right, pair[0]) == (1, [2], 1, [2], 1)
    assert pair == (1, [2])
    assert type(pair).__name__ == "Pair"
    assert module.is_pair(pair) == [2]
    assert module.is_pair((1, [2])) is False


def test_enumerations(open_door: Opener) -> None:
    module = open_door(RECORDS).module
    opened, paid, soup, both = module.statuses()
    assert opened == module.Status.OPEN
    assert opened != paid
    assert (opened.name, opened.value, paid.value, repr(paid)) == ("OPEN", "open", ("paid", 2), "Status.PAID")
    assert opened != "open"
    assert soup == "soup"
    assert both == 3
    assert {soup: 1}["soup"] == 1
    for one in (opened, paid, soup):
        assert module.same(one, one)
    assert module.same([opened, soup], None) is False


def test_a_large_value(open_door: Opener) -> None:
    module = open_door("""
        def large(): return {"text": "ü" * 1_000_000, "numbers": list(range(50_000))}
        def length(value): return len(value["text"])
    """).module
    value = module.large()
    assert value == {"text": "ü" * 1_000_000, "numbers": list(range(50_000))}
    assert module.length(value) == 1_000_000


def test_a_value_that_is_too_large(open_process: Opener) -> None:
    opened = open_process("def huge(): return 'x' * (65 * 2**20)\ndef small(): return 1")
    with ends_with(Verdict.WRONG_RESULT, "Your code returned more than can be passed on"):
        opened.module.huge()
    assert opened.module.small() == 1


def test_values_that_contain_themselves(open_door: Opener) -> None:
    module = open_door("""
        import dataclasses
        def twice():
            value = []
            value += [value, value]
            return value
        def named():
            value = {"a": ({},)}
            value["a"][0]["b"] = value
            return value
        def deep():
            value = []
            for _ in range(5000): value = [value]
            return value
        def after(value): value.append(value)
        def call(function):
            value = []
            value.append(value)
            function(value)
        def shared():
            value = [1]
            return [value, value]
    """).module
    for name in ("twice", "named"):
        with ends_with(Verdict.WRONG_RESULT, "Your code returned a value that contains itself"):
            getattr(module, name)()
    with ends_with(Verdict.WRONG_RESULT, "nested more than 100 times"):
        module.deep()
    with ends_with(Verdict.WRONG_RESULT, "Your code made an argument into a value that contains itself"):
        module.after([])
    with pytest.raises(ValueError, match=r"print\(\) was given a value that contains itself"):
        module.call(print)
    assert module.shared() == [[1], [1]]


def test_what_can_not_be_copied_stays_there(open_door: Opener) -> None:
    module = open_door("""
        import threading
        class Thing:
            count = 0
            def __getitem__(self, key): return key * 2
            def __contains__(self, key): return key == 1
            def __enter__(self): self.count += 1; return self
            def __exit__(self, *exception): self.count += 10
        def things():
            return {"lock": threading.Lock(), "call": lambda value: value + 1, "thing": Thing(), "type": Thing}
        def items(): return {"a": 1}.items()
        def same(one, other): return one is other
    """).module
    things = module.things()
    assert things["call"](1) == 2
    thing = things["thing"]
    with thing as entered:
        assert entered == thing
        assert thing.count == 1
    thing.count += 1
    assert (thing.count, thing["a"], 1 in thing, 2 in thing) == (12, "aa", True, False)
    assert things["type"]().count == 0
    assert "lock" in repr(things["lock"]).lower()
    assert list(module.items()) == [("a", 1)]
    assert module.same(thing, thing)


MUTATES = """
    def change(value, *, named=None):
        value["list"].append(3); value["dict"]["deep"][0]["x"] = (1,)
        del value["gone"]
        if named is not None: named.insert(0, {"new": {1}})
    def grow(value): value.add(3); value.discard(1)
    def reorder(value): value["a"] = value.pop("a")
    def retype(value): value[0] = True; value.pop()
    def change_and_fail(value): value.clear(); raise ValueError("no")
    def look(value): return None
"""


def test_a_changed_argument_is_seen(open_door: Opener) -> None:
    module = open_door(MUTATES).module
    inner = [{"x": 1}]
    value, named = {"list": [1], "dict": {"deep": inner}, "gone": 1, "same": 2}, ["old"]
    module.change(value, named=named)
    assert value == {"list": [1, 3], "dict": {"deep": [{"x": (1,)}]}, "same": 2}
    assert value["dict"]["deep"] is inner
    assert inner == [{"x": (1,)}]
    assert named == [{"new": {1}}, "old"]
    numbers = {1, 2}
    module.grow(numbers)
    assert numbers == {2, 3}
    ordered = {"a": 1, "b": 2}
    module.reorder(ordered)
    assert list(ordered) == ["b", "a"]
    ones = [1, 2, 3]
    module.retype(ones)
    assert ones[0] is True
    assert ones == [1, 2]
    with pytest.raises(ValueError, match="no"):
        module.change_and_fail(ones)
    assert ones == []


def test_an_argument_that_does_not_change_keeps_its_very_parts(open_door: Opener) -> None:
    module = open_door(MUTATES + "    class Tool: pass\n").module

    def function() -> None: ...

    tool = module.Tool()
    value = [function, tool, (1, [2]), {"f": function}, math.pi]
    before = list(value)
    module.look(value)
    assert all(one is other for one, other in zip(value, before, strict=True))
    assert value[3]["f"] is function  # type: ignore[index]


# Functions and classes


def test_a_typed_tool_function(open_door: Opener, tmp_path: Path) -> None:
    opened = open_door("""
        import inspect
        def describe(tool):
            signature = inspect.signature(tool)
            return {name: one.annotation for name, one in signature.parameters.items()}, tool.__name__, tool.__doc__
        def use(tools): return [tool("pho", count=2) for tool in tools]
    """)
    props = tmp_path / "props.py"
    props.write_text(
        "used = []\n"
        "class Refused(ValueError): pass\n"
        "def order(slug: str, count: int = 1) -> str:\n"
        "    'Order a dish.'\n"
        "    if slug == 'no': raise Refused(slug)\n"
        "    used.append(slug); return slug * count\n",
        encoding="utf-8",
    )
    tools = opened.door.load(props, "props", learner=False)
    parameters, name, documentation = opened.module.describe(tools.order)
    assert parameters == {"slug": str, "count": int}
    assert (name, documentation) == ("order", "Order a dish.")
    assert opened.module.use([tools.order]) == ["phopho"]
    assert tools.used == ["pho"]
    with pytest.raises(tools.Refused, match="no"):
        tools.order("no")


def test_the_annotations_of_a_tool_are_real_types_there(open_door: Opener) -> None:
    module = open_door("""
        import typing
        def tool(slug: str, count: int = 1) -> list[str]: ...
        def schema(function):
            names = {str: "string", int: "integer"}
            return {name: names.get(one, "?") for name, one in typing.get_type_hints(function).items()}
    """).module
    assert module.schema(module.tool) == {"slug": "string", "count": "integer", "return": "?"}


def test_a_function_of_the_check_is_the_same_function_each_time(open_door: Opener) -> None:
    module = open_door("""
        seen = []
        def same(one, other): return one is other
        def give_back(value): return value
        def name(function): return function.__name__
    """).module

    def approve() -> bool:
        return True

    assert module.same(approve, approve)
    assert not module.same(approve, print)
    assert module.give_back(approve) is approve
    assert module.give_back({"tool": approve})["tool"] is approve
    assert module.name(approve) == "approve"


def test_classes_of_python_and_of_requests_are_themselves_there(open_door: Opener) -> None:
    module = open_door("""
        import requests
        class Mine(Exception): pass
        def catches(kinds, which):
            try: raise {"value": ValueError, "http": requests.HTTPError, "mine": Mine}[which]("x")
            except kinds: return True
        def build(kind, value): return kind(value)
    """).module
    assert module.catches((ValueError, KeyError), "value")
    assert module.catches(requests.HTTPError, "http")
    assert module.catches(module.Mine, "mine")
    assert module.build(int, "3") == 3
    with pytest.raises(ValueError, match="x"):
        module.catches(module.Mine, "value")


# Exceptions


ERRORS = """
    import json, requests
    class Oops(Exception):
        def __init__(self, status, detail):
            super().__init__(f"{status}: {detail}"); self.status = status; self.detail = detail
    class Gone(Oops, LookupError): pass
    class Mixed(json.JSONDecodeError, requests.RequestException): pass
    def oops(): raise Gone(410, {"slug": "pho"})
    def chained():
        try: int("x")
        except ValueError as error: raise Oops(1, "bad") from error
    def during():
        try: int("x")
        except ValueError: raise KeyError("slug")
    def silent():
        try: int("x")
        except ValueError: raise KeyError("slug") from None
    def status(): requests.get("https://bistro.test/gone", timeout=3).raise_for_status()
    def decode(): return requests.get("https://bistro.test/text", timeout=3).json()
    def missing(): open("/there/is/no/such/file")
    def returned(): return [Oops(1, "x"), ValueError("y")]
    def give(value): return value
    def mine(error): return isinstance(error, Oops) and error.detail
    def group(): raise ExceptionGroup("several", [ValueError(1), KeyError(2)])
    def mixed(): raise Mixed("a", "b", 0)
    def base(): raise KeyboardInterrupt
    def odd():
        class Odd(Exception):
            def __str__(self): raise ZeroDivisionError
        raise Odd(1)
    def itself():
        error = ValueError("x"); error.me = error; error.many = [error, error]
        raise error
"""


def test_the_codes_own_exception(open_door: Opener) -> None:
    module = open_door(ERRORS).module
    with pytest.raises(module.Gone) as caught:
        module.oops()
    assert str(caught.value) == "410: {'slug': 'pho'}"
    assert (caught.value.status, caught.value.detail) == (410, {"slug": "pho"})
    assert caught.value.args == ("410: {'slug': 'pho'}",)
    assert isinstance(caught.value, module.Oops)
    assert isinstance(caught.value, LookupError)
    assert not isinstance(caught.value, ValueError)
    assert type(caught.value).__name__ == "Gone"
    assert [frame.function for frame in caught.value.frames] == ["oops"]
    assert issubclass(module.Gone, module.Oops)


def test_a_chain(open_door: Opener) -> None:
    module = open_door(ERRORS).module
    with pytest.raises(module.Oops) as caught:
        module.chained()
    assert isinstance(caught.value.__cause__, ValueError)
    assert "invalid literal" in str(caught.value.__cause__)
    assert caught.value.__suppress_context__
    with pytest.raises(KeyError, match="slug") as context:
        module.during()
    assert context.value.__cause__ is None
    assert isinstance(context.value.__context__, ValueError)
    assert not context.value.__suppress_context__
    assert context.value.args == ("slug",)
    with pytest.raises(KeyError) as silent:
        module.silent()
    assert silent.value.__suppress_context__


def test_an_exception_of_requests(open_door: Opener) -> None:
    opened = open_door(
        ERRORS,
        exchange(url="https://bistro.test/gone", status=410, answer={"title": "Gone"}, ETag='"1"'),
        exchange(url="https://bistro.test/text", answer=b"hello"),
    )
    with pytest.raises(requests.HTTPError, match="410") as caught:
        opened.module.status()
    assert caught.value.response.status_code == 410
    assert caught.value.response.json() == {"title": "Gone"}
    assert caught.value.response.headers["ETag"] == '"1"'
    assert caught.value.request.url == "https://bistro.test/gone"
    with pytest.raises(requests.exceptions.JSONDecodeError) as broken:
        opened.module.decode()
    assert isinstance(broken.value, ValueError)
    assert broken.value.pos == 0


def test_exceptions_of_python(open_door: Opener) -> None:
    module = open_door(ERRORS).module
    with pytest.raises(FileNotFoundError) as missing:
        module.missing()
    assert missing.value.errno == 2
    assert missing.value.filename == "/there/is/no/such/file"
    with pytest.raises(Exception, match="several"):
        module.group()
    with pytest.raises(requests.RequestException, match="a: line 1"):
        module.mixed()
    with pytest.raises(Exception, match="can't be shown"):
        module.odd()
    with pytest.raises(ValueError, match="x") as itself:
        module.itself()
    assert isinstance(itself.value.me, ValueError)


def test_exceptions_as_values(open_door: Opener) -> None:
    module = open_door(ERRORS).module
    oops, value = module.returned()
    assert isinstance(oops, module.Oops)
    assert (oops.status, str(oops)) == (1, "1: x")
    assert isinstance(value, ValueError)
    assert value.args == ("y",)
    assert module.mine(oops) == "x"


def test_a_value_of_the_check_that_can_not_travel(open_door: Opener) -> None:
    module = open_door(ECHO).module
    with pytest.raises(Exception, match="a check passed a object, which can't go through the door"):
        module.echo(object())
