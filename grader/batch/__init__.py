"""Grading a class: what was handed in, the judges that grade it, what is remembered, and the gradebook.

Data flows one way: ``submissions`` → ``slot`` (a judge around a sandboxed worker) → ``store`` → ``books`` (a
:class:`grader.gradebook.Gradebook`) → the faces. ``run`` conducts.
"""
