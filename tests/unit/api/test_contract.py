"""Whatever the API's own description allows is answered as it says, and never by a fault."""

from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from pyshacl import validate
from rdflib import Graph
from schemathesis import GenerationMode, checks

from cruscotto.api.application import application

SHAPES = Path(__file__).with_name("dcat_ap_it.ttl")


PATHS = sorted(application().openapi()["paths"])
ANSWERED = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
MODES = {
    GenerationMode.POSITIVE: ANSWERED,
    GenerationMode.NEGATIVE: [*ANSWERED, checks.negative_data_rejection],
}


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_as_described(link, path) -> None:
    operation = schemathesis.openapi.from_asgi("/openapi.json", application())[path]["GET"]

    def ask(mode: GenerationMode) -> None:
        @settings(
            max_examples=settings().max_examples // 6,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def answers(case) -> None:
            case.call_and_validate(checks=MODES[mode])

        answers()

    for mode in MODES:
        ask(mode)


def test_the_catalogue_has_what_dcat_ap_it_asks_for(api) -> None:
    answer = api.get("catalog")
    assert answer.headers["content-type"].startswith("application/ld+json")
    data = Graph().parse(data=answer.text, format="json-ld")
    conforms, _, words = validate(data, shacl_graph=Graph().parse(SHAPES))
    assert conforms, words


def test_a_catalogue_without_a_title_does_not_pass(api) -> None:
    data = Graph().parse(data=api.get("catalog").text, format="json-ld")
    for triple in list(data.triples((None, None, None))):
        if str(triple[1]).endswith("/title"):
            data.remove(triple)
    assert not validate(data, shacl_graph=Graph().parse(SHAPES))[0]
