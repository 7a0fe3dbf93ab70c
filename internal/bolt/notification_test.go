package bolt_test

import (
	"errors"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/db"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/notifications"

	"newsgraph/internal/bolt"
)

// TestNotificationFilter has a driver that asks for fewer notifications, and sessions that ask otherwise.
func TestNotificationFilter(t *testing.T) {
	uri, _ := serve(t, bolt.Options{})
	const unknown = "Neo.ClientNotification.Statement.UnknownLabelWarning"
	unrecognized := notifications.DisableCategories(notifications.Unrecognized)
	for _, c := range []struct {
		name            string
		driver, session func(*notifications.NotificationMinimumSeverityLevel, *notifications.NotificationDisabledCategories)
		want            string
	}{
		{"all", nil, nil, unknown},
		{"driver off", off, nil, ""},
		{"driver off, session warning", off, warning, unknown},
		{"session off", nil, off, ""},
		{"driver without the category", without(unrecognized), nil, ""},
		{"driver without another", without(notifications.DisableCategories(notifications.Hint)), nil, unknown},
		{"session without the category", nil, without(unrecognized), ""},
	} {
		d, err := neo4j.NewDriverWithContext(uri, neo4j.NoAuth(), func(o *config.Config) {
			if c.driver != nil {
				c.driver(&o.NotificationsMinSeverity, &o.NotificationsDisabledCategories)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close(t.Context())
		var sc neo4j.SessionConfig
		if c.session != nil {
			c.session(&sc.NotificationsMinSeverity, &sc.NotificationsDisabledCategories)
		}
		s := d.NewSession(t.Context(), sc)
		defer s.Close(t.Context())
		r, err := s.Run(t.Context(), "MATCH (n:Nothing) RETURN n", nil)
		if err != nil {
			t.Fatal(err)
		}
		sum, err := r.Consume(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, n := range sum.Notifications() {
			got += n.Code()
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func off(s *notifications.NotificationMinimumSeverityLevel, _ *notifications.NotificationDisabledCategories) {
	*s = notifications.DisabledLevel
}

func warning(s *notifications.NotificationMinimumSeverityLevel, _ *notifications.NotificationDisabledCategories) {
	*s = notifications.WarningLevel
}

func without(categories notifications.NotificationDisabledCategories) func(*notifications.NotificationMinimumSeverityLevel, *notifications.NotificationDisabledCategories) {
	return func(_ *notifications.NotificationMinimumSeverityLevel, c *notifications.NotificationDisabledCategories) {
		*c = categories
	}
}

// TestOtherDatabase asks for a database that is not there: routing and queries both say so at once.
func TestOtherDatabase(t *testing.T) {
	uri, _ := serve(t, bolt.Options{})
	_, address := guarded(t, bolt.Options{}, false)
	for _, u := range []string{uri, "neo4j://" + address} {
		d := open(t, u, neo4j.BasicAuth("neo4j", token, ""))
		for name, want := range map[string]string{"neo4j": "", "Neo4j": "", "elsewhere": "Neo.ClientError.Database.DatabaseNotFound"} {
			_, err := neo4j.ExecuteQuery(t.Context(), d, "RETURN 1", nil, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase(name))
			var e *db.Neo4jError
			if got := errors.As(err, &e); (want == "") != (err == nil) || got && e.Code != want {
				t.Errorf("%s, database %s: %v", u, name, err)
			}
		}
	}
}
