package cypher

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func TestSecretStaysHidden(t *testing.T) {
	const pw = "hunter2"
	held := struct{ inner struct{ c Config } }{}
	held.inner.c.Password = NewSecret(pw)
	js, err := json.Marshal(held.inner.c.Password)
	if err != nil {
		t.Fatal(err)
	}
	shown := []string{string(js)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%t"} {
		shown = append(shown, fmt.Sprintf(verb, held.inner.c.Password), fmt.Sprintf(verb, held.inner.c), fmt.Sprintf(verb, held))
	}
	for _, s := range shown {
		if strings.Contains(s, pw) || strings.Contains(s, fmt.Sprintf("%x", pw)) {
			t.Errorf("shows the password: %s", s)
		}
	}
	if got := NewSecret(pw).String() + NewSecret(pw).Reveal() + NewSecret("").String() + (Secret{}).Reveal(); got != "***hunter2" {
		t.Errorf("String and Reveal give %q", got)
	}
}
