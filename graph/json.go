package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// The JSON form of a record is that of gold graphs (id, nodes, edges) with further fields. A node's id is local to
// the record; this package writes Label:key there, and takes an id as the key where a node has none.
type recordJSON struct {
	ID              string               `json:"id"`
	Nodes           []nodeJSON           `json:"nodes"`
	Edges           []edgeJSON           `json:"edges"`
	Article         *articleJSON         `json:"article,omitempty"`
	Representations []representationJSON `json:"representations,omitempty"`
	Participations  []participationJSON  `json:"participations,omitempty"`
	Mentions        []mentionJSON        `json:"mentions,omitempty"`
}

type nodeJSON struct {
	ID        string   `json:"id"`
	Label     string   `json:"label"`
	Name      string   `json:"name"`
	Aliases   []string `json:"aliases"`
	Key       string   `json:"key,omitempty"`
	Wikidata  string   `json:"wikidata,omitempty"`
	ISO2      string   `json:"iso2,omitempty"`
	Acronym   string   `json:"acronym,omitempty"`
	Place     string   `json:"place,omitempty"`
	Date      string   `json:"date,omitempty"`
	DateBasis string   `json:"date_basis,omitempty"`
}

type edgeJSON struct {
	Type       string   `json:"type"`
	Symmetric  bool     `json:"symmetric,omitempty"` // of types that are not built in
	Source     string   `json:"source"`
	Target     string   `json:"target"`
	Status     string   `json:"status"`
	Date       *string  `json:"date"`
	Precision  string   `json:"precision,omitempty"` // written for readers; the date says it
	Basis      string   `json:"basis,omitempty"`
	Evidence   string   `json:"evidence"`
	Start      int      `json:"start"`
	End        int      `json:"end"`
	Trigger    string   `json:"trigger,omitempty"`
	Rule       string   `json:"rule,omitempty"`
	Confidence *float64 `json:"confidence,omitempty"` // absent in gold, where it is 1
}

type articleJSON struct {
	Key       string `json:"key"`
	Title     string `json:"title,omitempty"`
	URL       string `json:"url,omitempty"`
	Source    string `json:"source,omitempty"`
	Published string `json:"published,omitempty"`
	Language  string `json:"language,omitempty"`
	Digest    string `json:"digest,omitempty"`
	Origin    string `json:"origin,omitempty"`
	Text      string `json:"text,omitempty"`
}

type representationJSON struct {
	Person string `json:"person"`
	For    string `json:"for"`
	Title  string `json:"title,omitempty"`
}

type participationJSON struct {
	Who   string `json:"who"`
	Event string `json:"event"`
}

type mentionJSON struct {
	Node  string `json:"node"`
	Count int    `json:"count"`
	First int    `json:"first"`
}

// MarshalJSON writes the record in the form of gold graphs with further fields, its key as id if it has no ID.
func (r Record) MarshalJSON() ([]byte, error) {
	out := r.form()
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false) // quotes stay readable where the caller's encoder allows it
	if err := enc.Encode(out); err != nil {
		return nil, fmt.Errorf("write record %q: %w", out.ID, err)
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}

// Marshal gives what json.Marshal gives for the record, which goes over all bytes of MarshalJSON once more.
func (r Record) Marshal() ([]byte, error) {
	out := r.form()
	js, err := json.Marshal(out)
	if err != nil {
		return nil, fmt.Errorf("write record %q: %w", out.ID, err)
	}
	return js, nil
}

func (r Record) form() recordJSON {
	a := r.Article
	out := recordJSON{ID: a.ID, Nodes: []nodeJSON{}, Edges: []edgeJSON{},
		Article: &articleJSON{Key: a.Key, Title: a.Title, URL: a.URL, Source: a.Source, Published: a.Published.String(),
			Language: a.Language, Digest: a.Digest, Origin: a.Origin, Text: a.Text}}
	if out.ID == "" {
		out.ID = a.Key
	}
	for _, n := range r.Nodes {
		aliases := n.Aliases
		if aliases == nil {
			aliases = []string{}
		}
		out.Nodes = append(out.Nodes, nodeJSON{ID: n.Ref.String(), Label: n.Label.String(), Name: n.Name, Aliases: aliases,
			Key: n.Key, Wikidata: n.Wikidata, ISO2: n.ISO2, Acronym: n.Acronym, Place: n.Place,
			Date: n.Date.String(), DateBasis: n.Date.Basis.String()})
	}
	for _, s := range r.Statements {
		e := edgeJSON{Type: s.Type.String(), Symmetric: s.Type.Marked(), Source: s.Subject.String(), Target: s.Object.String(), Status: s.Status.String(),
			Precision: s.Date.Precision(), Basis: s.Date.Basis.String(), Evidence: s.Quote, Start: s.Start, End: s.End,
			Trigger: s.Trigger, Rule: s.Rule, Confidence: &s.Confidence}
		if !s.Date.IsZero() {
			date := s.Date.String()
			e.Date = &date
		}
		out.Edges = append(out.Edges, e)
	}
	for _, p := range r.Representations {
		out.Representations = append(out.Representations, representationJSON{p.Person.String(), p.For.String(), p.Title})
	}
	for _, p := range r.Participations {
		out.Participations = append(out.Participations, participationJSON{p.Who.String(), p.Event.String()})
	}
	for _, m := range r.Mentions {
		out.Mentions = append(out.Mentions, mentionJSON{m.Node.String(), m.Count, m.First})
	}
	return out
}

// UnmarshalJSON reads what MarshalJSON writes, and gold graphs, whose nodes have no key, whose edges no confidence
// and no range. An id that is the article's key leaves ID empty; a record without an article gets its id as key.
func (r *Record) UnmarshalJSON(data []byte) error {
	var in recordJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return fmt.Errorf("read record: %w", err)
	}
	out, err := in.record()
	if err != nil {
		return fmt.Errorf("read record %q: %w", in.ID, err)
	}
	*r = out
	return nil
}

func (in recordJSON) record() (Record, error) {
	var out Record
	if in.Article == nil {
		in.Article = &articleJSON{Key: in.ID}
	}
	a := in.Article
	published, err := ParseDate(a.Published)
	if err != nil {
		return out, err
	}
	out.Article = Article{Key: a.Key, ID: in.ID, Title: a.Title, URL: a.URL, Source: a.Source, Published: published,
		Language: a.Language, Digest: a.Digest, Origin: a.Origin, Text: a.Text}
	if in.ID == a.Key {
		out.Article.ID = ""
	}
	refs := map[string]Ref{}
	for _, n := range in.Nodes {
		node, err := n.node()
		if err != nil {
			return out, fmt.Errorf("node %q: %w", n.ID, err)
		}
		if _, twice := refs[n.ID]; twice {
			return out, fmt.Errorf("two nodes have the id %q", n.ID)
		}
		refs[n.ID] = node.Ref
		out.Nodes = append(out.Nodes, node)
	}
	var unknown error
	ref := func(id string) Ref {
		found, ok := refs[id]
		if !ok {
			unknown = errors.Join(unknown, fmt.Errorf("no node has the id %q", id))
		}
		return found
	}
	for i, e := range in.Edges {
		s, err := e.statement()
		if err != nil {
			return out, fmt.Errorf("edge %d: %w", i, err)
		}
		s.Subject, s.Object = ref(e.Source), ref(e.Target)
		out.Statements = append(out.Statements, s)
	}
	for _, p := range in.Representations {
		out.Representations = append(out.Representations, Representation{ref(p.Person), ref(p.For), p.Title})
	}
	for _, p := range in.Participations {
		out.Participations = append(out.Participations, Participation{ref(p.Who), ref(p.Event)})
	}
	for _, m := range in.Mentions {
		out.Mentions = append(out.Mentions, MentionCount{ref(m.Node), m.Count, m.First})
	}
	return out, unknown
}

func (n nodeJSON) node() (Node, error) {
	label, err := ParseLabel(n.Label)
	if err != nil {
		return Node{}, err
	}
	key := n.Key
	if key == "" {
		key = n.ID
	}
	date, err := parseDate(n.Date, n.DateBasis)
	if err != nil {
		return Node{}, err
	}
	if len(n.Aliases) == 0 {
		n.Aliases = nil
	}
	return Node{Ref: Ref{label, key}, Name: n.Name, Aliases: n.Aliases, Wikidata: n.Wikidata, ISO2: n.ISO2,
		Acronym: n.Acronym, Place: n.Place, Date: date}, nil
}

func (e edgeJSON) statement() (Statement, error) {
	typ, err := NewEdgeType(e.Type, e.Symmetric)
	if err != nil {
		return Statement{}, err
	}
	status, err := ParseStatus(e.Status)
	if err != nil {
		return Statement{}, err
	}
	text := ""
	if e.Date != nil {
		text = *e.Date
	}
	date, err := parseDate(text, e.Basis)
	if err != nil {
		return Statement{}, err
	}
	s := Statement{Type: typ, Status: status, Date: date, Quote: e.Evidence, Start: e.Start, End: e.End,
		Trigger: e.Trigger, Rule: e.Rule, Confidence: 1}
	if e.Confidence != nil {
		s.Confidence = *e.Confidence
	}
	return s, nil
}

func parseDate(date, basis string) (Date, error) {
	d, err := ParseDate(date)
	if err != nil {
		return Date{}, err
	}
	d.Basis, err = ParseBasis(basis)
	return d, err
}
