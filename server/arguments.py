"""The parameters of an address, held to what is allowed there."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from flask import request

from moonpact.graph.sparql.parameters import InvalidParameterError
from moonpact.server.dials import DIALS
from moonpact.server.protocol import read_each_once

_DIGITS: Final = re.compile(r"[0-9]{1,9}")


def read_arguments(allowed: Collection[str]) -> Mapping[str, str]:
    """Return the parameters of the request; `format` and the dials are allowed everywhere.

    Raises:
        InvalidParameterError: One is not among those allowed.
        ProblemError: One is given more than once.
    """
    given = read_each_once(request.query_string)
    known = [*allowed, "format", *DIALS]
    for name in given:
        if name not in known:
            raise InvalidParameterError(name, f"there is no parameter '{name}' here; there are {', '.join(known)}")
    return given


def whole_number(given: Mapping[str, str], name: str, default: int, most: int) -> int:
    """Return the value of a parameter that is a whole number from 1 to the largest one.

    Raises:
        InvalidParameterError: It is not.
    """
    text = given.get(name)
    if text is None:
        return default
    if not _DIGITS.fullmatch(text) or not 1 <= int(text) <= most:
        raise InvalidParameterError(name, f"parameter '{name}': '{text}' is not a whole number from 1 to {most}")
    return int(text)
