"""Time one chart of Apache Superset on a DuckDB file; run by the Python of Superset's environment.

    SUPERSET_PYTHON superset_chart.py FILE SCHEMA TABLE EXPRESSION REPEATS

Superset answers in its own process, without server or network between, which favours it. Prints
the milliseconds of each forced `/api/v1/chart/data` call as JSON, after two that warm up.
"""

import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

NAME = PASSWORD = "benchmark"
CONFIGURED = """
SECRET_KEY = "only-for-a-benchmark-on-this-machine-0123456789"
SQLALCHEMY_DATABASE_URI = "sqlite:///{folder}/superset.db"
WTF_CSRF_ENABLED = False
TALISMAN_ENABLED = False
"""
PREPARED = (
    ["db", "upgrade"],
    [
        "fab",
        "create-admin",
        "--username",
        NAME,
        "--firstname",
        "b",
        "--lastname",
        "b",
        "--email",
        "b@example.org",
        "--password",
        PASSWORD,
    ],
    ["init"],
)


def main(file: str, schema: str, table: str, expression: str, repeats: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "superset_config.py"
        config.write_text(CONFIGURED.format(folder=folder))
        os.environ |= {
            "SUPERSET_CONFIG_PATH": str(config),
            "SUPERSET_HOME": folder,
            "FLASK_APP": "superset",
        }
        command = str(Path(sys.executable).with_name("superset"))
        for arguments in PREPARED:
            subprocess.run([command, *arguments], check=True, capture_output=True)
        print(json.dumps(timed(file, schema, table, expression, repeats)))


def timed(file: str, schema: str, table: str, expression: str, repeats: int) -> list[float]:
    from superset.app import create_app

    logging.disable(logging.CRITICAL)
    client = create_app().test_client()
    said = {"username": NAME, "password": PASSWORD, "provider": "db", "refresh": False}
    token = client.post("/api/v1/security/login", json=said).json["access_token"]
    headers = {"Authorization": f"Bearer {token}"}

    def ask(path: str, body: dict[str, object]) -> dict[str, object]:
        answer = client.post(path, json=body, headers=headers)
        if answer.status_code >= 300:
            raise SystemExit(f"{path}: {answer.status_code} {answer.get_data(as_text=True)[:500]}")
        return dict(answer.json)

    address = f"duckdb:///{file}?access_mode=read_only"
    database = ask("/api/v1/database/", {"database_name": "warehouse", "sqlalchemy_uri": address})[
        "id"
    ]
    dataset = ask(
        "/api/v1/dataset/", {"database": database, "schema": schema, "table_name": table}
    )["id"]
    metric = {"expressionType": "SQL", "sqlExpression": expression, "label": "rate"}
    chart = {
        "datasource": {"id": dataset, "type": "table"},
        "force": True,
        "result_format": "json",
        "result_type": "full",
        "queries": [{"columns": ["region_code"], "metrics": [metric], "row_limit": 1000}],
    }
    took = []
    for _ in range(repeats + 2):
        start = time.perf_counter()
        found = ask("/api/v1/chart/data", chart)
        took.append(1000 * (time.perf_counter() - start))
        if not found["result"][0]["data"]:  # type: ignore[index]
            raise SystemExit("the chart is empty")
    return took[2:]


if __name__ == "__main__":
    main(*sys.argv[1:5], repeats=int(sys.argv[5]))
