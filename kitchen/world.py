"""The kitchen's state: one seed, one clock, one data base. The same requests in the same order give the same bytes."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, SQLModel, create_engine, delete, select

from kitchen.clients import clients
from kitchen.deliveries import webhooks
from kitchen.draw import Draw
from kitchen.evening import Evening, evening, timestamp
from kitchen.shelves import pantry
from kitchen.tables import Dish, Line, Order
from kitchen.wines import cellar

TABLES = tuple(reversed(SQLModel.metadata.sorted_tables))


def euros(cents: int) -> str:
    """`950` becomes `"9.50"`: prices are text, since a float can't hold them."""
    return f"{cents // 100}.{cents % 100:02d}"


class Kitchen:
    """What all the servers of one bistro share."""

    def __init__(self, seed: int = 1) -> None:
        # In memory and with a single connection: nothing to clean up, and nothing that two requests could do at once.
        self._engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
        SQLModel.metadata.create_all(self._engine)
        self._others: list[Callable[[], None]] = []
        self._folder: TemporaryDirectory[str] | None = None
        self.reset(seed)

    def reset(self, seed: int) -> None:
        """Everything as it is when the doors open on the evening of this seed."""
        self.seed = seed
        self.now = self.evening.now
        self._requests = 0
        self._names: dict[str, int] = {}
        with self.session() as session:
            for table in TABLES:
                session.execute(delete(table))
            for model, rows in ((Dish, "dishes"), (Order, "orders"), (Line, "lines")):
                session.execute(insert(model), getattr(self.evening, rows))
            session.commit()
        for start_anew in self._others:
            start_anew()

    def after_reset(self, start_anew: Callable[[], None]) -> None:
        """Have a server that keeps books of its own start them anew as well, now and after each reset."""
        self._others.append(start_anew)
        start_anew()

    @property
    def folder(self) -> Path:
        """A place for the files of servers that need some; it goes with `close`."""
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="kitchen-")
        return Path(self._folder.name)

    def close(self) -> None:
        """Leave nothing behind."""
        if self._folder is not None:
            self._folder.cleanup()

    @property
    def evening(self) -> Evening:
        """What the seed has decided."""
        return evening(self.seed)

    def session(self) -> Session:
        """A data base session; close it, or use it with `with`."""
        return Session(self._engine)

    def move_clock(self, now: datetime) -> None:
        """Make it this moment. The clock never moves by itself."""
        self.now = now.astimezone(UTC)

    def next_request_id(self) -> str:
        """A new id for the slip of a request: a counter, mixed with the seed."""
        self._requests += 1
        return "req-" + hashlib.sha256(f"{self.seed}/request/{self._requests}".encode()).hexdigest()[:16]

    def next_id(self, kind: str) -> str:
        """A new id for something that is made, such as `ord-k7m2x9bd`."""
        self._names[kind] = self._names.get(kind, 0) + 1
        return f"{kind}-{Draw(self.seed, 'id', kind, self._names[kind]).token()}"

    # ------------------------------------------------------------------ what several endpoints need

    def dishes(self, session: Session) -> Sequence[Dish]:
        """The whole menu, in its order."""
        return session.exec(select(Dish).order_by(Dish.position)).all()  # type: ignore[arg-type]

    def order_record(self, session: Session, order: Order) -> dict[str, Any]:
        """An order as its readers see it."""
        lines = self.lines(session, order.id)
        prices = {dish.slug: dish.cents for dish in self.dishes(session)}
        return {
            "id": order.id,
            "table": order.table_number,
            "items": [{"dish": line.dish, "quantity": line.quantity} for line in lines],
            "note": order.note,
            "status": order.status,
            "total": euros(sum(prices[line.dish] * line.quantity for line in lines)),
            "placed_at": order.placed_at,
        }

    def lines(self, session: Session, order_id: str) -> Sequence[Line]:
        """The lines of an order, in their order."""
        query = select(Line).where(Line.order_id == order_id).order_by(Line.position)  # type: ignore[arg-type]
        return session.exec(query).all()

    def order_tag(self, order: Order) -> str:
        """The ETag of an order: another one after each change, even after a change back."""
        return self.entity_tag("order", order.id, order.version)

    def entity_tag(self, *parts: object) -> str:
        """A strong ETag for what these parts say."""
        text = "/".join(str(part) for part in (self.seed, *parts))
        return f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"'

    def facts(self) -> dict[str, Any]:
        """What somebody who draws inputs for checks has to know: what is there, what isn't, and who may do what."""
        tonight = self.evening
        with self.session() as session:
            dishes = self.dishes(session)
            orders = session.exec(select(Order).order_by(Order.position)).all()  # type: ignore[arg-type]
            return {
                "seed": self.seed,
                "now": timestamp(self.now),
                "dishes": [dish_record(dish) | {"vegan": dish.vegan} for dish in dishes],
                "orders": [
                    self.order_record(session, order) | {"etag": self.order_tag(order), "guest": order.guest}
                    for order in orders
                ],
                "guests": tonight.guests,
                "photos": [dish.slug for dish in dishes if dish.photo],
                "missing": {
                    "dish": tonight.missing_dish,
                    "order": tonight.missing_order,
                    "photo": next(dish.slug for dish in dishes if not dish.photo),
                },
                "staff": {"user": tonight.chef.user, "password": tonight.chef.password},
                "trainee": {"user": tonight.trainee.user, "password": tonight.trainee.password},
                "visitors": [{"user": cook.user, "password": cook.password} for cook in tonight.visitors],
                "token": tonight.token,
                "token_without_orders": tonight.token_without_orders,
                "token_guest": tonight.guest,
                "api_key": tonight.api_key,
                "withdrawn_key": tonight.withdrawn_key,
                "clients": clients(self.seed).facts(),
                "pantry": pantry(self.seed).facts(),
                "sommelier": cellar(self.seed).facts(),
                "webhooks": webhooks(self.seed).facts(),
                "notes": tonight.notes,
                "captions": tonight.captions,
            }


def dish_card(dish: Dish) -> dict[str, Any]:
    """A dish as the menu shows it."""
    return {
        "slug": dish.slug,
        "name": dish.name,
        "price": euros(dish.cents),
        "tags": dish.tags,
        "vegan": dish.vegan,
    }


def dish_record(dish: Dish) -> dict[str, Any]:
    """A dish as the stock room knows it: rich, and messy."""
    return {"slug": dish.slug, "name": dish.name, "price": euros(dish.cents), "tags": dish.tags, **dish.extras}
