"""The sommelier: an A2A agent of the official SDK, whose tasks go on by the kitchen's clock."""

import asyncio
import contextlib
import sqlite3
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests

from kitchen.others.sommelier import application
from kitchen.world import Kitchen

TIMEOUT = 10  # the SDK is imported at the first request


class Guest:
    """Somebody who talks to the sommelier."""

    def __init__(self, running: Any) -> None:
        self.running = running
        self.base = running.url("sommelier.test")
        self.messages = 0

    def ask(self, method: str, version: str | None = "1.0", **params: Any) -> dict[str, Any]:
        """The whole answer to a call."""
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        headers = {} if version is None else {"A2A-Version": version}
        answer = requests.post(f"{self.base}/rpc", json=body, headers=headers, timeout=TIMEOUT)
        assert answer.status_code == 200
        said: dict[str, Any] = answer.json()
        return said

    def say(self, text: str, *, wait: bool = False, tenant: str = "", **message: str) -> dict[str, Any]:
        """Send a message; the task, or the answer to a message that needs none."""
        self.messages += 1
        message = {"messageId": f"m-{self.messages}", **message}
        whole = {**message, "role": "ROLE_USER", "parts": [{"text": text}]}
        said = self.ask("SendMessage", message=whole, tenant=tenant, configuration={"returnImmediately": not wait})
        (result,) = said["result"].values()
        return dict(result)

    def look(self, task: dict[str, Any]) -> dict[str, Any]:
        """The task as it is now."""
        return dict(self.ask("GetTask", id=task["id"])["result"])

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        control = f"{self.running.control}/clock"
        requests.post(control, json={"advance": seconds}, timeout=TIMEOUT).raise_for_status()


def state(task: dict[str, Any]) -> str:
    return str(task["status"]["state"]).removeprefix("TASK_STATE_")


def texts(task: dict[str, Any]) -> list[str]:
    return [part["text"] for artifact in task["artifacts"] for part in artifact["parts"] if "text" in part]


@pytest.fixture
def guest(running: Any) -> Guest:
    """On a fresh evening of seed 1."""
    running.reset(1)
    return Guest(running)


@pytest.fixture
def dish(guest: Guest) -> str:
    return str(guest.running.world()["dishes"][0]["name"])


def test_the_card_leads_to_doors_that_open(guest: Guest) -> None:
    """Each door that it names is on its own origin, and answers in its own protocol."""
    answer = requests.get(f"{guest.base}/.well-known/agent-card.json", timeout=TIMEOUT)
    doors = answer.json()["supportedInterfaces"]
    assert [door["url"].removeprefix(guest.base) for door in doors] == ["/v1", "/v0.3/rpc", "/rpc", "/rpc"]
    assert [door["protocolVersion"] for door in doors] == ["1.0", "0.3", "1.0", "1.0"]
    known = requests.get(answer.url, headers={"If-None-Match": answer.headers["ETag"]}, timeout=TIMEOUT)
    assert (known.status_code, known.content) == (304, b"")
    hello = {"messageId": "m-1", "role": "ROLE_USER", "parts": [{"text": "Hello"}]}
    by_rest = requests.post(
        f"{doors[0]['url']}/message:send", json={"message": hello}, headers={"A2A-Version": "1.0"}, timeout=TIMEOUT
    )
    greeting = guest.say("Hello")["parts"][0]["text"]
    assert by_rest.json()["message"]["parts"][0]["text"] == greeting
    older = {"messageId": "m-1", "kind": "message", "role": "user", "parts": [{"kind": "text", "text": "Hello"}]}
    call = {"jsonrpc": "2.0", "id": 1, "method": "message/send", "params": {"message": older}}
    assert requests.post(doors[1]["url"], json=call, timeout=TIMEOUT).json()["result"]["parts"][0]["text"] == greeting


def test_a_glass_at_once(guest: Guest, dish: str) -> None:
    """All that he says of a wine, in several parts, one of which is no text; the same bytes each time."""
    first, second = (guest.say(f"Which wine goes with {dish}?") for _ in range(2))
    assert state(first) == "COMPLETED"
    assert [sorted(part) for artifact in first["artifacts"] for part in artifact["parts"]] == [
        ["text"],
        ["data"],
        ["text"],
        ["text"],
    ]
    assert first["artifacts"] == second["artifacts"]
    assert first["id"] != second["id"]
    guest.running.reset(1)
    guest.messages = 0
    assert guest.say(f"Which wine goes with {dish}?") == first
    guest.running.reset(7)
    other = guest.running.world()["dishes"][0]["name"]
    assert guest.say(f"Which wine goes with {other}?")["id"] != first["id"]


def test_a_bottle_takes_its_time(guest: Guest, dish: str) -> None:
    search = guest.running.world()["sommelier"]["search"]
    task = guest.say(f"A bottle from the cellar for {dish}, please.")
    seen = [state(task), state(guest.look(task))]
    guest.wait(2)
    seen.append(state(guest.look(task)))
    guest.wait(search - 2.1)
    seen.append(state(guest.look(task)))
    guest.wait(0.1)
    seen.append(state(guest.look(task)))
    assert seen == ["SUBMITTED", "SUBMITTED", "WORKING", "WORKING", "COMPLETED"]
    guest.wait(60)
    assert guest.look(task) == guest.look(task)
    assert guest.ask("CancelTask", id=task["id"])["error"]["code"] == -32002
    hurried = guest.say(f"A bottle from the cellar for {dish}, please.", wait=True)
    assert (state(hurried), hurried["artifacts"]) == ("COMPLETED", guest.look(task)["artifacts"])


def test_questions_belong_to_a_task(guest: Guest, dish: str) -> None:
    """Answers with the task's id bring it on, and what is no answer is asked again."""
    task = guest.say(f"Choose a wine for me: I eat {dish}.")
    ids = {"taskId": task["id"], "contextId": task["contextId"]}
    asked = [task["status"]["message"]["parts"][0]["text"]]
    for answer in ("Well…", "White.", "At most 6 euros."):
        task = guest.say(answer, **ids)
        asked.append(task["status"]["message"]["parts"][0]["text"])
    assert (asked[0], asked[0] != asked[2], state(task)) == (asked[1], True, "WORKING")
    guest.wait(guest.running.world()["sommelier"]["fetch"])
    done = guest.look(task)
    assert state(done) == "COMPLETED"
    assert len(texts(done)) == 3
    again = {"messageId": "m-9", "role": "ROLE_USER", "parts": [{"text": "More!"}], **ids}
    assert guest.ask("SendMessage", message=again)["error"]["code"] == -32004


def test_what_comes_to_nothing(guest: Guest, dish: str) -> None:
    """Tasks that fail, that he cancels, that the guest cancels, and that he never takes on."""
    broken, closed = guest.say(f"Your oldest bottle for {dish}."), guest.say(f"A bottle from next door for {dish}.")
    mine = guest.say(f"A bottle from the cellar for {dish}, please.")
    guest.wait(2)
    assert [state(guest.look(task)) for task in (broken, closed, mine)] == ["WORKING"] * 3
    assert state(guest.ask("CancelTask", id=mine["id"])["result"]) == "CANCELED"
    guest.wait(60)
    assert [state(guest.look(task)) for task in (broken, closed, mine)] == ["FAILED", "CANCELED", "CANCELED"]
    assert state(guest.say(f"A beer with {dish}!")) == "REJECTED"
    assert state(guest.say("Which wine goes with stone soup?")) == "REJECTED"
    assert state(guest.say(f"What is in the locked cabinet for {dish}?")) == "AUTH_REQUIRED"
    guest.running.reset(1)
    assert guest.ask("GetTask", id=mine["id"])["error"]["code"] == -32001


def test_errors_are_in_a_200(guest: Guest, dish: str) -> None:
    story = {"messageId": "m-1", "role": "ROLE_USER", "parts": [{"text": dish * 100}]}
    assert guest.ask("SendMessage", message=story)["error"]["code"] == -32602
    assert guest.ask("message/send", message=story)["error"]["code"] == -32601
    assert guest.ask("GetTask", version=None, id="nobody's")["error"]["code"] == -32009


def test_each_tenant_has_tasks_of_its_own(guest: Guest, dish: str) -> None:
    task = guest.say(f"A bottle from the cellar for {dish}, please.", tenant="terrace")
    assert guest.ask("GetTask", id=task["id"])["error"]["code"] == -32001
    assert guest.ask("GetTask", id=task["id"], tenant="terrace")["result"]["id"] == task["id"]


class House:
    """An application in this process, and a kitchen of its own; several of them may share a folder."""

    def __init__(self) -> None:
        self.kitchen = Kitchen(1)
        self.dish = str(self.kitchen.evening.dishes[0]["name"])
        self.doors = application(self.kitchen)

    async def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """The whole answer to a call."""
        transport = httpx.ASGITransport(self.doors)
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        async with httpx.AsyncClient(transport=transport, base_url="https://sommelier.test") as client:
            answer = await client.post("/rpc", json=body, headers={"A2A-Version": "1.0"})
        said: dict[str, Any] = answer.json()
        return said

    async def say(self, text: str, number: int, **message: str) -> dict[str, Any]:
        """Send a message about the dish and wait for nothing; the task, or the sommelier's own message."""
        parts = [{"text": text.format(self.dish)}]
        whole = {"messageId": f"m-{number}", "role": "ROLE_USER", "parts": parts, **message}
        said = await self.ask("SendMessage", message=whole, configuration={"returnImmediately": True})
        (result,) = said["result"].values()
        return dict(result)

    async def look(self, task: dict[str, Any], seconds: float) -> dict[str, Any]:
        """The task so many seconds after the doors opened."""
        self.kitchen.move_clock(self.kitchen.evening.now + timedelta(seconds=seconds))
        return dict((await self.ask("GetTask", id=task["id"]))["result"])


CELLAR, QUESTIONS = "A bottle from the cellar for {}, please.", "Choose a wine for me: I eat {}."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of every house of the test."""
    monkeypatch.setattr(Kitchen, "folder", tmp_path)
    return tmp_path


def rows(folder: Path, query: str) -> list[Any]:
    with contextlib.closing(sqlite3.connect(folder / "sommelier.db")) as books:
        return books.execute(query).fetchall()


def test_tasks_are_in_a_file(folder: Path) -> None:
    """The tasks as they were last seen, and what is due of them; once all is done, nothing is open and nothing runs."""
    before = set(threading.enumerate())

    async def evening() -> None:
        house = House()
        task = await house.say(CELLAR, 1)
        tasks = "select id, json_extract(status, '$.state') from tasks"
        assert rows(folder, tasks) == [(task["id"], "TASK_STATE_SUBMITTED")]
        plan = "select json_extract(step, '$.state') from due where task_id = '" + task["id"] + "' order by position"
        assert rows(folder, plan) == [("working",), ("completed",)]
        await house.look(task, 2)
        assert (rows(folder, tasks), rows(folder, plan)) == ([(task["id"], "TASK_STATE_WORKING")], [("completed",)])
        await house.look(task, 60)
        assert (rows(folder, tasks), rows(folder, plan)) == ([(task["id"], "TASK_STATE_COMPLETED")], [])
        for thread in set(threading.enumerate()) - before:
            thread.join(5)  # one that has just been told to end
            assert not thread.is_alive()

    asyncio.run(evening())


def test_another_application_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens the same books says from then on what the first one would have said, in the same words and ids."""

    async def evening(folder: Path, *, change: bool) -> list[dict[str, Any]]:
        monkeypatch.setattr(Kitchen, "folder", folder)
        folder.mkdir()
        first, second = House(), House()
        bottle, choice = [await first.say(text, number) for number, text in enumerate((CELLAR, QUESTIONS))]
        seen = [bottle, choice, await first.look(bottle, 2), await first.say("Hello", 2)]
        other = second if change else first
        seen.append(await other.look(bottle, 3))
        ids = {"taskId": choice["id"], "contextId": choice["contextId"]}
        seen += [await other.say(text, number, **ids) for number, text in enumerate(("Red", "10 euros"), 3)]
        seen += [await other.say("Hello", 5), await other.say(CELLAR, 6)]
        return seen + [await other.look(task, 60) for task in (bottle, choice, seen[-1])]

    one, two = (asyncio.run(evening(tmp_path / name, change=name == "two")) for name in ("one", "two"))
    assert two == one
    assert [state(task) for task in two[-3:]] == ["COMPLETED"] * 3
    assert len({said["id"] for said in two if "id" in said}) == 3


def test_a_reset_empties_the_books(folder: Path) -> None:
    """No task, no plan and no count is left: the evening begins again with the same bytes."""

    async def evening() -> None:
        house = House()
        task = await house.say(CELLAR, 1)
        house.kitchen.reset(1)
        assert (await house.ask("GetTask", id=task["id"]))["error"]["code"] == -32001
        assert [rows(folder, f"select * from {table}") for table in ("tasks", "due", "drawn")] == [[], [], []]
        assert await house.say(CELLAR, 1) == task

    asyncio.run(evening())


def test_guests_who_come_at_once_are_served_in_turn(folder: Path) -> None:
    """Their ids are those that they would have got one after the other."""
    texts = [CELLAR, "Hello", QUESTIONS, "Which wine goes with {}?"] * 3

    async def at_once(house: House) -> list[dict[str, Any]]:
        return await asyncio.gather(*(house.say(text, number) for number, text in enumerate(texts)))

    async def in_turn(house: House) -> list[dict[str, Any]]:
        return [await house.say(text, number) for number, text in enumerate(texts)]

    async def evening() -> None:
        house = House()
        said = await in_turn(house)
        house.kitchen.reset(1)
        assert await at_once(house) == said

    asyncio.run(evening())
