"""A :class:`~grader.report.Report` as people and programs want to see it.

==============  ==================================================================
``terminal``    the pages that a learner reads, as lines of styled words
``problem``     the first problem of an exercise, in twelve lines or fewer
``screen``      puts lines on a terminal: with colours, plain, or in ASCII only
``calling``     how commands are called here: by make or by Python
``text``        makes foreign text harmless, and cuts it to size
``as_json``     the report as JSON
``junit``       the report as JUnit XML
``files``       writes a face into a file, whole or not at all
==============  ==================================================================
"""
