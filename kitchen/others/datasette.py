"""Datasette: a database to be read over HTTP, a page at a time, with `Link: <…>; rel="next"`.

The evening's orders are the table ``orders`` of the database ``kitchen``.
"""

import sqlite3

from kitchen.app import Application
from kitchen.others.dated import dated
from kitchen.world import Kitchen

SETTINGS = {"num_sql_threads": 0}  # one answer after the other, so that they always come in the same order


def application(kitchen: Kitchen) -> Application:
    """Datasette over the evening's orders."""
    from datasette.app import Datasette  # type: ignore[import-untyped]

    file = kitchen.folder / "kitchen.db"

    def start_anew() -> None:
        with sqlite3.connect(file) as database:
            database.execute("drop table if exists orders")
            database.execute("create table orders (id text primary key, guest text, status text, placed_at text)")
            rows = [
                {name: order[name] for name in ("id", "guest", "status", "placed_at")}
                for order in kitchen.evening.orders
            ]
            database.executemany("insert into orders values (:id, :guest, :status, :placed_at)", rows)
        database.close()

    kitchen.after_reset(start_anew)
    service = Datasette([str(file)], settings=SETTINGS, secret="nobody logs in here")
    return dated(service.app(), kitchen)
