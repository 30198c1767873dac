"""Anthropic's own client asks what stands in a recording; what it reads goes out as JSON, an answer (or error) each.

Standard input: `{"cassette": …, "version": …}`, with null as the version for the client's own.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import Any

import anthropic
from replaying import asked, replaying


def read(client: anthropic.Anthropic, body: dict[str, Any]) -> dict[str, Any]:
    try:
        message = client.messages.create(**body)
    except anthropic.APIError as error:
        return {"error": type(error).__name__, "status": getattr(error, "status_code", None), "message": str(error)}
    usage = message.usage
    prompt = (usage.input_tokens, usage.cache_read_input_tokens, usage.cache_creation_input_tokens)
    return {
        "texts": [block.text for block in message.content if block.type == "text"],
        "stop_reason": message.stop_reason,
        "prompt_tokens": sum(count or 0 for count in prompt),
        "completion_tokens": usage.output_tokens,
        "request_id": message._request_id,
        "tool_uses": [[block.id, block.name, block.input] for block in message.content if block.type == "tool_use"],
    }


def main(told: dict[str, Any]) -> list[dict[str, Any]]:
    cassette = Path(told["cassette"])
    there = asked(cassette)
    # This client puts the /v1 into each path itself.
    client = anthropic.Anthropic(
        base_url=there.base_url.removesuffix("/v1"),
        api_key=there.api_key,
        max_retries=0,
        default_headers={} if told["version"] is None else {"anthropic-version": told["version"]},
    )
    with replaying(cassette):
        return [read(client, body) for body in there.bodies]


if __name__ == "__main__":
    warnings.simplefilter("ignore", DeprecationWarning)  # that a model is old says nothing about the protocol
    print(json.dumps(main(json.load(sys.stdin))))
