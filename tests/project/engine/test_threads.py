"""Requests of many threads in flight at once, and checks that call from many threads."""

from __future__ import annotations

import concurrent.futures
from typing import Any

import pytest

from .conftest import START, Opener, exchange

MANY = [exchange(url=f"https://bistro.test/{number}", answer=number) for number in range(40)]

SOURCE = """
    import concurrent.futures, requests, threading, time
    def get(path): return requests.get(f"https://bistro.test/{path}", timeout=3).json()
    def pool(size, count=8):
        with concurrent.futures.ThreadPoolExecutor(size) as pool: return list(pool.map(get, range(count)))
    def threads(count):
        got = []
        all = [threading.Thread(target=lambda number=number: got.append(get(number))) for number in range(count)]
        for one in all: one.start()
        for one in all: one.join()
        return sorted(got)
    def one_after_another(count): return [get(number) for number in range(count)]
    def backwards(count):
        turns = [threading.Event() for _ in range(count + 1)]
        def work(number):
            turns[number + 1].wait()
            get(number)
            turns[number].set()
        all = [threading.Thread(target=work, args=(number,)) for number in range(count)]
        for one in all: one.start()
        turns[count].set()
        for one in all: one.join()
    def backwards_in_one(count): return [get(number) for number in reversed(range(count))]
    def staggered(count):
        got, all = [], []
        for number in range(count):
            all.append(threading.Thread(target=lambda number=number: got.append(get(number))))
            all[-1].start()
            time.sleep(0.2)
        for one in all: one.join()
        return sorted(got), time.monotonic()
    def limited(count, at_once):
        gate, got = threading.Semaphore(at_once), []
        def work(number):
            with gate: got.append(get(number))
        all = [threading.Thread(target=work, args=(number,)) for number in range(count)]
        for one in all: one.start()
        for one in all: one.join()
        return sorted(got)
    class Guest:
        def __init__(self): self.lock, self.token, self.refreshed = threading.Lock(), None, 0
        def refresh(self):
            with self.lock:
                if self.token is None:
                    self.token = get(0)
                    self.refreshed += 1
            return self.token
        def take(self, number): return self.refresh()
        def ask(self, number): return get(number)
        def slow(self, number): time.sleep(1); return get(number)
    class Mailbox:
        def __init__(self): self.event = threading.Event()
        def wait(self): return self.event.wait()
        def set(self): self.event.set(); return "set"
"""


def test_eight_in_flight_at_once(open_door: Opener) -> None:
    for _ in range(3):
        opened = open_door(SOURCE, *MANY)
        opened.wire.hold(8)
        assert opened.module.threads(8) == list(range(8))
        assert opened.wire.most_in_flight == 8
        opened = open_door(SOURCE, *MANY)
        opened.wire.hold(8)
        assert opened.module.pool(8) == list(range(8))
        assert opened.wire.most_in_flight == 8
        assert opened.door.slept == []


@pytest.mark.parametrize("size", [1, 2, 5])
def test_fewer_than_are_held_are_let_go(open_door: Opener, size: int) -> None:
    opened = open_door(SOURCE, *MANY)
    opened.wire.hold(8)
    assert opened.module.pool(size) == list(range(8))
    assert opened.wire.most_in_flight == size
    opened = open_door(SOURCE, *MANY)
    opened.wire.hold(8)
    assert opened.module.limited(8, size) == list(range(8))
    assert opened.wire.most_in_flight == size


def test_more_than_are_held(open_door: Opener) -> None:
    opened = open_door(SOURCE, *MANY)
    opened.wire.hold(8)
    assert opened.module.threads(40) == list(range(40))
    assert opened.wire.most_in_flight >= 8
    opened = open_door(SOURCE, *MANY)
    opened.wire.hold(8)
    assert opened.module.one_after_another(4) == [0, 1, 2, 3]
    assert opened.wire.most_in_flight == 1


def test_it_holds_while_threads_start_later(open_door: Opener) -> None:
    opened = open_door(SOURCE, *MANY)
    opened.wire.hold(6)
    got, end = opened.module.staggered(6)
    assert got == list(range(6))
    assert opened.wire.most_in_flight == 6
    assert end == pytest.approx(1.2)


def test_the_moment_of_each_request(open_door: Opener) -> None:
    opened = open_door(SOURCE, *MANY)
    opened.module.staggered(4)
    assert [one.moment - START for one in opened.wire] == pytest.approx([0.0, 0.2, 0.4, 0.6], abs=1e-6)
    opened = open_door(SOURCE, *MANY, overlay={0: {"delay": 2.0}, 1: {"delay": 2.5}})
    opened.wire.hold(2)  # neither that an answer is kept back nor that it takes its time makes its request a later one
    opened.module.staggered(3)
    assert [one.moment - START for one in opened.wire] == pytest.approx([0.0, 0.2, 0.4], abs=1e-6)
    opened = open_door(SOURCE, *MANY, overlay={0: {"delay": 2.0}})
    opened.module.one_after_another(2)
    assert [one.moment - START for one in opened.wire] == pytest.approx([0.0, 2.0], abs=1e-6)


def test_what_threads_send_at_one_moment_is_shown_in_the_order_of_the_recording(open_door: Opener) -> None:
    opened = open_door(SOURCE, *MANY)
    opened.module.backwards(3)
    assert [one.place for one in opened.wire] == [2, 1, 0]
    assert [one.place for one in opened.wire.in_order()] == [0, 1, 2]
    opened = open_door(SOURCE, *MANY)
    opened.module.backwards_in_one(3)
    assert [one.place for one in opened.wire.in_order()] == [2, 1, 0]
    opened = open_door(SOURCE, *reversed(MANY[:4]))
    opened.module.staggered(4)
    assert [one.place for one in opened.wire.in_order()] == [3, 2, 1, 0]


def test_without_hold_nothing_waits(open_door: Opener) -> None:
    opened = open_door(SOURCE, *MANY)
    assert opened.module.threads(40) == list(range(40))
    assert len(opened.wire) == 40
    assert [one.response.json() for one in opened.wire] == [int(one.request.path[1:]) for one in opened.wire]


def from_threads(function: Any, arguments: Any) -> list[Any]:
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        return list(pool.map(function, arguments))


def test_a_check_calls_from_many_threads(open_door: Opener) -> None:
    for _ in range(3):
        opened = open_door(SOURCE, *MANY)
        guest = opened.module.Guest()
        assert from_threads(guest.ask, range(40)) == list(range(40))
        assert from_threads(opened.module.get, range(40)) == list(range(40))
        assert len(opened.wire) == 80
        assert opened.module.one_after_another(2) == [0, 1]


def test_a_check_calls_from_many_threads_what_has_a_lock(open_door: Opener) -> None:
    for _ in range(3):
        opened = open_door(SOURCE, *MANY)
        guest = opened.module.Guest()
        assert from_threads(guest.take, range(16)) == [0] * 16
        assert guest.refreshed == 1
        assert len(opened.wire) == 1


def test_held_while_a_check_calls_from_many_threads(open_process: Opener) -> None:
    for _ in range(3):
        opened = open_process(SOURCE, *MANY)
        guest = opened.module.Guest()
        opened.wire.hold(8)
        assert from_threads(guest.ask, range(8)) == list(range(8))
        assert opened.wire.most_in_flight == 8


def test_one_call_sets_another_free(open_process: Opener) -> None:
    for _ in range(3):
        mailbox = open_process(SOURCE).module.Mailbox()
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            waits = pool.submit(mailbox.wait)
            assert pool.submit(mailbox.set).result() == "set"
            assert waits.result() is True


def test_calls_that_sleep_beside_each_other(open_door: Opener) -> None:
    opened = open_door(SOURCE, *MANY)
    guest = opened.module.Guest()
    assert from_threads(guest.slow, range(8)) == list(range(8))
    assert opened.door.slept == [1] * 8


def test_a_callback_in_each_of_many_threads(open_door: Opener) -> None:
    module = open_door("""
        import threading, time
        def call(function, number): return function(number)
        def later(function, seconds):
            def work(): time.sleep(seconds); function("later")
            threading.Thread(target=work, daemon=True).start()
        def wait(seconds): time.sleep(seconds)
    """).module
    assert from_threads(lambda number: module.call(lambda value: value * 2, number), range(40)) == [
        number * 2 for number in range(40)
    ]
    seen: list[str] = []
    module.later(seen.append, 5)
    assert seen == []
    module.wait(10)
    assert seen == ["later"]
