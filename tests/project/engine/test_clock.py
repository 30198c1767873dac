"""Virtual time, in one thread and in many."""

from __future__ import annotations

import datetime

import pytest

from grader.report import Verdict

from .conftest import START, Opener, ends_with, exchange

MOMENT = datetime.datetime.fromtimestamp(START, datetime.UTC)
STAMP = "2026-11-22T18:00:00+00:00"


def test_time(open_door: Opener) -> None:
    opened = open_door("""
        import time
        from time import sleep, time as now, monotonic
        def wait():
            before = now(), monotonic(), time.perf_counter()
            sleep(1.5)
            time.sleep(2)
            return [after - one for after, one in zip((time.time(), time.monotonic(), time.perf_counter()), before)]
        def nanoseconds(): return time.time_ns(), time.monotonic_ns() - round(time.monotonic() * 1e9)
        def shown(): return time.strftime("%Y", time.gmtime()), time.gmtime().tm_hour, time.localtime().tm_min
        def texts(): return time.ctime() == time.asctime(), time.strftime("%S"), time.gmtime(0).tm_year
        def wrong(value):
            try: time.sleep(value)
            except Exception as error: return type(error).__name__
    """)
    module = opened.module
    assert module.wait() == [3.5, 3.5, 3.5]
    assert opened.door.slept == [1.5, 2]
    assert opened.door.now == START + 3.5
    assert module.nanoseconds() == ((START + 3.5) * 1e9, 0)
    assert module.shown() == ("2026", 18, 0)
    assert module.texts() == (True, "03", 1970)
    wrong = [module.wrong(value) for value in (-1, float("nan"), float("inf"), "1", None, [])]
    assert wrong == ["ValueError", "ValueError", "OverflowError", "TypeError", "TypeError", "TypeError"]
    assert opened.door.slept == [1.5, 2]


def test_datetime(open_door: Opener) -> None:
    opened = open_door("""
        import datetime as module, time, copy, pickle
        from datetime import datetime, date, timedelta, timezone
        from email.utils import formatdate, parsedate_to_datetime
        def now(): return datetime.now(timezone.utc), module.datetime.now(module.UTC), datetime.utcnow()
        def naive():
            return datetime.now() == datetime.today(), datetime.now().timestamp(), date.today(), module.date.today()
        def kinds():
            one = datetime(2026, 1, 1)
            parsed = datetime.fromisoformat("2026-01-01T00:00:00")
            class Mine(datetime): pass
            return [isinstance(one, datetime), isinstance(parsed, datetime),
                    isinstance(one, date), isinstance(1, datetime),
                    isinstance(date.today(), date), isinstance(date.today(), datetime), issubclass(datetime, date),
                    isinstance(one, Mine), isinstance(Mine(2026, 1, 1), datetime), issubclass(Mine, datetime),
                    one == parsed, copy.deepcopy(one) == pickle.loads(pickle.dumps(one)), type(one).__name__]
        def is_datetime(value): return isinstance(value, datetime), isinstance(value, date)
        def until(value): return (parsedate_to_datetime(value) - datetime.now(timezone.utc)).total_seconds()
        def header(): return formatdate(usegmt=True)
        def later(): time.sleep(86400); return date.today(), datetime.now(timezone.utc) + timedelta(hours=1)
    """)
    module = opened.module
    assert module.now() == (MOMENT, MOMENT, MOMENT.replace(tzinfo=None))
    same, moment, *days = module.naive()
    assert (same, moment) == (True, START)
    assert days == [MOMENT.astimezone().date()] * 2
    assert module.kinds() == [True, True, True, False, True, False, True, False, True, True, True, True, "datetime"]
    assert module.is_datetime(MOMENT) == (True, True)
    assert module.is_datetime(MOMENT.date()) == (False, True)
    assert module.until("Sun, 22 Nov 2026 18:00:30 GMT") == 30
    assert module.header() == "Sun, 22 Nov 2026 18:00:00 GMT"
    day, moment = module.later()
    assert moment == MOMENT + datetime.timedelta(days=1, hours=1)
    assert day == (MOMENT + datetime.timedelta(days=1)).astimezone().date()


def test_time_stands_still_but_for_waits_and_the_check(open_door: Opener) -> None:
    opened = open_door("""
        import time
        def now(): return time.monotonic()
        def work():
            before = time.time()
            for _ in range(100_000): pass
            return time.time() - before
    """)
    assert opened.module.work() == 0
    opened.door.ask("advance", seconds=90.0)
    assert opened.module.now() == 90
    assert opened.door.slept == []


WAITS = """
    import concurrent.futures, queue, threading, time
    def event(): return threading.Event().wait(2), time.monotonic()
    def event_set():
        one = threading.Event()
        threading.Timer(3, one.set).start()
        return one.wait(10), time.monotonic()
    def event_for_ever():
        one = threading.Event()
        threading.Timer(3600, one.set).start()
        return one.wait(), time.monotonic()
    def condition():
        one, state = threading.Condition(), []
        def work():
            time.sleep(4)
            with one: state.append(1); one.notify_all()
        threading.Thread(target=work).start()
        with one: found = one.wait_for(lambda: state, timeout=9)
        with one: lost = one.wait_for(lambda: len(state) > 1, timeout=5)
        return found, lost, time.monotonic()
    def queue_get():
        one = queue.Queue()
        try: one.get(timeout=1.25)
        except queue.Empty: pass
        threading.Timer(1, one.put, args=("x",)).start()
        return one.get(timeout=9), time.monotonic()
    def simple_queue():
        one = queue.SimpleQueue()
        threading.Timer(1, one.put, args=("x",)).start()
        return one.get(), time.monotonic()
    def join():
        thread = threading.Thread(target=time.sleep, args=(8,))
        thread.start()
        thread.join(3)
        alive = thread.is_alive(), time.monotonic()
        thread.join()
        return alive, thread.is_alive(), time.monotonic()
    def poll():
        thread = threading.Thread(target=time.sleep, args=(2,))
        thread.start()
        polls = 0
        while thread.is_alive(): time.sleep(0.5); polls += 1
        return polls
    def future():
        with concurrent.futures.ThreadPoolExecutor() as pool:
            slow, fast = pool.submit(time.sleep, 5), pool.submit(time.sleep, 1)
            done, _ = concurrent.futures.wait([slow, fast], return_when="FIRST_COMPLETED")
            first = len(done), time.monotonic()
            try: slow.result(timeout=2)
            except concurrent.futures.TimeoutError: pass
            return first, time.monotonic(), slow.result(), time.monotonic()
    def completed():
        with concurrent.futures.ThreadPoolExecutor() as pool:
            jobs = {pool.submit(time.sleep, seconds): seconds for seconds in (3, 1, 2)}
            return [(jobs[one], time.monotonic()) for one in concurrent.futures.as_completed(jobs)]
    class Sleeper(threading.Thread):
        def __init__(self): super().__init__(daemon=True); self.ended = None
        def run(self): time.sleep(6); self.ended = time.monotonic()
    def subclass():
        one = Sleeper()
        one.start(); one.join()
        return one.ended
    def timer_cancelled():
        seen = []
        one = threading.Timer(5, seen.append, args=(1,))
        one.start(); time.sleep(1); one.cancel(); time.sleep(9)
        return seen, time.monotonic()
    def semaphore():
        gate, ends = threading.BoundedSemaphore(2), []
        def work():
            with gate: time.sleep(1)
            ends.append(time.monotonic())
        threads = [threading.Thread(target=work) for _ in range(6)]
        for one in threads: one.start()
        for one in threads: one.join()
        return ends
    def barrier():
        gate, ends = threading.Barrier(3), []
        def work(seconds): time.sleep(seconds); gate.wait(); ends.append(time.monotonic())
        threads = [threading.Thread(target=work, args=(seconds,)) for seconds in (1, 2, 3)]
        for one in threads: one.start()
        for one in threads: one.join()
        return ends
    def rlock():
        lock = threading.RLock()
        def work():
            with lock:
                with lock: time.sleep(1)
        threads = [threading.Thread(target=work) for _ in range(4)]
        for one in threads: one.start()
        for one in threads: one.join()
        return time.monotonic()
    def lock_timeout():
        lock = threading.Lock()
        lock.acquire()
        return lock.acquire(timeout=2), lock.acquire(False), lock.acquire(True, 1), lock.locked(), time.monotonic()
    def parallel(count=4):
        threads = [threading.Thread(target=time.sleep, args=(1,)) for _ in range(count)]
        for one in threads: one.start()
        for one in threads: one.join()
        return time.monotonic()
    def raw():
        import _thread
        done = []
        _thread.start_new_thread(lambda: (time.sleep(1), done.append(time.monotonic())), ())
        time.sleep(5)
        return done, time.monotonic()
"""

EXPECTED = {
    "event": (False, 2.0),
    "event_set": (True, 3.0),
    "event_for_ever": (True, 3600.0),
    "condition": ([1], False, 9.0),
    "queue_get": ("x", 2.25),
    "simple_queue": ("x", 1.0),
    "join": ((True, 3.0), False, 8.0),
    "poll": 4,
    "future": ((1, 1.0), 3.0, None, 5.0),
    "completed": [(1, 1.0), (2, 2.0), (3, 3.0)],
    "subclass": 6.0,
    "timer_cancelled": ([], 10.0),
    "semaphore": [1, 1, 2, 2, 3, 3],
    "barrier": [3, 3, 3],
    "rlock": 4.0,
    "lock_timeout": (False, False, False, True, 3.0),
    "parallel": 1.0,
    "raw": ([1.0], 5.0),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_waiting(open_door: Opener, name: str) -> None:
    opened = open_door(WAITS)
    for _ in range(3):
        assert getattr(opened.module, name)() == EXPECTED[name]
        opened.end()
        opened = open_door(WAITS)


def test_parallel_sleeps_advance_it_once(open_door: Opener) -> None:
    opened = open_door(WAITS)
    assert opened.module.parallel(count=4) == 1
    assert opened.door.slept == [1, 1, 1, 1]
    assert opened.module.parallel(count=40) == 2


def test_a_wait_that_times_out_is_a_wait(open_door: Opener) -> None:
    opened = open_door(WAITS)
    opened.module.event()
    assert opened.door.slept == [2]
    opened.module.event_set()
    assert opened.door.slept == [2, 3], "the timer's own wait, and not the one that was cut short"


@pytest.mark.parametrize("name", ["itself", "each_other", "event", "queue", "join", "pool"])
def test_a_deadlock_is_a_verdict(open_door: Opener, name: str) -> None:
    opened = open_door(
        """
        import concurrent.futures, queue, threading, time
        def itself():
            lock = threading.Lock()
            lock.acquire(); lock.acquire()
        def each_other():
            one, other = threading.Lock(), threading.Lock()
            def work(first, second):
                with first:
                    time.sleep(1)
                    with second: pass
            threads = [threading.Thread(target=work, args=pair, daemon=True) for pair in ((one, other), (other, one))]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
        def event(): threading.Event().wait()
        def queue(): __import__("queue").Queue().get()
        def join():
            event = threading.Event()
            thread = threading.Thread(target=event.wait, daemon=True)
            thread.start(); thread.join()
        def pool():
            with concurrent.futures.ThreadPoolExecutor(1) as pool:
                return pool.submit(lambda: pool.submit(abs, 1).result()).result()
        def fine(): return 1
        """
    )
    with ends_with(Verdict.TOO_SLOW, "all of its threads wait for each other"):
        getattr(opened.module, name)()
    assert open_door("def fine(): return 1").module.fine() == 1


RETRY = """
    import requests, threading, time
    from requests.adapters import HTTPAdapter
    from urllib3.util.retry import Retry
    def session():
        one = requests.Session()
        retry = Retry(total=3, status_forcelist=[429, 503], backoff_factor=2, allowed_methods=None)
        one.mount("https://", HTTPAdapter(max_retries=retry))
        return one
    def get(path=""): return session().get("https://bistro.test/" + path, timeout=3).json(), time.monotonic()
    def threads():
        ends = []
        def work(path): ends.append(get(path))
        all = [threading.Thread(target=work, args=(path,)) for path in ("a", "b", "c")]
        for one in all: one.start()
        for one in all: one.join()
        return sorted(ends)
"""


def test_retries_of_urllib3(open_door: Opener) -> None:
    seconds = exchange(status=429, Retry_After="7")
    date = exchange(status=503, Retry_After="Sun, 22 Nov 2026 18:00:30 GMT")
    opened = open_door(RETRY, seconds, date, exchange(answer="ready"))
    assert opened.module.get() == ("ready", 30.0)
    assert opened.door.slept == [7, 23]
    assert [one.response.status for one in opened.wire] == [429, 503, 200]
    opened = open_door(RETRY, exchange(status=503), exchange(status=503), exchange(answer="ready"))
    assert opened.module.get() == ("ready", 4.0)
    assert opened.door.slept == [4]


def test_retries_of_urllib3_in_threads(open_door: Opener) -> None:
    interactions = []
    for number, path in enumerate("abc", 1):
        url = f"https://bistro.test/{path}"
        interactions += [exchange(url=url, status=429, Retry_After=str(number)), exchange(url=url, answer=path)]
    opened = open_door(RETRY, *interactions)
    assert opened.module.threads() == [("a", 1.0), ("b", 2.0), ("c", 3.0)]
    assert sorted(opened.door.slept) == [1, 2, 3]
