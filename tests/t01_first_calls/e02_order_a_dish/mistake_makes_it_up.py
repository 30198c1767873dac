"""The dish is made up: nobody asked the kitchen.

caught by: returns_the_dish
message: Your code sent no request
"""


def order_a_dish(base_url, dish, *, timeout=5.0):
    return {"slug": dish, "name": dish.replace("-", " ").capitalize(), "price": "6.50", "tags": [], "vegan": False}
