"""The greeting is made up: nobody asked the bistro.

caught by: returns_the_greeting
message: Your code sent no request
"""


def say_hello(base_url, *, timeout=5.0):
    return "Hello from the bistro!"
