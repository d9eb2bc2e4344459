"""One figure at the terminal, without a spec: names that people type, inputs, the computation, and what is shown.

families     short names such as `downtime`, each for a table of figures
operands     which answers a figure rests on, and the keys they are typed by
typed        `attempts=3 timeout=5s` to answers
results      answers to figures, and what each rests on
suggestions  what to type where nothing can be computed yet
page         figures as text
data         figures as JSON
"""
