"""The first stage of the flow: HTTP in, HTML or JSON out; no rules and no SQL here.

`routes.py` has every address on one page. A page asks a query through `work.ask`, a form carries out a command
through `work.do`, and whatever goes wrong ends in `errors.py`.
"""
