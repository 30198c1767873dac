"""Pages for people who teach and learn: the class at a glance, and each learner's feedback.

They are made from plain data, a :class:`~grader.gradebook.Gradebook` and a :class:`~grader.report.Report`. Each HTML
page is one file that needs nothing from elsewhere.

==============  ==================================================================
``overview``    the class page
``feedback``    a learner's page, and the same in Markdown
``chart``       how the scores are distributed, drawn by pygal
``rendering``   the templates, in which nothing that a learner wrote can do harm
``markdown``    text that stays text in Markdown
==============  ==================================================================
"""

from grader.pages.feedback import learner_markdown, learner_page
from grader.pages.overview import class_page

__all__ = ["class_page", "learner_markdown", "learner_page"]
