// Package interop holds the embedded graph against the official drivers of other languages; it has tests only.
//
// # Input and output
//
// Each language has a client in testdata that makes the same checks, those of checks.txt, through its driver: on a
// graph that is served as newsgraph serve does it, and on a real Neo4j, which says whether the checks are right. A
// client prints a line for each check. That for JavaScript also runs with the driver's build for browsers, which connects
// over WebSocket.
//
// # Source
//
// The drivers are fetched by .ci/drivers, which make test runs: Python, JavaScript and Java, each at a fixed version.
package interop
