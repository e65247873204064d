"""The OpenAPI document of the API, made from the same tables as its answers."""

from __future__ import annotations

from typing import Any

from meomureum.app.api.question import MOST_ROWS, PARAMETERS, Parameter
from meomureum.app.route_table import API, prefix
from meomureum.measures.result_table import COLUMNS
from meomureum.texts import Text

NULLABLE = {"str": ["string", "null"], "Int32": ["integer", "null"], "float64": ["number", "null"]}
BOTH = {"$ref": "#/components/schemas/Both"}
TITLE = Text("머무름: 지역 정주 지표", "Meomureum: retention indicators")
FAULTS = {
    "400": Text("모르는 말이나 맞지 않는 값", "A word that there is not, or a value that does not fit"),
    "401": Text("로그인하지 않음", "Not signed in"),
    "403": Text("볼 수 있는 공개 수준이 없음", "No release that this reader may see"),
    "429": Text("너무 잦음. Retry-After 뒤에 다시", "Too many calls: again after Retry-After"),
    "503": Text("지금 답할 수 없음. 범위를 좁히거나 나중에", "Not now: narrow it, or later"),
}


def document() -> dict[str, Any]:
    """The whole document, OpenAPI 3.1."""
    code = {"name": "code", "in": "path", "required": True, "schema": {"type": "string"}}
    values = {"application/json": {"schema": _ref("Values")}, "text/csv": {"schema": {"type": "string"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": _told(TITLE), "version": "1"},
        "servers": [{"url": f"{prefix()}{API}/v1"}],
        "paths": {
            "/indicators": _get(
                "indicators",
                Text("지표와 도시의 코드", "Indicators, and the codes of cities"),
                _json("Indicators"),
            ),
            "/values": _get(
                "values",
                Text("지표의 값", "Values of indicators"),
                values,
                [_parameter(name, each) for name, each in PARAMETERS.items()],
            ),
            "/figures/{code}.png": _get(
                "figure",
                Text("발행한 그림", "An issued figure by its code"),
                {"image/png": {"schema": {"type": "string", "format": "binary"}}},
                [code],
                {"404": Text("보여 줄 그림이 없음", "No such figure for this reader")},
            ),
            "/openapi.json": _get("description", Text("이 문서", "This document"), _json("Object")),
        },
        "components": {"schemas": _schemas()},
    }


def _get(
    name: str,
    about: Text,
    content: dict[str, Any],
    parameters: list[dict[str, Any]] | None = None,
    more: dict[str, Text] | None = None,
) -> dict[str, Any]:
    faults = {
        status: {"description": _told(words), "content": _json("Error")}
        for status, words in {**FAULTS, **(more or {})}.items()
    }
    unchanged = {"description": "If-None-Match names what would be answered"}
    answers = {"200": {"description": _told(about), "content": content}, "304": unchanged, **faults}
    told = {"operationId": name, "summary": _told(about), "responses": answers}
    return {"get": {**told, **({"parameters": parameters} if parameters else {})}}


def _parameter(name: str, parameter: Parameter) -> dict[str, Any]:
    item: dict[str, Any] = {"type": "integer", "minimum": 0} if parameter.number else {"type": "string"}
    if name == "limit":
        item["maximum"] = MOST_ROWS
    if parameter.words:
        item["enum"] = list(parameter.words)
    schema = _list(item) if parameter.several else item
    if parameter.otherwise is not None:
        several = str(parameter.otherwise).split(",")
        schema["default"] = several if parameter.several else parameter.otherwise
    listed = {"style": "form", "explode": False} if parameter.several else {}
    needed = name == "kpi"
    return {
        "name": name,
        "in": "query",
        "required": needed,
        "description": _told(parameter.about),
        "schema": schema,
        **listed,
    }


def _schemas() -> dict[str, Any]:
    text, none = {"type": "string"}, {"type": ["string", "null"]}
    stamp = {"snapshot": text, "built_at": text, "release": text}
    row = {
        name: {"type": NULLABLE.get(each.kind, ["integer"]), "description": _told(each.about)}
        for name, each in COLUMNS.items()
    }
    ends = {name: {"type": ["number", "null"]} for name in ("low", "high")}
    formula = _object({"id": text, "name": BOTH})
    words = dict.fromkeys(("name", "numerator", "denominator", "caveat"), BOTH)
    indicator = {"id": text, "unit": text, "better": {"enum": ["up", "down"]}, **words}
    listed = {"type": "array", "items": _ref("Indicator")}
    source = _object(dict.fromkeys(("publisher", "title", "date"), text))
    page = {"set": text, "notice": text, "total": {"type": "integer"}, "next": none}
    return {
        "Object": {"type": "object"},
        "Both": _object({"ko": text, "en": text}),
        "Error": {
            "type": "object",
            "properties": {"error": text, "nearest": _list(text)},
            "required": ["error"],
        },
        "Indicator": _object({**indicator, "formulas": _list(formula)}),
        "Indicators": _object({**stamp, "indicators": listed, "cities": _by_code(BOTH)}),
        "Row": {**_object({**row, **ends, "notice": text}), "additionalProperties": none},
        "Values": _object({**stamp, **page, "values": _list(_ref("Row")), "sources": _by_code(source)}),
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _by_code(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": items}


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": _ref(name)}}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _told(words: Text) -> str:
    return f"{words.ko} / {words.en}" if words.ko != words.en else words.en
