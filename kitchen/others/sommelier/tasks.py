"""The sommelier's tasks, in the SDK's terms: what becomes of a message. `books` keeps them."""

import logging

from a2a.helpers.proto_helpers import get_message_text
from a2a.server.agent_execution import AgentExecutor, RequestContext, SimpleRequestContextBuilder
from a2a.server.context import ServerCallContext
from a2a.server.events import EventQueue
from a2a.server.request_handlers import DefaultRequestHandler
from a2a.server.tasks import TaskUpdater
from a2a.types import Message, Role, SendMessageRequest, Task, TaskState
from a2a.utils.errors import InvalidParamsError, UnsupportedOperationError

from kitchen.others.sommelier.books import Books, artifacts
from kitchen.others.sommelier.card import card
from kitchen.others.sommelier.talk import Step, steps
from kitchen.wines import cellar
from kitchen.world import Kitchen

PATIENCE = 200
"""How many characters he listens to."""


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
            greeting = self._books.message(row, told.context_id)
            await self._books.keep_count()
            await event_queue.enqueue_event(greeting)
            return
        at_once = not (context.configuration and context.configuration.return_immediately)
        now_due = await self._books.plan(told.task_id, row, at_once=at_once)
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


async def handler(kitchen: Kitchen, *, anew: bool) -> DefaultRequestHandler:
    """The sommelier with his books, which are in the kitchen's folder.

    Args:
        anew: with empty books, whatever is in them.
    """
    # What it says of errors goes to whoever asked; it would log each of them besides.
    logging.getLogger("a2a").setLevel(logging.CRITICAL)
    books = Books(kitchen, kitchen.folder / "sommelier.db")
    await books.initialize()
    if anew:
        await books.clear()
    return Door(
        agent_executor=Sommelier(kitchen, books),
        task_store=books,
        agent_card=card("https://sommelier.test"),
        request_context_builder=SimpleRequestContextBuilder(
            task_id_generator=books.ids, context_id_generator=books.ids
        ),
    )
