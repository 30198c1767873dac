"""llama.cpp's own server, with a language model that really runs: OpenAI's API and Anthropic's.

One slot, temperature 0, a fixed seed and no prompt cache: the same question gets the same answer, to the last token.
What the server makes up anew each time (ids, moments, durations) is counted here instead, so that a recording can be
made again.
"""

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from kitchen.app import Application, Receive, Scope, Send, read_body
from kitchen.others.dated import dated
from kitchen.world import Kitchen

NAME = "qwen2.5-coder-1.5b-instruct"
KEY = "sk-practice-llm"
TEMPLATE = Path(__file__).with_name("llm_tools.jinja")

IDS = re.compile(rb'"(id|tool_call_id|tool_use_id)":"(chatcmpl-|msg_|call_|toolu_)?([A-Za-z0-9]{20,})"')
MOMENT = re.compile(rb'"created":\d+')
DURATION = re.compile(rb'"(\w+_(?:ms|per_second))":[\d.eE+-]+')
HOP_BY_HOP = {b"connection", b"keep-alive", b"transfer-encoding", b"content-length", b"server", b"host"}


def application(kitchen: Kitchen) -> Application:
    """The model's server behind a door that counts."""
    upstream = start()
    client = httpx.AsyncClient(base_url=upstream, timeout=600, trust_env=False)
    counted = Counted(kitchen)
    kitchen.after_reset(counted.clear)

    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] + (f"?{scope['query_string'].decode()}" if scope["query_string"] else "")
        headers = [(name, value) for name, value in scope["headers"] if name not in HOP_BY_HOP]
        request = client.build_request(scope["method"], path, headers=headers, content=await read_body(receive))
        answer = await client.send(request, stream=True)
        kept = [(name.lower(), value) for name, value in answer.headers.raw if name.lower() not in HOP_BY_HOP]
        await send({"type": "http.response.start", "status": answer.status_code, "headers": kept})
        async for line in lines(answer):
            await send({"type": "http.response.body", "body": counted(line), "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    return dated(door, kitchen)


def start() -> str:
    """Start the server in this process; where it listens."""
    import xllamacpp

    options = xllamacpp.CommonParams()
    options.model.path = os.environ["KITCHEN_MODEL"]
    options.model_alias = {NAME}
    options.hostnames, options.port = ["127.0.0.1"], 0
    options.api_keys = [KEY]
    options.n_ctx, options.n_parallel, options.cache_prompt = 4096, 1, False
    options.cpuparams.n_threads = options.cpuparams_batch.n_threads = 1  # two would wait for a busy core
    options.sampling.temp, options.sampling.seed = 0.0, 1
    options.chat_template = TEMPLATE.read_text(encoding="utf-8")
    options.ui, options.verbosity = False, 0
    start.server = xllamacpp.Server(options)  # type: ignore[attr-defined]
    return str(start.server.listening_address)  # type: ignore[attr-defined]


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
