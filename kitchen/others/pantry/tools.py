"""The pantry's tools, as the SDK serves them."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kitchen.others.pantry import stock
from kitchen.shelves import SHELVES, pantry
from kitchen.world import Kitchen

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server

ABOUT = "The bistro's pantry: what there is, where it lies, and taking it out."
FLAVOURS = ("sharp", "mild", "sweet", "earthy", "bright")


def schema(**properties: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema of an object that must have all these, and nothing else."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


TEXT, COUNT = {"type": "string"}, {"type": "integer", "minimum": 1}
STOCK = {"ingredient": TEXT, "quantity": {"type": "integer"}, "unit": TEXT, "shelf": TEXT}

TOOLS: dict[str, tuple[str, dict[str, Any], dict[str, Any] | None]] = {
    "look_up": (
        "How much of an ingredient there is, in which unit, and on which shelf.",
        schema(ingredient=TEXT),
        schema(**STOCK),
    ),
    "take": (
        "Take some of an ingredient out of the pantry. It is gone then.",
        schema(ingredient=TEXT, quantity=COUNT),
        schema(taken=COUNT, **STOCK),
    ),
    "list_shelves": ("The names of the shelves.", schema(), schema(shelves={"type": "array", "items": TEXT})),
    "count_shelf": (
        "Count everything on a shelf. It takes a while, and says how far it is.",
        schema(shelf={"type": "string", "enum": list(SHELVES)}),
        schema(shelf=TEXT, items={"type": "array", "items": schema(**STOCK)}),
    ),
    "goûter": ("Taste an ingredient, and say in words what it is like.", schema(ingredient=TEXT), None),
}
"""What there is: a description, the schema of the arguments, and of the structured result where there is one."""


def server(kitchen: Kitchen, *, pages: bool = False) -> "Server[Any]":
    """An MCP server over the kitchen's shelves.

    Args:
        pages: list the tools on three pages; the cursor at the end of the second is empty.
    """
    import mcp_types as types
    from mcp.server.lowlevel import Server
    from mcp.shared.exceptions import MCPError

    def tool(name: str) -> types.Tool:
        description, arguments, result = TOOLS[name]
        return types.Tool(name=name, description=description, input_schema=arguments, output_schema=result)

    async def list_tools(_: Any, params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        names = list(TOOLS)
        cursor = params.cursor if params is not None else None
        if not pages:
            return types.ListToolsResult(tools=[tool(name) for name in names])
        second = pantry(kitchen.seed).next_page
        book: dict[str | None, tuple[list[str], str | None]] = {
            None: (names[:2], second),
            second: (names[2:4], ""),
            "": (names[4:], None),
        }
        if cursor not in book:
            raise MCPError(types.INVALID_PARAMS, "Invalid cursor")
        on_page, following = book[cursor]
        return types.ListToolsResult(tools=[tool(name) for name in on_page], next_cursor=following)

    async def call_tool(context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        if params.name not in TOOLS:
            raise MCPError(types.INVALID_PARAMS, f"Unknown tool: {params.name}")
        try:
            texts, structured = await use(kitchen, params.name, params.arguments or {}, context.session)
        except (stock.NotHere, WrongArguments) as error:
            return types.CallToolResult(content=[types.TextContent(text=str(error))], is_error=True)
        content: list[types.ContentBlock] = [types.TextContent(text=text) for text in texts]
        return types.CallToolResult(content=content, structured_content=structured)

    return Server(
        "pantry",
        version="1.0.0",
        instructions=ABOUT,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        get_tool_input_schema=lambda name: TOOLS[name][1] if name in TOOLS else None,
    )


class WrongArguments(Exception):
    """The arguments are not what the tool's schema says."""


async def use(
    kitchen: Kitchen, name: str, arguments: dict[str, Any], caller: Any
) -> tuple[Sequence[str], dict[str, Any] | None]:
    """Do what a tool does: the texts of its result, and its structured result. Raises `stock.NotHere`."""
    check_arguments(name, arguments)
    if name == "goûter":
        found = stock.look_up(kitchen, arguments["ingredient"])
        flavour = FLAVOURS[len(found["ingredient"]) % len(FLAVOURS)]
        return [f"{found['ingredient'].capitalize()}, from the {found['shelf']} shelf.", f"Taste: {flavour}."], None
    if name == "count_shelf":
        items = stock.on_shelf(kitchen, arguments["shelf"])
        for number, item in enumerate(items, 1):
            said = f"{item['quantity']} {item['unit']} of {item['ingredient']}"
            await caller.report_progress(number, len(items), said)
        result: dict[str, Any] = {"shelf": arguments["shelf"], "items": items}
    elif name == "list_shelves":
        result = {"shelves": list(SHELVES)}
    elif name == "take":
        result = stock.take(kitchen, arguments["ingredient"], arguments["quantity"])
    else:
        result = stock.look_up(kitchen, arguments["ingredient"])
    return [json.dumps(result, ensure_ascii=False)], result


def check_arguments(name: str, arguments: dict[str, Any]) -> None:
    """Raise `WrongArguments` unless they are what the schema says; its texts are short, for a model to read."""
    from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # comes with the SDK

    for error in Draft202012Validator(TOOLS[name][1]).iter_errors(arguments):
        raise WrongArguments(f"{name}: {error.message}")
