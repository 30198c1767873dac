# mypy: disable-error-code="import-untyped"
"""An API that wants a token: who you are, your orders, and what only the staff may see."""

from typing import Any

from django.conf import settings
from oauth2_provider.www_authenticate import build_bearer_challenge
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler
from sqlmodel import select

from kitchen.tables import Order
from kitchen.world import Kitchen

kitchen: Kitchen = settings.KITCHEN


class Me(APIView):  # type: ignore[misc]
    """Whose token it is."""

    required_scopes = ("profile",)

    def get(self, request: Any) -> Response:
        """The name of the guest."""
        return Response({"name": request.user.username, "scope": request.auth.scope})


class Orders(APIView):  # type: ignore[misc]
    """The guest's own orders; all of them for a program that acts for itself."""

    required_scopes = ("orders",)

    def get(self, request: Any) -> Response:
        """A list, as `/my/orders` of the bistro."""
        query = select(Order).order_by(Order.position)  # type: ignore[arg-type]
        if request.user is not None:
            query = query.where(Order.guest == request.user.username)
        with kitchen.session() as session:
            return Response([kitchen.order_record(session, order) for order in session.exec(query).all()])


class Staff(APIView):  # type: ignore[misc]
    """For a scope that no guest has."""

    required_scopes = ("staff",)

    def get(self, request: Any) -> Response:
        """Who cooks tonight."""
        return Response({"chef": kitchen.evening.chef.user})


def refusal(error: Exception, context: dict[str, Any]) -> Response | None:
    """The framework's answer to an error; where a scope is missing, with the challenge of RFC 6750 §3.1."""
    answer: Response | None = exception_handler(error, context)
    if isinstance(error, PermissionDenied) and answer is not None:
        missing = {"error": "insufficient_scope", "scope": " ".join(context["view"].required_scopes)}
        challenge = build_bearer_challenge(context["request"], missing, "api", resource_metadata_url=None)
        answer["WWW-Authenticate"] = challenge
    return answer
