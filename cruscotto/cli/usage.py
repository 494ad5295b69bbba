"""Errors of the option parser in the reader's language.

The parser's own sentences are English. Each pattern recognises one such sentence and gives the key
of its translation in the catalogues. An error that no pattern recognises is shown in English.
"""

import re
import sys

from typer.exceptions import TyperException

from cruscotto.i18n import Lang, t

# Names that an error may end with: similar ones, or those that are allowed.
NAMED = ("perhaps", "allowed")
VALUE = r"Invalid value for '(?P<option>.*?)': "
# The parser's sentence as a pattern: the key of ours.
SENTENCES = {
    r"No such option: (?P<option>\S+)(?: \(Possible options: (?P<perhaps>.*)\))?": "no_option",
    r"No such command '(?P<name>.*?)'\.?(?: Did you mean (?P<perhaps>.*)\?)?": "no_command",
    r"Missing command\.": "missing_command",
    r"Missing argument '(?P<name>.*?)'\.(?:\s+Choose from:\s+(?P<allowed>.*))?": "missing_argument",
    r"Missing option '(?P<option>.*?)'\.(?:\s+Choose from:\s+(?P<allowed>.*))?": "missing_option",
    r"Got unexpected extra argument(?:s|\(s\))? \((?P<name>.*)\)": "extra_argument",
    r"Option '(?P<option>.*?)' requires an argument\.": "value_missing",
    r"Option '(?P<option>.*?)' does not take a value\.": "no_value",
    VALUE + r"Value error, '(?P<value>.*)' is not one of (?P<allowed>.*)\.": "not_one_of",
    VALUE + r"Input should be a valid number.*": "no_number",
    VALUE + r"Input should be a valid integer.*": "no_integer",
    VALUE + r"Input should be greater than or equal to (?P<limit>.*)": "too_small",
    VALUE + r"Input should be less than or equal to (?P<limit>.*)": "too_large",
}


def show(error: TyperException, lang: Lang) -> None:
    """Print an option parser's error, the usage of the command, and how to get its help."""
    context, sentence = getattr(error, "ctx", None), sentence_of(error, lang)
    if sentence is None:
        error.show()  # type: ignore[attr-defined]
        return
    if context is not None:
        usage = context.get_usage().removeprefix("Usage: ")
        helps = f"{context.command_path} {context.help_option_names[0]}"
        print(t("usage.usage", lang, usage=usage), file=sys.stderr)
        print(t("usage.help", lang, command=helps), end="\n\n", file=sys.stderr)
    print(sentence, file=sys.stderr)


def sentence_of(error: TyperException, lang: Lang) -> str | None:
    """Return the sentence for a parser's error, or `None` where no pattern recognises it."""
    for pattern, key in SENTENCES.items():
        found = re.fullmatch(pattern, error.format_message(), re.DOTALL)
        if found is None:
            continue
        facts = {name: fact for name, fact in found.groupdict().items() if fact}
        names = {kind: facts.pop(kind) for kind in NAMED if kind in facts}
        sentences = [t(f"usage.{key}", lang, **facts)]
        for kind, listed in names.items():
            words = ", ".join(re.findall(r"[^\s,']+", listed))
            sentences.append(t(f"usage.{kind}", lang, names=words))
        return " ".join(sentences)
    return None
