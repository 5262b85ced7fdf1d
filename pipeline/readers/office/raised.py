"""Small raised figures: marks of notes and exponents, as characters of their own, so that no value ends in one."""

_RAISED = str.maketrans("0123456789abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
MOST_DIGITS = 3


def raised(mark: str) -> str:
    """The mark of a note in raised characters, where there are such."""
    return mark.translate(_RAISED)


def raised_number(text: str) -> str:
    """Words that are printed raised: a short number in raised figures, anything else ("1st") as it is."""
    bare = text.strip()
    return raised(text) if bare.isascii() and bare.isdigit() and len(bare) <= MOST_DIGITS else text
