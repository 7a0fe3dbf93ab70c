package bolt

import (
	"context"
	"crypto/subtle"
	"fmt"
	"net"
	"strings"
	"time"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/engine"
	"newsgraph/cypher/value"
)

// database is the name of the one database that a server has.
const database = engine.Database

func (c *conn) hello(f fields) (metadata, error) {
	if c.minor == 0 {
		if err := c.authenticate(f); err != nil {
			return nil, err
		}
		c.state = stateReady
	} else {
		c.state = stateAuthentication
	}
	c.remarks = c.remarks.with(f, 0)
	return metadata{
		{Key: "server", Value: value.String(c.server.opts.Agent)},
		{Key: "connection_id", Value: value.String(c.name())},
		{Key: "hints", Value: value.Map([]value.Entry{{Key: "telemetry.enabled", Value: value.False}})},
	}, nil
}

// name is the id of the connection.
func (c *conn) name() string { return fmt.Sprintf("bolt-%d", c.id) }

func (c *conn) logon(f fields) (metadata, error) {
	if err := c.authenticate(f); err != nil {
		return nil, err
	}
	c.state = stateReady
	return nil, nil
}

// authenticate checks the credentials and lifts the time limit on logging in.
func (c *conn) authenticate(f fields) error {
	if c.terms.Token != "" {
		password := f.str(0, "credentials")
		if f.str(0, "scheme") != "basic" || subtle.ConstantTimeCompare([]byte(password), []byte(c.terms.Token)) != 1 {
			c.server.pauseWrong(c.ctx)
			return diag.New("Neo.ClientError.Security.Unauthorized", "the password is not the token of this graph")
		}
	}
	c.session.Client.User = strings.Clone(f.str(0, "principal"))
	c.trusted.Store(true)
	if err := c.nc.SetDeadline(time.Time{}); err != nil {
		return err
	}
	if c.stopped.Load() {
		c.stop() // its deadline was just overwritten
	}
	return nil
}

// settings are what RUN and BEGIN say about the transaction.
func (c *conn) settings(f fields, field int) (engine.Mode, time.Duration, error) {
	if err := checkDatabase(f, field); err != nil {
		return 0, 0, err
	}
	if user := f.str(field, "imp_user"); user != "" {
		return 0, 0, diag.NotSupported("impersonation is not supported")
	}
	mode := engine.Write
	if f.str(field, "mode") == "r" || c.server.opts.ReadOnly {
		mode = engine.Read
	}
	c.session.Client.Metadata, _ = f.lookup(field, "tx_metadata", value.KindMap)
	return mode, c.terms.limit(time.Duration(f.int(field, "tx_timeout", 0)) * time.Millisecond), nil
}

// limit is how long a transaction may take for which its client wants a time, 0 being no limit.
func (t Terms) limit(wanted time.Duration) time.Duration {
	if t.Timeout > 0 && (wanted <= 0 || wanted > t.Timeout) {
		return t.Timeout
	}
	return wanted
}

// checkDatabase refuses all databases but the one, whose name may be written in any case.
func checkDatabase(f fields, field int) error {
	if db := f.str(field, "db"); db != "" && !strings.EqualFold(db, database) {
		return diag.New(diag.CodeDatabaseNotFound, "database %q does not exist: this graph has one, %q", db, database)
	}
	return nil
}

func (c *conn) run(ctx context.Context, f fields) (metadata, error) {
	start := time.Now()
	entries := f[1].Entries()
	params := make(map[string]value.Value, len(entries))
	for _, e := range entries {
		params[e.Key] = e.Value
	}
	var (
		result *engine.Result
		meta   = c.meta[:0]
		err    error
	)
	if c.tx != nil {
		result, err = c.tx.Run(ctx, f[0].Str(), params)
	} else {
		mode, timeout, serr := c.settings(f, 2)
		if serr != nil {
			return nil, serr
		}
		result, err = c.session.Run(ctx, f[0].Str(), params, mode, timeout)
	}
	if err != nil {
		return nil, err
	}
	if result.Writes() {
		wakePoller()
	}
	columns := result.Columns()
	names := make([]value.Value, len(columns))
	for i, n := range columns {
		names[i] = value.String(n)
	}
	meta.add("fields", value.List(names))
	meta.add("t_first", value.Integer(time.Since(start).Milliseconds()))
	if c.tx != nil {
		meta.add("qid", value.Integer(c.nextQID))
		c.results[c.nextQID] = &openResult{Result: result, remarks: c.inTx}
		c.nextQID++
	} else {
		c.auto, c.state = &openResult{Result: result, remarks: c.remarks.with(f, 2)}, stateStreaming
		meta.add("db", value.String(database))
	}
	return meta, nil
}

func (c *conn) begin(ctx context.Context, f fields) (metadata, error) {
	mode, timeout, err := c.settings(f, 0)
	if err != nil {
		return nil, err
	}
	tx, err := c.session.Begin(ctx, mode, timeout)
	if err != nil {
		return nil, err
	}
	c.tx, c.results, c.nextQID, c.state = tx, map[int64]*openResult{}, 0, stateTx
	c.inTx = c.remarks.with(f, 0)
	return metadata{{Key: "db", Value: value.String(database)}}, nil
}

// pull sends up to n records of a result (all for n = -1), or with send false reads over them; the end of the
// result closes it, and commits an auto-commit transaction.
func (c *conn) pull(f fields, send bool) (metadata, error) {
	n := f.int(0, "n", 0)
	if n < 1 && n != -1 {
		return nil, diag.New(codeRequest, "PULL and DISCARD take n = -1 or n > 0, not %d", n)
	}
	qid := int64(-1)
	result := c.auto
	if c.tx != nil {
		if qid = f.int(0, "qid", -1); qid == -1 {
			qid = c.nextQID - 1
		}
		result = c.results[qid]
	}
	if result == nil {
		return nil, diag.New(codeRequest, "there is no open result %d", qid)
	}
	start := time.Now()
	for ; n != 0; n-- {
		row, ok, err := result.Next()
		if err != nil {
			return nil, err
		}
		if !ok {
			return c.finish(result, qid, start)
		}
		result.rows++
		if c.interrupted() {
			return nil, diag.Terminated("the query was interrupted")
		}
		if !send {
			continue
		}
		if err := c.record(row); err != nil {
			return nil, err
		}
	}
	return metadata{{Key: "has_more", Value: value.True}}, nil
}

func (c *conn) finish(result *openResult, qid int64, start time.Time) (metadata, error) {
	sum, err := result.Close()
	if err != nil {
		return nil, err
	}
	if c.tx != nil {
		delete(c.results, qid)
	} else {
		c.auto, c.state = nil, stateReady
	}
	return c.summary(result, sum, time.Since(start)), nil
}

func (c *conn) commit(ctx context.Context) (metadata, error) {
	if c.tx.Wrote() {
		wakePoller()
	}
	bookmark, err := c.tx.Commit(ctx)
	if err != nil {
		return nil, err
	}
	c.tx, c.results, c.state = nil, nil, stateReady
	return metadata{{Key: "bookmark", Value: value.String(bookmark)}}, nil
}

// routeTTL is how long, in seconds, a client may keep the routing table.
const routeTTL = 300

// route names this one server in every role.
func (c *conn) route(f fields) (metadata, error) {
	if err := checkDatabase(f, 2); err != nil {
		return nil, err
	}
	address := c.server.opts.Address
	if address == "" {
		address = f.str(0, "address")
	}
	if address == "" {
		if a, ok := c.nc.LocalAddr().(*net.TCPAddr); ok {
			address = a.String()
		}
	}
	var servers []value.Value
	for _, role := range []string{"ROUTE", "WRITE", "READ"} {
		servers = append(servers, value.Map([]value.Entry{
			{Key: "role", Value: value.String(role)}, {Key: "addresses", Value: value.ListOf(value.String(address))},
		}))
	}
	return metadata{{Key: "rt", Value: value.Map([]value.Entry{
		{Key: "ttl", Value: value.Integer(routeTTL)},
		{Key: "db", Value: value.String(database)},
		{Key: "servers", Value: value.List(servers)},
	})}}, nil
}
