"""Facts that no record states: pure functions of dated records and a day.

evidence     how well a practice is proved (D0 to D5)
maturity     how far it has travelled, which expert review holds
roadmap      the state of every occurrence of a measure
indicators   the formulas: plans, ways of change, statuses
lifetimes    which territories there were in a period, and who makes up the sum of a region
counting     what the records of a territory say, as of any day
readings     the values of every indicator: declared, computed from the records, added up from districts
disclosure   which small groups stay unsaid, so that no difference of shown figures gives them away
ties         which organisations belong together, so that nobody is independent of himself
"""
