"""The sommelier's books: a SQLite file with the tasks, and with what is still due of them.

Nothing runs in the background: what is due of a task is written down when somebody looks at it, so that the same
questions at the same moments of the kitchen's clock get the same answers. Ids are counted. The tasks are in the table
of the SDK's own store; two tables beside it hold the steps to come and the count, so that whoever opens the same file
goes on where it ends.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from a2a.helpers.proto_helpers import new_data_part, new_text_message, new_text_part
from a2a.server.context import ServerCallContext
from a2a.server.id_generator import IDGenerator, IDGeneratorContext
from a2a.server.tasks import DatabaseTaskStore
from a2a.types import Artifact, Message, Part, Role, Task, TaskState, TaskStatus
from sqlalchemy import JSON, URL, NullPool, delete, event, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kitchen.others.sommelier.talk import Step
from kitchen.wines import Wine
from kitchen.world import Kitchen


class Table(DeclarativeBase):
    """A table beside the SDK's."""


class Due(Table):
    """What will become of a task, and when."""

    __tablename__ = "due"

    task_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    moment: Mapped[datetime]
    """In UTC: SQLite's moments know of no zone."""
    step: Mapped[dict[str, Any]] = mapped_column(JSON)

    def read(self) -> Step:
        """The step itself."""
        wine = self.step["wine"]
        return Step(**{**self.step, "wine": None if wine is None else Wine(**wine)})


class Drawn(Table):
    """How many ids there are, in its only row."""

    __tablename__ = "drawn"

    row: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]


class Numbered(IDGenerator):
    """Ids that look as always, and are the same each time."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.drawn = 0

    def generate(self, context: IDGeneratorContext) -> str:
        """The next one."""
        self.drawn += 1
        digest = hashlib.sha256(f"{self._seed}/sommelier/{self.drawn}".encode()).digest()
        return str(UUID(bytes=digest[:16], version=4))


class Books(DatabaseTaskStore):
    """The tasks, each brought up to date when it is read. Every tenant has books of its own."""

    def __init__(self, kitchen: Kitchen, file: Path) -> None:
        # Each session opens the file and closes it: no connection, and no thread of one, is left over at the end.
        engine = create_async_engine(URL.create("sqlite+aiosqlite", database=str(file)), poolclass=NullPool)
        # After a power cut there is no evening to go on with, so nothing waits for the disk (20 ms at each reset).
        event.listen(
            engine.sync_engine, "connect", lambda connection, _: connection.execute("pragma synchronous = off")
        )
        super().__init__(engine, owner_resolver=lambda context: context.tenant)
        self._kitchen = kitchen
        self.ids = Numbered(kitchen.seed)

    async def initialize(self) -> None:
        """Make the tables that are missing, and go on with the count of a file that was there before."""
        await super().initialize()
        async with self.async_session_maker.begin() as session:
            await (await session.connection()).run_sync(Table.metadata.create_all)
            self.ids.drawn = await session.scalar(select(Drawn.count)) or 0

    async def clear(self) -> None:
        """Forget all tasks, and start counting anew."""
        self.ids.drawn = 0
        async with self.async_session_maker.begin() as session:
            for table in (self.task_model, Due, Drawn):
                await session.execute(delete(table))

    async def plan(self, task_id: str, row: Iterable[Step], *, at_once: bool) -> list[tuple[datetime, Step]]:
        """Note what will become of a task from now on; what is due already is returned, with its moments."""
        now = self._kitchen.now
        dated = [(now if at_once else now + timedelta(seconds=step.after), step) for step in row]
        async with self.async_session_maker.begin() as session:
            await session.execute(delete(Due).where(Due.task_id == task_id))
            for position, (moment, step) in enumerate(dated):
                if moment > now:
                    noted = moment.replace(tzinfo=None)
                    session.add(Due(task_id=task_id, position=position, moment=noted, step=asdict(step)))
        return [(moment, step) for moment, step in dated if moment <= now]

    async def get(self, task_id: str, context: ServerCallContext) -> Task | None:
        """The task as it is now."""
        task = await super().get(task_id, context)
        if task is None or task.status.state == TaskState.TASK_STATE_CANCELED:
            return task
        now = self._kitchen.now.replace(tzinfo=None)
        query = select(Due).where(Due.task_id == task_id, Due.moment <= now).order_by(Due.position)
        # What has been done is written and struck off the plan in one go, or neither of them is.
        async with self.async_session_maker.begin() as session:
            due = (await session.scalars(query)).all()
            for step in due:
                self.turn(task, step.moment, step.read())
                await session.delete(step)
            if due:
                await self._write(session, task, context)
        return task

    async def save(self, task: Task, context: ServerCallContext) -> None:
        """Write a task down."""
        async with self.async_session_maker.begin() as session:
            await self._write(session, task, context)

    async def keep_count(self) -> None:
        """Note that the ids of an answer are taken of which no task comes."""
        async with self.async_session_maker.begin() as session:
            await session.merge(Drawn(row=1, count=self.ids.drawn))

    async def _write(self, session: AsyncSession, task: Task, context: ServerCallContext) -> None:
        """Do as the SDK's `save`, and note in the same transaction that its ids are taken."""
        await session.merge(self._to_orm(task, self.owner_resolver(context)))
        await session.merge(Drawn(row=1, count=self.ids.drawn))

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
        said.message_id = self.ids.generate(IDGeneratorContext(task_id=task_id, context_id=context_id))
        return said


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
