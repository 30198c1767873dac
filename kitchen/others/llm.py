"""llama.cpp's own server, with a language model that really runs: OpenAI's API and Anthropic's.

One slot, temperature 0, a fixed seed and no prompt cache: the same question gets the same answer, to the last token.
What the server makes up anew each time (ids, moments, durations) is counted here instead, so that a recording can be
made again. Where the model is missing, a 503 says so.
"""

import asyncio
import json
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx

from kitchen.app import Application, Receive, Scope, Send, read_body
from kitchen.others import llm_embeddings
from kitchen.others.dated import dated
from kitchen.world import Kitchen

NAME = "qwen2.5-coder-1.5b-instruct"
KEY = "sk-practice-llm"
TEMPLATE = Path(__file__).with_name("llm_tools.jinja")

IDS = re.compile(rb'"(id|tool_call_id|tool_use_id)":"(chatcmpl-|msg_|call_|toolu_)?([A-Za-z0-9]{20,})"')
MOMENT = re.compile(rb'"created":\d+')
DURATION = re.compile(rb'"(\w+_(?:ms|per_second))":[\d.eE+-]+')
HOP_BY_HOP = {b"connection", b"keep-alive", b"transfer-encoding", b"content-length", b"server", b"host"}
NOT_PASSED_ON = HOP_BY_HOP | {b"accept-encoding"}  # what comes packed can't be counted


def application(kitchen: Kitchen) -> Application:
    """The model's server behind a door that counts, and the one for embeddings beside it."""
    model = os.environ.get("KITCHEN_MODEL", "")
    if not Path(model).is_file():
        return dated(sorry(f"There is no language model at {model!r}: KITCHEN_MODEL says where its file is."), kitchen)
    server = start(model)
    servers = {"": str(server.listening_address), "/v1/embeddings": llm_embeddings.start()}
    options: Any = {"headers": {"Accept-Encoding": "identity"}, "timeout": 600, "trust_env": False}
    clients = {path: httpx.AsyncClient(base_url=url, **options) for path, url in servers.items()}
    counted = Counted(kitchen)
    kitchen.after_reset(counted.clear)

    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] + (f"?{scope['query_string'].decode()}" if scope["query_string"] else "")
        headers = [(name, value) for name, value in scope["headers"] if name not in NOT_PASSED_ON]
        client = clients.get(scope["path"], clients[""])
        body = await read_body(receive)
        gone = asyncio.ensure_future(receive())  # after the body there is nothing to hear but that the guest has left
        async with client.stream(scope["method"], path, headers=headers, content=body) as answer:
            kept = [(name.lower(), value) for name, value in answer.headers.raw if name.lower() not in HOP_BY_HOP]
            await send({"type": "http.response.start", "status": answer.status_code, "headers": kept})
            async for line in lines(answer):
                if gone.done():
                    break  # or the model would talk on, to nobody, and keep the next guest waiting
                await send({"type": "http.response.body", "body": counted(line), "more_body": True})
        gone.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    door.server = server  # type: ignore[attr-defined]  # it stops when nobody holds it any more
    return dated(door, kitchen)


def sorry(message: str) -> Application:
    """Says to everybody why there is no answer, in the form of OpenAI's API."""
    error = {"message": message, "type": "service_unavailable_error", "param": None, "code": None}

    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        await read_body(receive)
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 503, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps({"error": error}).encode()})

    return door


def start(model: str) -> Any:
    """Start the server in this process; it knows its `listening_address`."""
    import xllamacpp

    options = xllamacpp.CommonParams()
    options.model.path = model
    options.model_alias = {NAME}
    options.hostnames, options.port = ["127.0.0.1"], 0
    options.api_keys = [KEY]
    options.n_ctx, options.n_parallel, options.cache_prompt = 4096, 1, False
    options.cpuparams.n_threads = options.cpuparams_batch.n_threads = 1  # two would wait for a busy core
    options.sampling.temp, options.sampling.seed = 0.0, 1
    options.chat_template = TEMPLATE.read_text(encoding="utf-8")
    options.ui, options.verbosity = False, 0
    return xllamacpp.Server(options)


async def lines(answer: httpx.Response) -> AsyncIterator[bytes]:
    """The body, in whole lines, as they come."""
    rest = b""
    async for chunk in answer.aiter_raw():
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line + b"\n"
    if rest:
        yield rest


class Counted:
    """Ids by their order, moments by the kitchen's clock, durations as nothing."""

    def __init__(self, kitchen: Kitchen) -> None:
        self._kitchen = kitchen
        self._ids: dict[bytes, bytes] = {}

    def clear(self) -> None:
        self._ids.clear()

    def __call__(self, text: bytes) -> bytes:
        text = IDS.sub(self._count, text)
        text = MOMENT.sub(b'"created":%d' % self._kitchen.now.timestamp(), text)
        return DURATION.sub(rb'"\1":0', text)

    def _count(self, found: re.Match[bytes]) -> bytes:
        prefix, drawn = found[2] or b"", found[3]
        name = self._ids.setdefault(drawn, b"%s%06d" % (prefix or b"call_", len(self._ids) + 1))
        return b'"%s":"%s"' % (found[1], name)
