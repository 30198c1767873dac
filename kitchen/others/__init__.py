"""Servers that nobody here wrote, as they come from the package index, each behind the same kind of front door.

A module has the name of its server, and one public function: ``application(kitchen)``, its ASGI application.
"""
