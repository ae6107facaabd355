"""Follow-up as data: the plan of a suggestion, the calendar of a placement, friction, hand-overs and outcomes.

Pure functions of (rows, date). What a plan asks for is dated YAML in `book`, like the subsidy rule book.
"""
