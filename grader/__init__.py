"""The engine of Order Up: it runs a learner's code, watches the conversation, and says how it went.

Data flows one way: stub → worker → checks + cassettes → ``Report`` → a face.

==================  ==========================================================================
``course``          what stands where: exercises and their four rooms
``check``           the ``@check`` that turns a pytest function into a graded check
``report``          the ``Report`` of a run, as plain data
``door``            what judge and worker say to each other, and how values travel
``worker``          the process in which the learner's code runs
``judge``           the process with pytest, cassettes, expectations and verdicts
``faces``           a ``Report`` as a terminal page, JSON or JUnit XML
``commands``        what ``python -m grader …`` can do
==================  ==========================================================================
"""
