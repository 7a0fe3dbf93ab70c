package cypher

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
)

// Config says which database to use and how. URI is required; the rest may be zero.
type Config struct {
	URI      string // neo4j://, neo4j+s://, neo4j+ssc://, bolt://, bolt+s://, bolt+ssc:// or bolt+unix:///PATH
	Username string
	Password Secret
	Database string // "" is the server's default

	ConnectTimeout time.Duration // 0 is 5 s
	RetryFor       time.Duration // how long a transaction is retried after the driver's retryable errors; 0 is 15 s
	UserAgent      string        // "" is the driver's own
}

var schemes = []string{"neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc", "bolt+unix"}

// Validate says why the configuration cannot work, without showing what a password might hide in.
func (c Config) Validate() error {
	_, err := c.normal()
	return err
}

// normal fills in defaults and moves a user and password given inside the URI to their fields.
func (c Config) normal() (Config, error) {
	if c.URI == "" {
		return c, errors.New("open database: no address")
	}
	u, err := url.Parse(c.URI)
	if err != nil {
		// The parser's message repeats the address, which may hold a password.
		scheme, _, _ := strings.Cut(c.URI, ":")
		return c, fmt.Errorf("open database: the %s address is not a URL", scheme)
	}
	if !slices.Contains(schemes, u.Scheme) {
		return c, fmt.Errorf("open database: scheme %q is not one of %s", u.Scheme, strings.Join(schemes, ", "))
	}
	if u.User != nil {
		if c.Username == "" {
			c.Username = u.User.Username()
		}
		if pw, ok := u.User.Password(); ok && c.Password.IsZero() {
			c.Password = NewSecret(pw)
		}
		u.User = nil
		c.URI = u.String()
	}
	if u.Scheme == "bolt+unix" && (u.Host != "" || u.Path == "") {
		return c, errors.New("open database: a bolt+unix address is bolt+unix:///PATH, three slashes before the path")
	}
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = 5 * time.Second
	}
	if c.RetryFor == 0 {
		c.RetryFor = 15 * time.Second
	}
	return c, nil
}

// DB is a connection to a database: Neo4j, or the embedded engine behind its Bolt listener.
type DB struct {
	driver    neo4j.DriverWithContext
	bookmarks *bookmarks
	database  string
	address   string
	server    string

	mu     sync.Mutex
	closed bool
	spare  [2][]neo4j.SessionWithContext // sessions that wait for a query, by Access
}

// acquireWithin is how long it may take to have a connection, on which the server answers. The driver watches over that
// with a timer for each query, which is more than a tenth of what a small one takes on a socket. There it is watched once,
// when the DB is opened: the server behind the socket is on this machine, and answers at once or has ended.
const acquireWithin = time.Minute

// mostSpare is how many sessions of each access wait for a query. Each keeps its connection meanwhile.
const mostSpare = 4

// Open connects and checks address, user, password and database name. Close gives the connections back.
func Open(ctx context.Context, c Config) (*DB, error) {
	c, err := c.normal()
	if err != nil {
		return nil, err
	}
	auth := neo4j.NoAuth()
	if c.Username != "" || !c.Password.IsZero() {
		auth = neo4j.BasicAuth(c.Username, c.Password.Reveal(), "")
	}
	socket := strings.HasPrefix(c.URI, "bolt+unix:")
	driver, err := neo4j.NewDriverWithContext(c.URI, auth, func(d *config.Config) {
		d.SocketConnectTimeout = c.ConnectTimeout
		d.MaxTransactionRetryTime = c.RetryFor
		d.TelemetryDisabled = true
		if socket {
			d.ConnectionAcquisitionTimeout = -1 // as acquireWithin says
		}
		if c.UserAgent != "" {
			d.UserAgent = c.UserAgent
		}
	})
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", c.URI, translate(err, ""))
	}
	db := &DB{driver: driver, bookmarks: &bookmarks{}, database: c.Database, address: c.URI}
	if socket {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, acquireWithin)
		defer cancel()
	}
	if err := db.check(ctx); err != nil {
		driver.Close(ctx)
		return nil, fmt.Errorf("open database %s: %w", c.URI, err)
	}
	return db, nil
}

// check runs one query without retries, so that an absent server is reported at once.
func (db *DB) check(ctx context.Context) error {
	r, err := db.Stream(ctx, ReadAccess, "RETURN 1", nil, nil)
	if err != nil {
		return err
	}
	db.server = r.Summary.Server().Agent()
	return nil
}

// Close gives the connections back. A DB may be closed twice.
func (db *DB) Close(ctx context.Context) error {
	db.mu.Lock()
	spare := slices.Concat(db.spare[:]...)
	db.closed, db.spare = true, [2][]neo4j.SessionWithContext{}
	db.mu.Unlock()
	for _, s := range spare {
		s.Close(ctx)
	}
	return db.driver.Close(ctx)
}

// Address is the address that the DB was opened with, without user and password.
func (db *DB) Address() string { return db.address }

// Server is how the server names itself: "Neo4j/5.26.16".
func (db *DB) Server() string { return db.server }

// Access says what a query may do.
type Access uint8

const (
	WriteAccess Access = iota // read and write
	ReadAccess                // the server refuses writes
)

func (db *DB) session(ctx context.Context, a Access) neo4j.SessionWithContext {
	mode := neo4j.AccessModeWrite
	if a == ReadAccess {
		mode = neo4j.AccessModeRead
	}
	return db.driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: mode, DatabaseName: db.database,
		BookmarkManager: db.bookmarks})
}

// borrow is a session for one query: one that waits, since to open and close one takes as long as a small query does.
func (db *DB) borrow(ctx context.Context, a Access) neo4j.SessionWithContext {
	db.mu.Lock()
	defer db.mu.Unlock()
	if n := len(db.spare[a]); n > 0 {
		s := db.spare[a][n-1]
		db.spare[a] = db.spare[a][:n-1]
		return s
	}
	return db.session(ctx, a)
}

// giveBack ends the use of a session; whole says that its query was consumed to the end.
func (db *DB) giveBack(ctx context.Context, a Access, s neo4j.SessionWithContext, whole bool) {
	db.mu.Lock()
	keep := whole && !db.closed && len(db.spare[a]) < mostSpare
	if keep {
		db.spare[a] = append(db.spare[a], s)
	}
	db.mu.Unlock()
	if !keep {
		s.Close(ctx)
	}
}

// Read runs one query in a read transaction of its own, retried on the driver's retryable errors.
func (db *DB) Read(ctx context.Context, query string, params map[string]any) (*Result, error) {
	return db.execute(ctx, query, params, neo4j.ExecuteQueryWithReadersRouting())
}

// Write runs one query in a write transaction of its own, retried on the driver's retryable errors.
func (db *DB) Write(ctx context.Context, query string, params map[string]any) (*Result, error) {
	return db.execute(ctx, query, params, neo4j.ExecuteQueryWithWritersRouting())
}

// execute leaves the transaction to the driver, which begins it and asks the query in one message; a transaction
// function waits for the answer in between.
func (db *DB) execute(ctx context.Context, query string, params map[string]any, routing neo4j.ExecuteQueryConfigurationOption) (*Result, error) {
	r, err := neo4j.ExecuteQuery(ctx, db.driver, query, params, neo4j.EagerResultTransformer, routing,
		neo4j.ExecuteQueryWithDatabase(db.database), neo4j.ExecuteQueryWithBookmarkManager(db.bookmarks))
	if err != nil {
		return nil, translate(err, query)
	}
	var rows [][]any
	for _, record := range r.Records {
		rows = append(rows, record.Values)
	}
	return newResult(r.Keys, rows, r.Summary), nil
}

// WriteTx runs work in one write transaction and commits it when work returns nil. On the driver's retryable
// errors work runs again from the start, so it must not keep what an earlier try told it.
func (db *DB) WriteTx(ctx context.Context, work func(*Tx) error) error {
	return db.transact(ctx, WriteAccess, work)
}

// ReadTx is WriteTx for work that only reads.
func (db *DB) ReadTx(ctx context.Context, work func(*Tx) error) error {
	return db.transact(ctx, ReadAccess, work)
}

func (db *DB) transact(ctx context.Context, a Access, work func(*Tx) error) error {
	s := db.session(ctx, a)
	defer s.Close(ctx)
	run := s.ExecuteWrite
	if a == ReadAccess {
		run = s.ExecuteRead
	}
	var tx *Tx
	var own error // what work returned in the last try
	_, err := run(ctx, func(m neo4j.ManagedTransaction) (any, error) {
		tx = &Tx{managed: m}
		own = work(tx)
		if own != nil && tx.driverErr != nil {
			// The driver recognises a retryable error only unwrapped.
			return nil, tx.driverErr
		}
		return nil, own
	})
	if err == nil {
		return nil
	}
	if own == nil { // begin or commit failed
		return translate(err, "")
	}
	var limit *neo4j.TransactionExecutionLimit
	if errors.As(err, &limit) {
		return fmt.Errorf("%w (gave up: %s)", own, limit.Cause)
	}
	return own
}

// Tx is an open transaction, valid only inside the function that it was given to.
type Tx struct {
	managed   neo4j.ManagedTransaction
	driverErr error // the first failure, as the driver gave it
}

// Run runs one query in the transaction.
func (tx *Tx) Run(ctx context.Context, query string, params map[string]any) (*Result, error) {
	r, err := collect(ctx, tx.managed.Run, query, params)
	if err != nil {
		if tx.driverErr == nil {
			tx.driverErr = err
		}
		return nil, translate(err, query)
	}
	return r, nil
}

// Stream runs one query outside a managed transaction, never retried, and gives each row to each as it arrives; each
// may be nil. It is the way for schema commands, for CALL {} IN TRANSACTIONS and for results too big to hold. An
// error from each ends the query and is returned. The result's Rows stay empty.
func (db *DB) Stream(ctx context.Context, a Access, query string, params map[string]any, each func(columns []string, row []any) error) (*Result, error) {
	s, whole := db.borrow(ctx, a), false
	defer func() { db.giveBack(ctx, a, s, whole) }()
	res, err := s.Run(ctx, query, params)
	if err != nil {
		return nil, translate(err, query)
	}
	columns, err := res.Keys()
	if err != nil {
		return nil, translate(err, query)
	}
	for res.Next(ctx) {
		if each == nil {
			continue
		}
		if err := each(columns, res.Record().Values); err != nil {
			return nil, err
		}
	}
	summary, err := res.Consume(ctx)
	if err != nil {
		return nil, translate(err, query)
	}
	whole = true
	return newResult(columns, nil, summary), nil
}

// Run runs one query as Stream does, with write access, and keeps its rows.
func (db *DB) Run(ctx context.Context, query string, params map[string]any) (*Result, error) {
	var rows [][]any
	r, err := db.Stream(ctx, WriteAccess, query, params, func(_ []string, row []any) error {
		rows = append(rows, row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	r.Rows = rows
	return r, nil
}

type runner func(context.Context, string, map[string]any) (neo4j.ResultWithContext, error)

func collect(ctx context.Context, run runner, query string, params map[string]any) (*Result, error) {
	res, err := run(ctx, query, params)
	if err != nil {
		return nil, err
	}
	columns, err := res.Keys()
	if err != nil {
		return nil, err
	}
	var rows [][]any
	for res.Next(ctx) {
		rows = append(rows, res.Record().Values)
	}
	summary, err := res.Consume(ctx)
	if err != nil {
		return nil, err
	}
	return newResult(columns, rows, summary), nil
}
