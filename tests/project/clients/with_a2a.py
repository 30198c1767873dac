"""A2A's own client reads an agent's card and says something to it; what it reads goes out as JSON.

Standard input: `{"origin": …, "texts": [what to say, …]}`
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import httpx
from a2a.client import A2ACardResolver, ClientConfig, ClientFactory
from a2a.types import Message, Part, Role, SendMessageRequest, TaskState
from google.protobuf.json_format import MessageToDict


async def main(told: dict[str, Any]) -> dict[str, Any]:
    async with httpx.AsyncClient(timeout=30) as http:
        card = await A2ACardResolver(http, told["origin"]).get_agent_card()
        client = ClientFactory(ClientConfig(streaming=False, httpx_client=http)).create(card)
        said = [await say(client, text, f"msg-{number}") for number, text in enumerate(told["texts"], 1)]
    return {"card": MessageToDict(card), "said": said}


async def say(client: Any, text: str, message_id: str) -> dict[str, Any]:
    """Send a message and wait for the end, which is what this client does unless it is told otherwise."""
    message = Message(message_id=message_id, role=Role.ROLE_USER, parts=[Part(text=text)])
    async for answer in client.send_message(SendMessageRequest(message=message)):
        if answer.HasField("message"):
            return {"state": None, "text": text_of(answer.message.parts)}
        task = answer.task
        parts = [part for artifact in task.artifacts for part in artifact.parts]
        return {
            "state": TaskState.Name(task.status.state),
            "text": text_of(parts),
            "status": text_of(task.status.message.parts),
        }
    raise AssertionError("the agent said nothing")


def text_of(parts: Any) -> str:
    return "\n".join(part.text for part in parts if part.WhichOneof("content") == "text")


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(json.load(sys.stdin)))))
