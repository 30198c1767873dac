"""The sommelier's tasks, in the SDK's terms.

Nothing runs in the background: what is due of a task is written into the store when somebody looks at it, so that the
same questions at the same moments of the kitchen's clock get the same answers. Ids are counted.
"""

import hashlib
import logging
from datetime import datetime, timedelta
from uuid import UUID

from a2a.helpers.proto_helpers import get_message_text, new_data_part, new_text_message, new_text_part
from a2a.server.agent_execution import AgentExecutor, RequestContext, SimpleRequestContextBuilder
from a2a.server.context import ServerCallContext
from a2a.server.events import EventQueue
from a2a.server.id_generator import IDGenerator, IDGeneratorContext
from a2a.server.request_handlers import DefaultRequestHandler
from a2a.server.tasks import InMemoryTaskStore, TaskUpdater
from a2a.types import Artifact, Message, Part, Role, SendMessageRequest, Task, TaskState, TaskStatus
from a2a.utils.errors import InvalidParamsError, UnsupportedOperationError

from kitchen.others.sommelier.card import card
from kitchen.others.sommelier.talk import Step, steps
from kitchen.wines import Wine, cellar
from kitchen.world import Kitchen

PATIENCE = 200
"""How many characters he listens to."""


class Numbered(IDGenerator):
    """Ids that look as always, and are the same each time."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._drawn = 0

    def generate(self, context: IDGeneratorContext) -> str:
        """The next one."""
        self._drawn += 1
        digest = hashlib.sha256(f"{self._seed}/sommelier/{self._drawn}".encode()).digest()
        return str(UUID(bytes=digest[:16], version=4))


class Books(InMemoryTaskStore):
    """The tasks, each brought up to date when it is read. Every tenant has books of its own."""

    def __init__(self, kitchen: Kitchen, ids: IDGenerator) -> None:
        super().__init__(owner_resolver=lambda context: context.tenant)
        self._kitchen = kitchen
        self._ids = ids
        self._due: dict[str, list[tuple[datetime, Step]]] = {}

    def plan(self, task_id: str, row: list[Step], *, at_once: bool) -> list[tuple[datetime, Step]]:
        """Note what will become of a task from now on; what is due already is returned, with its moments."""
        now = self._kitchen.now
        dated = [(now if at_once else now + timedelta(seconds=step.after), step) for step in row]
        self._due[task_id] = [(moment, step) for moment, step in dated if moment > now]
        return [(moment, step) for moment, step in dated if moment <= now]

    async def get(self, task_id: str, context: ServerCallContext) -> Task | None:
        """The task as it is now."""
        task = await super().get(task_id, context)
        due = self._due.get(task_id, [])
        if task is None or task.status.state == TaskState.TASK_STATE_CANCELED:
            return task
        while due and due[0][0] <= self._kitchen.now:
            self.turn(task, *due.pop(0))
            await self.save(task, context)
        return task

    def turn(self, task: Task, moment: datetime, step: Step) -> None:
        """Make of a task what the step says."""
        if task.status.HasField("message"):
            task.history.append(task.status.message)
        task.artifacts.extend(artifacts(step.wine))
        task.status.CopyFrom(self.status(task, moment, step))

    def status(self, task: Task, moment: datetime, step: Step) -> TaskStatus:
        """Its new status."""
        message = self.message(step.says, task.context_id, task.id)
        status = TaskStatus(state=f"TASK_STATE_{step.state.upper()}", message=message)
        status.timestamp.FromDatetime(moment)
        return status

    def message(self, text: str, context_id: str, task_id: str | None = None) -> Message:
        """Something that the sommelier says."""
        said = new_text_message(text, context_id=context_id, task_id=task_id, role=Role.ROLE_AGENT)
        said.message_id = self._ids.generate(IDGeneratorContext(task_id=task_id, context_id=context_id))
        return said


class Sommelier(AgentExecutor):
    """Turns messages into tasks."""

    def __init__(self, kitchen: Kitchen, books: Books) -> None:
        self._kitchen = kitchen
        self._books = books

    async def execute(self, context: RequestContext, event_queue: EventQueue) -> None:
        """Answer a message: a new task, the next step of one, or only a sentence."""
        told, task = context.message, context.current_task
        assert told is not None
        earlier = [] if task is None else [message for message in task.history if message.role == Role.ROLE_USER]
        row = steps(cellar(self._kitchen.seed), [get_message_text(message) for message in (*earlier, told)])
        if task is not None and TaskState.Name(task.status.state) != "TASK_STATE_INPUT_REQUIRED":
            raise UnsupportedOperationError("Nothing was asked.")
        if isinstance(row, str):
            await event_queue.enqueue_event(self._books.message(row, told.context_id))
            return
        at_once = not (context.configuration and context.configuration.return_immediately)
        now_due = self._books.plan(told.task_id, row, at_once=at_once)
        if task is None:
            task = Task(id=told.task_id, context_id=told.context_id, history=[told])
            for moment, step in now_due:
                self._books.turn(task, moment, step)
            await event_queue.enqueue_event(task)
            return
        updater = TaskUpdater(event_queue, task.id, task.context_id)
        for moment, step in now_due:
            for artifact in artifacts(step.wine):
                await updater.add_artifact(list(artifact.parts), artifact.artifact_id, artifact.name)
            status = self._books.status(task, moment, step)
            await updater.update_status(status.state, status.message, moment.isoformat())

    async def cancel(self, context: RequestContext, event_queue: EventQueue) -> None:
        """Leave the bottle where it is."""
        task = context.current_task
        assert task is not None
        now, step = self._kitchen.now, Step(0, "canceled", "As you wish. I come back up.")
        status = self._books.status(task, now, step)
        updater = TaskUpdater(event_queue, task.id, task.context_id)
        await updater.update_status(status.state, status.message, now.isoformat())


class Door(DefaultRequestHandler):
    """The SDK's handler, which listens to a story only up to a certain length."""

    async def on_message_send(self, params: SendMessageRequest, context: ServerCallContext) -> Message | Task:
        """What the protocol calls `SendMessage`."""
        text = get_message_text(params.message)
        if len(text) > PATIENCE:
            raise InvalidParamsError(f"I listen to {PATIENCE} characters, and these are {len(text)}.")
        said: Message | Task = await super().on_message_send(params, context)
        return said


def handler(kitchen: Kitchen) -> DefaultRequestHandler:
    """The sommelier with empty books."""
    # What it says of errors goes to whoever asked; it would log each of them besides.
    logging.getLogger("a2a").setLevel(logging.CRITICAL)
    ids = Numbered(kitchen.seed)
    books = Books(kitchen, ids)
    return Door(
        agent_executor=Sommelier(kitchen, books),
        task_store=books,
        agent_card=card("https://sommelier.test"),
        request_context_builder=SimpleRequestContextBuilder(task_id_generator=ids, context_id_generator=ids),
    )


def artifacts(wine: Wine | None) -> list[Artifact]:
    """What he brings: which wine, in words and as data, and why."""
    if wine is None:
        return []

    def artifact(name: str, *parts: Part) -> Artifact:
        return Artifact(artifact_id=name, name=name, parts=parts)

    return [
        artifact(
            "wine",
            new_text_part(f"{wine.name} {wine.year}, from {wine.region}."),
            new_data_part({"glass": wine.glass}),  # protobuf keeps several in no particular order
            new_text_part(f"Serve it at {wine.degrees} °C."),
        ),
        artifact("reason", new_text_part(wine.why)),
    ]
