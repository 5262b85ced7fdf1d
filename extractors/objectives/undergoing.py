"""Words for what happens to a subject or by itself, from lexicons/deeds.toml."""

import re
from functools import cache

from extractors.lexicon import lexicon, one_of

_ADVERB = r"(?:(?:all|also|then|now|each|both|first|again|only|no\s+longer|[a-z]+ly)\s+){0,2}"
_PAUSE = (
    r"(?:\s+(?:completely|altogether|entirely|fully|again))*"
    r"(?:$|[.,;]|\s+(?:in|on|by|from|at|before|after|during|this|next|across|for|no\s+later|shortly|as|with|later)\b)"
)


@cache
def participles() -> frozenset[str]:
    """What can be done to a subject that finishes or ends it."""
    rules = lexicon("deeds")
    return frozenset((*rules["participles"], *rules["ended"]))


@cache
def undergoes() -> re.Pattern[str]:
    """Behind obliging words: what is done to their subject, the state it is to be in, or what it is to do by itself."""
    rules = lexicon("deeds")
    done = one_of([*rules["participles"], *rules["ended"]])
    return re.compile(
        rf"(?i)\s+{_ADVERB}(?:(?P<happen>{one_of(rules['happen'])})(?={_PAUSE})"
        rf"|(?P<be>(?:be|have\s+been)\s+)?{_ADVERB}(?:fully\s+)?"
        rf"(?:(?:(?P<state>{one_of(rules['states'])})|(?P<done>{done}|[a-z]{{3,}}ed))(?![\w-])|(?=[a-z])(?!no\s+longer)))"
    )


@cache
def due() -> re.Pattern[str]:
    """Words that say when a subject is due: "is due in", "are scheduled for completion by", "is due to open in"."""
    rules = lexicon("deeds")
    return re.compile(
        r"(?i)\s(?:is|are)\s+(?:also\s+|now\s+|still\s+|currently\s+)?(?P<how>due|scheduled|planned|expected|timetabled|anticipated)"
        rf"(?:\s+for\s+(?:completion|publication|delivery|launch|opening|approval|release|implementation|handover))?"
        rf"(?:\s+to\s+{one_of(rules['happen'])})?(?=\s+(?:in|by|on|for|before|at|this|next|early|late|mid|no\s+later)\b)"
    )


def is_intransitive(text: str, verb: str, end: int) -> bool:
    """Whether a verb that could stand alone does: "will start in May", "are to stop completely from June"."""
    rules = lexicon("deeds")
    return verb in (*rules["happen"], "report", "stop") and bool(re.match(_PAUSE, text[end:]))
