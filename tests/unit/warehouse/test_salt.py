"""Keys are the same in SQL and in Python, and the salt stays secret."""

import os
import stat

import duckdb
import numpy as np
import pytest
import sqlglot
from sqlglot import exp

from cruscotto.config import SQL
from cruscotto.errors import SaltDamaged, SaltExposed, SaltMissing
from cruscotto.warehouse.salt import create_salt, fingerprint, read_salt, record_key, salt_path
from cruscotto.warehouse.spark.dialect import to_spark

QUERY = (SQL / "staging" / "int_persons.sql").read_text("utf-8")


def test_sql_and_python_compute_the_same_keys():
    identifiers = [f"P-{i}" for i in range(500)] + ["", "è", "a'b", "x" * 300]
    salt = "0f" * 32
    con = duckdb.connect()
    con.execute("create schema staging")
    con.execute("create table staging.int_participations (person_id varchar)")
    con.executemany("insert into staging.int_participations values (?)", [[i] for i in identifiers])
    rows = con.execute(QUERY, {"salt": salt}).fetchall()
    assert {person: key for person, _, key in rows} == {i: record_key(i, salt) for i in identifiers}
    assert sorted(number for _, number, _ in rows) == list(range(1, len(identifiers) + 1))


def test_the_expression_is_portable_to_spark():
    tree = sqlglot.parse_one(QUERY, read="duckdb")
    assert not list(tree.find_all(exp.Anonymous))
    assert "CONV(SUBSTRING(MD5(:salt || person_id), 1, 8), 16, 10)" in to_spark(QUERY)


def test_keys_are_spread_evenly():
    keys = np.array([record_key(str(i), "salt") for i in range(8_000)]) / 2**32
    counts, _ = np.histogram(keys, bins=16, range=(0, 1))
    assert counts.min() > 400
    assert counts.max() < 600


def test_keys_change_with_the_salt():
    assert record_key("P1", "a") != record_key("P1", "b")


def test_a_salt_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = salt_path(tmp_path / "var" / "cruscotto.duckdb")
    salt = create_salt(path)
    assert path.parent == tmp_path / "var"
    assert len(bytes.fromhex(salt)) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert create_salt(path) == read_salt(path) == salt
    assert list(path.parent.iterdir()) == [path]


def test_two_warehouses_have_different_salts(tmp_path):
    assert create_salt(tmp_path / "a.salt") != create_salt(tmp_path / "b.salt")


def test_a_file_system_without_links_gets_its_salt_too(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError("not supported")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "w.salt"
    assert create_salt(path) == create_salt(path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_lost_salt_is_never_replaced_in_silence(tmp_path):
    with pytest.raises(SaltMissing):
        read_salt(tmp_path / "w.salt")


@pytest.mark.skipif(os.name != "posix", reason="file modes are a matter of POSIX")
def test_a_salt_that_others_may_read_is_refused(tmp_path):
    path = tmp_path / "w.salt"
    create_salt(path)
    path.chmod(0o644)
    with pytest.raises(SaltExposed):
        read_salt(path)


@pytest.mark.parametrize("content", ["", "abc", "g" * 64, "0f" * 40])
def test_a_damaged_salt_is_refused(tmp_path, content):
    path = tmp_path / "w.salt"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(SaltDamaged):
        read_salt(path)


def test_a_warehouse_may_keep_the_fingerprint_of_a_salt_but_not_the_salt(tmp_path):
    salt = create_salt(tmp_path / "w.salt")
    assert fingerprint(salt) == fingerprint(salt)
    assert fingerprint(salt) not in salt
