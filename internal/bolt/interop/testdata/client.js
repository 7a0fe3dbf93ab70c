// The checks of ../interop_test.go through the official driver for JavaScript.
//
// Each function is a check, named as in checks.txt. It fails by an exception. The server is expected at
// INTEROP_ADDRESS, host:port, and lets in user neo4j with the password INTEROP_TOKEN. INTEROP_MODULE is the driver, if it
// is not that for Node: its build for browsers connects over WebSocket.

"use strict";

const { isDeepStrictEqual, inspect } = require("node:util");
const neo4j = require(process.env.INTEROP_MODULE || "neo4j-driver");

const { INTEROP_ADDRESS: address, INTEROP_TOKEN: token } = process.env;
const { Date, Time, LocalTime, DateTime, LocalDateTime, Duration, Point } = neo4j.types;

const connect = ({ scheme = "bolt", password = token, ...config } = {}) =>
  neo4j.driver(`${scheme}://${address}`, neo4j.auth.basic("neo4j", password), { useBigInt: true, ...config });

function equal(got, want) {
  if (!isDeepStrictEqual(got, want)) throw new Error(`got ${inspect(got)}, want ${inspect(want)}`);
}

// refuses wants run to fail with an error whose code begins with code.
async function refuses(code, run) {
  try {
    await run();
  } catch (e) {
    if (!String(e.code).startsWith(code)) throw new Error(`code ${e.code}, want ${code}`, { cause: e });
    return e;
  }
  throw new Error(`no error, want ${code}`);
}

async function within(driver, config, work) {
  const session = driver.session(config);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

const one = async (runner, query, parameters) => (await runner.run(query, parameters)).records[0].get(0);

const ENDLESS =
  "UNWIND range(1, 10000) AS x UNWIND range(1, 10000) AS y UNWIND range(1, 10000) AS z WITH x WHERE x < 0 RETURN count(x)";

async function server(driver) {
  const info = await driver.getServerInfo();
  equal(info.agent.startsWith("Neo4j/5."), true);
  equal(String(info.protocolVersion.minor ?? info.protocolVersion), String(info.protocolVersion.minor === undefined ? 5.8 : 8));
  equal(await driver.supportsMultiDb(), true);
}

async function wrong_token() {
  const d = connect({ password: "not the token" });
  await refuses("Neo.ClientError.Security.Unauthorized", () => d.verifyConnectivity());
  await d.close();
}

async function routing() {
  const d = connect({ scheme: "neo4j" });
  await within(d, { defaultAccessMode: neo4j.session.WRITE }, async (s) => equal(await one(s, "CREATE (n:Routed {k: 1}) RETURN n.k"), 1n));
  await within(d, { defaultAccessMode: neo4j.session.READ, database: "neo4j" }, async (s) =>
    equal(await one(s, "MATCH (n:Routed) RETURN count(n)"), 1n));
  await refuses("Neo.ClientError.Database.DatabaseNotFound", () => d.executeQuery("RETURN 1", {}, { database: "elsewhere" }));
  await d.close();
}

const many = (n, of) => Array.from({ length: n }, of);
const VALUES = [
  null, true, false, 0n, -1n, 127n, -129n, 2n ** 31n, 2n ** 63n - 1n, -(2n ** 63n), 0.5, -1.5, 1e308, NaN, Infinity, -Infinity,
  "", "text", "é ∀ 🜲", "x".repeat(70000), new Int8Array(0), new Int8Array(many(600, (_, i) => i % 2 - 1)),
  [], [1n, "a", null, [2.5]], many(300, (_, i) => BigInt(i)), {}, { a: { b: [1n, { c: null }] } },
  new Date(2001n, 2n, 3n), new Date(1n, 1n, 1n), new Date(9999n, 12n, 31n),
  new LocalTime(12n, 34n, 56n, 789000001n), new Time(1n, 2n, 3n, 4n, -12600n),
  new LocalDateTime(2020n, 2n, 29n, 23n, 59n, 59n, 999999999n), new LocalDateTime(1969n, 12n, 31n, 23n, 59n, 59n, 1n),
  new DateTime(2020n, 6n, 1n, 12n, 0n, 0n, 5n, 20700n, null),
  new DateTime(2020n, 7n, 1n, 12n, 0n, 0n, 0n, 7200n, "Europe/Oslo"),
  new Duration(14n, -3n, 7n, 5n), new Duration(0n, 0n, 0n, 0n),
  new Point(7203n, 1.5, -2.5), new Point(9157n, 1.5, 2.5, 3.5), new Point(4326n, 12.5, 55.7), new Point(4979n, 12.5, 55.7, 100.5),
];

// plain is a value as text, which is what two values of the driver's classes are compared by.
const plain = (v) => inspect(v, { depth: null, maxArrayLength: null, maxStringLength: null });

async function values(driver) {
  await within(driver, {}, async (s) => {
    for (const v of VALUES) equal(plain(await one(s, "RETURN $v AS v", { v })), plain(v));
  });
}

// stored: what can be a property comes back from a node as it went in.
async function stored(driver) {
  const kept = VALUES.filter((v) => v !== null && !Array.isArray(v) && Object.getPrototypeOf(v) !== Object.prototype);
  kept.push([1n, 2n], ["a", "b"], [new Date(2001n, 2n, 3n)]);
  await within(driver, {}, async (s) => {
    await s.run("CREATE (n:Stored) SET n = $p", { p: Object.fromEntries(kept.map((v, i) => [`p${i}`, v])) });
    const node = await one(s, "MATCH (n:Stored) RETURN n");
    kept.forEach((v, i) => equal(plain(node.properties[`p${i}`]), plain(v)));
  });
}

async function graph(driver) {
  const { records, keys } = await driver.executeQuery(
    "CREATE p = (a:A:B {k: 1})-[r:R {w: 2.5}]->(b:C)<-[:S]-(c) RETURN a, r, p, nodes(p) AS ns, c");
  equal(keys, ["a", "r", "p", "ns", "c"]);
  const { a, r, p, ns, c } = records[0].toObject();
  equal([a.labels.sort(), a.properties], [["A", "B"], { k: 1n }]);
  equal([r.type, r.properties, r.startNodeElementId], ["R", { w: 2.5 }, a.elementId]);
  equal([p.start, ...p.segments.map((s) => s.end)].map((n) => n.elementId), ns.map((n) => n.elementId));
  equal(p.segments.map((s) => s.relationship.type), ["R", "S"]);
  equal(p.segments[1].relationship.startNodeElementId, c.elementId);
  const found = await driver.executeQuery("MATCH (n) WHERE elementId(n) = $id RETURN n.k AS k", { id: a.elementId });
  equal(found.records[0].get("k"), 1n);
}

async function parameters(driver) {
  const rows = many(20000, (_, i) => ({ k: neo4j.int(i), name: `n${i}`, tags: ["a", "b"] }));
  const { records } = await driver.executeQuery("UNWIND $rows AS r RETURN sum(r.k) AS s, count(r.tags[1]) AS n", { rows });
  equal([records[0].get("s"), records[0].get("n")], [199990000n, 20000n]);
  const big = await driver.executeQuery("RETURN size($big) AS n", { big: "x".repeat(8 << 20) });
  equal(big.records[0].get("n"), 8388608n);
  await refuses("Neo.ClientError.Statement.ParameterMissing", () => driver.executeQuery("RETURN $nothing"));
}

async function transactions(driver) {
  const count = (tx) => one(tx, "MATCH (n:Tx) RETURN count(n)");
  await within(driver, {}, async (s) => {
    const dropped = await s.beginTransaction();
    await dropped.run("CREATE (:Tx)");
    equal(await count(dropped), 1n);
    await dropped.rollback();
    equal(await s.executeRead(count), 0n);
    const kept = await s.beginTransaction();
    await kept.run("CREATE (:Tx)");
    await kept.commit();
    await s.executeWrite((tx) => tx.run("CREATE (:Tx)"));
    equal(await s.executeRead(count), 2n);
    await refuses("Neo.ClientError.Statement.ArithmeticError", () =>
      s.executeWrite(async (tx) => {
        await tx.run("CREATE (:Tx)");
        await tx.run("RETURN 1 / 0");
      }));
    equal(await s.executeRead(count), 2n);
    await refuses("Neo.ClientError.Statement.AccessMode", () => s.executeRead((tx) => tx.run("CREATE (:Tx)")));
  });
}

async function open_results(driver) {
  await within(driver, { fetchSize: 2 }, async (s) => {
    const tx = await s.beginTransaction();
    const first = tx.run("UNWIND range(1, 9) AS x RETURN x")[Symbol.asyncIterator]();
    const second = tx.run("UNWIND range(11, 19) AS x RETURN x")[Symbol.asyncIterator]();
    for (let i = 1n; i < 10n; i++) {
      equal([(await first.next()).value.get("x"), (await second.next()).value.get("x")], [i, i + 10n]);
    }
    await tx.commit();
  });
}

async function bookmarks(driver) {
  const marks = [];
  await within(driver, {}, async (s) => {
    await s.run("CREATE (:Marked)");
    marks.push(...s.lastBookmarks());
    await s.executeWrite((tx) => tx.run("CREATE (:Marked)"));
    marks.push(...s.lastBookmarks());
  });
  equal([marks.length, marks[0] === marks[1]], [2, false]);
  await within(driver, { bookmarks: marks }, async (s) => equal(await one(s, "MATCH (n:Marked) RETURN count(n)"), 2n));
}

// reset: a session goes on after a failure, and after a result that nobody read to its end.
async function reset(driver) {
  await within(driver, { fetchSize: 10 }, async (s) => {
    for (let i = 0; i < 3; i++) {
      await refuses("Neo.ClientError.Statement.SyntaxError", () => s.run("RETURN"));
      equal(await one(s, "RETURN 1"), 1n);
    }
    for await (const record of s.run("UNWIND range(1, 100000) AS x RETURN x")) {
      equal(record.get("x"), 1n);
      break;
    }
    equal(await one(s, "RETURN 2"), 2n);
  });
}

async function cancel(driver) {
  const e = await refuses("Neo.ClientError.Transaction.TransactionTimedOut", () =>
    within(driver, {}, (s) => s.run(ENDLESS, {}, { timeout: 200 })));
  equal(neo4j.isRetryableError(e), false);
  const session = driver.session();
  const lost = session.run("CREATE (:Cancelled) WITH 1 AS x " + ENDLESS).catch(() => {}); // whatever a driver makes of being reset
  await driver.verifyConnectivity();
  await session.close();
  await lost;
  await driver.executeQuery("CREATE (:AfterCancelled)"); // gets its turn to write
  equal((await driver.executeQuery("MATCH (n:Cancelled) RETURN count(n) AS n")).records[0].get("n"), 0n);
}

async function errors(driver) {
  await driver.executeQuery("CREATE CONSTRAINT interop IF NOT EXISTS FOR (n:Only) REQUIRE n.k IS UNIQUE");
  await driver.executeQuery("CREATE (:Only {k: 1})");
  for (const [query, code] of [
    ["RETURN 1 +", "Neo.ClientError.Statement.SyntaxError"],
    ["RETURN x", "Neo.ClientError.Statement.SyntaxError"],
    ["RETURN nothing(1)", "Neo.ClientError.Statement.SyntaxError"],
    ["CALL no.such()", "Neo.ClientError.Procedure.ProcedureNotFound"],
    ["RETURN 1 / 0", "Neo.ClientError.Statement.ArithmeticError"],
    ["WITH [1, 'a'][1] AS x RETURN x.y", "Neo.ClientError.Statement.TypeError"],
    ["CREATE (:Only {k: 1})", "Neo.ClientError.Schema.ConstraintValidationFailed"],
    ["CREATE (a:Tied)-[:T]->(b) DELETE a", "Neo.ClientError.Schema.ConstraintValidationFailed"],
    ["MATCH (n:Only) SET n.map = {a: 1}", "Neo.ClientError.Statement.TypeError"],
  ]) await refuses(code, () => driver.executeQuery(query));
}

async function notifications(driver) {
  const codes = async (d) => {
    const { summary } = await d.executeQuery("MATCH (n:NoSuchLabel) RETURN n");
    return summary.notifications.map((n) => n.code);
  };
  equal(await codes(driver), ["Neo.ClientNotification.Statement.UnknownLabelWarning"]);
  for (const notificationFilter of [{ minimumSeverityLevel: "OFF" }, { disabledClassifications: ["UNRECOGNIZED"] }]) {
    const d = connect({ notificationFilter });
    equal(await codes(d), []);
    await d.close();
  }
}

async function stream(driver) {
  let total = 0n, n = 0;
  await within(driver, { fetchSize: 1000 }, async (s) => {
    for await (const record of s.run("UNWIND range(1, 50000) AS x RETURN x, 'text ' + x AS t, [x] AS l")) {
      total += record.get("x");
      n++;
    }
  });
  equal([total, n], [1250025000n, 50000]);
}

async function summary(driver) {
  const s = (await driver.executeQuery("CREATE (a:Sum {k: 1})-[:R]->(:Sum) SET a.x = 2")).summary;
  const c = s.counters.updates();
  equal([s.queryType, s.counters.containsUpdates(), c.nodesCreated, c.relationshipsCreated, c.propertiesSet, c.labelsAdded, s.database.name],
    ["w", true, 2, 1, 2, 2, "neo4j"]);
  const told = async (query) => (await driver.executeQuery(query)).summary;
  equal((await told("MATCH (n:Sum) RETURN n")).queryType, "r");
  equal(typeof (await told("EXPLAIN MATCH (n:Sum) RETURN n")).plan.operatorType, "string");
  const { profile } = await told("PROFILE MATCH (n:Sum) RETURN n");
  equal([Number(profile.rows), Number(profile.dbHits) >= 0], [2, true]);
}

const CHECKS = [server, wrong_token, routing, values, stored, graph, parameters, transactions, open_results, bookmarks, reset,
  cancel, errors, notifications, stream, summary];

async function main() {
  const driver = connect();
  for (const check of CHECKS) {
    const name = check.name.replace("_", "-");
    try {
      await check(driver);
      console.log("ok", name);
    } catch (e) {
      console.log("failed", name, inspect(e).replaceAll("\n", "\n\t"));
    }
  }
  await driver.close();
}

main();
