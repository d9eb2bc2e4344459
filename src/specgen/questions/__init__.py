"""Answers: from what people type to exact values, and back.

One module per type, each with one `QUESTION_TYPE`; a type is imported when a question uses it. Adding a type is
adding a module. Modules with a leading underscore are what the types share.

No built-in such as `bool` is used in this file: importing the module of that type puts it under the same name here.
"""

from specgen.questions._find import find, name_of
from specgen.questions._hint import hint
from specgen.questions._nodes import GROUNDS, read_node
from specgen.questions._reading import read_text
from specgen.questions._type import AnswerError, QuestionType, quoted, wrong_kind
from specgen.questions._writing import show, write_node

__all__ = [
    "GROUNDS",
    "AnswerError",
    "QuestionType",
    "find",
    "hint",
    "name_of",
    "quoted",
    "read_node",
    "read_text",
    "show",
    "write_node",
    "wrong_kind",
]
