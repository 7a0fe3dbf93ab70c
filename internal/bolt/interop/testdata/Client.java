import static org.neo4j.driver.Values.parameters;
import static org.neo4j.driver.Values.point;
import static org.neo4j.driver.Values.value;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.neo4j.driver.AccessMode;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Bookmark;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;
import org.neo4j.driver.NotificationCategory;
import org.neo4j.driver.NotificationConfig;
import org.neo4j.driver.QueryConfig;
import org.neo4j.driver.Result;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.SimpleQueryRunner;
import org.neo4j.driver.TransactionConfig;
import org.neo4j.driver.Value;
import org.neo4j.driver.async.AsyncSession;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.RetryableException;
import org.neo4j.driver.summary.Notification;
import org.neo4j.driver.summary.QueryType;
import org.neo4j.driver.types.Node;

/**
 * The checks of ../interop_test.go through the official driver for Java.
 *
 * <p>Each method of CHECKS is a check, named as in checks.txt. It fails by an exception. The server is expected at
 * INTEROP_ADDRESS, host:port, and lets in user neo4j with the password INTEROP_TOKEN.
 */
public final class Client {
    private static final String ADDRESS = System.getenv("INTEROP_ADDRESS");
    private static final String TOKEN = System.getenv("INTEROP_TOKEN");

    private static final String ENDLESS = "UNWIND range(1, 10000) AS x UNWIND range(1, 10000) AS y "
            + "UNWIND range(1, 10000) AS z WITH x WHERE x < 0 RETURN count(x)";

    interface Check {
        void run(Driver driver) throws Exception;
    }

    private static final Map<String, Check> CHECKS = new LinkedHashMap<>();

    static {
        CHECKS.put("server", Client::server);
        CHECKS.put("wrong-token", Client::wrongToken);
        CHECKS.put("routing", Client::routing);
        CHECKS.put("values", Client::values);
        CHECKS.put("stored", Client::stored);
        CHECKS.put("graph", Client::graph);
        CHECKS.put("parameters", Client::parametersIn);
        CHECKS.put("transactions", Client::transactions);
        CHECKS.put("open-results", Client::openResults);
        CHECKS.put("bookmarks", Client::bookmarks);
        CHECKS.put("reset", Client::reset);
        CHECKS.put("cancel", Client::cancel);
        CHECKS.put("errors", Client::errors);
        CHECKS.put("notifications", Client::notifications);
        CHECKS.put("stream", Client::stream);
        CHECKS.put("summary", Client::summary);
    }

    private static Driver connect(String scheme, String token, Config.ConfigBuilder config) {
        return GraphDatabase.driver(scheme + "://" + ADDRESS, AuthTokens.basic("neo4j", token), config.withLogging(Logging.none()).build());
    }

    private static void equal(Object got, Object want) {
        if (!Objects.equals(got, want)) throw new AssertionError("got " + got + ", want " + want);
    }

    /** Wants run to fail with an error whose code begins with code. */
    private static Neo4jException refuses(String code, Runnable run) {
        try {
            run.run();
        } catch (Neo4jException e) {
            if (!e.code().startsWith(code)) throw new AssertionError("code " + e.code() + ", want " + code, e);
            return e;
        }
        throw new AssertionError("no error, want " + code);
    }

    private static Value one(SimpleQueryRunner runner, String query, Object... keysAndValues) {
        return runner.run(query, parameters(keysAndValues)).single().get(0);
    }

    private static void server(Driver driver) {
        try (Session s = driver.session()) {
            var info = s.run("RETURN 1").consume().server();
            equal(List.of(info.agent().startsWith("Neo4j/5."), info.protocolVersion()), List.of(true, "5.8"));
        }
        equal(driver.supportsMultiDb(), true);
    }

    private static void wrongToken(Driver driver) {
        try (Driver d = connect("bolt", "not the token", Config.builder())) {
            refuses("Neo.ClientError.Security.Unauthorized", d::verifyConnectivity);
        }
    }

    private static void routing(Driver driver) {
        try (Driver d = connect("neo4j", TOKEN, Config.builder())) {
            try (Session s = d.session(SessionConfig.builder().withDefaultAccessMode(AccessMode.WRITE).build())) {
                equal(one(s, "CREATE (n:Routed {k: 1}) RETURN n.k").asLong(), 1L);
            }
            try (Session s = d.session(SessionConfig.builder().withDefaultAccessMode(AccessMode.READ).withDatabase("neo4j").build())) {
                equal(one(s, "MATCH (n:Routed) RETURN count(n)").asLong(), 1L);
            }
            refuses("Neo.ClientError.Database.DatabaseNotFound", () ->
                    d.executableQuery("RETURN 1").withConfig(QueryConfig.builder().withDatabase("elsewhere").build()).execute());
        }
    }

    private static final List<Value> VALUES = new ArrayList<>();

    static {
        for (Object v : new Object[] {
            null, true, false, 0L, -1L, 127L, -129L, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE, 0.0, -1.5, 1e308, Double.NaN,
            Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, "", "text", "é ∀ 🜲", "x".repeat(70000), new byte[0], new byte[600],
            List.of(), List.of(1L, "a", List.of(2.5)), IntStream.range(0, 300).mapToObj(i -> (long) i).toList(),
            Map.of(), Map.of("a", Map.of("b", List.of(1L, Map.of("c", "d")))),
            LocalDate.of(2001, 2, 3), LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31), LocalTime.of(12, 34, 56, 789000001),
            OffsetTime.of(1, 2, 3, 4, ZoneOffset.ofHoursMinutes(-3, -30)),
            LocalDateTime.of(2020, 2, 29, 23, 59, 59, 999999999), LocalDateTime.of(1969, 12, 31, 23, 59, 59, 1),
            ZonedDateTime.of(2020, 6, 1, 12, 0, 0, 5, ZoneOffset.ofHoursMinutes(5, 45)),
            ZonedDateTime.of(2020, 7, 1, 12, 0, 0, 0, ZoneId.of("Europe/Oslo")),
        }) VALUES.add(value(v));
        VALUES.add(org.neo4j.driver.Values.isoDuration(14, -3, 7, 5));
        VALUES.add(org.neo4j.driver.Values.isoDuration(0, 0, 0, 0));
        VALUES.add(point(7203, 1.5, -2.0));
        VALUES.add(point(9157, 1, 2, 3));
        VALUES.add(point(4326, 12.5, 55.7));
        VALUES.add(point(4979, 12.5, 55.7, 100));
    }

    private static void values(Driver driver) {
        try (Session s = driver.session()) {
            for (Value v : VALUES) equal(one(s, "RETURN $v AS v", "v", v), v);
        }
    }

    /** What can be a property comes back from a node as it went in. */
    private static void stored(Driver driver) {
        List<Value> kept = new ArrayList<>();
        for (Value v : VALUES) {
            if (!v.isNull() && !v.type().name().equals("MAP") && !v.type().name().startsWith("LIST")) kept.add(v);
        }
        kept.addAll(List.of(value(List.of(1L, 2L)), value(List.of("a", "b")), value(List.of(LocalDate.of(2001, 2, 3)))));
        Map<String, Object> properties = new LinkedHashMap<>();
        for (int i = 0; i < kept.size(); i++) properties.put("p" + i, kept.get(i));
        try (Session s = driver.session()) {
            s.run("CREATE (n:Stored) SET n = $p", parameters("p", properties)).consume();
            Node node = one(s, "MATCH (n:Stored) RETURN n").asNode();
            for (int i = 0; i < kept.size(); i++) equal(node.get("p" + i), kept.get(i));
        }
    }

    private static void graph(Driver driver) {
        var result = driver.executableQuery("CREATE p = (a:A:B {k: 1})-[r:R {w: 2.5}]->(b:C)<-[:S]-(c) RETURN a, r, p, nodes(p) AS ns, c").execute();
        equal(result.keys(), List.of("a", "r", "p", "ns", "c"));
        var row = result.records().get(0);
        var a = row.get("a").asNode();
        var r = row.get("r").asRelationship();
        var p = row.get("p").asPath();
        equal(List.of(Set.copyOf((List<String>) a.labels()), a.asMap()), List.of(Set.of("A", "B"), Map.of("k", 1L)));
        equal(List.of(r.type(), r.asMap(), r.startNodeElementId()), List.of("R", Map.of("w", 2.5), a.elementId()));
        List<String> ids = new ArrayList<>();
        p.nodes().forEach(n -> ids.add(n.elementId()));
        equal(ids, row.get("ns").asList(v -> v.asNode().elementId()));
        List<String> types = new ArrayList<>();
        p.relationships().forEach(x -> types.add(x.type() + " from " + x.startNodeElementId()));
        equal(types, List.of("R from " + a.elementId(), "S from " + row.get("c").asNode().elementId()));
        var found = driver.executableQuery("MATCH (n) WHERE elementId(n) = $id RETURN n.k").withParameters(Map.of("id", a.elementId())).execute();
        equal(found.records().get(0).get(0).asLong(), 1L);
    }

    private static void parametersIn(Driver driver) {
        var rows = IntStream.range(0, 20000).mapToObj(i -> Map.of("k", i, "name", "n" + i, "tags", List.of("a", "b"))).toList();
        try (Session s = driver.session()) {
            var row = s.run("UNWIND $rows AS r RETURN sum(r.k) AS s, count(r.tags[1]) AS n", parameters("rows", rows)).single();
            equal(List.of(row.get("s").asLong(), row.get("n").asLong()), List.of(199990000L, 20000L));
            equal(one(s, "RETURN size($big)", "big", "x".repeat(8 << 20)).asLong(), 8388608L);
        }
        refuses("Neo.ClientError.Statement.ParameterMissing", () -> driver.executableQuery("RETURN $nothing").execute());
    }

    private static long count(SimpleQueryRunner tx) {
        return one(tx, "MATCH (n:Tx) RETURN count(n)").asLong();
    }

    private static void transactions(Driver driver) {
        try (Session s = driver.session()) {
            try (var tx = s.beginTransaction()) {
                tx.run("CREATE (:Tx)");
                equal(count(tx), 1L);
                tx.rollback();
            }
            equal(s.executeRead(Client::count), 0L);
            try (var tx = s.beginTransaction()) {
                tx.run("CREATE (:Tx)");
                tx.commit();
            }
            s.executeWriteWithoutResult(tx -> tx.run("CREATE (:Tx)"));
            equal(s.executeRead(Client::count), 2L);
            refuses("Neo.ClientError.Statement.ArithmeticError", () -> s.executeWriteWithoutResult(tx -> {
                tx.run("CREATE (:Tx)");
                tx.run("RETURN 1 / 0").consume();
            }));
            equal(s.executeRead(Client::count), 2L);
            refuses("Neo.ClientError.Statement.AccessMode", () -> s.executeRead(tx -> tx.run("CREATE (:Tx)").consume()));
        }
    }

    private static void openResults(Driver driver) {
        try (Session s = driver.session(SessionConfig.builder().withFetchSize(2).build()); var tx = s.beginTransaction()) {
            Result first = tx.run("UNWIND range(1, 9) AS x RETURN x");
            Result second = tx.run("UNWIND range(11, 19) AS x RETURN x");
            for (long i = 1; i < 10; i++) {
                equal(List.of(first.next().get(0).asLong(), second.next().get(0).asLong()), List.of(i, i + 10));
            }
            tx.commit();
        }
    }

    private static void bookmarks(Driver driver) {
        Set<Bookmark> first, second;
        try (Session s = driver.session()) {
            s.run("CREATE (:Marked)").consume();
            first = s.lastBookmarks();
            s.executeWriteWithoutResult(tx -> tx.run("CREATE (:Marked)"));
            second = s.lastBookmarks();
        }
        equal(List.of(first.size(), second.size(), first.equals(second)), List.of(1, 1, false));
        try (Session s = driver.session(SessionConfig.builder().withBookmarks(List.of(first, second).stream().flatMap(Set::stream).toArray(Bookmark[]::new)).build())) {
            equal(one(s, "MATCH (n:Marked) RETURN count(n)").asLong(), 2L);
        }
    }

    /** A session goes on after a failure, and after a result that nobody read to its end. */
    private static void reset(Driver driver) {
        try (Session s = driver.session(SessionConfig.builder().withFetchSize(10).build())) {
            for (int i = 0; i < 3; i++) {
                refuses("Neo.ClientError.Statement.SyntaxError", () -> s.run("RETURN").consume());
                equal(one(s, "RETURN 1").asLong(), 1L);
            }
            Result result = s.run("UNWIND range(1, 100000) AS x RETURN x");
            equal(result.next().get(0).asLong(), 1L);
            result.consume();
            equal(one(s, "RETURN 2").asLong(), 2L);
        }
    }

    private static void cancel(Driver driver) throws Exception {
        try (Session s = driver.session()) {
            var e = refuses("Neo.ClientError.Transaction.TransactionTimedOut",
                    () -> s.run(ENDLESS, TransactionConfig.builder().withTimeout(Duration.ofMillis(200)).build()).consume());
            equal(e instanceof RetryableException, false);
        }
        var other = connect("bolt", TOKEN, Config.builder());
        var lost = other.session(AsyncSession.class).runAsync("CREATE (:Cancelled) WITH 1 AS x " + ENDLESS);
        other.verifyConnectivity();
        other.close();
        try {
            lost.toCompletableFuture().get();
        } catch (ExecutionException e) { // whatever a driver makes of being closed
        }
        driver.executableQuery("CREATE (:AfterCancelled)").execute(); // gets its turn to write
        equal(driver.executableQuery("MATCH (n:Cancelled) RETURN count(n)").execute().records().get(0).get(0).asLong(), 0L);
    }

    private static void errors(Driver driver) {
        driver.executableQuery("CREATE CONSTRAINT interop IF NOT EXISTS FOR (n:Only) REQUIRE n.k IS UNIQUE").execute();
        driver.executableQuery("CREATE (:Only {k: 1})").execute();
        for (String[] c : new String[][] {
            {"RETURN 1 +", "Neo.ClientError.Statement.SyntaxError"},
            {"RETURN x", "Neo.ClientError.Statement.SyntaxError"},
            {"RETURN nothing(1)", "Neo.ClientError.Statement.SyntaxError"},
            {"CALL no.such()", "Neo.ClientError.Procedure.ProcedureNotFound"},
            {"RETURN 1 / 0", "Neo.ClientError.Statement.ArithmeticError"},
            {"WITH [1, 'a'][1] AS x RETURN x.y", "Neo.ClientError.Statement.TypeError"},
            {"CREATE (:Only {k: 1})", "Neo.ClientError.Schema.ConstraintValidationFailed"},
            {"CREATE (a:Tied)-[:T]->(b) DELETE a", "Neo.ClientError.Schema.ConstraintValidationFailed"},
            {"MATCH (n:Only) SET n.map = {a: 1}", "Neo.ClientError.Statement.TypeError"},
        }) refuses(c[1], () -> driver.executableQuery(c[0]).execute());
    }

    private static List<String> codes(Driver driver) {
        return driver.executableQuery("MATCH (n:NoSuchLabel) RETURN n").execute().summary().notifications().stream().map(Notification::code).toList();
    }

    private static void notifications(Driver driver) {
        equal(codes(driver), List.of("Neo.ClientNotification.Statement.UnknownLabelWarning"));
        for (var filter : List.of(NotificationConfig.disableAllConfig(),
                NotificationConfig.defaultConfig().disableCategories(Set.of(NotificationCategory.UNRECOGNIZED)))) {
            try (Driver d = connect("bolt", TOKEN, Config.builder().withNotificationConfig(filter))) {
                equal(codes(d), List.of());
            }
        }
    }

    private static void stream(Driver driver) {
        long total = 0, n = 0;
        try (Session s = driver.session(SessionConfig.builder().withFetchSize(1000).build())) {
            Result result = s.run("UNWIND range(1, 50000) AS x RETURN x, 'text ' + x AS t, [x] AS l");
            for (; result.hasNext(); n++) total += result.next().get("x").asLong();
        }
        equal(List.of(total, n), List.of(1250025000L, 50000L));
    }

    private static void summary(Driver driver) {
        var s = driver.executableQuery("CREATE (a:Sum {k: 1})-[:R]->(:Sum) SET a.x = 2").execute().summary();
        var c = s.counters();
        equal(List.of(s.queryType(), c.containsUpdates(), c.nodesCreated(), c.relationshipsCreated(), c.propertiesSet(), c.labelsAdded(), s.database().name()),
                List.of(QueryType.WRITE_ONLY, true, 2, 1, 2, 2, "neo4j"));
        equal(driver.executableQuery("MATCH (n:Sum) RETURN n").execute().summary().queryType(), QueryType.READ_ONLY);
        equal(driver.executableQuery("EXPLAIN MATCH (n:Sum) RETURN n").execute().summary().plan().operatorType().isEmpty(), false);
        var profile = driver.executableQuery("PROFILE MATCH (n:Sum) RETURN n").execute().summary().profile();
        equal(List.of(profile.records(), profile.dbHits() >= 0), List.of(2L, true));
    }

    public static void main(String[] args) {
        try (Driver driver = connect("bolt", TOKEN, Config.builder())) {
            CHECKS.forEach((name, check) -> {
                try {
                    check.run(driver);
                    System.out.println("ok " + name);
                } catch (Exception | AssertionError e) {
                    var trace = new StringWriter();
                    e.printStackTrace(new PrintWriter(trace));
                    System.out.println("failed " + name + " " + trace.toString().strip().replace("\n", "\n\t"));
                }
            });
        }
    }
}
