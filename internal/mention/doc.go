// Package mention finds what a document talks about: people, countries, organisations,
// agreements, events, roles and pronouns, as mentions over spans.
package mention
