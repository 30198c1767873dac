"""The judge's side of the door: asks the worker to do things, answers its HTTP, and notices when it is gone."""

from __future__ import annotations

import builtins
import collections
import contextlib
import threading
import time
from _thread import allocate_lock
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from vcr.request import Request

from grader.door.codec import Codec, CodecError, overwrite
from grader.door.link import Answer, Closed, Message, TooSlow
from grader.report import Frame, Problem, Verdict

from .outcome import Outcome
from .remote import LearnersFunction, Member, Mirrors, Raised, Record, Remote, RemoteIterator
from .replay import Recording, shown
from .wire import Exchange, RecordedResponse, SentRequest, Wire, portable, request_from
from .worker import ENDING, NONSENSE, Worker

LONGEST_OUTPUT = 20_000
"""How many characters of a check's output are kept."""

PATIENCE = 2.0
"""Seconds that another thread of a check has to call what would set the waiting threads free. Only where the check has
other threads, and nothing else moves, is this waited for.
"""


class Door:
    """One check's way to the learner's code.

    Args:
        worker: where the code runs.
        recording: what the check's HTTP is answered from; None where it may send nothing.
        seconds: the time limit for the check; None for no limit.
    """

    def __init__(self, worker: Worker, recording: Recording | None, seconds: float | None) -> None:
        self.wire = Wire()
        self.codec = Codec(self._keep, self._open)
        self.mirrors = Mirrors()
        self.printed = ""
        self.logged = ""
        self.missed: Problem | None = None
        self.slept: list[float] = []
        self.now = 0.0
        self._worker = worker
        self._recording = recording
        self._deadline: float | None = None
        self._threads = 1
        self._seconds = seconds
        self._functions: dict[int, Callable[..., Any]] = {}
        self._serving = allocate_lock()
        self._stuck = False
        self._begun: int | None = None
        self._beginning = allocate_lock()
        self._known: set[str] = set()
        self._loads_ahead = False
        self._loaded: Message = {}
        worker.check = self
        self._broken_off = False
        self._interruption: BaseException | None = None
        self._asked = 0

    # The life of a check

    def begin(
        self,
        *,
        start: float,
        environment: Mapping[str, str],
        replay: bool = True,
        ahead: tuple[Path, str] | None = None,
    ) -> None:
        """A check begins at ``start``, in seconds since 1970.

        Without ``replay`` its HTTP goes where stock vcrpy leads. ``ahead`` is the learner's file and its name where it
        can be loaded at once.
        """
        self._worker.wait_until_started()
        self._threads = threading.active_count()
        if self._seconds is not None and not self._worker.inline:
            self._deadline = time.monotonic() + self._seconds
        self.now = start
        message = {"op": "begin", "start": start, "environment": dict(environment), "replay": replay, "load": None}
        if ahead is not None:
            with contextlib.suppress(OSError, UnicodeDecodeError):  # to be said when the check asks for the module
                message["load"] = self._text(*ahead, learner=True)
        self._loads_ahead = message["load"] is not None
        self._asked = int(self._loads_ahead)
        self._begun = self._worker.link.post(message)

    def _begin_answered(self) -> None:
        """Wait until the check has begun on the other side."""
        if self._begun is None:
            return
        with self._beginning:
            if self._begun is not None:
                try:
                    self._loaded = self._answer_to(self._begun)
                finally:  # not sooner: other threads of the check must wait for it as well
                    self._begun = None

    def before_each_request(self, tell: Callable[[float], None]) -> None:
        """Have ``tell`` called with the moment before each request that goes to a real server."""
        host = self._worker.host
        assert host is not None
        host.network.before_request = lambda: tell(host.clock.now())

    def observe(self, request: Request, response: dict[str, Any]) -> None:
        """Put an exchange that was just recorded on the wire."""
        host = self._worker.host
        assert host is not None
        known = {**host.network.seen(), "moment": host.clock.now()}
        exchange = Exchange(SentRequest(request), RecordedResponse(response), known)
        exchange.place = response["number"] = self.wire.add(exchange)
        self.wire.answered()

    def end(self) -> None:
        """The check is over. A worker in which something of it goes on is ended."""
        if not self._worker.inline and (self._broken_off or not self._worker.alive):
            self._worker.kill()
            return
        with contextlib.suppress(Outcome):  # of a module that nothing was asked of
            self._deadline = None if self._worker.inline else time.monotonic() + ENDING
            self._begin_answered()
        if self._worker.alive or self._worker.inline:
            self._worker.end_check()

    def load(self, path: Path, name: str, *, learner: bool) -> Any:
        """Run a module afresh in the worker."""
        if learner and self._loads_ahead:
            self._begin_answered()
            return self._result(self._loaded)
        try:
            message = self._text(path, name, learner=learner)
        except OSError:
            raise Outcome(Verdict.CRASHED, Problem(f"The file {path.name} is missing.")) from None
        except UnicodeDecodeError as error:
            summary = f"The file {path.name} is not UTF-8 text (byte {error.start})."
            raise Outcome(Verdict.CRASHED, Problem(summary)) from None
        return self.ask("load", **message)

    def _text(self, path: Path, name: str, *, learner: bool) -> dict[str, Any]:
        source = path.read_text(encoding="utf-8")
        if learner:
            self._known = self._worker.functions.setdefault(source, set())
        return {"path": str(path), "name": name, "source": source, "learner": learner}

    # Asking

    def ask(self, operation: str, **fields: Any) -> Any:
        """What the worker answers, decoded; what it raised is raised here, as an exception like it."""
        return self._result(self._ask({"op": operation, **fields}))

    def member(self, module: Remote, name: str) -> Any:
        """Something in the learner's module."""
        if name in self._known:
            return LearnersFunction(self, module._handle, name)
        answer = self._ask({"op": "get", "target": module._handle, "name": name})
        value = answer.get("value")
        if isinstance(value, dict) and value.get("kind") == "function":
            self._known.add(name)
        if "error" in answer and answer["error"]["class"]["name"] == "AttributeError":
            summary = f"There is no “{name}” in your file: was it renamed or deleted?"
            raise Outcome(Verdict.CRASHED, Problem(summary))
        return self._result(answer)

    def call(self, target: int, arguments: list[Any], keywords: dict[str, Any], name: str = "") -> Any:
        """Call an object there, or its member of that name.

        Lists and dicts passed in get the contents that they had afterwards.
        """
        encoded = {"arguments": self.codec.encode(arguments), "keywords": self.codec.encode(keywords)}
        answer = self._ask({"op": "call", "target": target, "name": name, **encoded})
        try:
            after = self.codec.decode(answer.get("after", {}))
            for place, value in after.get("arguments", {}).items():
                overwrite(arguments[int(place)], value)
            for keyword, value in after.get("keywords", {}).items():
                overwrite(keywords[keyword], value)
        except (CodecError, *NONSENSE) as error:
            self.spoilt(error)
        return self._result(answer)

    def _ask(self, message: Message) -> Message:
        if self.missed is not None:
            self._over()
        self._begin_answered()
        with self._serving:
            self._asked += 1
        return self._answer_to(self._worker.link.post(message))

    def _answer_to(self, number: int) -> Message:
        """The answer to a question that was posted, or the reason why there is none."""
        seconds = None if self._deadline is None else self._deadline - time.monotonic()
        try:
            answer = self._worker.link.wait(number, seconds=seconds)
        except TooSlow:
            self._worker.kill()
            self._over(slow=True)
        except Closed:
            self._worker.kill()
            self._over(gone=True)
        except BaseException:  # from a function of the check, while the learner's code waits for what it returns
            self._broken_off = True
            raise
        try:
            self.wire.learn(answer.get("news", {}))
            self.slept, self.now = answer.get("slept", self.slept), answer.get("now", self.now)
        except NONSENSE as error:
            self.spoilt(error)
        if self.missed is not None or self._stuck:
            self._over()
        if self._interruption is not None:
            raise self._interruption
        return answer

    def _over(self, *, slow: bool = False, gone: bool = False) -> NoReturn:
        """Why the conversation can't go on."""
        if self.missed is not None:
            raise Outcome(Verdict.WRONG_REQUEST, self.missed)
        if self._stuck:
            summary = "Your code waits for ever: all of its threads wait for each other."
            raise Outcome(Verdict.TOO_SLOW, Problem(summary))
        if slow:
            summary = f"Your code was stopped after {self._seconds:g} seconds: is there a loop that never ends?"
            raise Outcome(Verdict.TOO_SLOW, Problem(summary))
        if self._worker.limit:
            raise Outcome(Verdict.CRASHED, Problem(self._worker.limit))
        if self._worker.nonsense:
            self.spoilt(self._worker.nonsense)
        status = self._worker.status
        how = f"signal {-status}" if status < 0 else f"exit status {status}"
        summary = f"Your code ended the whole Python process ({how}), as os._exit() or a crash does."
        raise Outcome(Verdict.CRASHED, Problem(summary))

    def spoilt(self, reason: object) -> NoReturn:
        """The worker says what no worker says: something wrote to its pipes."""
        self._worker.kill()
        summary = "Your code wrote to a file descriptor that it did not open, and so broke the line to the checks."
        raise Outcome(Verdict.CRASHED, Problem(summary, (f"received  {reason}",)))

    def _result(self, answer: Message) -> Any:
        try:
            return self._decoded(answer)
        except CodecError as error:
            raise Outcome(Verdict.WRONG_RESULT, Problem(f"Your code returned {error}.")) from None

    def _decoded(self, answer: Message) -> Any:
        if "exit" in answer:
            frames = tuple(Frame(**frame) for frame in answer["frames"])
            raise Outcome(Verdict.CRASHED, Problem("Your code called sys.exit(), which ends the program.", (), frames))
        if "problem" in answer:
            text = str(answer["problem"])
            raise Outcome(Verdict.WRONG_RESULT, Problem(f"{text[:1].upper()}{text[1:]}."))
        if "error" in answer:
            try:
                error = self.mirrors.raised(answer["error"], self)
            except NONSENSE as problem:
                self.spoilt(problem)
            raise error
        if "value" not in answer:
            self.spoilt("an answer without a value")
        try:
            return self.codec.decode(answer["value"])
        except RecursionError as error:  # nested deeper than any encoder nests
            self.spoilt(error)

    # Answering

    def serve(self, message: Message, answer: Answer) -> None:
        match message["op"]:
            case "http":
                with self._serving:
                    afterwards = self._answer_http(message, answer)
                afterwards()
            case "output":
                self.printed = (self.printed + str(message["text"]))[:LONGEST_OUTPUT]
            case "logged":
                self.logged = (self.logged + str(message["text"]) + "\n")[:LONGEST_OUTPUT]
            case "stuck":
                self._nothing_moves(int(message["held"]), int(message["calls"]))
            case "callback":
                self._answer_callback(message, answer)

    def _answer_http(self, message: Message, answer: Answer) -> Callable[[], None]:
        """Answer a request from the recording. What is returned must be done once nothing is locked."""
        sent = request_from(message)
        found = self._recording.play(sent) if self._recording is not None and self.missed is None else None
        if found is None:
            self.wire.add(Exchange(SentRequest(sent), None, message))
            self.missed = self.missed or self._explain(sent)
            return lambda: self._miss(answer)
        place, response = found
        exchange = Exchange(SentRequest(sent), RecordedResponse(response), message)
        exchange.place = place
        number = self.wire.add(exchange)

        def reply() -> None:
            with self._serving:
                self.wire.answered()
            answer({"response": portable(response), "number": number})

        held = self.wire.held
        if held is None:
            return reply
        held.waiting.append(reply)
        if len(held.waiting) >= held.wanted:
            return self._let_go
        return lambda: self._worker.link.tell({"op": "held", "number": message["id"]})

    def _explain(self, sent: Request) -> Problem:
        if self._recording is not None and self._recording.problem is None:
            return self._recording.explain(sent)
        summary = "Your code sent a request, but this function works on what it is given."
        return Problem(summary, (f"sent      {sent.method} {shown(sent.uri)}",))

    def _miss(self, answer: Answer) -> None:
        """The verdict stands: nothing that the learner's code does from here on is waited for."""
        answer({"over": True})
        if not self._worker.inline:
            self._worker.link.close()

    def _let_go(self) -> None:
        """Give all the answers that were kept back, and go on without keeping any."""
        with self._serving:
            held, self.wire.held = self.wire.held, None
        for reply in held.waiting if held is not None else []:
            reply()

    def _nothing_moves(self, held: int, calls: int) -> None:
        """The worker says that all of its threads wait, ``held`` of them for answers that are kept back here.

        That was so after ``calls`` calls. It need not be so for long when a check calls from several threads.
        """
        patience = time.monotonic() + PATIENCE
        while threading.active_count() > self._threads and not self._worker.inline and time.monotonic() < patience:
            if calls < self._asked:
                return
            time.sleep(0.002)
        if calls < self._asked:
            return
        if held:
            self._let_go()
        else:
            self._stuck = True
            if not self._worker.inline:
                self._worker.link.close()

    def _answer_callback(self, message: Message, answer: Answer) -> None:
        try:
            function = self._functions[message["target"]]
            arguments, keywords = self.codec.decode(message["arguments"]), self.codec.decode(message["keywords"])
        except (*NONSENSE, CodecError) as error:
            self._worker.spoil(error)
            return
        try:
            value = function(*arguments, **keywords)
            answer({"value": self.codec.encode(value)})
        except Exception as error:
            text = str(error.args[0]) if isinstance(error, KeyError) and len(error.args) == 1 else str(error)
            home = self.mirrors.home(type(error))
            original = error.handle if isinstance(error, Raised) else None
            answer({"error": {"home": home, "name": type(error).__name__, "text": text, "kept": original}})
        except BaseException as error:  # the check ends here, whatever the learner's code does about it
            self._interruption = error
            if not self._worker.inline:
                raise
            answer({"over": True})

    # Values

    def _keep(self, value: Any) -> dict[str, Any]:
        if isinstance(value, Remote):
            return {"$": "kept", "id": value._handle}
        if isinstance(value, Record):
            return {"$": "kept", "id": value.__dict__["_record"][2]}
        if isinstance(value, Member):
            return {"$": "kept", "id": value._handle}
        if isinstance(value, Raised):
            return {"$": "kept", "id": value.handle}
        if isinstance(value, type) and (home := self.mirrors.home(value)) is not None:
            return {"$": "class", "home": home, "name": value.__name__}
        if callable(value):
            known = (number for number, function in self._functions.items() if function is value)
            number = next(known, len(self._functions) + 1)
            self._functions[number] = value
            return {"$": "function", "id": number, "name": getattr(value, "__name__", type(value).__name__)}
        raise CodecError(f"a check passed a {type(value).__name__}, which can't go through the door")

    def _open(self, data: dict[str, Any]) -> Any:
        match data["$"]:
            case "handle":
                if data["kind"] == "exception class":
                    return self.mirrors.cls(data["class"])
                kind = RemoteIterator if data["kind"] == "iterator" else Remote
                return kind(self, int(data["id"]), str(data["type"]))
            case "record":
                return Record(str(data["type"]), self.codec.decode(data["fields"]), int(data["handle"]["id"]), self)
            case "namedtuple":
                fields = self.codec.decode(data["fields"])
                return collections.namedtuple(str(data["type"]), fields, rename=True)(*fields.values())
            case "enum":
                member, mixed = self.codec.decode(data["value"]), bool(data["mixed"])
                return Member(str(data["type"]), str(data["name"]), member, mixed=mixed, handle=int(data["id"]))
            case "class":
                found = getattr(builtins, str(data["name"]))
                if not isinstance(found, type):
                    return object
                # A check that awaits one of these would take the learner's crash, or its own verdict, for it.
                return Exception if issubclass(found, BaseException) and not issubclass(found, Exception) else found
            case "function":
                return self._functions[data["id"]]
            case "exception":
                return self.mirrors.raised(data["error"], self)
        raise CodecError(f"a value of an unknown kind ({data['$']!r})")
