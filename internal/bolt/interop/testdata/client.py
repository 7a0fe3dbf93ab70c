"""The checks of ../interop_test.go through the official driver for Python.

Each function is a check, named as in checks.txt. It fails by an exception. The server is expected at
INTEROP_ADDRESS, host:port, and lets in user neo4j with the password INTEROP_TOKEN.
"""

import math
import os
import threading
import traceback
from datetime import timedelta

import neo4j
import pytz
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, ClientError, Neo4jError
from neo4j.spatial import CartesianPoint, WGS84Point
from neo4j.time import Date, DateTime, Duration, Time

ADDRESS, TOKEN = os.environ["INTEROP_ADDRESS"], os.environ["INTEROP_TOKEN"]


def connect(scheme="bolt", token=TOKEN, **config):
    return GraphDatabase.driver(f"{scheme}://{ADDRESS}", auth=("neo4j", token), **config)


def equal(got, want):
    if type(got) is not type(want) or got != want:
        raise AssertionError(f"got {got!r}, want {want!r}")


def refuses(code, run):
    """Wants run to fail with an error whose code begins with code."""
    try:
        run()
    except Neo4jError as e:
        if not (e.code or "").startswith(code):
            raise AssertionError(f"code {e.code}, want {code}: {e.message}") from e
        return e
    raise AssertionError(f"no error, want {code}")


ENDLESS = "UNWIND range(1, 10000) AS x UNWIND range(1, 10000) AS y UNWIND range(1, 10000) AS z WITH x WHERE x < 0 RETURN count(x)"


def server(driver):
    info = driver.get_server_info()
    equal(info.agent.startswith("Neo4j/5."), True)
    equal(tuple(info.protocol_version), (5, 8))
    equal(driver.supports_multi_db(), True)


def wrong_token(driver):
    with connect(token="not the token") as d:
        try:
            d.verify_connectivity()
        except AuthError as e:
            equal(e.code, "Neo.ClientError.Security.Unauthorized")
            return
    raise AssertionError("logged on")


def routing(driver):
    with connect("neo4j") as d:
        with d.session(default_access_mode=neo4j.WRITE_ACCESS) as s:
            equal(s.run("CREATE (n:Routed {k: 1}) RETURN n.k").single().value(), 1)
        with d.session(default_access_mode=neo4j.READ_ACCESS, database="neo4j") as s:
            equal(s.run("MATCH (n:Routed) RETURN count(n)").single().value(), 1)
        refuses("Neo.ClientError.Database.DatabaseNotFound", lambda: d.execute_query("RETURN 1", database_="elsewhere"))


VALUES = [
    None, True, False, 0, -1, 127, -129, 2**31, 2**63 - 1, -(2**63), 0.0, -1.5, 1e308, math.inf, -math.inf,
    "", "text", "é ∀ 🜲", "x" * 70000, b"", b"\x00\xff" * 300, [], [1, "a", None, [2.5]], list(range(300)),
    {}, {"a": {"b": [1, {"c": None}]}}, Date(2001, 2, 3), Date(1, 1, 1), Date(9999, 12, 31),
    Time(12, 34, 56, 789000001), Time(1, 2, 3, 4, pytz.FixedOffset(-210)),
    DateTime(2020, 2, 29, 23, 59, 59, 999999999), DateTime(1969, 12, 31, 23, 59, 59, 1),
    DateTime(2020, 6, 1, 12, 0, 0, 5, pytz.FixedOffset(345)),
    Duration(months=14, days=-3, seconds=7, nanoseconds=5), Duration(),
    CartesianPoint((1.5, -2.0)), CartesianPoint((1.0, 2.0, 3.0)), WGS84Point((12.5, 55.7)), WGS84Point((12.5, 55.7, 100.0)),
]


def values(driver):
    with driver.session() as s:
        for v in VALUES:
            equal(s.run("RETURN $v AS v", v=v).single()["v"], v)
        equal(math.isnan(s.run("RETURN $v AS v", v=math.nan).single()["v"]), True)
        zoned = DateTime(2020, 7, 1, 12)
        back = s.run("RETURN datetime({datetime: $v, timezone: 'Europe/Oslo'}) AS v", v=zoned).single()["v"]
        equal((back.utcoffset(), str(back.tzinfo)), (timedelta(hours=2), "Europe/Oslo"))
        equal(s.run("RETURN $v AS v", v=back).single()["v"], back)


def stored(driver):
    """What can be a property comes back from a node as it went in."""
    kept = [v for v in VALUES if v is not None and not isinstance(v, (dict, list))] + [[1, 2], ["a", "b"], [Date(2001, 2, 3)]]
    with driver.session() as s:
        s.run("CREATE (n:Stored) SET n = $p", p={f"p{i}": v for i, v in enumerate(kept)}).consume()
        node = s.run("MATCH (n:Stored) RETURN n").single()["n"]
        for i, v in enumerate(kept):
            equal(node[f"p{i}"], v)


def graph(driver):
    records, _, keys = driver.execute_query(
        "CREATE p = (a:A:B {k: 1})-[r:R {w: 2.5}]->(b:C)<-[:S]-(c) RETURN a, r, p, nodes(p) AS ns, c")
    equal(keys, ["a", "r", "p", "ns", "c"])
    row = records[0]
    a, r, p = row["a"], row["r"], row["p"]
    equal((a.labels, dict(a)), (frozenset({"A", "B"}), {"k": 1}))
    equal((r.type, dict(r), r.start_node.element_id), ("R", {"w": 2.5}, a.element_id))
    equal([n.element_id for n in p.nodes], [n.element_id for n in row["ns"]])
    equal([x.type for x in p.relationships], ["R", "S"])
    equal(p.relationships[1].start_node.element_id, row["c"].element_id)
    found = driver.execute_query("MATCH (n) WHERE elementId(n) = $id RETURN n.k AS k", id=a.element_id).records
    equal(found[0]["k"], 1)


def parameters(driver):
    rows = [{"k": i, "name": f"n{i}", "tags": ["a", "b"]} for i in range(20000)]
    equal(driver.execute_query("UNWIND $rows AS r RETURN sum(r.k) AS s, count(r.tags[1]) AS n", rows=rows).records[0].values(),
          [sum(range(20000)), 20000])
    equal(driver.execute_query("RETURN size($big) AS n", big="x" * (8 << 20)).records[0].values(), [8 << 20])
    refuses("Neo.ClientError.Statement.ParameterMissing", lambda: driver.execute_query("RETURN $nothing"))


def transactions(driver):
    def count(tx):
        return tx.run("MATCH (n:Tx) RETURN count(n)").single().value()

    with driver.session() as s:
        with s.begin_transaction() as tx:
            tx.run("CREATE (:Tx)").consume()
            equal(count(tx), 1)
            tx.rollback()
        equal(s.execute_read(count), 0)
        with s.begin_transaction() as tx:
            tx.run("CREATE (:Tx)")
            tx.commit()
        s.execute_write(lambda tx: tx.run("CREATE (:Tx)").consume())
        equal(s.execute_read(count), 2)

        def broken(tx):
            tx.run("CREATE (:Tx)")
            tx.run("RETURN 1 / 0").consume()

        refuses("Neo.ClientError.Statement.ArithmeticError", lambda: s.execute_write(broken))
        equal(s.execute_read(count), 2)
        refuses("Neo.ClientError.Statement.AccessMode", lambda: s.execute_read(lambda tx: tx.run("CREATE (:Tx)").consume()))


def open_results(driver):
    with driver.session(fetch_size=2) as s, s.begin_transaction() as tx:
        one = iter(tx.run("UNWIND range(1, 9) AS x RETURN x"))
        two = iter(tx.run("UNWIND range(11, 19) AS x RETURN x"))
        pairs = [(next(one)["x"], next(two)["x"]) for _ in range(9)]
        equal(pairs, [(i, i + 10) for i in range(1, 10)])
        tx.commit()


def bookmarks(driver):
    with driver.session() as s:
        s.run("CREATE (:Marked)").consume()
        first = s.last_bookmarks()
        s.execute_write(lambda tx: tx.run("CREATE (:Marked)").consume())
        second = s.last_bookmarks()
    equal((len(first.raw_values), len(second.raw_values), first.raw_values == second.raw_values), (1, 1, False))
    with driver.session(bookmarks=first + second) as s:
        equal(s.run("MATCH (n:Marked) RETURN count(n)").single().value(), 2)


def reset(driver):
    """A session goes on after a failure, and after a result that nobody read to its end."""
    with driver.session(fetch_size=10) as s:
        for _ in range(3):
            refuses("Neo.ClientError.Statement.SyntaxError", lambda: s.run("RETURN").consume())
            equal(s.run("RETURN 1").single().value(), 1)
        result = s.run("UNWIND range(1, 100000) AS x RETURN x")
        equal(next(iter(result))["x"], 1)
        result.consume()
        equal(s.run("RETURN 2").single().value(), 2)


def cancel(driver):
    e = refuses("Neo.ClientError.Transaction.TransactionTimedOut",
                lambda: driver.session().run(neo4j.Query(ENDLESS, timeout=0.2)).consume())
    equal(e.is_retryable(), False)
    other = connect(max_connection_pool_size=1)
    started = threading.Event()

    def run():
        with other.session() as s:
            try:
                started.set()
                s.run("CREATE (:Cancelled) WITH 1 AS x " + ENDLESS).consume()
            except Exception:  # whatever a driver makes of being closed
                pass

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    started.wait()
    other.close()
    driver.execute_query("CREATE (:AfterCancelled)")  # gets its turn to write
    equal(driver.execute_query("MATCH (n:Cancelled) RETURN count(n) AS n").records[0]["n"], 0)


def errors(driver):
    driver.execute_query("CREATE CONSTRAINT interop IF NOT EXISTS FOR (n:Only) REQUIRE n.k IS UNIQUE")
    driver.execute_query("CREATE (:Only {k: 1})")
    for query, code in [
        ("RETURN 1 +", "Neo.ClientError.Statement.SyntaxError"),
        ("RETURN x", "Neo.ClientError.Statement.SyntaxError"),
        ("RETURN nothing(1)", "Neo.ClientError.Statement.SyntaxError"),
        ("CALL no.such()", "Neo.ClientError.Procedure.ProcedureNotFound"),
        ("RETURN 1 / 0", "Neo.ClientError.Statement.ArithmeticError"),
        ("WITH [1, 'a'][1] AS x RETURN x.y", "Neo.ClientError.Statement.TypeError"),
        ("CREATE (:Only {k: 1})", "Neo.ClientError.Schema.ConstraintValidationFailed"),
        ("CREATE (a:Tied)-[:T]->(b) DELETE a", "Neo.ClientError.Schema.ConstraintValidationFailed"),
        ("MATCH (n:Only) SET n.map = {a: 1}", "Neo.ClientError.Statement.TypeError"),
    ]:
        refuses(code, lambda: driver.execute_query(query))


def notifications(driver):
    query = "MATCH (n:NoSuchLabel) RETURN n"
    codes = [n.code for n in driver.execute_query(query).summary.summary_notifications]
    equal(codes, ["Neo.ClientNotification.Statement.UnknownLabelWarning"])
    with connect(notifications_min_severity="OFF") as d:
        equal(list(d.execute_query(query).summary.summary_notifications), [])
    with connect(notifications_disabled_classifications=["UNRECOGNIZED"]) as d:
        equal(list(d.execute_query(query).summary.summary_notifications), [])


def stream(driver):
    total = n = 0
    with driver.session(fetch_size=1000) as s:
        for record in s.run("UNWIND range(1, 50000) AS x RETURN x, 'text ' + x AS t, [x] AS l"):
            total, n = total + record["x"], n + 1
    equal((total, n), (sum(range(50001)), 50000))


def summary(driver):
    s = driver.execute_query("CREATE (a:Sum {k: 1})-[:R]->(:Sum) SET a.x = 2").summary
    equal((s.query_type, s.counters.contains_updates, s.counters.nodes_created, s.counters.relationships_created,
           s.counters.properties_set, s.counters.labels_added, s.database), ("w", True, 2, 1, 2, 2, "neo4j"))
    equal(driver.execute_query("MATCH (n:Sum) RETURN n").summary.query_type, "r")
    equal("operatorType" in driver.execute_query("EXPLAIN MATCH (n:Sum) RETURN n").summary.plan, True)
    profile = driver.execute_query("PROFILE MATCH (n:Sum) RETURN n").summary.profile
    equal((profile["rows"], profile["dbHits"] >= 0), (2, True))


CHECKS = [server, wrong_token, routing, values, stored, graph, parameters, transactions, open_results, bookmarks, reset,
          cancel, errors, notifications, stream, summary]


def main():
    with connect() as driver:
        for check in CHECKS:
            name = check.__name__.replace("_", "-")
            try:
                check(driver)
                print("ok", name)
            except Exception:
                print("failed", name, traceback.format_exc().strip().replace("\n", "\n\t"))


main()
