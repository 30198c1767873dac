"""The sommelier's card: what another agent's program reads first."""

from a2a.types import AgentCapabilities, AgentCard, AgentInterface, AgentSkill

TENANT = "terrace"

EXAMPLES = {
    "Which wine goes with …?": "a glass, at once",
    "A bottle from the cellar for …, please.": "it takes a while to find",
    "Choose a wine for me: I eat ….": "he has two questions",
}


def card(origin: str) -> AgentCard:
    """His card, for doors at this origin (`https://sommelier.test`); the one that he likes best comes first."""
    doors = (
        ("/v1", "HTTP+JSON", "1.0", ""),
        ("/v0.3/rpc", "JSONRPC", "0.3", ""),
        ("/rpc", "JSONRPC", "1.0", ""),
        ("/rpc", "JSONRPC", "1.0", TENANT),
    )
    return AgentCard(
        name="The sommelier",
        description="Says which wine goes with a dish of tonight's menu.",
        version="1.0.0",
        supported_interfaces=[
            AgentInterface(url=origin + path, protocol_binding=binding, protocol_version=version, tenant=tenant)
            for path, binding, version, tenant in doors
        ],
        capabilities=AgentCapabilities(streaming=False, push_notifications=False),
        default_input_modes=["text/plain"],
        default_output_modes=["text/plain", "application/json"],
        skills=[
            AgentSkill(
                id="pair",
                name="Find the wine",
                description="Name a dish, get a wine: " + "; ".join(EXAMPLES.values()) + ".",
                tags=["wine", "food"],
                examples=list(EXAMPLES),
            )
        ],
    )
